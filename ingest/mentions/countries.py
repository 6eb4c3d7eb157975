"""Other countries, their capitals, and listed mountains, rivers, islands, areas and villages.

The name of a country is also found beside a hyphen ("the DPRK-Russia treaty", "anti-U.S."). Two
kinds of words are not mentions of a country: a country's name that is part of another name ("United
Russia Party", "Communist Party of China"), and the name of a people ("Chinese").
"""

import re
from collections.abc import Iterator

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.mention_rules import LANDMARK
from ingest.mentions.place_spans import PlaceSpan
from ingest.mentions.places_without_type_word import is_part_of_name

_goes_on = re.compile(
    r"[ \t]+(?:[A-Z][\w'-]*["
    r" \t]+)?(?:Party|Front|League|Union|Bank|University|Institute|Times|Daily|Post|Airlines"
    r"|Group|Federation|Association|Committee|Council|Foundation|Company|Corporation|Society|Agency|Army)\b"
    r"|[ \t]+(?:[Dd]ollars?|River|Lake|Falls)\b"
)
_ends_name = re.compile(
    r"\b(?:Party|Front|League|Union|Bank|University|Association|Federation|Committee|Council|Society|Institute|Group|Academy"
    r"|Assembly|Army|Confederation|Foundation|Agency|Congress)\s+of\s+(?:the\s+)?$"
)
_part_of_continent = re.compile(r"\b(?:Latin|North|South|Central)\s+$")
# Words that make the name of a country or capital right after them a part of another name: "Michael
# Jordan", "Queen Victoria", "the carrier George Washington".
_given_name = re.compile(
    r"\b(?:George|Martha|Michael|Queen|King|Prince|Princess|Lake|Port|Fort)[ \t]+$"
)
_LONGEST_BEFORE = 60


def find_countries(field: FieldText, gazetteer: Gazetteer) -> Iterator[PlaceSpan]:
    """Yield each name of another country, a capital or a listed landmark in a title or body."""
    text = field.text
    for name, start, end in gazetteer.named.find(field):
        candidates = gazetteer.named_places[name]
        if not candidates:
            continue
        place = candidates[0].place
        is_part = is_part_of_country_name if place.is_foreign else is_part_of_name
        if not is_part(text, start, end):
            rule = place.place_type if place.is_foreign else LANDMARK.name
            yield PlaceSpan(
                field, start, end, start, end, place.place_type, rule, candidates, listing=-1
            )


def is_part_of_country_name(text: str, start: int, end: int) -> bool:
    """Return True if the name of a country or capital, at this span, is part of a longer name.

    Examples: "Communist Party of China", "George Washington", "Latin America".
    """
    if _goes_on.match(text, end):
        return True
    first = max(0, start - _LONGEST_BEFORE)
    before = text[first:start]
    if not before[-1:].isspace():
        return False
    is_continent = text.startswith("America", start) and _part_of_continent.search(
        text, first, start
    )
    return bool(
        is_continent
        or (before.rstrip().endswith(("of", "the")) and _ends_name.search(text, first, start))
        or _given_name.search(text, first, start)
    )
