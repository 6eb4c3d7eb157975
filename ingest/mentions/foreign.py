"""Other countries and their capitals: "Russia", "the U.S.-ROK alliance", "in Moscow".

Their names stand for themselves, in front of a hyphen and after one, too. A name that goes on into another one, or ends
one ("United Russia Party", "Communist Party of China"), is no mention of a country; nor is a people ("Chinese").
"""

import re
from collections.abc import Iterator

from ingest.mentions.context import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.naming import Naming

_goes_on = re.compile(
    r"[ \t]+(?:[A-Z][\w'-]*[ \t]+)?(?:Party|Front|League|Union|Bank|University|Institute|Times|Daily|Post|Airlines"
    r"|Group|Federation|Association|Committee|Council|Foundation|Company|Corporation|Society|Agency|Army)\b"
    r"|[ \t]+[Dd]ollars?\b"
)
_ends_name = re.compile(
    r"\b(?:Party|Front|League|Union|Bank|University|Association|Federation|Committee|Council|Society|Institute|Group|Academy"
    r"|Assembly|Army|Confederation|Foundation|Agency|Congress)\s+of\s+(?:the\s+)?$"
)
_part_of_continent = re.compile(r"\b(?:Latin|North|South|Central)\s+$")
_LONGEST_BEFORE = 60


def find_foreign(field: FieldText, gazetteer: Gazetteer) -> Iterator[Naming]:
    """Each country but the DPRK, and each capital, by its name."""
    text = field.text
    for name, start, end in gazetteer.foreign.find(text):
        candidates = gazetteer.foreign_names[name]
        if (
            not candidates
            or _goes_on.match(text, end)
            or _ends_name.search(text, max(0, start - _LONGEST_BEFORE), start)
        ):
            continue
        if name == "America" and _part_of_continent.search(text, max(0, start - _LONGEST_BEFORE), start):
            continue
        place = candidates[0].place
        rule = "country" if place.place_type == "country" else "capital"
        yield Naming(field, start, end, start, end, place.place_type, rule, candidates, listing=-1)
