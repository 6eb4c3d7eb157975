"""The fields of an article that staff can correct, with functions that check, read and set them.

Every value is a string, so that a Correction can store it as JSON and two values can be compared.
The value of a date is the known part of the ISO date ("2025-04-17", "2025-04" or "2025"). The value
of a source is its slug. All other values are plain text. "" means that the article has no value.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from archive.models import Article, OldSlug, Source
from ingest.partial_date import PartialDate
from ingest.rules import LONGEST_TITLE

FIRST_YEAR = 1945

_language_tag = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
_check_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class CorrectableField:
    """One field of an article that staff can correct.

    `name` identifies the field, and forms show `label`. `clean` returns the standard form of a
    value that staff entered; it raises ValueError, with a sentence for staff, if the value is not
    valid. `read` returns the value that an article shows. `apply` sets a value that `clean`
    returned, without saving the article.
    """

    name: str
    label: str
    clean: Callable[[str], str]
    read: Callable[[Article], str]
    apply: Callable[[Article, str], None]


def find_source(slug: str) -> Source | None:
    """Return the source that has this slug, or had it in the past; None if there is none."""
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        old = OldSlug.objects.filter(kind="source", slug=slug).select_related("source").first()
        source = old.source if old else None
    return source


class FoundSources(dict[str, Source | None]):
    """A dict from slug to the source that `find_source` returns; each slug is looked up once."""

    def __missing__(self, slug: str) -> Source | None:
        self[slug] = find_source(slug) if slug else None
        return self[slug]


def _clean_line(value: str, longest: int) -> str:
    value = " ".join(_without_nul(value).split())
    if len(value) > longest:
        raise ValueError(f"This has {len(value):,} characters; the limit is {longest:,}.")
    return value


def _without_nul(value: str) -> str:
    if "\x00" in value:
        raise ValueError("This contains a NUL character, which cannot be stored.")
    return value


def _clean_title(value: str) -> str:
    value = _clean_line(value, LONGEST_TITLE)
    if not value:
        raise ValueError("An article needs a title.")
    return value


def _clean_body(value: str) -> str:
    lines = _without_nul(value).replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n[^\S\n]*\n\s*", lines)]
    body = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    if not body:
        raise ValueError("An article needs a text. To hide the article, withdraw it.")
    return body


def _clean_name(value: str) -> str:
    return _clean_line(value, 200)


def _clean_published(value: str) -> str:
    value = value.strip()
    year = PartialDate.parse(value).year
    last_year = timezone.now().year + 1
    if year and not FIRST_YEAR <= year <= last_year:
        raise ValueError(f"The year {year} is not between {FIRST_YEAR} and {last_year}.")
    return value


def _clean_day(value: str) -> str:
    value = _clean_published(value)
    if value and len(value) != 10:
        raise ValueError(
            f"“{value}” is not a complete date. Write it as 2025-04-17, or leave it empty."
        )
    return value


def _clean_source(value: str) -> str:
    if not value:
        return ""
    source = find_source(value)
    if source is None:
        raise ValueError(f"There is no source “{value}”.")
    return source.slug


def _clean_language(value: str) -> str:
    value = value.strip()
    if value and (len(value) > 8 or not _language_tag.fullmatch(value)):
        raise ValueError(f"“{value}” is not a language tag. Write en, ko, ja, zh …")
    return value


def _clean_url(value: str) -> str:
    value = _without_nul(value).strip()
    if len(value) > 2000:
        raise ValueError(f"This address has {len(value):,} characters; the limit is 2,000.")
    if value:
        try:
            _check_url(value)
        except ValidationError:
            raise ValueError(
                "This is not a web address. It must begin with http:// or https://."
            ) from None
    return value


def _apply_body(article: Article, value: str) -> None:
    article.body = value
    article.word_count = len(value.split())


def _apply_published(article: Article, value: str) -> None:
    article.published_on, article.published_precision = PartialDate.parse(value).columns


def _apply_dateline_on(article: Article, value: str) -> None:
    article.dateline_on = PartialDate.parse(value).columns[0]


def _apply_source(article: Article, value: str) -> None:
    article.source = find_source(value) if value else None


def _text_field(name: str, label: str, clean: Callable[[str], str]) -> CorrectableField:
    return CorrectableField(
        name,
        label,
        clean,
        read=lambda article: str(getattr(article, name)),
        apply=lambda article, value: setattr(article, name, value),
    )


FIELDS: dict[str, CorrectableField] = {
    field.name: field
    for field in (
        _text_field("title", "Title", _clean_title),
        CorrectableField(
            "published",
            "Published",
            _clean_published,
            lambda article: PartialDate.of(article.published_on, article.published_precision).iso,
            _apply_published,
        ),
        CorrectableField(
            "source",
            "Source",
            _clean_source,
            lambda article: article.source.slug if article.source else "",
            _apply_source,
        ),
        _text_field("dateline_place", "Written at (dateline)", _clean_name),
        CorrectableField(
            "dateline_on",
            "Written on (dateline)",
            _clean_day,
            lambda article: PartialDate.of(article.dateline_on).iso,
            _apply_dateline_on,
        ),
        _text_field("agency", "Agency", _clean_name),
        _text_field("language", "Language", _clean_language),
        _text_field("original_url", "Original address", _clean_url),
        CorrectableField("body", "Text", _clean_body, lambda article: article.body, _apply_body),
    )
}

TEXTS = ("title", "body")
"""The fields in which the name finder searches."""
