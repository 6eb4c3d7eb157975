"""The versions of an article for pages: their copies, fields and differences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from archive.corrections.choose_extract import parsed_value
from archive.display.saved_dates import saved_between
from archive.models import Article, Entity, Extract, TextVersion, VersionCopy, entity_url
from archive.models.addresses import address_of
from archive.models.version_names import names_of_versions
from ingest.partial_date import PartialDate
from ingest.text_changes import Grade

_SHORT_ID = re.compile("[0-9a-f]{12}")
GRADES = {
    Grade.NONE: "only spaces, marks or capitals differ",
    Grade.SPELLING: "other spelling",
    Grade.WORDING: "other wording",
    Grade.FACTS: "other numbers, dates or names",
    Grade.PASSAGE: "a passage more or less",
}


@dataclass(frozen=True, slots=True)
class Saved:
    """When a copy was saved: the first and the last possible day; None if it is not known."""

    not_before: date | None
    not_after: date | None

    @property
    def in_words(self) -> str:
        return saved_between(self.not_before, self.not_after)

    def is_before(self, other: "Saved") -> bool:
        """Return True if this copy was certainly saved before the other one, or on the same day."""
        if not self.not_after or not other.not_before or self == other:
            return False
        return self.not_after <= other.not_before


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article; `extract` is its most complete copy, with its capture.

    `grade` says how much it differs from the version that the article shows. `is_shown` is true for
    that version. `copies` are the extracts (ids) of all its copies.
    """

    extract: Extract
    is_shown: bool
    grade: Grade
    copies: frozenset[int]

    @property
    def short_id(self) -> str:
        return self.extract.capture.short_id

    @property
    def url(self) -> str:
        return address_of("version", self.extract.article_id, self.short_id)

    @property
    def saved(self) -> Saved:
        return saved_of(self.extract)

    @property
    def title(self) -> str:
        return parsed_value(self.extract, "title")

    @property
    def source(self) -> str:
        return parsed_value(self.extract, "source")

    @property
    def published(self) -> str:
        return parsed_date(self.extract).label

    @property
    def difference(self) -> str:
        """Return in words how the version differs from the one that the article shows."""
        return GRADES[self.grade]

    def compare_url(self, other: "Version") -> str:
        """Return the address of the comparison of this version with another one."""
        return address_of(
            "compare-versions", self.extract.article_id, self.short_id, other.short_id
        )


def parsed_date(extract: Extract) -> PartialDate:
    """Return the date of publication as it was read for an extract."""
    return PartialDate.parse(parsed_value(extract, "published"))


def saved_of(extract: Extract) -> Saved:
    """Return when the file of an extract was saved."""
    return Saved(extract.capture.saved_not_before, extract.capture.saved_not_after)


def versions_of(article: Article) -> list[Version]:
    """Return the versions of an article, in the order in which they were saved as far as known.

    If all copies have the same words, the only version is that of the extract that is shown;
    without an extract the list is empty. Takes up to three database queries. The texts, which can
    be many and long, are not loaded: to read the text of a version takes one more query.
    """
    rows = TextVersion.objects.filter(article=article).select_related("extract__capture")
    rows = rows.defer("extract__body", "extract__capture__text")
    copies: dict[int, set[int]] = {}
    stored = list(rows)
    if not stored:
        return _single(article)
    for version, extract in VersionCopy.objects.filter(version__in=stored).values_list(
        "version_id", "extract_id"
    ):
        copies.setdefault(version, set()).add(extract)
    versions = [
        Version(row.extract, row.is_shown, Grade(row.grade), frozenset(copies.get(row.pk, ())))
        for row in stored
    ]
    return sorted(versions, key=_order)


def _order(version: Version) -> tuple[date, date, bool, str]:
    saved = version.saved
    return (
        saved.not_after or date.max,
        saved.not_before or date.min,
        version.is_shown,
        version.extract.capture.sha256,
    )


def _single(article: Article) -> list[Version]:
    extracts = Extract.objects.select_related("capture").defer("capture__text")
    shown = extracts.filter(pk=article.shown_extract_id or 0).first()
    if not shown:
        return []
    ids = Extract.objects.filter(article=article).values_list("pk", flat=True)
    return [Version(shown, True, Grade.NONE, frozenset(ids))]


@dataclass(frozen=True, slots=True)
class OtherName:
    """An entity that only a version names, not the text that the article shows."""

    kind: str
    name: str
    url: str


def other_names(article: Article) -> list[OtherName]:
    """Return the entities that only versions of an article name, sorted by kind and name.

    They count for the article. Takes up to five database queries.
    """
    entities = {entity for _, entity, _ in names_of_versions([article.pk])}
    if not entities:
        return []
    mentions = article.mentions.shown().select_related("entity")
    shown = {mention.entity.meant_id for mention in mentions}
    rows = Entity.objects.filter(pk__in=entities).select_related("merged_into")
    targets = {row.meant for row in rows if row.meant_id not in shown}
    names = [OtherName(each.kind, each.name, entity_url(each.kind, each.slug)) for each in targets]
    return sorted(names, key=lambda each: (each.kind, each.name))


def version_with(versions: list[Version], short_id: str) -> Version | None:
    """Return the version with a copy in the saved file with this short id, or None.

    A short id is the first 12 digits of the SHA-256 of a saved file.
    """
    if not _SHORT_ID.fullmatch(short_id):
        return None
    for version in versions:
        if version.short_id == short_id:
            return version
    copies: Mapping[int, Version] = {pk: each for each in versions for pk in each.copies}
    found = Extract.objects.filter(pk__in=copies, capture__sha256__startswith=short_id).first()
    return copies[found.pk] if found else None
