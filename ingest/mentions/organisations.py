"""Organisations: listed ones by any of their spellings, others by the grammar of their names.

An organisation's name wins over whatever stands in it ("Kim Chaek Iron and Steel Complex" is neither a person nor a
city), and a longer one over a shorter ("Central Committee of the Socialist Patriotic Youth League"). A listed body of
ours is none of another state ("Russian Foreign Ministry", "Ministry of Education of Laos").
"""

import re
from collections.abc import Iterator

from ingest.mentions.context import FieldText
from ingest.mentions.gazetteer import Gazetteer, NameRow
from ingest.mentions.names import Name, Taken
from ingest.mentions.organisation_grammar import read_organisations

LISTED_RULE, FOUND_RULE = "listed-name", "organisation-grammar"
LISTED_CONFIDENCE, FOUND_CONFIDENCE = 0.95, 0.8
_BEFORE = 30

_people = re.compile(
    r"\b(?:[A-Z][a-z]+(?:ian|ean|ese|ish|[^r]an)|Lao|Russian?|French|Dutch|Greek|Swiss|Czech|Thai|Iraqi|Israeli"
    r"|[A-Z][a-z]+'s|puppet|south Korean|U\.S\.|ROK)\s+$"
)
_of = re.compile(r"\s+of\s+(?:the\s+)?")


def find_organisations(field: FieldText, gazetteer: Gazetteer) -> list[Name]:
    """The organisations of a title or body, in order, none overlapping another."""
    listed = list(_listed(field, gazetteer))
    found = []
    taken = Taken((each.start, each.end) for each in listed)
    beaten: set[tuple[int, int]] = set()
    for words in read_organisations(field, gazetteer):
        rivals = list(taken.within(words.start, words.end))
        if all(words.start <= start and end <= words.end and (start, end) != (words.start, words.end)
               for start, end in rivals):  # fmt: skip
            beaten.update(rivals)
            heading = gazetteer.organisations.headed(words.name)
            row = gazetteer.organisations.spelled(words.name) or gazetteer.organisations.spelled(heading)
            is_meant = row is not None and not row.bans(words.name)
            found.append(_name(field, words.start, words.end, row if is_meant else None, heading, words.after))
    names = [*(each for each in listed if (each.start, each.end) not in beaten), *found]
    return sorted(names, key=lambda each: each.start)


def _name(field: FieldText, start: int, end: int, row: NameRow | None, name: str, after: int) -> Name:
    if row is None:
        return Name(field, start, end, "organisation", FOUND_RULE, FOUND_CONFIDENCE, name=name, after=after)
    return Name(
        *(field, start, end, "organisation", LISTED_RULE, LISTED_CONFIDENCE),
        slug=row.slug,
        site=row.site or "",
        after=after,
    )


def _listed(field: FieldText, gazetteer: Gazetteer) -> Iterator[Name]:
    for name, start, end in gazetteer.organisations.lexicon.find(field):
        row = gazetteer.organisations.rows[name]
        if row.site or not _is_of_another_state(field.text, start, end, gazetteer):
            yield _name(field, start, end, row, "", end)


def _is_of_another_state(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    if (of := _of.match(text, end)) and (name := gazetteer.named.at(text, of.end())):
        meant = gazetteer.named_places[name]
        if meant and meant[0].place.is_foreign:
            return True
    people = _people.search(text, max(0, start - _BEFORE), start)
    return people is not None and people[0].split()[0] not in {"Korean", "Korea's"}
