r"""Reads dates in the forms that saved pages use, such as "14/09/2025" and "September 14, 2025".

The patterns match digits of every script (`\d`), so layouts recognise each date. But a date is only
read if its digits are 0 to 9, or full-width: Japanese and Chinese pages have those, too. Digits of
other scripts often belong to other calendars: the Thai year 2568 is our year 2025. Such a date
becomes the problem `unreadable-field`.
"""

import re
from datetime import date
from functools import lru_cache

from ingest.partial_date import MONTHS, UNKNOWN, PartialDate, juche_year

_MONTH_NUMBER = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
LONG_DATE = rf"{MONTH} ?\d{{1,2}}, ?\d{{4}}"
DOTTED_DATE = r"(?:Juche ?\d{1,3}|\d{4})\. ?\d{1,2}\. ?\d{1,2}\.?"
EASTERN_DATE = (  # Korean, Chinese or Japanese; the Juche year can come before the common year
    r"(?:(?:주체|主体|主體|チュチェ) ?\d{1,3} ?[(（] ?)?\d{4}(?: ?[)）])?"
    r" ?[년年] ?\d{1,2} ?[월月] ?\d{1,2} ?[일日]"
)
_FORMS = (
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T.*)?"),
    re.compile(
        r"(?:(?P<juche>Juche) ?)?(?P<year>\d{1,4})\. ?(?P<month>\d{1,2})\. ?(?P<day>\d{1,2})\.?"
    ),
    re.compile(rf"(?P<name>{MONTH}) ?(?P<day>\d{{1,2}})[.,] ?(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(rf"(?P<name>{MONTH}) ?(?P<day>\d{{1,2}}), ?Juche ?\d{{1,3}} ?\((?P<year>\d{{4}})\)"),
    re.compile(
        r"(?:(?:주체|主体|主體|チュチェ) ?\d{1,3} ?[(（] ?)?(?P<year>\d{4})(?: ?[)）])?"
        r" ?[년年] ?(?P<month>\d{1,2}) ?[월月] ?(?P<day>\d{1,2}) ?[일日]"
    ),
)
# OANA's pages have this form with the month first. Other sites have the day first.
_WITH_WEEKDAY = re.compile(
    r"(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?, ?"
    r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})"
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_OTHER_DIGIT = re.compile(r"(?![0-9０-９])\d")
_PARTIAL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?")
# The names of the months in datelines, in the languages of the agency: Spanish, French, German,
# Russian, and the two sets of Arabic names.
_MONTHS_ABROAD = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
)
_NUMBER_ABROAD = {
    name.replace("_", " ").casefold(): number
    for names in _MONTHS_ABROAD
    for number, name in enumerate(names.split(), 1)
} | {"setiembre": 9, "fevrier": 2, "aout": 8, "decembre": 12, "marz": 3, "jänner": 1, "ابريل": 4}
MONTH_ABROAD = rf"(?:{'|'.join(sorted(_NUMBER_ABROAD, key=len, reverse=True))})"
_FIRST_DAYS = {"primero": 1, "premier": 1}
DAY_OF_YEAR = (
    rf"{MONTH},?\s{{0,9}}\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th|er|[.ºª°o])?|{'|'.join(_FIRST_DAYS)})\s{{1,9}}(?:de\s{{1,9}})?"
    rf"(?:{MONTH_ABROAD}|{MONTH})(?:\s?/\s?{MONTH_ABROAD})?(?!\w)"
)
"""A day without a year in a script with letters: "April 17", "17 de abril", "17 апреля"."""
_DAY_OF_YEAR = (
    re.compile(rf"(?P<name>{MONTH}),?\s{{0,9}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", re.IGNORECASE),
    re.compile(
        rf"(?P<day>\d{{1,2}}|{'|'.join(_FIRST_DAYS)})(?:st|nd|rd|th|er|[.ºª°o])?\s{{1,9}}"
        rf"(?:de\s{{1,9}})?(?P<name>{MONTH_ABROAD}|{MONTH})(?:\s?/\s?{MONTH_ABROAD})?",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日일]"),
)
_LEAP_YEAR = 2000


