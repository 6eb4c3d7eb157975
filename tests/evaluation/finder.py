"""The finder as the evaluation asks it: with the data files, and with entities named as labels name them."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.mentions import Gazetteer, find_mentions
from ingest.mentions.gazetteer import straighten
from ingest.mentions.places import ListedPlace, read_places
from tests.evaluation.score import Mark

_OTHER = re.compile(r"[^\w]+")
_TITLED = frozenset({"city", "county", "district"})


def canonical(kind: str, name: str) -> str:
    """The form in which names of entities are compared: without case, punctuation and a leading article."""
    folded = _fold(name)
    return _spellings().get(folded, folded) if kind == "place" else folded


def _fold(name: str) -> str:
    folded = _OTHER.sub(" ", straighten(name).replace("'", "").casefold()).strip()
    return folded.removeprefix("the ")


@cache
def _spellings() -> dict[str, str]:
    """The spellings of places that need no type word, each with the name of its place."""
    return {
        _fold(name): _fold(place.name)
        for place in read_places()
        if place.place_type not in _TITLED
        for name, sort in place.names
        if sort == "variant"
    }


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.from_files()


@cache
def _places() -> dict[str, ListedPlace]:
    return {place.slug: place for place in read_places()}


def find(title: str, body: str) -> Sequence[Mark]:
    """What the finder says of an article."""
    return [
        Mark(
            each.field,
            each.start,
            each.end,
            each.kind,
            canonical(each.kind, _named(each.entity)),
            _division(each.entity),
        )
        for each in find_mentions(title, body, _gazetteer()).mentions
    ]


def _named(slug: str) -> str:
    place = _places()[slug]
    return f"{place.name} {place.place_type}" if place.place_type in _TITLED else place.name


def _division(slug: str) -> str:
    division = _places()[slug].division
    return _places()[division].name if division else ""
