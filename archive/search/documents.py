"""How rows of the database become documents of the index: in bulk, with two queries a chunk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import tantivy

from archive.models import Entity, Mention
from archive.search.periods import as_number, period_of
from archive.search.schema import schema
from archive.search.values import UNKNOWN
from archive.search.words import spread

COLUMNS = ("pk", "version", "withdrawn_at", "title", "body", "source_id", "published_on", "published_precision")
ID_BITS = 40
LAST_ORDINAL = (1 << 22) - 1
RECENCY_SPAN = (date(1945, 1, 1).toordinal(), date(2045, 1, 1).toordinal())
RECENCY_WEIGHT = 0.05


@dataclass(frozen=True, slots=True)
class Change:
    """What the index has to do for one article: put this document in its place, or, without one, drop it."""

    article_id: int
    version: int
    document: tantivy.Document | None


def changes_of(rows: Sequence[tuple[Any, ...]], places_above: Mapping[int, tuple[int, ...]]) -> Iterator[Change]:
    """The changes that bring the index up to these rows (of `COLUMNS`). One query, for all their places."""
    places: dict[int, set[int]] = {}
    pairs = (
        Mention.objects.shown()
        .filter(article__in=[row[0] for row in rows], entity__kind=Entity.Kind.PLACE)
        .values_list("article_id", "entity_id")
        .distinct()
    )
    for article_id, entity_id in pairs:
        places.setdefault(article_id, set()).update(places_above.get(entity_id, ()))
    for row in rows:
        withdrawn_at = row[2]
        document = None if withdrawn_at else _document(row, places.get(row[0], ()))
        yield Change(row[0], row[1], document)


def places_above() -> dict[int, tuple[int, ...]]:
    """For every place: itself and every place above it. A merged place stands for the one it was merged into."""
    rows = Entity.objects.filter(kind=Entity.Kind.PLACE).values_list("pk", "parent_id", "merged_into_id")
    parents = {pk: (parent, merged_into) for pk, parent, merged_into in rows}
    above: dict[int, tuple[int, ...]] = {}
    for start in parents:
        chain: dict[int, None] = {}
        place: int | None = start
        while place in parents and place not in chain:
            parent, merged_into = parents[place]
            if merged_into is None:
                chain[place] = None
            place = merged_into if merged_into is not None else parent
        above[start] = tuple(chain)
    return above


def _document(row: tuple[Any, ...], places: Any) -> tantivy.Document:
    pk, _version, _withdrawn_at, title, body, source_id, published_on, precision = row
    document: dict[str, Any] = {
        "id": pk,
        "source": source_id or UNKNOWN,
        "place": sorted(places) or [UNKNOWN],
    }
    document["title"] = document["title_exact"] = spread(title)
    document["body"] = document["body_exact"] = spread(body)
    document |= _dates(pk, published_on, precision)
    return tantivy.Document.from_dict(document, schema())


def _dates(pk: int, published_on: date | None, precision: str) -> dict[str, Any]:
    if published_on is None:
        return {
            "year": UNKNOWN,
            "first_day": UNKNOWN,
            "last_day": UNKNOWN,
            "newest": pk,
            "oldest": LAST_ORDINAL << ID_BITS | pk,
            "recency": 0.0,
        }
    first, last = period_of(published_on, precision)
    key = published_on.toordinal() << ID_BITS | pk
    fields: dict[str, Any] = {
        "year": first.year,
        "first_day": as_number(first),
        "last_day": as_number(last),
        "newest": key,
        "oldest": key,
        "recency": _recency(published_on),
    }
    if precision != "year":
        fields["month"] = first.year * 100 + first.month
    if precision == "day":
        fields["day"] = as_number(first)
    return fields


def _recency(published_on: date) -> float:
    """A number x for which log2(2 + x), by which tantivy multiplies a score, grows from 1 to 1.05 over a century."""
    start, end = RECENCY_SPAN
    share = min(max((published_on.toordinal() - start) / (end - start), 0.0), 1.0)
    return float(2 ** (1 + RECENCY_WEIGHT * share) - 2)
