"""The changes that staff can make in all articles of a list, and the new value for each article.

A wrong rule makes the same mistake in many articles: it sets the wrong source, reads day and month
in the wrong order, takes the wrong one of two dates, or leaves words of the site in the title. So
there is a change for each of these mistakes. Its new value depends on the article: for example,
“move the dates by 1 day” sets another date in each article.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from archive.corrections.fields import FIELDS
from archive.models import Decision
from ingest.partial_date import PartialDate

MOST_DAYS = 36_600
"""The largest number of days by which a date is moved: a hundred years."""


class Input(StrEnum):
    """What a person enters for a change, besides the reason."""

    NOTHING = "nothing"
    TEXT = "text"
    DAYS = "days"  # a number of days; a negative number means earlier
    SOURCE = "source"  # the slug of a source, "" for an unknown source
    PROBLEM = "problem"  # the code of a problem
    WITNESS = "witness"  # the name of a date in saved files (`ingest.date_witnesses`)


Values = Mapping[str, str]
"""A dict from the name of a field to the value that an article shows.

`witness` is the date that the saved file gives in the way that a person chose, "" if it gives none.
"""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """A kind of change that staff can make in many articles with one decision.

    `field` is the name of the field in FIELDS that changes, "" if no field changes. `clean` returns
    the standard form of the value that a person entered, and `new_value` the new value of the field
    of one article, from the values that it shows and the entered value. Both raise ValueError, with
    a sentence for staff, if this is not possible. `confirms` is true if the change also stores
    values that are shown already, as a person does who says that they are right.
    """

    name: str
    label: str
    input: Input
    field: str = ""
    kind: Decision.Kind = Decision.Kind.BULK
    clean: Callable[[str], str] = str.strip
    new_value: Callable[[Values, str], str] = lambda _shown, value: value
    confirms: bool = False

    def value_for(self, shown: Values, value: str) -> str:
        """Return the new value of the field of an article that shows these values.

        Raises ValueError, with a sentence for staff, if the new value is not valid.
        """
        new = self.new_value(shown, value)
        return new if new in (value, shown[self.field]) else FIELDS[self.field].clean(new)


def _nothing(value: str) -> str:
    return ""


def _required(name: str) -> Callable[[str], str]:
    def clean(value: str) -> str:
        if not value.strip():
            raise ValueError("Enter the new value.")
        return FIELDS[name].clean(value)

    return clean


def _clean_days(value: str) -> str:
    try:
        days = int(value.strip().replace("\u2212", "-"))
    except ValueError:
        raise ValueError("Write the number of days: 1 for one day later, -1 for earlier.") from None
    if not 0 < abs(days) <= MOST_DAYS:
        raise ValueError(f"Write a number of days from 1 to {MOST_DAYS:,}, or from -1.")
    return str(days)


def _clean_year(value: str) -> str:
    value = value.strip()
    if len(value) != 4 or not value.isdecimal():
        raise ValueError("Write the year as four digits: 2025.")
    return FIELDS["published"].clean(value)


def _clean_words(value: str) -> str:
    if not value.strip():
        raise ValueError("Enter the words as they stand in the titles.")
    return value.strip()


def _known(shown: Values) -> PartialDate:
    known = PartialDate.parse(shown["published"])
    if not known:
        raise ValueError("The date is unknown.")
    return known


def _day(shown: Values) -> PartialDate:
    known = _known(shown)
    if not known.day:
        raise ValueError("The day is unknown.")
    return known


def _moved(shown: Values, value: str) -> str:
    try:
        moved = _day(shown).first_day + timedelta(days=int(value))
    except OverflowError:
        raise ValueError("The calendar does not have the new date.") from None
    return moved.isoformat()


def _in_year(shown: Values, value: str) -> str:
    return _in_calendar(_known(shown)._replace(year=int(value)))


def _exchanged(shown: Values, _value: str) -> str:
    known = _day(shown)
    return _in_calendar(PartialDate(known.year, known.day, known.month))


def _in_calendar(changed: PartialDate) -> str:
    if not changed.is_in_calendar():
        raise ValueError("The calendar does not have the new date.")
    return changed.iso


def _of_witness(shown: Values, _value: str) -> str:
    if not shown["witness"]:
        raise ValueError("The saved file does not give this date.")
    return shown["witness"]


def _without_day(shown: Values, _value: str) -> str:
    return _known(shown)._replace(day=0).iso


def _only_year(shown: Values, _value: str) -> str:
    return _known(shown)._replace(month=0, day=0).iso


def _without_start(shown: Values, value: str) -> str:
    if not shown["title"].startswith(value):
        raise ValueError("The title does not begin with these words.")
    return shown["title"].removeprefix(value)


def _without_end(shown: Values, value: str) -> str:
    if not shown["title"].endswith(value):
        raise ValueError("The title does not end with these words.")
    return shown["title"].removesuffix(value)


CHANGES: dict[str, BulkChange] = {
    change.name: change
    for change in (
        BulkChange(
            "source", "Set the source", Input.SOURCE, "source", clean=FIELDS["source"].clean
        ),
        BulkChange(
            "language", "Set the language", Input.TEXT, "language", clean=_required("language")
        ),
        BulkChange("agency", "Set the agency", Input.TEXT, "agency", clean=_required("agency")),
        BulkChange(
            *("place", "Set the place of the dateline", Input.TEXT, "dateline_place"),
            clean=_required("dateline_place"),
        ),
        BulkChange("date", "Set the date", Input.TEXT, "published", clean=_required("published")),
        BulkChange(
            *("move", "Move the dates by this number of days", Input.DAYS, "published"),
            clean=_clean_days,
            new_value=_moved,
        ),
        BulkChange(
            *("year", "Set the year, keep day and month", Input.TEXT, "published"),
            clean=_clean_year,
            new_value=_in_year,
        ),
        BulkChange(
            *("exchange", "Exchange day and month", Input.NOTHING, "published"),
            clean=_nothing,
            new_value=_exchanged,
        ),
        BulkChange(
            *("witness", "Take another date of the saved files", Input.WITNESS, "published"),
            new_value=_of_witness,
        ),
        BulkChange(
            *("month", "Keep only month and year of the date", Input.NOTHING, "published"),
            clean=_nothing,
            new_value=_without_day,
        ),
        BulkChange(
            *("only-year", "Keep only the year of the date", Input.NOTHING, "published"),
            clean=_nothing,
            new_value=_only_year,
        ),
        BulkChange(
            *("no-date", "Say that the date is unknown", Input.NOTHING, "published"),
            clean=_nothing,
        ),
        BulkChange(
            *("right", "Say that the dates are right as they are", Input.NOTHING, "published"),
            clean=_nothing,
            new_value=lambda shown, _value: shown["published"],
            confirms=True,
        ),
        BulkChange(
            *("start", "Remove these words from the beginning of the titles", Input.TEXT, "title"),
            clean=_clean_words,
            new_value=_without_start,
        ),
        BulkChange(
            *("end", "Remove these words from the end of the titles", Input.TEXT, "title"),
            clean=_clean_words,
            new_value=_without_end,
        ),
        BulkChange(
            *("settle", "Mark a problem as checked, no correction needed", Input.PROBLEM),
            kind=Decision.Kind.SETTLE,
        ),
        BulkChange(
            *("withdraw", "Withdraw the articles", Input.NOTHING),
            kind=Decision.Kind.WITHDRAW,
            clean=_nothing,
        ),
        BulkChange(
            *("restore", "Restore withdrawn articles", Input.NOTHING),
            kind=Decision.Kind.RESTORE,
            clean=_nothing,
        ),
    )
}
"""The changes by name, in the order in which the form offers them."""
