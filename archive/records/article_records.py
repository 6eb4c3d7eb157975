"""Make records of articles from their ids, many at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from archive.database.prepared import Prepared
from archive.display.labels import Label, Labels, current_labels
from archive.models import (
    Article,
    Correction,
    Entity,
    Extract,
    Mention,
    StoryMember,
    TextVersion,
)
from archive.models.addresses import address_of
from archive.models.version_names import names_of_versions
from archive.search import ENTITY_FACETS, PAGE_SIZE, counted_entities
from ingest.partial_date import PartialDate

RECORDS_AT_ONCE = 500
"""For so many articles, the database is asked together."""

# The columns whose values staff correct under another name.
_COLUMN_OF_FIELD = {"published": "date", "dateline_on": "dateline_date", "body": "text"}
_Row = tuple[Any, ...]
_SHOWN = "shown_extract__capture"
_COLUMNS = (
    *("pk", "title", "source_id", "agency", "published_on", "published_precision"),
    *("is_date_doubtful", "dateline_place", "dateline_on", "language", "word_count"),
    *("original_url", "problems"),
    *(f"{_SHOWN}__{name}" for name in ("sha256", "saved_not_before", "saved_not_after")),
)


class _Rows:
    """A query for rows about some articles, whose SQL is built once for few and once for many."""

    def __init__(self, make: Callable[[Sequence[int]], QuerySet[Any, Any]]) -> None:
        self._few = Prepared(make, PAGE_SIZE)
        self._many = Prepared(make, RECORDS_AT_ONCE)

    def __call__(self, ids: Sequence[int]) -> Iterator[Any]:
        return (self._few if len(ids) <= PAGE_SIZE else self._many).rows(ids)


def _articles(ids: Sequence[int], *more: str) -> QuerySet[Any, Any]:
    rows = Article.objects.public().filter(pk__in=ids).order_by()
    return rows.values_list(*_COLUMNS, *more)


_ARTICLES = _Rows(_articles)
_ARTICLES_WITH_TEXT = _Rows(lambda ids: _articles(ids, "body"))
_MENTIONS = _Rows(
    lambda ids: (
        Mention.objects.shown()
        .filter(article__in=ids)
        .order_by("article", "-field", F("start").asc(nulls_last=True), "pk")
        .values_list("article_id", Coalesce("entity__merged_into", "entity"), "entity__kind")
    )
)
_VERSIONS = _Rows(
    lambda ids: TextVersion.objects.filter(article__in=ids).order_by().values_list("article_id")
)
_FILES = _Rows(
    lambda ids: (
        Extract.objects.filter(article__in=ids).order_by().values_list("article_id", "capture_id")
    )
)
_STORIES = _Rows(
    lambda ids: (
        StoryMember.objects.filter(article__in=ids).order_by().values_list("article_id", "story")
    )
)
_CORRECTED = _Rows(
    lambda ids: (
        Correction.objects.standing()
        .filter(article__in=ids, kind=Correction.Kind.FIELD)
        .values_list("article_id", "key")
    )
)


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """The values of one article that readers see; COLUMNS explains each of them.

    Days and dates are texts in ISO 8601, "" if they are unknown.
    """

    id: int
    url: str
    title: str
    source: str
    source_name: str
    agency: str
    date: str
    date_precision: str
    is_date_doubtful: bool
    dateline_place: str
    dateline_date: str
    language: str
    words: int
    provinces: tuple[str, ...]
    places: tuple[str, ...]
    place_ids: tuple[str, ...]
    organisations: tuple[str, ...]
    organisation_ids: tuple[str, ...]
    people: tuple[str, ...]
    person_ids: tuple[str, ...]
    story: int | None
    versions: int
    saved_files: int
    sha256: str
    saved_not_before: str
    saved_not_after: str
    original_url: str
    corrected: tuple[str, ...]
    problems: tuple[str, ...]
    text: str


def article_records(
    ids: Iterable[int], origin: str, labels: Labels | None = None, *, with_text: bool = True
) -> Iterator[ArticleRecord]:
    """Yield the records of these articles, in the order of `ids`.

    Withdrawn articles and unknown ids are left out. `origin` is the beginning of all addresses:
    "https://archive.example.org". If `with_text` is false, each `text` is "". Takes a fixed number
    of database queries for RECORDS_AT_ONCE articles.
    """
    labels = labels or current_labels()
    waiting = iter(ids)
    while group := list(islice(waiting, RECORDS_AT_ONCE)):
        found = _Group(group, labels)
        rows = {row[0]: row for row in found.articles(with_text=with_text)}
        yield from (found.record(rows[pk], origin) for pk in group if pk in rows)


class _Group:
    """What the database knows about some articles besides their own columns, by article id."""

    def __init__(self, ids: Sequence[int], labels: Labels) -> None:
        self._ids = ids
        self._labels = labels

    def articles(self, *, with_text: bool) -> Iterable[_Row]:
        """Return one row for each public article; `record` reads it."""
        return (_ARTICLES_WITH_TEXT if with_text else _ARTICLES)(self._ids)

    def record(self, row: _Row, origin: str) -> ArticleRecord:
        pk, title, source, agency, day, precision, is_doubtful, place, written, *others = row
        language, words, original_url, problems, sha256, not_before, not_after, *body = others
        label = self._labels.sources.get(source)
        names = self._names.get(pk, {})
        return ArticleRecord(
            id=pk,
            url=f"{origin}{address_of('articles')}{pk}/",
            title=title,
            source=label.slug if label else "",
            source_name=label.name if label else "",
            agency=agency,
            date=PartialDate.of(day, precision).iso,
            date_precision=precision,
            is_date_doubtful=is_doubtful,
            dateline_place=place,
            dateline_date=_iso(written),
            language=language,
            words=words,
            provinces=tuple(self._provinces(names.get(Entity.Kind.PLACE, ()))),
            **_names_and_ids("places", "place_ids", names.get(Entity.Kind.PLACE, ())),
            **_names_and_ids(
                "organisations", "organisation_ids", names.get(Entity.Kind.ORGANISATION, ())
            ),
            **_names_and_ids("people", "person_ids", names.get(Entity.Kind.PERSON, ())),
            story=self._stories.get(pk),
            versions=max(1, self._versions[pk]),
            saved_files=self._files[pk],
            sha256=sha256 or "",
            saved_not_before=_iso(not_before),
            saved_not_after=_iso(not_after),
            original_url=original_url,
            corrected=tuple(self._corrected.get(pk, ())),
            problems=tuple(dict.fromkeys(problem["code"] for problem in problems)),
            text=body[0] if body else "",
        )

    def _provinces(self, places: Sequence[Label]) -> Iterator[str]:
        above = [pk for place in places for pk in (place.pk, *self._labels.above(place.pk))]
        known = (self._labels.places[pk] for pk in dict.fromkeys(above))
        return (label.name for label in known if label.is_division)

    @cached_property
    def _names(self) -> dict[int, dict[str, list[Label]]]:
        """The labels of the entities that an article names, by kind, in the order of the text."""
        mentions = list(_MENTIONS(self._ids))
        with_versions = [pk for pk in self._ids if self._versions[pk]]
        in_versions = names_of_versions(with_versions) if with_versions else []
        counted = counted_entities({entity for _, entity, _ in in_versions}) if in_versions else {}
        # The first of these is the entity itself, or the one into which it was merged.
        meant = {entity: chain[0] for entity, chain in counted.items() if chain}
        mentions += [(pk, meant.get(entity, entity), kind) for pk, entity, kind in in_versions]
        found: dict[int, dict[str, dict[int, None]]] = {}
        for article, entity, kind in mentions:
            kinds = found.setdefault(article, {})
            kinds.setdefault(kind, {})[entity] = None
        labels = {
            kind: self._labels.named(
                kind, {pk for kinds in found.values() for pk in kinds.get(kind, ())}
            )
            for kind in ENTITY_FACETS
        }
        return {
            article: {
                kind: [labels[kind][pk] for pk in entities if pk in labels[kind]]
                for kind, entities in kinds.items()
            }
            for article, kinds in found.items()
        }

    @cached_property
    def _versions(self) -> Counter[int]:
        """How many versions an article has; 0 if all its saved files have the same words."""
        return Counter(article for (article,) in _VERSIONS(self._ids))

    @cached_property
    def _files(self) -> Counter[int]:
        return Counter(article for article, _capture in set(_FILES(self._ids)))

    @cached_property
    def _stories(self) -> dict[int, int]:
        return dict(_STORIES(self._ids))

    @cached_property
    def _corrected(self) -> dict[int, list[str]]:
        """The columns of an article that staff corrected."""
        found: dict[int, dict[str, None]] = {}
        for article, name in _CORRECTED(self._ids):
            found.setdefault(article, {})[_COLUMN_OF_FIELD.get(name, name)] = None
        return {article: list(names) for article, names in found.items()}


def _names_and_ids(names: str, ids: str, labels: Sequence[Label]) -> dict[str, Any]:
    return {
        names: tuple(label.name for label in labels),
        ids: tuple(label.slug for label in labels),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
