"""Make documents of the index from rows of articles in the database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import tantivy

from archive.database.bulk import select_in
from archive.models import Entity, Mention, StoryMember
from archive.models.version_names import names_of_versions, texts_of_versions
from archive.search.analysis.common_grams import common_pairs
from archive.search.analysis.schema import FORMS, STORY, schema
from archive.search.analysis.words import exact_words, forms_of, keys_of
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
    "problems",
    *(facet.column for facet in STORED_FACETS),
)
_LINK_COLUMNS = ("id", "parent", "merged_into")
# The fields `newest` and `oldest` have the id of the article in their lowest 40 bits. The bits
# above contain the day of the article, as a number from `date.toordinal`.
ID_BITS = 40
# In `oldest`, articles without a date have this day, which is later than every real day.
LAST_ORDINAL = (1 << 22) - 1
RECENCY_SPAN = (date(1945, 1, 1).toordinal(), date(2045, 1, 1).toordinal())
RECENCY_WEIGHT = 0.05  # at the end of RECENCY_SPAN, the score is 5 % higher than at its start


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """The change of one article in the index.

    `document` is the new document, or None if the article must be removed from the index. `version`
    is the archive version of the change.
    """

    article_id: int
    version: int
    document: tantivy.Document | None


def changes_of(
    rows: Sequence[tuple[Any, ...]], counted: Mapping[int, tuple[int, ...]] | None = None
) -> Iterator[ArticleChange]:
    """Yield the change of each of these articles; a row has the values of COLUMNS of one article.

    `counted` is the result of `counted_entities`, or None. Takes three database queries, which read
    the mentions, the versions and the stories, and some more for articles with versions. If
    `counted` is None, takes one more query for each level of entities (place, province, country).
    """
    entities: dict[int, dict[str, set[int]]] = {}
    ids = [row[0] for row in rows]
    shown = Mention.objects.shown().filter(article__in=ids)
    mentions: list[tuple[int, int, str]] = list(
        shown.order_by().values_list("article_id", "entity_id", "entity__kind").distinct()
    )
    versions = texts_of_versions(ids)
    stories = dict(select_in(StoryMember, ("article", "story"), "article", ids))
    if versions:
        mentions += names_of_versions(list(versions))
    if counted is None:
        counted = counted_entities({entity_id for _, entity_id, _ in mentions})
    for article_id, entity_id, kind in mentions:
        counting = counted.get(entity_id, (entity_id,))
        entities.setdefault(article_id, {}).setdefault(kind, set()).update(counting)
    for row in rows:
        withdrawn_at = row[2]
        document = (
            None
            if withdrawn_at
            else _document(
                row,
                entities.get(row[0], {}),
                versions.get(row[0], ()),
                stories.get(row[0], UNKNOWN),
            )
        )
        yield ArticleChange(row[0], row[1], document)


def counted_entities(only: Collection[int] | None = None) -> dict[int, tuple[int, ...]]:
    """Map the id of each entity to the ids of the entities for which its mentions count.

    A mention of a place counts for this place and for all places that contain it. A mention of a
    merged entity counts for the entity into which it was merged. If an entity is missing in the
    result, its mentions count only for itself.

    If `only` is None, the result has all places and all merged entities, and the function takes two
    database queries. Otherwise the result has only the entities in `only` and the entities for
    which their mentions count. In this case the function takes one database query for each level of
    entities (place, province, country).
    """
    links = _all_links() if only is None else _links_from(only)
    counted: dict[int, tuple[int, ...]] = {}
    for start in links:
        chain: dict[int, None] = {}
        seen: set[int] = set()
        entity: int | None = start
        while entity is not None and entity not in seen:
            seen.add(entity)
            parent, merged_into = links.get(entity, (None, None))
            if merged_into is None:
                chain[entity] = None
            entity = merged_into if merged_into is not None else parent
        counted[start] = tuple(chain)
    return counted


Links = dict[int, tuple[int | None, int | None]]
"""A dict from entity id to (id of the place that contains it, id of the entity it is merged into).

An id is None if there is no such place or entity.
"""


def _all_links() -> Links:
    # There are two queries, and the second compares with a number (instead of `isnull=False`),
    # because otherwise SQLite would read all entities.
    return {
        pk: (parent, merged_into)
        for entities in (
            Entity.objects.filter(kind=Entity.Kind.PLACE),
            Entity.objects.filter(merged_into__gt=0),
        )
        for pk, parent, merged_into in entities.order_by().values_list(
            "pk", "parent_id", "merged_into_id"
        )
    }


def _links_from(entities: Collection[int]) -> Links:
    """Return the links of these entities, of the entities with the ids in these links, and so on.

    The links of a county contain the id of its province, so the links of the province are included.
    """
    links: Links = {}
    level, seen = set(entities), set(entities)
    while level:
        rows = select_in(Entity, _LINK_COLUMNS, "id", level)
        new = {pk: (parent, merged_into) for pk, parent, merged_into in rows}
        links |= {pk: targets for pk, targets in new.items() if any(targets)}
        level = {target for targets in new.values() for target in targets if target} - seen
        seen |= level
    return links


def _document(
    row: tuple[Any, ...], entities: Mapping[str, set[int]], versions: Sequence[str], story: int
) -> tantivy.Document:
    pk, _version, _withdrawn_at, title, body, published_on, precision, problems, *values = row
    document: dict[str, Any] = {"id": pk, STORY: story}
    for facet, value in zip(STORED_FACETS, values, strict=True):
        document[facet.field] = facet.number_of(value)
    for kind in ENTITY_FACETS:
        document[kind] = sorted(entities.get(kind, ())) or [UNKNOWN]
    document |= fields_of_texts(title, body, versions)
    is_in_future = any(problem["code"] == "date-in-future" for problem in problems)
    document |= _dates(pk, None if is_in_future else published_on, precision)
    return tantivy.Document.from_dict(document, schema())


def fields_of_texts(title: str, body: str, versions: Sequence[str] = ()) -> dict[str, Any]:
    """Return the fields of a document that have the words of the article."""
    fields: dict[str, Any] = {}
    every: set[str] = set()
    for name, texts in (("title", [title]), ("body", [body]), ("versions", versions)):
        words = [exact_words(text) for text in texts]
        fields[f"{name}_exact"] = [" ".join(each) for each in words]
        fields[name] = [" ".join(keys_of(each)) for each in words]
        every.update(*words)
        if name == "body":
            fields["body_pairs"] = common_pairs(words[0])
    fields[FORMS] = " ".join(forms_of(every))
    return fields


def _dates(pk: int, published_on: date | None, precision: str) -> dict[str, Any]:
    """Return the fields of a document that have the date of the article.

    `pk` is the id of the article, and `precision` is "year", "month" or "day". `published_on` is
    None if the article has no date. It is also None if the date is later than the import (problem
    `date-in-future`), because a wrong date must not make the article the newest. All fields then
    treat the date as unknown, so that the order of a list agrees with the counts of years and days.
    """
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
    """Return the value of the field `recency`, which makes newer articles slightly more relevant.

    tantivy multiplies the score of an article by log2(2 + recency). This factor grows from 1 for
    the first day of RECENCY_SPAN to 1.05 for the last day, a century later.
    """
    start, end = RECENCY_SPAN
    share = min(max((published_on.toordinal() - start) / (end - start), 0.0), 1.0)
    return float(2 ** (1 + RECENCY_WEIGHT * share) - 2)
