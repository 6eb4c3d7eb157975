"""Read periods as people write them: "15 April 2024", "15.4.2024", ">2024-05", "Juche 113".

`periods.py` reads the texts of periods in addresses. Dates are read by the rules of `ingest.dates`,
which also read the dates of saved files. If the order of day and month is not sure ("4/5/2024"),
the day comes first, and the other way to read the text is returned, too.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from archive.search.periods import ANY_YEAR, Period, parse_period, quoted
from ingest.dates import JUCHE_WORDS, possible_dates, read_day_of_year, read_partial_date
from ingest.month_names import ANY_MONTH, MONTH_NUMBERS
from ingest.partial_date import PartialDate, juche_year

_BEFORE = {
    **dict.fromkeys((">=", "=>", "≥", "since", "from"), "from"),
    **dict.fromkeys((">", "after"), "after"),
    **dict.fromkeys(("<=", "=<", "≤", "until", "till", "up to"), "to"),
    **dict.fromkeys(("<", "before"), "before"),
}
_COMPARED = re.compile(
    rf"({'|'.join(word + (' ' if word[-1].isalpha() else '') for word in _BEFORE)})\s*(.+)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?:from )?(?!up )(.*?)(?:\s?\.{2,}\s?|\s(?:to|until|till|-|/)\s)(.*)"
    r"|(\d{4})\s?[-/]\s?(\d{4})",
    re.IGNORECASE,
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_ANY_YEAR = re.compile(r"(?:\*-|--)(\d{1,2})-(\d{1,2})", re.ASCII)
_JUCHE = re.compile(
    rf"(?:{'|'.join(JUCHE_WORDS)}) ?(?P<juche>\d{{1,3}})(?!\d)(?: ?\( ?(?P<year>\d{{4}}) ?\))?",
    re.IGNORECASE | re.ASCII,
)
# Months that the rules of `ingest.dates` do not read: "202404", "4/2024", "2024 April".
_MONTHS = (
    re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])", re.ASCII),
    re.compile(r"(?P<month>0?[1-9]|1[0-2])[-./](?P<year>\d{4})", re.ASCII),
)
_YEAR_BEFORE_MONTH = re.compile(rf"(\d{{4}}),? ?({ANY_MONTH})", re.IGNORECASE)
_WITH_MONTH_NAME = re.compile(
    r"\d+[-/][^\W\d_]+\.?(?:[-/]\d+)?|[^\W\d_]+\.?[-/]\d{4}"
)  # "oct-2024"
_SHORT_YEAR = re.compile(r"\d{1,2}([-./ ])(?:[^\W_]{1,9}\.?)\1['’]?\d{1,2}")
# Ends of a range that are understood with the other end: "1 to 31 October 2024".
_DAY_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE | re.ASCII)
_DAY_AND_YEAR = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class WrittenPeriod:
    """A period, and the other period that the text can mean; None if it can mean only one."""

    period: Period
    other: Period | None = None


@lru_cache(maxsize=1_000)
def read_period(typed: str) -> WrittenPeriod:
    """Return the period that a text means.

    Raises ValueError with a sentence for readers if the text is not a period.
    """
    text = " ".join(typed.translate(_DASHES).split())
    for spaced in (text.replace(" ", ""), text):
        try:
            return WrittenPeriod(parse_period(spaced))
        except ValueError as error:
            wrong = error
    readings: list[Period] = []
    for month_first in (False, True):
        try:
            readings.append(_read(text, month_first))
        except _NotDate:
            break
        except ValueError as error:
            wrong = error
    if not readings:
        raise wrong
    first, last = readings[0], readings[-1]
    return WrittenPeriod(first, last if last != first else None)


class _NotDate(Exception):
    """The error for a text that is not a date."""


def _read(text: str, month_first: bool) -> Period:
    """Return the period; if `month_first` is true, 4/5/2024 is 5 April.

    Raises _NotDate for a text that is not a period, and ValueError for one that does not exist.
    """
    if yearly := _ANY_YEAR.fullmatch(text):
        return parse_period(f"{ANY_YEAR}-{int(yearly[1]):02}-{int(yearly[2]):02}")
    if day := read_day_of_year(text):
        return parse_period(day.replace("-", ANY_YEAR, 1))
    if _month_name(text):
        raise ValueError(f"{quoted(text)} has no year. Write it, too: 2025-04 or April 2025.")
    if ends := _RANGE.fullmatch(text):
        first, last = ends[1] or ends[3] or "", ends[2] or ends[4] or ""
        if not (first or last):
            raise _NotDate
        return _between(first, last, month_first)
    if compared := _COMPARED.fullmatch(text):
        return _compared(compared[1].strip().lower(), _date(compared[2], month_first))
    if _SHORT_YEAR.fullmatch(text):
        raise ValueError(f"{quoted(text)} has no year with four digits, such as 2024.")
    try:
        return parse_period(_date(text, month_first).iso)
    except _NotDate:
        return _joined(text, month_first)


def _joined(text: str, month_first: bool) -> Period:
    """Return the range of two dates with only "-" or "/" between them: "1-31 October 2024".

    Raises _NotDate if the text has no such dates.
    """
    for mark in re.finditer("(?<=.)[-/](?=.)", text):
        with suppress(_NotDate):
            return _between(text[: mark.start()], text[mark.end() :], month_first)
    raise _NotDate


def read_between(first: str, last: str) -> Period:
    """Return the days from one written date to another; one of the two texts can be "".

    A date without a year gets it from the other: "1 August" to "10 August 2024". Raises ValueError
    with a sentence for readers if the texts do not mean a range of days.
    """
    first, last = (" ".join(text.translate(_DASHES).split()) for text in (first, last))
    try:
        return _between(first, last, month_first=False)
    except _NotDate:
        text = next(text for text in (first, last) if text and not _date_or_none(text))
    if read_period(text).period.day_of_any_year:
        raise ValueError(f"{quoted(text)} has no year. Write it, too: 17 April 2025.")
    raise ValueError(f"{quoted(text)} is not a single day, month or year.")


def _between(first: str, last: str, month_first: bool) -> Period:
    """Return the range from one date to another; one of the two texts can be "".

    Raises _NotDate if a text is not a date, and ValueError if the last day is before the first.
    """
    if not (first and last):
        known = _date(first or last, month_first).iso
        return parse_period(f"{known}.." if first else f"..{known}")
    if (year := _DAY_AND_YEAR.fullmatch(last)) and read_day_of_year(first):
        first = f"{first}, {year['year']}"  # "August 1-10, 2024"
        last = f"{_date(first, month_first).iso[:7]}-{year['day']:>02}"
    start, end = (_date_or_none(text, month_first) for text in (first, last))
    start, end = start or _completed(first, end, -1), end or _completed(last, start, 1)
    if start is None or end is None:
        raise _NotDate
    return parse_period(start.iso if start == end else f"{start.iso}..{end.iso}")


def _date_or_none(text: str, month_first: bool = False) -> PartialDate | None:
    try:
        return _date(text, month_first)
    except _NotDate:
        return None


def _completed(text: str, other: PartialDate | None, step: int) -> PartialDate | None:
    """Return the date of an end of a range that has its year, or year and month, from the other.

    `step` is -1 for the start of the range and 1 for its end: "15 December" before "10 January
    2025" is in 2024.
    """
    text = text.strip(" ,;")
    month, day = _month_name(text), read_day_of_year(text)
    if other is None:
        return None
    if other.day and (alone := _DAY_ALONE.fullmatch(text)):
        return PartialDate.parse(f"{other.iso[:8]}{int(alone[1]):02}")
    if not (month or day):
        return None
    rest = day[1:] if day else f"-{month:02}"
    edge = other.last_day if step < 0 else other.first_day
    is_beside = (rest[1:3] > f"{edge:%m}") if step < 0 else (rest[1:3] < f"{edge:%m}")
    return PartialDate.parse(f"{other.year + step * is_beside:04}{rest}")


def _month_name(text: str) -> int:
    """Return the number of a month whose name is the whole text; otherwise 0."""
    return MONTH_NUMBERS.get(text.rstrip(".").casefold(), 0)


def _compared(word: str, known: PartialDate) -> Period:
    match _BEFORE[word]:
        case "from":
            return parse_period(f"{known.iso}..")
        case "to":
            return parse_period(f"..{known.iso}")
        case "after":
            return parse_period(f"{_neighbour(known, 1).iso}..")
    return parse_period(f"..{_neighbour(known, -1).iso}")


def _neighbour(known: PartialDate, step: int) -> PartialDate:
    """Return the next (1) or previous (-1) day, month or year."""
    edge = known.last_day if step > 0 else known.first_day
    if edge in (date.min, date.max):
        raise ValueError("There are no dates outside the years 1 to 9999.")
    return PartialDate.of(edge + timedelta(days=step), known.precision)


def _date(text: str, month_first: bool) -> PartialDate:
    text = _JUCHE.sub(_common_year, text).strip(" ,;")
    if _WITH_MONTH_NAME.fullmatch(text):
        text = re.sub("[-/]", " ", text)
    for form in _MONTHS:
        if month := form.fullmatch(text):
            return PartialDate(int(month["year"]), int(month["month"]))
    if days := possible_dates(text):
        return PartialDate.of(days[-1 if month_first else 0])
    partial = read_partial_date(_YEAR_BEFORE_MONTH.sub(r"\2 \1", text))
    if not partial:
        try:
            partial = PartialDate.parse(text)
        except ValueError:
            raise _NotDate from None
    if not partial:
        raise _NotDate
    return partial


def _common_year(match: re.Match[str]) -> str:
    return match["year"] or str(juche_year(int(match["juche"])))
