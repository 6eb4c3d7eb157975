"""How rows of the database become documents of the index: in bulk, with two queries a chunk."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import tantivy

from archive.database.bulk import select_in
from archive.models import Entity, Mention
from archive.search.analysis.analyzers import restore_spaces
from archive.search.analysis.common_grams import common_pairs
from archive.search.analysis.schema import schema
from archive.search.facets import ENTITY_FACETS, FACETS
from archive.search.periods import as_number
from archive.search.values import UNKNOWN
from ingest.partial_date import PartialDate

STORED_FACETS = tuple(facet for facet in FACETS.values() if facet.column)
COLUMNS = (
    "pk",
    "version",
    "withdrawn_at",
    "title",
    "body",
    "published_on",
    "published_precision",
    *(facet.column for facet in STORED_FACETS),
)
_UPWARDS = ("id", "parent", "merged_into")
ID_BITS = 40
LAST_ORDINAL = (1 << 22) - 1
RECENCY_SPAN = (date(1945, 1, 1).toordinal(), date(2045, 1, 1).toordinal())
RECENCY_WEIGHT = 0.05


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What the index has to do for one article: put this document in its place, or, without one,
    drop it."""

    article_id: int
    version: int
    document: tantivy.Document | None


def changes_of(
    rows: Sequence[tuple[Any, ...]], counted: Mapping[int, tuple[int, ...]] | None = None
) -> Iterator[ArticleChange]:
    """The changes that bring the index up to these rows (of `COLUMNS`). Two queries for all their
    entities, or with `counted_entities` one."""
    entities: dict[int, dict[str, set[int]]] = {}
    mentioned = list(
        Mention.objects.shown()
        .filter(article__in=[row[0] for row in rows])
        .values_list("article_id", "entity_id", "entity__kind")
        .distinct()
    )
    if counted is None:
        counted = counted_entities({entity_id for _, entity_id, _ in mentioned})
    for article_id, entity_id, kind in mentioned:
        found = counted.get(entity_id, (entity_id,))
        entities.setdefault(article_id, {}).setdefault(kind, set()).update(found)
    for row in rows:
        withdrawn_at = row[2]
        document = None if withdrawn_at else _document(row, entities.get(row[0], {}))
        yield ArticleChange(row[0], row[1], document)


def counted_entities(only: Collection[int] | None = None) -> dict[int, tuple[int, ...]]:
    """What a mention of an entity counts for, where that is not just the entity: a place and every
    place above it; an entity that was merged, the one it was merged into. Two queries; of `only`
    some one for each step upwards."""
    leads_to = _leading_anywhere() if only is None else _leading_from(only)
    counted: dict[int, tuple[int, ...]] = {}
    for start in leads_to:
        chain: dict[int, None] = {}
        seen: set[int] = set()
        at: int | None = start
        while at is not None and at not in seen:
            seen.add(at)
            parent, merged_into = leads_to.get(at, (None, None))
            if merged_into is None:
                chain[at] = None
            at = merged_into if merged_into is not None else parent
        counted[start] = tuple(chain)
    return counted


def _leading_anywhere() -> dict[int, tuple[int | None, int | None]]:
    """What is right above each place, and into what each entity was merged."""
    # Asked apart, and for a number: else SQLite would read all entities.
    return {
        pk: (parent, merged_into)
        for some in (
            Entity.objects.filter(kind=Entity.Kind.PLACE),
            Entity.objects.filter(merged_into__gt=0),
        )
        for pk, parent, merged_into in some.order_by().values_list(
            "pk", "parent_id", "merged_into_id"
        )
    }


def _leading_from(entities: Collection[int]) -> dict[int, tuple[int | None, int | None]]:
    """The same of these entities and of all that they lead to."""
    leads_to: dict[int, tuple[int | None, int | None]] = {}
    asked, seen = set(entities), set(entities)
    while asked:
        found = {
            pk: (parent, target) for pk, parent, target in select_in(Entity, _UPWARDS, "id", asked)
        }
        leads_to |= {pk: upwards for pk, upwards in found.items() if any(upwards)}
        asked = {each for upwards in found.values() for each in upwards if each} - seen
        seen |= asked
    return leads_to


def _document(row: tuple[Any, ...], entities: Mapping[str, set[int]]) -> tantivy.Document:
    pk, _version, _withdrawn_at, title, body, published_on, precision, *values = row
    document: dict[str, Any] = {"id": pk}
    for facet, value in zip(STORED_FACETS, values, strict=True):
        document[facet.field] = facet.number_of(value)
    for kind in ENTITY_FACETS:
        document[kind] = sorted(entities.get(kind, ())) or [UNKNOWN]
    document["title"] = document["title_exact"] = restore_spaces(title)
    document["body"] = document["body_exact"] = restore_spaces(body)
    document["body_pairs"] = common_pairs(body)
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
    partial = PartialDate.of(published_on, precision)
    first, last = partial.first_day, partial.last_day
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
    """A number x for which log2(2 + x), by which tantivy multiplies a score, grows from 1 to 1.05
    over a century."""
    start, end = RECENCY_SPAN
    share = min(max((published_on.toordinal() - start) / (end - start), 0.0), 1.0)
    return float(2 ** (1 + RECENCY_WEIGHT * share) - 2)
