"""Addresses of lists: the parameters that filter a list, written in canonical order.

The parameters are always in the same order, so that a page has only one address.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlencode

from archive.models.addresses import address_of
from archive.search import FACETS
from ingest.mentions.spelling import plain_letters

UNKNOWN_VALUE = "unknown"
"""The value that selects articles that have no value of a facet: `?place=unknown`."""

MAX_CHOICES = 20
"""The most values in an address, of all facets together; see `choice_count`.

There is a limit because each value adds links to the page, and each of these links contains all
values.
"""

_ORDER = {
    name: index
    for index, name in enumerate(
        ("q", *FACETS, "added", "versions", "count", "view", "sort", "page")
    )
}


@dataclass(frozen=True, slots=True)
class Address:
    """The filter of a list, with its parameters in canonical order.

    `path` is the path of the list, such as "/articles/", and `q` the search text. `added` is the
    day since which the articles were added to the archive, such as "2026-11-30", or "". `versions`
    is "off" if the versions that articles do not show are not searched, otherwise "". `count` is
    "stories" if stories are listed and counted, otherwise "". `view` is "" or "concordance". `sort`
    is the order, or "" for the default order. `page` counts from 1. `chosen` maps the name of a
    facet to its values as they are in the address: "kcna" if the value is selected, "-kcna" if it
    is excluded.
    """

    path: str = ""
    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: str = ""
    versions: str = ""
    count: str = ""
    view: str = ""
    sort: str = ""
    page: int = 1

    @property
    def unit(self) -> str:
        """Return what one line of the list is: "article" or "story"."""
        return "story" if self.count else "article"

    @property
    def noun(self) -> str:
        """Return what the list shows and counts: "articles" or "stories"."""
        return self.count or "articles"

    def url(self) -> str:
        """Return the address of the list as text.

        If the address has neither a path nor parameters, the result is "?". A browser understands
        the link "?" as the current page without parameters.
        """
        return self.url_with({})

    def url_with(self, others: Mapping[str, str]) -> str:
        """Return the address as text, and add those parameters of `others` that have a value."""
        pairs = [*self.pairs(), *((name, value) for name, value in others.items() if value)]
        query = "&".join(map(encoded, pairs))
        return f"{self.path}?{query}" if query else self.path or "?"

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters that do not have their default value, as (name, value).

        They are in canonical order.
        """
        pairs = [("q", self.q)] if self.q else []
        for name in FACETS:
            pairs += [(name, value) for value in self.values(name)]
        if self.added:
            pairs.append(("added", self.added))
        if self.versions:
            pairs.append(("versions", self.versions))
        if self.count:
            pairs.append(("count", self.count))
        if self.view:
            pairs.append(("view", self.view))
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the selected and excluded values of a facet; excluded values start with "-"."""
        return self.chosen.get(facet, ())

    @property
    def is_full(self) -> bool:
        """Return True if no further value can be added; see MAX_CHOICES."""
        return sum(map(choice_count, self.chosen.values())) >= MAX_CHOICES

    def having(self, facet: str, values: Iterable[str]) -> "Address":
        """Return the address of page 1 after replacing the values of the facet by `values`."""
        return replace(self, chosen={**self.chosen, facet: tuple(in_order(values))}, page=1)

    def links(self, facet: str) -> "Links":
        """Return an object that makes links for this facet, each to the first page of a list."""
        return Links(self, facet)


class Links:
    """Makes the addresses of links that change only the values of one facet.

    A page can have more than a hundred such links, so their common parts are encoded only once.
    """

    def __init__(self, address: Address, facet: str) -> None:
        self._path = address.path
        self.facet = facet
        self.chosen = address.values(facet)
        self.is_full = address.is_full
        self.excluded = [value for value in self.chosen if value.startswith("-")]
        pairs = address.pairs()
        position = _ORDER[facet]
        self._before = [encoded(pair) for pair in pairs if _ORDER[pair[0]] < position]
        self._after = [
            encoded(pair) for pair in pairs if position < _ORDER[pair[0]] < _ORDER["page"]
        ]

    def only(self, value: str) -> str:
        """Return the address that selects only this value; excluded values stay excluded."""
        return self.having([*(other for other in self.excluded if other != f"-{value}"), value])

    def adding(self, value: str) -> str:
        """Return the address that also selects this value."""
        return self.having([*self._others(value), value])

    def excluding(self, value: str) -> str:
        """Return the address that excludes this value."""
        return self.having([*self._others(value), f"-{value}"])

    def without(self, value: str) -> str:
        """Return the address that neither selects nor excludes this value."""
        return self.having(self._others(value))

    def _others(self, value: str) -> list[str]:
        return [other for other in self.chosen if other.lstrip("-") != value]

    def having(self, values: Sequence[str]) -> str:
        """Return the address that has exactly these values of the facet."""
        ordered = in_order(values) if len(values) > 1 else values
        own = (encoded((self.facet, value)) for value in ordered)
        query = "&".join((*self._before, *own, *self._after))
        return f"{self._path}?{query}" if query else self._path or "?"


def choice_count(values: Iterable[str]) -> int:
    """Return how many of a facet's values in an address are counted for the limit MAX_CHOICES.

    One selected value of each facet is not counted. All further selected values and all excluded
    values are counted. So the link that selects only one value of a facet (`Links.only`) never has
    too many values.
    """
    given = list(values)
    selected = sum(not value.startswith("-") for value in given)
    return len(given) - min(selected, 1)


def in_order(values: Iterable[str]) -> list[str]:
    """Return the values of a facet sorted, without duplicates, and with excluded values last."""
    return sorted(set(values), key=lambda value: (value.startswith("-"), value))


@lru_cache(maxsize=10_000)
def encoded(pair: tuple[str, str]) -> str:
    """Return a parameter encoded for an address: "q=iron"."""
    return urlencode((pair,), safe=".*")


def list_url(**parameters: str | int) -> str:
    """Return the address of the article list with these parameters: `/articles/?source=kcna`."""
    path = address_of("articles")
    return f"{path}?{urlencode(parameters)}" if parameters else path


def plain_value(text: str) -> str:
    """Return a value that somebody typed in an address as addresses have it: "ＫＣＮＡ" -> "kcna".

    Capital letters are kept if the value has only ASCII characters.
    """
    return (text if text.isascii() else plain_letters(text)).strip()


def is_slug(text: str) -> bool:
    """Return True if a text has only the characters of slugs.

    Other texts are not looked up, because PostgreSQL raises an error for a NUL character.
    """
    return bool(re.fullmatch(r"[a-zA-Z0-9_-]+", text))
