"""The parameters of the list of articles: what each may hold, what it means, how it is said.
docs/counts.md."""

import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from archive.display.labels import LETTERS, OTHER, Labels, moved_entity, moved_source
from archive.display.safe_text import with_article
from archive.listing.facets import UNKNOWN_LABELS, UNKNOWN_VALUE
from archive.search import UNKNOWN, Sort, parse_period
from archive.search.query.parser import clean_query

# Each value is in every link of the page: without a limit, one long address would keep a worker
# busy for minutes.
MAX_CHOICES = 50
MAX_FIND = 100  # characters
BY = ("count", "name")
CONCORDANCE = "concordance"
LINE_SORTS = ("after", "before")  # lines of a concordance: by the words after or before the match

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_PAGE = re.compile(r"0*[1-9][0-9]{0,17}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One value of a facet's parameter: as the address writes it, what it stands for, and its name
    on the page.

    `said` is its part of the sentence that describes the list.
    """

    value: str
    meaning: Any
    label: str
    said: str
    is_excluded: bool


class WordsField(forms.Field):
    """What was typed; anything is allowed."""

    def to_python(self, value: Any) -> str:
        return clean_query(value or "")


class ChoicesField(forms.Field):
    """A repeated parameter of one facet. Its clean value is a tuple of Choices, without blanks and
    doubles."""

    widget = forms.MultipleHiddenInput
    name: str
    unknown: Any = UNKNOWN
    said_unknown: str
    said_known: str

    def __init__(self, *, labels: Callable[[], Labels], **options: Any) -> None:
        super().__init__(**options)
        self.labels = labels

    def to_python(self, value: Any) -> tuple[FacetChoice, ...]:
        choices: dict[str, FacetChoice] = {}
        errors = []
        written = [raw for raw in dict.fromkeys(value or ()) if raw.strip()]
        if len(written) > MAX_CHOICES:
            sentence = (
                f"{len(written):,} values of “{self.name}” are too many: {MAX_CHOICES} can be"
                " chosen together."
            )
            raise ValidationError(
                sentence, code="too-many", params={"value": written[MAX_CHOICES:]}
            )
        for raw in written:
            try:
                choice = self.choice(raw)
            except ValueError as error:
                errors.append(ValidationError(str(error), code="unknown", params={"value": raw}))
            else:
                choices[choice.value] = choice
        if errors:
            raise ValidationError(errors)
        return tuple(choices.values())

    def choice(self, raw: str) -> FacetChoice:
        is_excluded = raw.startswith("-")
        text = raw[1:] if is_excluded else raw
        if text == UNKNOWN_VALUE:
            said = self.said_known if is_excluded else self.said_unknown
            return FacetChoice(raw, self.unknown, UNKNOWN_LABELS[self.name], said, is_excluded)
        value, meaning, label = self.meaning(text)
        return FacetChoice(
            f"-{value}" if is_excluded else value,
            meaning,
            label,
            self.say(meaning, label),
            is_excluded,
        )

    def say(self, meaning: Any, label: str) -> str:
        """The value in a sentence."""
        return label

    def meaning(self, text: str) -> tuple[str, Any, str]:
        """The value as it is written now, what it stands for, its name. Raises ValueError with a
        sentence."""
        raise NotImplementedError


class NamedField(ChoicesField):
    """Sources, places, organisations or people, by slug. A slug of before a renaming or merging is
    understood."""

    def meaning(self, text: str) -> tuple[str, Any, str]:
        labels = self.labels()
        label = labels.find(self.name, text)
        if label is None and _SLUG.fullmatch(text):
            moved = moved_source(text) if self.name == "source" else moved_entity(self.name, text)
            label = labels.find(self.name, moved) if moved else None
        if label is None:
            raise ValueError(f"There is no {self.name} “{shorten(text)}” in this archive.")
        return (
            label.slug,
            label.pk,
            labels.full_place_name(label) if self.name == "place" else label.name,
        )


class SourcesField(NamedField):
    name = "source"
    said_unknown = "an unknown source"
    said_known = " with a known source"


class PlacesField(NamedField):
    name = "place"
    said_unknown = "no known place"
    said_known = " with a known place"

    def say(self, meaning: Any, label: str) -> str:
        return (
            f"places in {with_article(label)}"
            if meaning in self.labels().homes
            else with_article(label)
        )


class OrganisationsField(NamedField):
    name = "organisation"
    said_unknown = "no known organisation"
    said_known = " with a known organisation"


class PersonsField(NamedField):
    name = "person"
    said_unknown = "no known person"
    said_known = " with a known person"


class DatesField(ChoicesField):
    name = "date"
    unknown = None
    said_unknown = "of unknown date"
    said_known = ", of known date"

    def meaning(self, text: str) -> tuple[str, Any, str]:
        period = parse_period(text)
        return text, period, period.label


class PageField(forms.Field):
    def to_python(self, value: Any) -> int:
        if not value:
            return 1
        if not _PAGE.fullmatch(value):
            raise ValidationError(
                f"There is no page “{shorten(value)}”: pages are numbered from 1.",
                params={"value": value},
            )
        return int(value)


class ViewField(forms.Field):
    """How the articles are shown: as a list, or as a concordance of the words searched for."""

    def to_python(self, value: Any) -> str:
        if value and value != CONCORDANCE:
            raise ValidationError(
                f"There is no view “{shorten(value)}” of articles; {CONCORDANCE} is known.",
                params={"value": value},
            )
        return value or ""


class SortField(forms.Field):
    def to_python(self, value: Any) -> str:
        if value and value not in [*Sort, *LINE_SORTS]:
            raise ValidationError(
                f"Articles cannot be sorted by “{shorten(value)}”; newest, oldest and relevance are"
                " known.",
                params={"value": value},
            )
        return value or ""


class FindField(forms.Field):
    """Part of a name, as typed."""

    def to_python(self, value: Any) -> str:
        return clean_query(value or "")[:MAX_FIND]


class ByField(forms.Field):
    """The order of a facet's values."""

    def to_python(self, value: Any) -> str:
        if value and value not in BY:
            raise ValidationError(
                f"Values cannot be listed by “{shorten(value)}”; count and name are known.",
                params={"value": value},
            )
        return value or BY[0]


class LetterField(forms.Field):
    """The letter with which names begin; "other" for what is none of A to Z."""

    def to_python(self, value: Any) -> str:
        if value and value != OTHER and value.upper() not in LETTERS:
            raise ValidationError(
                f"Names are listed by a letter from A to Z or “{OTHER}”, not by"
                f" “{shorten(value)}”.",
                params={"value": value},
            )
        return (value if value == OTHER else value.upper()) if value else ""


class NamesByField(forms.Field):
    """The order of a list of names: one of `orders`, the first where nothing is said."""

    def __init__(self, *, orders: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.orders = orders

    def to_python(self, value: Any) -> str:
        if value and value not in self.orders:
            known = f"{', '.join(self.orders[:-1])} and {self.orders[-1]}"
            raise ValidationError(
                f"Names cannot be listed by “{shorten(value)}”; {known} are known.",
                params={"value": value},
            )
        return value or ""


class Parameter(django_filters.Filter):
    """A parameter that the search engine applies, not SQL."""

    def __init__(self, field_class: type[forms.Field]) -> None:
        self.field_class = field_class
        super().__init__()

    def __deepcopy__(self, _memo: object) -> "Parameter":
        """For each FilterSet one of its own. Nothing in it is ever changed but its parent, so the
        rest is shared."""
        return copy(self)

    @property
    def field(self) -> forms.Field:
        if issubclass(self.field_class, ChoicesField):
            return self.field_class(required=False, labels=lambda: self.parent.labels)
        return self.field_class(required=False)


def shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
