"""The finder as the evaluation asks it: with the data files, and with entities named as labels name
them."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.mentions import Gazetteer, find_mentions
from ingest.mentions.listed_names import ListedName, read_listed
from ingest.mentions.listed_places import ListedPlace, read_places
from ingest.mentions.spelling import name_key, straighten
from ingest.values import MentionSpan
from tests.evaluation.score import Mark

_OTHER = re.compile(r"[^\w]+")
_TITLED = frozenset({"city", "county", "district"})


def canonical(kind: str, name: str) -> str:
    """The form in which names of entities are compared: without case, punctuation and a leading
    article."""
    folded = _fold(name)
    found = _spellings().get((kind, folded), folded)
    return name_key(_headed(name, found)) if kind == "organisation" else found


def _fold(name: str) -> str:
    folded = _OTHER.sub(" ", straighten(name).replace("'", "").casefold()).strip()
    return folded.removeprefix("the ")


def _headed(name: str, folded: str) -> str:
    """An organisation's name as found ones are headed, unless a list has it."""
    return folded if folded != _fold(name) else _gazetteer().organisations.headed(straighten(name))


@cache
def _spellings() -> dict[tuple[str, str], str]:
    """The spellings of what needs no type word, by kind, each with its name as headed."""
    places = [
        ("place", place.name, place.names)
        for place in read_places()
        if place.place_type not in _TITLED
    ]
    others = [(each.kind, each.name, each.names) for each in read_listed()]
    return {
        (kind, _fold(spelling)): _fold(name)
        for kind, name, names in (*places, *others)
        for spelling, kind in names
        if kind == "variant"
    }


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.from_files()


@cache
def _places() -> dict[str, ListedPlace]:
    return {place.slug: place for place in read_places()}


@cache
def _listed() -> dict[str, ListedName]:
    return {each.slug: each for each in read_listed()}


def find(title: str, body: str) -> Sequence[Mark]:
    """What the finder says of an article. What a name only implies is no mention of its own."""
    return [
        Mark(
            *(each.field, each.start, each.end, each.kind),
            canonical(each.kind, each.name or _named(each.kind, each.entity)),
            _division(_site(each)),
        )
        for each in find_mentions(title, body, _gazetteer()).mentions
        if not each.is_implied
    ]


def _named(kind: str, slug: str) -> str:
    if kind != "place":
        return _listed()[slug].name
    place = _places()[slug]
    return f"{place.name} {place.place_type}" if place.place_type in _TITLED else place.name


def _site(each: MentionSpan) -> str:
    if each.name:
        return each.site
    return each.entity if each.kind == "place" else _listed()[each.entity].site


def _division(slug: str) -> str:
    division = _places()[slug].division if slug else None
    return _places()[division].name if division else ""
