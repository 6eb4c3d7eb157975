"""Places named without a type word: "in North Phyongan", "Pyongyang", "Wonsan and Hamhung".

Two kinds of places are found: provinces and municipalities, and cities whose name has no other
meaning. A place name followed by a capitalised word is not reported here, because it is usually the
beginning of another name ("Sinuiju Textile Mill", "Pyongyang Times").
"""

import re
from collections.abc import Iterator

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer, PlaceCandidate, begins_word
from ingest.mentions.mention_rules import BARE_CITY, BARE_DIVISION
from ingest.mentions.place_spans import PlaceSpan

_capitalised_next = re.compile(r"[ \t]+(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[A-Z]")
_dateline_next = re.compile(r",\s+[A-Z][a-z]+\.?\s+\d{1,2}\s+\(KCNA\)")
_name_before = re.compile(r"\b(?:Radio|Hotel|Kim|Ri|Pak|Choe|Mt\.?|Mount|Lake|Air)\s+$")
# "[NS]o[ru]th" matches North and South, and is searched for faster than "(?:North|South)".
_directions = re.compile(r"([NS]o[ru]th)\s+and\s+[NS]o[ru]th\s+([A-Z]\w+)(?![\w-])")


def find_places_without_type_word(field: FieldText, gazetteer: Gazetteer) -> Iterator[PlaceSpan]:
    """Yield each name in a title or body that means a place without needing a type word.

    "Kusong" in "Kusong City" can be yielded, too. The caller drops such a span, because it overlaps
    a span of `find_places_with_type_word`.
    """
    text = field.text
    for name, start, end in gazetteer.bare.find(field):
        place = gazetteer.bare_names.get(" ".join(name.split()))
        if place and not is_part_of_name(text, start, end):
            rule = BARE_DIVISION.name if place.division == place.slug else BARE_CITY.name
            yield _place_span(
                field, (start, end), place.place_type, rule, (PlaceCandidate(place, "official"),)
            )
    for match in _directions.finditer(text) if "North" in text and "South" in text else ():
        candidates = gazetteer.typed(f"{match[1]} {match[2]}", "province")
        if candidates and not is_part_of_name(text, *match.span()):
            yield _place_span(field, match.span(1), "province", BARE_DIVISION.name, candidates)


def is_part_of_name(text: str, start: int, end: int) -> bool:
    """Return True if a name is part of a longer word or name, or is the place of a dateline."""
    return bool(
        not begins_word(text, start)
        or _capitalised_next.match(text, end)
        or _dateline_next.match(text, end)
        or _name_before.search(text, max(0, start - 12), start)
    )


def _place_span(
    field: FieldText,
    span: tuple[int, int],
    place_type: str,
    rule: str,
    candidates: tuple[PlaceCandidate, ...],
) -> PlaceSpan:
    return PlaceSpan(field, *span, *span, place_type, rule, candidates, listing=-1)
