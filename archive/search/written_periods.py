"""Read periods as people write them: "15 April 2024", "15.4.2024", ">2024-05", "Juche 113".

`periods.py` reads the texts of periods in addresses. Dates are read by the rules of `ingest.dates`,
which also read the dates of saved files. If the order of day and month is not sure ("4/5/2024"),
the day comes first, and the other way to read the text is returned, too.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from archive.search.periods import ANY_YEAR, Period, parse_period
from ingest.dates import JUCHE_WORDS, possible_dates, read_day_of_year, read_partial_date
from ingest.month_names import ANY_MONTH
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
    r"(?:from )?(?!up )(.*?)(?:\s?\.{2,}\s?|\s(?:to|until|till|-)\s)(.*)"
    r"|(\d{4})\s?[-/]\s?(\d{4})",
    re.IGNORECASE,
)
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
    text = " ".join(typed.split())
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
    """Return the period; `month_first` decides about an order of day and month that is not sure.

    Raises _NotDate for a text that is not a period, and ValueError for one that does not exist.
    """
    if yearly := _ANY_YEAR.fullmatch(text):
        return parse_period(f"{ANY_YEAR}-{int(yearly[1]):02}-{int(yearly[2]):02}")
    if day := read_day_of_year(text):
        return parse_period(day.replace("-", ANY_YEAR, 1))
    if ends := _RANGE.fullmatch(text):
        typed = (ends[1] or ends[3] or "", ends[2] or ends[4] or "")
        if not any(typed):
            raise _NotDate
        start, end = (_date(part, month_first).iso if part else "" for part in typed)
        return parse_period(start if start == end else f"{start}..{end}")
    if compared := _COMPARED.fullmatch(text):
        return _compared(compared[1].strip().lower(), _date(compared[2], month_first))
    return parse_period(_date(text, month_first).iso)


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
