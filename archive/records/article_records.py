"""Make records of articles from their ids, many at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import F

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
from archive.search import ENTITY_FACETS, counted_entities
from ingest.partial_date import PartialDate

RECORDS_AT_ONCE = 500
"""For so many articles, the database is asked together."""

# The columns whose values staff correct under another name.
_COLUMN_OF_FIELD = {"published": "date", "dateline_on": "dateline_date", "body": "text"}
_Row = tuple[Any, ...]


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
        shown = "shown_extract__capture"
        return (
            Article.objects.public()
            .filter(pk__in=self._ids)
            .order_by()
            .values_list(
                *("pk", "title", "source_id", "agency", "published_on", "published_precision"),
                *("is_date_doubtful", "dateline_place", "dateline_on", "language", "word_count"),
                *("original_url", "problems"),
                *(f"{shown}__{name}" for name in ("sha256", "saved_not_before", "saved_not_after")),
                *(("body",) if with_text else ()),
            )
        )

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
        mentions = list(
            Mention.objects.shown()
            .filter(article__in=self._ids)
            .order_by("article", "-field", F("start").asc(nulls_last=True), "pk")
            .values_list("article_id", "entity_id", "entity__kind")
        )
        mentions += names_of_versions([pk for pk in self._ids if self._versions[pk]])
        counted = counted_entities({entity for _, entity, _ in mentions})
        # The first of these is the entity itself, or the one into which it was merged.
        meant = {entity: chain[0] for entity, chain in counted.items() if chain}
        found: dict[int, dict[str, dict[int, None]]] = {}
        for article, entity, kind in mentions:
            kinds = found.setdefault(article, {})
            kinds.setdefault(kind, {})[meant.get(entity, entity)] = None
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
        rows = TextVersion.objects.filter(article__in=self._ids).order_by()
        return Counter(rows.values_list("article_id", flat=True))

    @cached_property
    def _files(self) -> Counter[int]:
        rows = Extract.objects.filter(article__in=self._ids).order_by()
        pairs = set(rows.values_list("article_id", "capture_id"))
        return Counter(article for article, _capture in pairs)

    @cached_property
    def _stories(self) -> dict[int, int]:
        rows = StoryMember.objects.filter(article__in=self._ids).order_by()
        return dict(rows.values_list("article_id", "story"))

    @cached_property
    def _corrected(self) -> dict[int, list[str]]:
        """The columns of an article that staff corrected."""
        rows = Correction.objects.standing().filter(
            article__in=self._ids, kind=Correction.Kind.FIELD
        )
        found: dict[int, dict[str, None]] = {}
        for article, name in rows.values_list("article_id", "key"):
            found.setdefault(article, {})[_COLUMN_OF_FIELD.get(name, name)] = None
        return {article: list(names) for article, names in found.items()}


def _names_and_ids(names: str, ids: str, labels: Sequence[Label]) -> dict[str, Any]:
    return {
        names: tuple(label.name for label in labels),
        ids: tuple(label.slug for label in labels),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
