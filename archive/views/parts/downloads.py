"""Links to files with everything that a page lists."""

from dataclasses import dataclass, replace

from archive.exports import FORMATS
from archive.listing.address import Address, list_url
from archive.models.addresses import address_of
from archive.search import Sort

PICTURES = ("svg", "png")
"""The endings of charts as files."""


@dataclass(frozen=True, slots=True)
class Download:
    """A link to a file."""

    label: str
    url: str


def list_downloads(address: Address) -> list[Download]:
    """Return the links to files with all articles of a list, or with all lines of a concordance."""
    here = replace(address, path="", page=1)
    csv = Download("CSV", _file("articles-file", "csv", here.url()))
    if address.view:
        return [csv]
    text = Download("CSV with texts", _file("articles-file", "csv", here.url_with({"text": "yes"})))
    others = [
        Download(one.label, _file("articles-file", one.ending, here.url()))
        for one in FORMATS.values()
        if one.ending != "csv"
    ]
    return [csv, text, *others]


def list_feeds(address: Address) -> list[Download]:
    """Return the feeds of a list: its newest articles, and those that were added last."""
    feed = replace(address, path=address_of("articles-feed"), view="", sort="", page=1)
    return [
        Download("Feed of the newest articles", feed.url()),
        Download("Feed of added articles", replace(feed, sort=Sort.ADDED).url()),
    ]


def value_downloads(address: Address, facet: str, find: str = "", by: str = "") -> list[Download]:
    """Return the link to a file with all values of a facet; `by` is "" for the usual order."""
    query = replace(address, path="", page=1).url_with({"find": find, "by": by})
    return [Download("CSV", _file("values-file", facet, query))]


def entity_downloads(kind: str, slug: str) -> list[Download]:
    """Return the links to the articles that name an entity, and to their numbers by month.

    `kind` can also be "source".
    """
    query = list_url(**{kind: slug}).partition("?")[2]
    feed = address_of("articles-feed")
    return [
        *list_downloads_of(query),
        Download("numbers by year and month (CSV)", _file("values-file", "date", f"?{query}")),
        Download("feed of added articles", f"{feed}?{query}&sort={Sort.ADDED}"),
    ]


def list_downloads_of(query: str) -> list[Download]:
    """Return the links to all articles of the list with these parameters: "place=kujang"."""
    return [
        Download(f"articles ({one.label})", _file("articles-file", one.ending, f"?{query}"))
        for one in FORMATS.values()
        if one.ending in ("csv", "jsonl")
    ]


def chart_download(url: str, ending: str) -> Download:
    """Return the link to a chart as file."""
    return Download(f"chart as {ending.upper()}", url)


def _file(name: str, argument: str, query: str) -> str:
    return address_of(name, argument) + (query if query != "?" else "")
