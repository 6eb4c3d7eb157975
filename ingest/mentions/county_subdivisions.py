"""What lies below a county or city and is in no list: a ri, dong or up whose county the text tells.

"Munmu-ri, Sohung County" and "Phothae-dong of Samjiyon City" are reliable: the place is found as a
child of the one that follows. The name alone counts where the article has told before, or tells
later, in which county it lies."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.mentions.context import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.rules import COUNTY_SUBDIVISION
from ingest.values import MentionSpan

_unit = re.compile(r"-(?:ri|dong|up)(?![\w-])")
_joint = re.compile(r"(?:\s+area)?(?:,\s+|\s+(?:of|in)\s+)(?:the\s+city\s+of\s+)?")
_ABOVE = frozenset({"city", "county", "district", "municipality"})

Stretch = tuple[FieldText, int, int]


def find_below(field: FieldText) -> Iterator[Stretch]:
    """Each "X-ri" of a title or body."""
    for match in _unit.finditer(field.text):
        index = field.index_before(match.start())
        if index >= 0 and field.words[index].end == match.start():
            yield field, field.words[index].start, match.end()


def place_below(
    stretches: Sequence[Stretch], places: Sequence[MentionSpan], gazetteer: Gazetteer
) -> Iterator[MentionSpan]:
    """The mentions of those that the text puts in a county, city or district that it mentions;
    `places` are the mentions of places so far."""
    placed = {
        (each.field, each.start): each.entity
        for each in places
        if _is_above(each.entity, gazetteer)
    }
    known = {(each.field, start) for each in places for start in range(each.start, each.end)}
    free = [each for each in stretches if (each[0].name, each[1]) not in known]
    parents: dict[str, str] = {}
    for field, start, end in free:
        if parent := _parent(field, end, placed):
            parents.setdefault(field.text[start:end], parent)
    for field, start, end in free:
        name = field.text[start:end]
        if parent := _parent(field, end, placed) or parents.get(name, ""):
            words = field.original[start:end]
            where = (field.name, start, end, words)
            rule = (COUNTY_SUBDIVISION.name, COUNTY_SUBDIVISION.confidence)
            yield MentionSpan("place", "", *where, *rule, name=name, site=parent)


def _is_above(slug: str, gazetteer: Gazetteer) -> bool:
    place = gazetteer.places.get(slug)
    return place is not None and place.place_type in _ABOVE and not place.is_foreign


def _parent(field: FieldText, end: int, placed: Mapping[tuple[str, int], str]) -> str:
    joint = _joint.match(field.text, end)
    return placed.get((field.name, joint.end()), "") if joint else ""
