"""Names without a type word: "in North Phyongan", "Pyongyang", "Wonsan and Hamhung".

They are the names of divisions, and of cities whose name has no other meaning. Before a capitalised
word the name of a place is the beginning of an organisation's name ("Sinuiju Textile Mill",
"Pyongyang Times"); it is not a mention of the place here.
"""

import re
from collections.abc import Iterator

from ingest.mentions.context import FieldText
from ingest.mentions.gazetteer import Gazetteer, PlaceCandidate, begins_word
from ingest.mentions.place_spans import PlaceSpan
from ingest.mentions.rules import BARE_CITY, BARE_DIVISION

_capitalised_next = re.compile(r"[ \t]+(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[A-Z]")
_dateline_next = re.compile(r",\s+[A-Z][a-z]+\.?\s+\d{1,2}\s+\(KCNA\)")
_name_before = re.compile(r"\b(?:Radio|Hotel|Kim|Ri|Pak|Choe|Mt\.?|Mount|Lake|Air)\s+$")
# "[NS]o[ru]th" is North or South, and searched for faster.
_directions = re.compile(r"([NS]o[ru]th)\s+and\s+[NS]o[ru]th\s+([A-Z]\w+)(?![\w-])")


def find_untyped(field: FieldText, gazetteer: Gazetteer) -> Iterator[PlaceSpan]:
    """Yield each name in a title or body that means a place without a type word.

    The names that `find_typed` yields are yielded here, too: the caller drops overlaps.
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
    """Tell whether a name is part of a longer word or name, or belongs to a dateline."""
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
