"""The choice of an article's date. The dates that a file gives for an article are its witnesses."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ingest.partial_date import PartialDate
from ingest.values import Evidence, Problem, Span

WITNESSES = {
    "date_line": "“Date:” line",
    "header": "header",
    "other_header": "other header",
    "sign_off": "sign-off",
    "title_stamp": "stamp after the headline",
    "page_date": "date of the page",
    "own_line": "date on a line of its own",
    "metadata": "time in the head of the page",
    "address": "address of the page",
    "dateline": "dateline",
    "title_date": "date in the headline",
    "file_name": "name of the file",
}
"""The kinds of witnesses with their labels, the most trusted first.

The `Date:` line of an aggregator and the `Date:` header of a data set are equally reliable. A
sign-off and a stamp after the headline are equally reliable, too, because both are always written
in the same form. A date on a line of its own can be that of an event, and an address that of an
earlier version. The date in a headline or in the name of a file is used only if there is nothing
better (`ingest/date_facts.py`).
"""

# The cache helps, because pages of one day have the same dates.
_parse = lru_cache(maxsize=4_000)(PartialDate.parse)
# Sites write these dates. No outlet had a site before the second year, and none existed before the
# first.
_OF_SITES = frozenset(("date_line", "sign_off", "title_stamp", "page_date"))
_FIRST_YEAR, _FIRST_YEAR_OF_SITES = 1945, 1996
_FAR_APART = 3  # days; if two witnesses are further apart, the date is doubtful
_FAR_IN_ROW = 1  # the same for two columns of a row, or two headers


class DateChoice(NamedTuple):
    """The witness that gives an article its date, and the problems of this choice.

    `witness` is None if the article has no date. `is_doubtful` is true if the date can be wrong, so
    that a person should check it.
    """

    witness: Evidence | None
    is_doubtful: bool = False
    problems: tuple[Problem, ...] = ()


def by_trust(names: Iterable[str]) -> list[str]:
    """Return names of witnesses, the most trusted first.

    Names that are not in WITNESSES come last, in alphabetical order.
    """
    given = set(names)
    return [
        *(name for name in WITNESSES if name in given),
        *sorted(given.difference(WITNESSES)),
    ]


def choose_date(
    witnesses: Mapping[str, Evidence], day_without_year: Span | None = None
) -> DateChoice:
    """Choose the witness that gives an article its date.

    The most trusted witness is chosen. If its date is only a month or year, the witness with the
    most exact date in this month or year is chosen instead; if several dates are equally exact, the
    most trusted of their witnesses. The date is doubtful if any other witness gives a date more
    than three days away, or another column of the same row one more than a day away, or if it is
    earlier than the outlets or their sites.

    `day_without_year` is the span of the day in a dateline ("April 17"). It is used only if there
    is no witness: then the problem date-unknown points to this day.
    """
    names = [name for name in WITNESSES if name in witnesses]
    if not names:
        return DateChoice(None, problems=(_unknown(day_without_year),))
    dates = {name: _parse(witnesses[name].value) for name in names}
    first = dates[names[0]]
    chosen = names[0]
    if not first.day:
        chosen = max(names, key=lambda name: first.contains(dates[name]) and len(dates[name].iso))
    problems = tuple(
        _disagreement(chosen, other, witnesses)
        for other in names
        if (apart := dates[chosen].days_apart(dates[other])) > _FAR_IN_ROW
        and apart > _most_apart(chosen, other)
    )
    first_year = _FIRST_YEAR_OF_SITES if chosen in _OF_SITES else _FIRST_YEAR
    if dates[chosen].year < first_year:
        problems = (_early(chosen, witnesses[chosen], first_year), *problems)
    return DateChoice(witnesses[chosen], bool(problems), problems)


def future_date_problem(
    published: str, spans: tuple[Span, ...], last: date, *, is_noted: bool = False
) -> Problem | None:
    """Return a problem if an article is dated after its file was saved; otherwise None.

    `published` is the date of the article as partial ISO date, and `spans` are the words from which
    it was read. `last` is the last day on which the file can have been saved, in UTC: the day of
    the import, or, if `is_noted` is true, the day that the file notes. In Korea the next day may
    have begun by then, so the date can be one day later. A month or a year is in the future if its
    first day is.
    """
    day = _parse(published)
    if not day or day.first_day <= last + timedelta(days=1):
        return None
    what = "its file was saved" if is_noted else "was imported"
    message = (
        f"The article is dated {published}, but {what} on {last} (UTC), so the date is"
        " probably wrong. In lists and counts it is treated as an unknown date."
    )
    return Problem("date-in-future", message, words=published, spans=spans)


def _most_apart(one: str, other: str) -> int:
    """Return by how many days two witnesses of the same date can differ."""
    return _FAR_IN_ROW if {one, other} == {"header", "other_header"} else _FAR_APART


def _unknown(day_without_year: Span | None) -> Problem:
    message = "The text contains no year, so the date is unknown."
    if day_without_year:
        message = "The dateline gives a day, but the text contains no year: date unknown."
    spans = (day_without_year,) if day_without_year else ()
    return Problem("date-unknown", message, spans=spans)


def _early(name: str, witness: Evidence, first_year: int) -> Problem:
    began = "had sites" if first_year == _FIRST_YEAR_OF_SITES else "existed"
    message = (
        f"The {WITNESSES[name]} gives {witness.value}, but the outlets {began} only from"
        f" {first_year} on. It can be the date of an event, or written wrongly."
    )
    return Problem("date-early", message, words=str(witness.value), spans=witness.spans)


def _disagreement(chosen: str, other: str, witnesses: Mapping[str, Evidence]) -> Problem:
    first, second = witnesses[chosen], witnesses[other]
    most = _most_apart(chosen, other)
    message = (
        f"The {WITNESSES[chosen]} gives {first.value}, the {WITNESSES[other]} {second.value}: more"
        f" than {most} day{'s' * (most > 1)} apart. The date of the {WITNESSES[chosen]} is used."
    )
    return Problem(
        "dates-disagree",
        message,
        spans=(*first.spans, *second.spans),
        candidates=(first.value, second.value),
    )
