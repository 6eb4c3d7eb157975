"""Finds villages (ri), wards (dong) and towns (up) that are not in the gazetteer.

A name such as "Munmu-ri" is a mention if the name of its county or city follows: "Munmu-ri, Sohung
County", "Phothae-dong of Samjiyon City". If an article has such a mention, "Munmu-ri" alone is also
a mention at all other positions in the article.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.mention_rules import COUNTY_SUBDIVISION
from ingest.values import MentionSpan

_unit = re.compile(r"-(?:ri|dong|up)(?![\w-])")
_joint = re.compile(r"(?:\s+area)?(?:,\s+|\s+(?:of|in)\s+)(?:the\s+city\s+of\s+)?")
_ABOVE = frozenset({"city", "county", "district", "municipality"})

SubdivisionSpan = tuple[FieldText, int, int]


def find_subdivisions(field: FieldText) -> Iterator[SubdivisionSpan]:
    """Yield the span of each name like "X-ri", "X-dong" or "X-up" in a title or body."""
    for match in _unit.finditer(field.text):
        index = field.index_before(match.start())
        if index >= 0 and field.words[index].end == match.start():
            yield field, field.words[index].start, match.end()


def locate_subdivisions(
    subdivisions: Sequence[SubdivisionSpan], places: Sequence[MentionSpan], gazetteer: Gazetteer
) -> Iterator[MentionSpan]:
    """Yield a mention for each subdivision whose county, city or district the article names.

    `places` are the mentions of listed places in the article. A subdivision that begins inside one
    of them is left out, because it is linked already.
    """
    placed = {
        (item.field, item.start): item.entity
        for item in places
        if _is_above(item.entity, gazetteer)
    }
    known = {(item.field, start) for item in places for start in range(item.start, item.end)}
    free = [item for item in subdivisions if (item[0].name, item[1]) not in known]
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
