"""Links, counts, marked texts, sources and entities as JSON."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from archive.api import values
from archive.display.labels import Label
from archive.models import entity_url
from archive.models.addresses import address_of
from archive.search import TextPiece
from archive.views.as_json.page_values import Addresses
from archive.views.parts.article_versions import Saved
from archive.views.parts.linked_counts import Count


def link(addresses: Addresses, label: str, address: str) -> values.Link:
    """Return a link to a page."""
    return values.Link(label=label, url=addresses.page(address))


def counts(addresses: Addresses, rows: Iterable[Count]) -> list[values.Count]:
    """Return numbers of articles with their links."""
    return [
        values.Count(label=row.label, count=row.count, url=addresses.page(row.url)) for row in rows
    ]


def spans(pieces: Iterable[TextPiece]) -> list[tuple[int, int]]:
    """Return the spans of the marked pieces of a text."""
    found, start = [], 0
    for piece in pieces:
        end = start + len(piece.text)
        if piece.is_marked:
            found.append((start, end))
        start = end
    return found


def marked_text(pieces: Sequence[TextPiece]) -> values.MarkedText:
    """Return a text with its marks."""
    return values.MarkedText(text="".join(piece.text for piece in pieces), marks=spans(pieces))


def source(addresses: Addresses, label: Label | None) -> values.Source | None:
    """Return a source; None if it is not known."""
    if label is None:
        return None
    address = address_of("source", label.slug)
    return values.Source(
        slug=label.slug,
        name=label.name,
        url=addresses.page(address),
        json_url=addresses.json(address),
    )


def entity(addresses: Addresses, kind: str, slug: str, name: str) -> values.Entity:
    """Return a place, organisation or person."""
    address = entity_url(kind, slug)
    return values.Entity(
        kind=kind,
        slug=slug,
        name=name,
        url=addresses.page(address),
        json_url=addresses.json(address),
    )


def saved(when: Saved) -> values.Saved:
    """Return when a file was saved."""
    return values.Saved(
        not_before=day(when.not_before), not_after=day(when.not_after), in_words=when.in_words
    )


def day(value: date | None) -> str:
    """Return a day as "2025-04-17"; "" for None."""
    return value.isoformat() if value else ""


def sentence_links(addresses: Addresses, rows: Iterable[Any]) -> list[values.SentenceLink]:
    """Return sentences with their links (`OtherLink`)."""
    return [
        values.SentenceLink(sentence=row.sentence, label=row.label, url=addresses.page(row.url))
        for row in rows
    ]
