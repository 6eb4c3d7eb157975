"""The filters of the pages that measure the wording of a list: the list's parameters and others.

with    keywords: the address of another list, with which the list is compared
show    keywords: "rarer" for the words that are rarer in the list than elsewhere
within  collocates: how many words before and after a match are looked at, 1 to 10
length  formulae: the least number of words of a formula, 3 to 8
find    formulae: only those with these words
"""

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import django_filters
from django import forms
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from archive.listing.measure_filter import MeasureFilter
from archive.listing.parameters import FindField, Parameter, choice_field, unknown_value
from archive.listing.value_kinds import shorten

RARER = "rarer"
WITHIN, LENGTH = 5, 4  # the values without a parameter

_show_field = partial(
    choice_field,
    [RARER],
    f"“show” can only be “{RARER}”. The words that are more frequent are shown if it is left out.",
)
_within_field = partial(
    choice_field,
    [str(number) for number in range(1, 11)],
    "“%(value)s” is not a number of words. Use a number from 1 to 10.",
    coerce=int,
    empty_value=WITHIN,
)
_length_field = partial(
    choice_field,
    [str(number) for number in range(3, 9)],
    "“%(value)s” is not a length of formulae. Use a number of words from 3 to 8.",
    coerce=int,
    empty_value=LENGTH,
)


class OtherListField(forms.Field):
    """The form field for the address of another list of articles; its value is a MeasureFilter."""

    def to_python(self, value: Any) -> MeasureFilter | None:
        """Return the filter of the list at this address; None if the field is empty.

        The address can be whole, or only its parameters. Raises ValidationError if they are wrong.
        """
        text = str(value or "").strip()
        if not text:
            return None
        query = urlsplit(text).query if "?" in text else text
        try:
            other = MeasureFilter(QueryDict(query.encode("utf-8", "replace")))
        except (TooManyFieldsSent, UnicodeError):
            other = MeasureFilter({})
        is_read = other.is_valid()
        if is_read and other.is_active:
            return other
        sentence = (
            other.error_list[0].sentence
            if not is_read
            else f"“{shorten(text)}” is not the address of a list with a search or a filter."
        )
        raise unknown_value(f"The list to compare with: {sentence}", str(value))


class KeywordsFilter(MeasureFilter):
    """The filter of the page of keywords."""

    page_name = "keywords"
    show = Parameter(_show_field)

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """Return the parameters by name; the name of one is a word of Python."""
        return {**super().get_filters(), "with": Parameter(OtherListField)}

    @property
    def other(self) -> MeasureFilter | None:
        """Return the list to compare with; None for all other articles of the archive."""
        other: MeasureFilter | None = self.form.cleaned_data["with"]
        return other

    @property
    def is_rarer(self) -> bool:
        """Return True if the words are shown that are rarer in the list than elsewhere."""
        return bool(self.form.cleaned_data["show"])

    def own(self) -> dict[str, str]:
        """Return the parameters `with` and `show`."""
        other = replace(self.other.address, path="").url().removeprefix("?") if self.other else ""
        return {"with": other, "show": self.form.cleaned_data["show"]}


class CollocatesFilter(MeasureFilter):
    """The filter of the page of collocates."""

    page_name = "collocates"
    within = Parameter(_within_field)

    @property
    def distance(self) -> int:
        """Return how many words before and after a match are looked at."""
        return int(self.form.cleaned_data["within"])

    def own(self) -> dict[str, str]:
        """Return the parameter `within`."""
        return {"within": str(self.distance) if self.distance != WITHIN else ""}


class FormulaeFilter(MeasureFilter):
    """The filter of the page of formulae."""

    page_name = "formulae"
    length = Parameter(_length_field)
    find = Parameter(FindField)

    @property
    def shortest(self) -> int:
        """Return the least number of words of a formula."""
        return int(self.form.cleaned_data["length"])

    @property
    def having(self) -> str:
        """Return the words that a formula must have; "" if it can have any."""
        return str(self.form.cleaned_data["find"])

    def own(self) -> dict[str, str]:
        """Return the parameters `length` and `find`."""
        return {
            "length": str(self.shortest) if self.shortest != LENGTH else "",
            "find": self.having,
        }
