"""The URL parameters of lists: the values that they accept, and their effect on the search.

docs/counts.md explains the parameters to readers.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from archive.display.labels import LETTERS, OTHER, Labels, current_labels
from archive.listing.address import UNKNOWN_VALUE
from archive.listing.sentence import FacetChoice
from archive.listing.value_kinds import VALUE_KINDS, ValueKind, shorten
from archive.models import Article
from archive.search import SearchQuery, Selection, Sort
from archive.search.highlighting import CONCORDANCE_ARTICLES
from archive.search.query import clean_query
from archive.search.written_periods import read_period
from ingest.mentions.spelling import plain_letters
from ingest.partial_date import long_date

MARKS_AFTER = ".,;:!?)]}>\"'”’»…"
MAX_FIND = 100  # characters
BY = ("count", "name")
CONCORDANCE = "concordance"
STORIES = "stories"
"""The value of the parameter `count` that lists and counts stories instead of articles."""

VERSIONS_OFF = "off"
# Orders of the lines of a concordance: by the words after or before the match.
LINE_SORTS = ("after", "before")

_PAGE_NUMBER = re.compile("0*[1-9][0-9]{0,17}")


class WordsField(forms.Field):
    """The form field for a search text; any text is accepted."""

    def to_python(self, value: Any) -> str:
        """Return the search text with straight quotes and single spaces."""
        return clean_query(value or "")


class FindField(forms.Field):
    """The form field for a text that is searched in names; any text is accepted."""

    def to_python(self, value: Any) -> str:
        """Return the text with single spaces, cut at MAX_FIND characters."""
        return clean_query(value or "")[:MAX_FIND]


class FacetField(forms.Field):
    """The form field for the values of one facet; an address can have several of them.

    The clean value of the field is a tuple of FacetChoice, without empty values and duplicates.
    `labels` returns the Labels in which names are looked up; `ArticleFilter.form` sets it.
    """

    widget = forms.MultipleHiddenInput

    def __init__(self, kind: ValueKind, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind
        self.labels: Callable[[], Labels] = current_labels

    def to_python(self, value: Any) -> tuple[FacetChoice, ...]:
        """Return a FacetChoice for each value of the facet in the address.

        Raises ValidationError, with a sentence for each value that cannot be read.
        """
        choices: dict[str, FacetChoice] = {}
        errors = []
        for raw in written_values(value or ()):
            try:
                choice = self._choice_typed(raw)
            except ValueError as error:
                errors.append(unknown_value(str(error), raw))
            else:
                choices[choice.value] = choice
        if errors:
            raise ValidationError(errors)
        return tuple(choices.values())

    def _choice_typed(self, raw: str) -> FacetChoice:
        """Return the choice for a value that can be typed: also in full width, or in capitals."""
        try:
            return self.choice(raw)
        except ValueError:
            plain = plain_letters(raw).strip()
            with suppress(ValueError):
                return self.choice(plain)
            raise

    def choice(self, raw: str) -> FacetChoice:
        """Return the FacetChoice for one value in the address.

        Raises ValueError with a sentence if the value cannot be read.
        """
        is_excluded = raw.startswith("-")
        text = raw[1:] if is_excluded else raw
        facet = self.kind.facet
        if text == UNKNOWN_VALUE:
            words = facet.phrases.known if is_excluded else facet.phrases.unknown
            return FacetChoice(raw, self.kind.unknown, facet.unknown_label, words, is_excluded)
        labels = self.labels()
        value, meaning, label = self._read(text, labels)
        words = self.kind.in_sentence(meaning, label, labels)
        return FacetChoice(
            f"-{value}" if is_excluded else value, meaning, label, words, is_excluded
        )

    def _read(self, text: str, labels: Labels) -> tuple[str, Any, str]:
        """Read a value (`ValueKind.read`), also with marks after it that belong to a text.

        For example, "2025-04)." was copied from a sentence with the address.
        """
        try:
            return self.kind.read(text, labels)
        except ValueError:
            bare = text.rstrip(MARKS_AFTER)
            if bare in ("", text):
                raise
            try:
                return self.kind.read(bare, labels)
            except ValueError:
                pass
            raise


def written_values(values: Iterable[str]) -> list[str]:
    """Return these values of a parameter without empty values and duplicates."""
    return [value for value in dict.fromkeys(values) if value.strip()]


class PeriodEndField(forms.Field):
    """The form field for the first or last date of a list; `chosen_between` reads both together."""

    def to_python(self, value: Any) -> str:
        """Return the typed text without spaces around it."""
        return str(value or "").strip()


class AddedSince(NamedTuple):
    """The day from which the articles of a list were added to the archive.

    `value` is the text in addresses ("2026-11-30", or "2026-11" for the first day of the month),
    and `label` the date in words.
    """

    value: str
    day: date
    label: str


class AddedField(forms.Field):
    """The form field for the day since which articles were added."""

    def to_python(self, value: Any) -> AddedSince | None:
        """Return the day, or None if the parameter is missing or empty.

        Dates can be typed as in the facet of dates; of several days, the first is meant. Raises
        ValidationError.
        """
        text = str(value or "").strip()
        if not text:
            return None
        try:
            period = read_period(text).period
        except ValueError as error:
            raise unknown_value(str(error), text) from None
        if period.day_of_any_year:
            sentence = f"“added” needs a date with a year, not “{shorten(text)}”."
            raise unknown_value(sentence, text)
        if period.is_range:
            return AddedSince(period.first.isoformat(), period.first, long_date(period.first))
        return AddedSince(period.text, period.first, period.label)


class PageField(forms.Field):
    """The form field for the number of a page; the first page is 1.

    It is not a CharField, which would add an error of its own for a value with a NUL character.
    """

    def to_python(self, value: Any) -> int:
        """Return the page number; 1 if the parameter is missing or empty.

        Raises ValidationError, with one sentence, if the value is not the number of a page.
        """
        if value in self.empty_values:
            return 1
        if not _PAGE_NUMBER.fullmatch(value):
            sentence = "“%(value)s” is not the number of a page. Pages are numbered from 1."
            raise ValidationError(sentence, code="invalid", params={"value": value})
        return int(value.lstrip("0"))  # `int` refuses a number with thousands of zeros


def choice_field(values: Iterable[str], message: str, **options: Any) -> forms.TypedChoiceField:
    """Return a form field that accepts only these values.

    `message` is the error for any other value; it can contain "%(value)s".
    """
    return forms.TypedChoiceField(
        choices=[(value, value) for value in values],
        error_messages={"invalid_choice": message},
        **options,
    )


view_field = partial(
    choice_field,
    [CONCORDANCE],
    f"“%(value)s” is not a view of articles. Use {CONCORDANCE}, or no view.",
)
"""The field for the view of the articles: "concordance", or "" for a list."""

count_field = partial(
    choice_field,
    [STORIES],
    f"“count” can only be “{STORIES}”. Articles are counted if it is left out.",
)
"""The field for what is listed and counted: "stories", or "" for articles."""

versions_field = partial(
    choice_field,
    [VERSIONS_OFF],
    f"“versions” can only be “{VERSIONS_OFF}”. All versions are searched if it is left out.",
)
"""The field for the versions that are searched: "off", or "" for all versions."""

sort_field = partial(
    choice_field,
    [*Sort, *LINE_SORTS],
    "“%(value)s” is not an order of articles. Use newest, oldest, added or relevance.",
)
"""The field for the order of the articles, or of the lines of a concordance."""

by_field = partial(
    choice_field,
    BY,
    "“%(value)s” is not an order of values. Use count or name.",
    empty_value=BY[0],
)
"""The field for the order of the values of a facet: "count" or "name"."""

letter_field = partial(
    choice_field,
    [*sorted(LETTERS), *sorted(map(str.lower, LETTERS)), OTHER],
    f"“%(value)s” is not a letter of this list. Use a letter from A to Z, or “{OTHER}”.",
    coerce=lambda value: value if value == OTHER else value.upper(),
)
"""The field for the first letter of names; "other" is for names that do not begin with A to Z."""


def names_by_field(orders: Sequence[str], **options: Any) -> forms.TypedChoiceField:
    """Return a form field for the order of a list of names, which accepts one of `orders`."""
    known = f"{', '.join(orders[:-1])} or {orders[-1]}"
    return choice_field(orders, f"“%(value)s” is not an order of names. Use {known}.", **options)


class Parameter(django_filters.Filter):
    """A URL parameter of a list; its `filter` changes a SearchQuery instead of a QuerySet."""

    def __init__(self, make_field: Callable[..., forms.Field]) -> None:
        super().__init__(label="")
        self.make_field = make_field

    def __deepcopy__(self, _memo: object) -> "Parameter":
        """Return a copy for one FilterSet.

        A shallow copy is enough, because the FilterSet only sets attributes of the copy, such as
        `parent`.
        """
        return copy(self)

    @property
    def field(self) -> forms.Field:
        """Return a new form field."""
        return self.make_field(required=False)

    def filter(self, query: SearchQuery, value: Any) -> SearchQuery:
        """Return the query, changed by the clean value of the parameter.

        This base class returns the query unchanged; subclasses change the query.
        """
        return query


class WordsParameter(Parameter):
    """The parameter `q`: the search text. If it is not empty, the default order is relevance."""

    def filter(self, query: SearchQuery, value: str) -> SearchQuery:
        """Return the query for only the articles that match the search text."""
        return replace(query, words=value, sort=Sort.RELEVANCE if value else Sort.NEWEST)


class FacetParameter(Parameter):
    """The parameter of one facet: its selected and excluded values."""

    def __init__(self, name: str) -> None:
        super().__init__(FacetField)
        self.name = name

    @property
    def field(self) -> forms.Field:
        """Return a new form field for the values of the facet."""
        return FacetField(VALUE_KINDS[self.name], required=False)

    def filter(self, query: SearchQuery, value: tuple[FacetChoice, ...]) -> SearchQuery:
        """Return the query for articles with a selected value and without the excluded values."""
        if not value:
            return query
        selection = Selection(
            tuple(choice.meaning for choice in value if not choice.is_excluded),
            tuple(choice.meaning for choice in value if choice.is_excluded),
        )
        return query.selecting(self.name, selection)


class VersionsParameter(Parameter):
    """The parameter `versions`: whether the versions that articles do not show are searched."""

    def filter(self, query: SearchQuery, value: str) -> SearchQuery:
        """Return the query; if the value is "off", only the texts that are shown are searched."""
        return replace(query, with_versions=False) if value else query


class CountParameter(Parameter):
    """The parameter `count`: whether articles or stories are listed and counted."""

    def filter(self, query: SearchQuery, value: str) -> SearchQuery:
        """Return the query; if the value is "stories", each story is listed and counted once."""
        return replace(query, by_story=True) if value else query


class AddedParameter(Parameter):
    """The parameter `added`: the day since which the articles were added to the archive."""

    def filter(self, query: SearchQuery, value: AddedSince | None) -> SearchQuery:
        """Return the query for only the articles that were added on this day (UTC) or later."""
        if not value:
            return query
        start = datetime.combine(value.day, time(), UTC)
        return replace(query, added_after=Article.objects.all().last_added_before(start))


class ViewParameter(Parameter):
    """The parameter `view`: a list or a concordance."""

    def filter(self, query: SearchQuery, value: str) -> SearchQuery:
        """Return the query; for a concordance, its page has CONCORDANCE_ARTICLES articles.

        A concordance has only the texts that are shown, so only these are searched. It has lines of
        all articles, even if stories are counted.
        """
        if not value:
            return query
        size = CONCORDANCE_ARTICLES
        return replace(
            query, page_size=size, with_snippets=False, with_versions=False, by_story=False
        )


class SortParameter(Parameter):
    """The parameter `sort`: the order of the articles."""

    def filter(self, query: SearchQuery, value: str) -> SearchQuery:
        """Return the query with this sort order.

        The query is unchanged if this is an order for the lines of a concordance.
        """
        return replace(query, sort=Sort(value)) if value and value not in LINE_SORTS else query


class PageParameter(Parameter):
    """The parameter `page`: the page number of a list or concordance.

    For a concordance, the search always returns the first page, with CONCORDANCE_ARTICLES articles.
    The lines of the concordance are made from these articles, and are divided into pages later.
    """

    def filter(self, query: SearchQuery, value: int) -> SearchQuery:
        """Return the query for this page of a list; a query for a concordance is unchanged."""
        is_concordance = self.parent.form.cleaned_data["view"]
        return query if is_concordance else replace(query, page=value)


def sentence_of(error: ValidationError) -> str:
    """Return the message of an error; an invalid value in the message is shortened (`shorten`)."""
    value = (error.params or {}).get("value", "")
    return str(error.message) % {"value": shorten(value) if isinstance(value, str) else ""}


def unknown_value(sentence: str, raw: str) -> ValidationError:
    """Return an error about a value in the address, with this sentence."""
    # `sentence_of` applies "%" to the sentence, as Django does to the messages of its fields.
    return ValidationError(sentence.replace("%", "%%"), code="unknown", params={"value": raw})
