"""Finds organisations: listed ones by their spellings, others by the form of their names.

If two names overlap, the longer name is kept ("Central Committee of the Socialist Patriotic Youth
League"). A listed name is not linked if it is part of the name of an organisation of another state
("Russian Foreign Ministry", "Ministry of Education of Laos").
"""

import re
from collections.abc import Iterator
from operator import attrgetter

from ingest.mentions.detected_organisations import read_organisations
from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer, NameRow
from ingest.mentions.mention_rules import LISTED_NAME, ORGANISATION_GRAMMAR
from ingest.mentions.name_spans import NameSpan, TakenSpans

_DETECTED = (ORGANISATION_GRAMMAR.name, ORGANISATION_GRAMMAR.confidence)
_LISTED = (LISTED_NAME.name, LISTED_NAME.confidence)
_BEFORE = 30
_start = attrgetter("start")

_people = re.compile(
    r"\b(?:[A-Z][a-z]+(?:ian|ean|ese|ish|[^r]an)|Lao|Russian?|French|Dutch|Greek|Swiss|Czech|Thai|Iraqi|Israeli"
    r"|[A-Z][a-z]+'s|puppet|south Korean|U\.S\.|ROK)\s+$"
)
_of = re.compile(r"\s+of\s+(?:the\s+)?")
_cabinet_of_others = re.compile(r"\b(?:[Pp]resent|[Ii]ncumbent|[A-Z][a-z]+(?<!The)(?<!And))[ \t]$")
_committee_before = re.compile(r"\bC\.C\.,?[ \t]+(?:of[ \t]+)?(?:the[ \t]+)?$")
_listed_next = re.compile(r",[ \t](?:(?:and|the|of|[A-Z][\w'-]*),?[ \t]+){0,12}")


def find_organisations(field: FieldText, gazetteer: Gazetteer) -> list[NameSpan]:
    """Return the spans of organisations in a title or body, in text order, without overlaps.

    A detected name replaces all listed names in it. It is left out if it is equal to a listed name,
    or overlaps a listed name that is not inside the detected name.
    """
    listed = list(_listed(field, gazetteer))
    detected = []
    taken = TakenSpans((span.start, span.end) for span in listed)
    beaten: set[tuple[int, int]] = set()
    for words in read_organisations(field, gazetteer):
        rivals = list(taken.within(words.start, words.end))
        whole = (words.start, words.end)
        if all(
            words.start <= start and end <= words.end and (start, end) != whole
            for start, end in rivals
        ):
            beaten.update(rivals)
            heading = gazetteer.organisations.heading_of(words.name)
            row = gazetteer.organisations.spelled(words.name) or gazetteer.organisations.spelled(
                heading
            )
            is_meant = row is not None and not row.bans(words.name)
            detected.append(
                _name(
                    field, words.start, words.end, row if is_meant else None, heading, words.after
                )
            )
    names = [*(span for span in listed if (span.start, span.end) not in beaten), *detected]
    if "C.C." in field.text:
        names = [_with_committee(span, gazetteer) for span in names]
    names.sort(key=_start)
    return _of_one_state(names, gazetteer) if len(names) > 1 else names


def _with_committee(name: NameSpan, gazetteer: Gazetteer) -> NameSpan:
    """Return an organisation, or its central committee if "C.C." is before its name."""
    text, start = name.field.text, name.start
    before = _committee_before.search(text, max(0, start - _BEFORE), start)
    if before is None:
        return name
    heading = gazetteer.organisations.heading_of(
        f"Central Committee of the {text[start : name.end]}"
    )
    row = gazetteer.organisations.spelled(heading)
    return _name(name.field, before.start(), name.end, row, heading, name.after)


def _of_one_state(names: list[NameSpan], gazetteer: Gazetteer) -> list[NameSpan]:
    """Return the organisations; if one is of another state, it is not linked to one of the DPRK.

    A state at the end of a list belongs to all names of the list: in "the Ministry of Culture, and
    the Academy of Sciences of Vietnam", both are of Vietnam. So this ministry is not the listed
    ministry of the DPRK; it gets the name "Ministry of Culture of Vietnam".
    """
    state = ""
    for index in range(len(names) - 1, -1, -1):
        span = names[index]
        text = span.field.text
        if state and not (
            index + 1 < len(names)
            and _listed_next.fullmatch(text, span.end, names[index + 1].start)
        ):
            state = ""
        if of := _state_of(span, gazetteer):
            state = of
        elif state and span.slug and not span.site and "DPRK" not in span.quoted:
            name = f"{text[span.start : span.end]} of {state}"
            names[index] = _name(span.field, span.start, span.end, None, name, span.after)
    return names


def _state_of(name: NameSpan, gazetteer: Gazetteer) -> str:
    """Return the country at the end of a detected name ("the Russian Federation"); "" if none."""
    _, of, end = name.name.rpartition(" of ")
    meant = gazetteer.named_places.get(end.removeprefix("the ")) if of else None
    return end if meant and meant[0].place.place_type == "country" else ""


def _name(
    field: FieldText, start: int, end: int, row: NameRow | None, name: str, after: int
) -> NameSpan:
    if row is None:
        return NameSpan(field, start, end, "organisation", *_DETECTED, name=name, after=after)
    return NameSpan(
        *(field, start, end, "organisation", *_LISTED),
        slug=row.slug,
        site=row.site or "",
        after=after,
    )


def _listed(field: FieldText, gazetteer: Gazetteer) -> Iterator[NameSpan]:
    matches = gazetteer.organisations.lexicon.find(field)
    is_others_cabinet = "Cabinet" in field.text and any(
        name == "Cabinet" and _cabinet_of_others.search(field.text, max(0, start - _BEFORE), start)
        for name, start, _end in matches
    )
    for name, start, end in matches:
        row = gazetteer.organisations.rows[name]
        if name == "Cabinet" and is_others_cabinet:
            continue
        if row.site or not _is_of_another_state(field.text, start, end, gazetteer):
            yield _name(field, start, end, row, "", end)


def _is_of_another_state(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    if (of := _of.match(text, end)) and (name := gazetteer.named.at(text, of.end())):
        meant = gazetteer.named_places[name]
        if meant and meant[0].place.is_foreign:
            return True
    people = _people.search(text, max(0, start - _BEFORE), start)
    return people is not None and people[0].split()[0] not in {"Korean", "Korea's"}
