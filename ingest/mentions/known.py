"""Listed organisations and persons, by any of their spellings.

An organisation's name wins over whatever stands in it: "Kim Chaek Iron and Steel Complex" is neither a person nor a
city. A body of another state has its people or its country beside it ("Russian Foreign Ministry", "Ministry of
Education of Laos") and is none of ours. A person's name in that of a school, a prize or a square is no person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.mentions.context import FieldText
from ingest.mentions.gazetteer import Gazetteer, NameRow

# The three leaders' names stand by themselves even where scrapers lost the space before or after them.
_leader = re.compile(r"Kim (?:Il Sung|Jong Il|Jong Un)(?!g\b)")
_people = re.compile(
    r"\b(?:[A-Z][a-z]+(?:ian|ean|ese|ish|[^r]an)|Lao|Russian?|French|Dutch|Greek|Swiss|Czech|Thai|Iraqi|Israeli"
    r"|[A-Z][a-z]+'s|puppet|south Korean|U\.S\.|ROK)\s+$"
)
_of = re.compile(r"\s+of\s+(?:the\s+)?")
_goes_on = re.compile(
    r"(?:'s)?\s*(?:University|Square|Stadium|Military|Order|Prize|Medal|Revolutionary|School|Naval|Academy|Youth"
    r"|Socialist|Foundation|Pyongyang|Teachers?|Normal|National|Museum|Street|City|County|Iron|College|Institute|Theatre"
    r"|Conservatory|Electric|Works|Mill|Complex|Factory|Artillery|Flower|Award|Scholarship|District)\b|-Kim\b|[Ii]sm\b|ia\b"
)
_syllable_next = re.compile(r"\s[A-Z][a-z]{0,5}\b(?!\s+(?:was|is|said|and|of|made|took)\b)")
_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Known:
    """Words that name a listed organisation or person."""

    field: FieldText
    start: int
    end: int
    row: NameRow

    @property
    def quoted(self) -> str:
        """The name exactly as the title or body has it."""
        return self.field.original[self.start : self.end]


def find_organisations(field: FieldText, gazetteer: Gazetteer) -> Iterator[Known]:
    """Each listed organisation by its name."""
    text = field.text
    for name, start, end in gazetteer.organisations.lexicon.find(text):
        row = gazetteer.organisations.rows[name]
        if not (row.site is None and _is_of_another_state(text, start, end, gazetteer)):
            yield Known(field, start, end, row)


def _is_of_another_state(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    if (of := _of.match(text, end)) and (found := next(gazetteer.named.find(text[of.end() : of.end() + 40]), None)):
        meant = gazetteer.named_places[found[0]]
        if found[1] == 0 and meant and meant[0].place.is_foreign:
            return True
    people = _people.search(text, max(0, start - _BEFORE), start)
    return people is not None and people[0].split()[0] not in {"Korean", "Korea's"}


def find_persons(field: FieldText, gazetteer: Gazetteer) -> Iterator[Known]:
    """Each listed person by name: the longest name that stands there, which no other syllable follows."""
    text, persons = field.text, gazetteer.persons
    at = 0
    for start, end, name in sorted(_persons(text, gazetteer)):
        if start < at or _goes_on.match(text, end):
            continue
        if name.count(" ") < 2 and _syllable_next.match(text, end):
            continue  # "Kim Song" of "Kim Song Chol"
        at = end
        yield Known(field, start, end, persons.rows[name])


def _persons(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    rows = gazetteer.persons.rows
    for leader in _leader.finditer(text):
        if leader[0] in rows:
            yield leader.start(), leader.end(), leader[0]
    for name, start, end in gazetteer.persons.lexicon.find(text):
        yield start, end, name
