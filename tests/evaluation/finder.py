"""Runs the name finder for the evaluation, and returns its mentions in the form of the labels."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.mentions import Gazetteer, find_mentions
from ingest.mentions.names_csv import ListedName, read_listed
from ingest.mentions.places_csv import ListedPlace, read_places
from ingest.mentions.spelling import british_key, straighten
from ingest.values import MentionSpan
from tests.evaluation.score import Mark

_OTHER = re.compile(r"[^\w]+")
_TITLED = frozenset({"city", "county", "district"})


def canonical(kind: str, name: str) -> str:
    """Return the form of an entity's name that is compared with other names.

    This form has no capitals, no punctuation and no "the" at the beginning.
    """
    folded = _fold(name)
    listed = _spellings().get((kind, folded), folded)
    return british_key(_folded_or_heading(name, listed)) if kind == "organisation" else listed


def _fold(name: str) -> str:
    folded = _OTHER.sub(" ", straighten(name).replace("'", "").casefold()).strip()
    return folded.removeprefix("the ")


def _folded_or_heading(name: str, folded: str) -> str:
    """Return the name of an organisation that is compared with the labels.

    If `name` is a listed variant, `folded` is its folded official name, and is returned. Otherwise
    `folded` is only the folded `name`, and the result is the heading (`heading_of`), the name under
    which pages show a detected organisation.
    """
    if folded != _fold(name):
        return folded
    return _gazetteer().organisations.heading_of(straighten(name))


@cache
def _spellings() -> dict[tuple[str, str], str]:
    """Return a dict of all listed variants: (kind, folded variant) -> folded official name."""
    places = [
        ("place", place.name, place.names)
        for place in read_places()
        if place.place_type not in _TITLED
    ]
    others = [(row.kind, row.name, row.names) for row in read_listed()]
    return {
        (kind, _fold(spelling)): _fold(name)
        for kind, name, names in (*places, *others)
        for spelling, alias_kind in names
        if alias_kind == "variant"
    }


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.from_files()


@cache
def _places() -> dict[str, ListedPlace]:
    return {place.slug: place for place in read_places()}


@cache
def _listed() -> dict[str, ListedName]:
    return {row.slug: row for row in read_listed()}


def find(title: str, body: str) -> Sequence[Mark]:
    """Return the marks of the names found in an article, without implied names."""
    return [
        Mark(
            *(mention.field, mention.start, mention.end, mention.kind),
            canonical(mention.kind, mention.name or _named(mention.kind, mention.entity)),
            _division(_site(mention)),
        )
        for mention in find_mentions(title, body, _gazetteer()).mentions
        if not mention.is_implied
    ]


def _named(kind: str, slug: str) -> str:
    if kind != "place":
        return _listed()[slug].name
    place = _places()[slug]
    return f"{place.name} {place.place_type}" if place.place_type in _TITLED else place.name


def _site(mention: MentionSpan) -> str:
    if mention.name:
        return mention.site
    return mention.entity if mention.kind == "place" else _listed()[mention.entity].site


def _division(slug: str) -> str:
    division = _places()[slug].division if slug else None
    return _places()[division].name if division else ""