@lru_cache(maxsize=4_000)  # The cache helps, because pages of one day repeat the same few dates.
def read_date(text: str) -> date | None:
    """Return the date in a text that contains only a full date; None for any other text.

    Examples of the seven forms: "14/09/2025", "2025-09-14", "2025.09.14.", "September 14, 2025",
    "September 14, Juche 114 (2025)", "2025년 9월 14일" (also in Chinese and Japanese, and with the
    Juche year before it) and "Mon, 06/17/2024". In the last form, the weekday shows which number is
    the month.
    """
    if _OTHER_DIGIT.search(text):
        return None
    if match := _WITH_WEEKDAY.fullmatch(text.strip()):
        return _on_weekday(match)
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            year = int(match["year"])
            if match.groupdict().get("juche"):
                year = juche_year(year)
            return _day(year, _month(match), int(match["day"]))
    return None


def read_partial_date(text: str) -> PartialDate:
    """Return the date in a text that contains only a date; UNKNOWN for any other text.

    The date can be cut to a month ("2025-04") or year ("2025").
    """
    if day := read_date(text):
        return PartialDate.of(day)
    match = None if _OTHER_DIGIT.search(text) else _PARTIAL.fullmatch(text.strip())
    if not match or not _day(int(match["year"]), int(match["month"] or 1), 1):
        return UNKNOWN
    return PartialDate(int(match["year"]), int(match["month"] or 0))


@lru_cache(maxsize=4_000)
def date_near(day_of_year: str, other: str) -> PartialDate:
    """Return the date of a day without a year ("April 17", "17 de abril", "4月17日", "4월 17일").

    `other` is another date of the same page, as text. The year is chosen for which the result is
    nearest to this date: "December 31" near "2025-01-01" is 31 December 2024. If `other` is only a
    month or year, its middle day is used. The result is UNKNOWN if one of the texts cannot be read.
    """
    known = read_partial_date(other)
    month, number = _month_and_day(day_of_year)
    if not known or not month:
        return UNKNOWN
    near = known.middle_day
    years = (near.year, near.year - 1, near.year + 1)
    days = [day for year in years if (day := _day(year, month, number))]
    return PartialDate.of(min(days, key=lambda day: abs(day - near), default=None))


def read_day_of_year(text: str) -> str | None:
    """Return a day without a year in the form of ISO 8601: "April 17" -> "--04-17".

    The result is None for any other text, and for a day that no year has ("April 31").
    """
    month, number = _month_and_day(text)
    day = _day(_LEAP_YEAR, month, number)
    return f"--{day:%m-%d}" if day else None


def _month_and_day(text: str) -> tuple[int, int]:
    """Return the month and the day in a day without a year; (0, 0) for any other text."""
    if not _OTHER_DIGIT.search(text):
        for form in _DAY_OF_YEAR:
            if match := form.fullmatch(text.strip()):
                number = _FIRST_DAYS.get(match["day"].casefold()) or int(match["day"])
                return _month(match), number
    return 0, 0


def _month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    name = parts.get("name")
    if not name:
        return int(parts["month"])
    name = name.casefold()
    return _NUMBER_ABROAD.get(name) or _MONTH_NUMBER[name[:3]]


def _on_weekday(match: re.Match[str]) -> date | None:
    """Return the day of a match of _WITH_WEEKDAY; None unless exactly one order of numbers fits."""
    year, first, second = (int(match[name]) for name in ("year", "first", "second"))
    weekday = _WEEKDAYS.index(match["weekday"])
    days = {_day(year, first, second), _day(year, second, first)} - {None}
    fitting = [day for day in days if day and day.weekday() == weekday]
    return fitting[0] if len(fitting) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2999 else None
    except ValueError:
        return None
