r"""Reads dates in the forms that saved pages use, such as "14/09/2025" and "September 14, 2025".

The patterns match digits of every script (`\d`), so layouts recognise each date. But a date is only
read if its digits are 0 to 9, or full-width: Japanese and Chinese pages have those, too. Digits of
other scripts often belong to other calendars: the Thai year 2568 is our year 2025. Such a date
becomes the problem `unreadable-field`.
"""

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Literal

from ingest.date_words import with_common_years, without_words
from ingest.month_names import ANY_MONTH, MONTH_NUMBERS, SHORT_WEEKDAY, WEEKDAY
from ingest.partial_date import UNKNOWN, PartialDate, juche_year

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
LONG_DATE = rf"{MONTH} ?\d{{1,2}}, ?\d{{4}}"
EASTERN_DATE = (  # Korean, Chinese or Japanese; the Juche year can come before the common year
    r"(?:(?:주체|主体|主體|チュチェ) ?\d{1,3} ?[(（] ?)?\d{4}(?: ?[)）])?"
    r" ?[년年] ?\d{1,2} ?[월月] ?\d{1,2} ?[일日]"
)
_JUCHE = (
    r"(?:(?:idea|idée|era) )?"
    r"(?:juche|주체|主体|主體|チュチェ|чучхе|dschutsche|djoutché|djoutche|زوتشيه)"
)
DOTTED_DATE = (  # "2025.07.02.", "Juche 114.7.2.", "주체114(2025).7.2."
    rf"(?:(?i:{_JUCHE}) ?\d{{1,3}}(?: ?[(（] ?\d{{4}} ?[)）])?|\d{{4}})"
    r"\. ?\d{1,2}\. ?\d{1,2}\.?"
)
JUCHE_WORDS = ("juche", "주체", "主体", "主體", "チュチェ", "чучхе")
"""The words before a Juche year in the sign-offs of the agency, in lower case."""
_YEAR = (  # "2024", "Juche 113", "Juche 113 (2024)"
    rf"(?:{_JUCHE} ?(?P<juche>\d{{1,3}})(?: ?\( ?(?P<year>\d{{4}}) ?\))?|\(?(?P<plain>\d{{4}})\)?)"
)
_SERIAL = re.compile(r"[1-7][0-9]{4}(?:[.,][0-9]{1,15})?")
_DAY, _MONTH = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})"
_NAME = rf"(?P<name>{ANY_MONTH})"
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ª)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY}/{_MONTH}/(?P<plain>\d{{4}})",
        rf"(?P<plain>\d{{4}}) ?(?P<mark>[-/]) ?{_MONTH} ?(?P=mark) ?{_DAY}",
        rf"{_YEAR}\. ?{_MONTH}\. ?{_DAY}\.?",
        rf"{_JUCHE} ?(?P<juche>\d{{1,3}}) ?\( ?(?P<year>\d{{4}}) ?\),? ?{_MONTH}\. ?{_DAY}\.?",
        rf"{_YEAR} ?[년年] ?{_MONTH} ?[월月] ?{_DAY} ?[일日号號]",
        rf"{_NAME} ?{_DAY}{_ORDINAL}[,.]? ?{_YEAR}(?:,? ?{_JUCHE} ?\d{{1,3}})?",
        rf"(?:le |el |den |am |al-)?{_DAY}{_ORDINAL}\.?,? ?(?:de |of |d[’'])?{_NAME}"
        rf"(?: ?/ ?{ANY_MONTH})?,?"
        rf" ?(?:de |del |of )?(?:la )?{_YEAR}(?: ?(?:года|год|г\.?))?",
        rf"{_YEAR}[,.]? {_NAME} ?{_DAY}{_ORDINAL}",
        rf"{_YEAR}[,.]? {_DAY}\.? (?:de )?{_NAME}",
        r"(?P<plain>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_DAY}\. ?{_MONTH}\. ?(?P<plain>\d{{4}})",
        rf"{_DAY}-{_NAME}-(?P<plain>\d{{4}})",
        rf"{_NAME}-{_DAY}-(?P<plain>\d{{4}})",
        rf"{_DAY} ?- ?{_MONTH} ?- ?(?P<plain>\d{{4}})",
    )
)
_DAY_FIRST = (_FORMS[0], _FORMS[-1])  # in these forms, the month can also come first
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(
    r"(?:T|[ ,]+(?:- ?)?(?:at |um |à |a las |в )?)(?:오전|오후|上午|下午|午前|午後)? ?"
    r"\d{1,2}[:：시时時]\d{2}(?:분|分)?(?:[:：]\d{2})?(?:[.,]\d{1,9})? ?"
    r"(?:[ap]\.?m\.?)? ?(?:Z|UTC|GMT|[A-Z]{3,4})?(?: ?[+-]\d{2}:?\d{2})?(?: ?\([^()]{1,40}\))?",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE = re.compile(rf"(?:{WEEKDAY})(?!\w)\.?[,，、]? ?(?=[^\W_])", re.IGNORECASE)
_WEEKDAY_AFTER = re.compile(
    rf"(?:[,，]? ?[(（] ?(?:{WEEKDAY}|{SHORT_WEEKDAY}) ?[)）]|[,，]? ?(?<!\w)(?:{WEEKDAY})\.?)$",
    re.IGNORECASE,
)
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_HAN_DIGITS = {letter: str(index % 10) for index, letter in enumerate("〇一二三四五六七八九零")}
_HAN_DIGITS["○"] = "0"
_HAN_DATE = re.compile(
    r"(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,3})月"
    r"(?P<day>[一二三四五六七八九十廿]{1,4})(?P<end>[日号號])"
)
_OTHER_DIGIT = re.compile(r"(?![0-9０-９])\d")
_PARTIAL = (
    re.compile(r"(?P<plain>\d{4})(?:[-/.](?P<month>\d{1,2})\.?)?"),
    re.compile(rf"{_NAME},? ?(?:de |del )?(?P<plain>\d{{4}})", re.IGNORECASE),
    re.compile(rf"{_YEAR} ?[년年](?: ?{_MONTH} ?[월月])?", re.IGNORECASE),
)
_FIRST_DAYS = {"primero": 1, "premier": 1}
DAY_OF_YEAR = (
    rf"{MONTH},?\s{{0,9}}\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th|er|[.ºª°o])?|{'|'.join(_FIRST_DAYS)})\s{{1,9}}(?:de\s{{1,9}})?"
    rf"{ANY_MONTH}(?:\s?/\s?{ANY_MONTH})?(?!\w)"
)
"""A day without a year in a script with letters: "April 17", "17 de abril", "17 апреля"."""
_DAY_OF_YEAR = (
    re.compile(rf"{_NAME},?\s{{0,9}}{_DAY}(?:st|nd|rd|th)?", re.IGNORECASE),
    re.compile(
        rf"(?P<day>\d{{1,2}}|{'|'.join(_FIRST_DAYS)})(?:st|nd|rd|th|er|[.ºª°o])?\s{{1,9}}"
        rf"(?:(?:de|of)\s{{1,9}})?{_NAME}(?:\s?/\s?{ANY_MONTH})?",
        re.IGNORECASE,
    ),
    re.compile(rf"{_MONTH} ?[月월] ?{_DAY} ?[日일]"),
    re.compile(r"(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})日"),
)
_BEFORE_NO_DATE = re.compile(r"[\d./-]$")
_AFTER_NO_DATE = re.compile(r"\d|[./-]\d")
_NUMERALS = "一二三四五六七八九"
_LEAP_YEAR = 2000
_UNIX_TIME = re.compile(r"(?P<seconds>\d{9,10})(?:\d{3}|\.\d{1,9})?")
_CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?:\.\d{1,9})?"
_ZONE = r"(?:Z|UTC|[+-]\d{2}:?\d{2})"
# The forms that programs write: in the order of ISO 8601, of the system's clock, of a spreadsheet.
_OF_PROGRAMS = tuple(
    re.compile(form.replace("MONTH", MONTH.removesuffix(r"\.?")), re.IGNORECASE)
    for form in (
        rf"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)T?{_CLOCK}{_ZONE}?",
        rf"(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d) ?{_ZONE}",
        r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(?P<m>MONTH) {1,2}(?P<d>\d{1,2}) \d\d:\d\d:\d\d"
        r"(?: (?:[A-Z]{3,4}|[+-]\d{4}))? (?P<y>\d{4})",
        r"(?P<d>\d{1,2})[- ](?P<m>MONTH)[- ]['’]?(?P<y>\d\d)",
    )
)
_CENTURY_FROM = 45  # the outlets exist since 1945, so the years 00 to 44 are 2000 to 2044
_IN_DIGITS = re.compile(r"[\d./:TZ+ -]+")
_PLACEHOLDERS = (date(1970, 1, 1), date(1900, 1, 1))
KOREAN_TIME = timezone(timedelta(hours=9))
_LONGEST = 100  # no date has more letters, with weekday, time and time zone


def read_date(text: str) -> date | None:
    """Return the date in a text that contains only a full date; None for any other text.

    Examples of the forms: "14/09/2025" (the day comes first), "2025-09-14", "20250914",
    "2025.09.14.", "14.9.2025", "September 14, 2025", "Sunday, 14 September 2025", "September 14,
    Juche 114 (2025)", "2025년 9월 14일" and "14 de septiembre de 2025", also in Chinese, Japanese,
    Russian, French, German and Arabic. A weekday and a time are skipped.
    """
    days = _read(text, False) if len(text) <= _LONGEST else ()
    return days[0] if days else None


def possible_dates(text: str) -> tuple[date, ...]:
    """Return the days that a text with only a full date can mean: none, one or two.

    There are two if the order of day and month is not sure: "06/05/2024" is 6 May or 5 June. The
    day comes first in the first of them.
    """
    return _read(text, True) if len(text) <= _LONGEST else ()


def dates_inside(text: str) -> list[tuple[int, int]]:
    """Return where full dates are inside a text such as "Review of 6 May 2024": start and end.

    Dates that overlap are one, the longest. A date inside a longer number or word is left out.
    """
    spans = {
        match.span()
        for form in _FORMS
        for match in form.finditer(text)
        if not _BEFORE_NO_DATE.search(text, 0, match.start())
        and not _AFTER_NO_DATE.match(text, match.end())
        and possible_dates(text[slice(*match.span())])
    }
    return sorted(
        (start, end)
        for start, end in spans
        if not any(
            (other[0] <= start and end <= other[1]) for other in spans if other != (start, end)
        )
    )


@lru_cache(maxsize=8_000)  # The cache helps, because pages of one day repeat the same few dates.
def _read(text: str, any_order: bool) -> tuple[date, ...]:
    """Return the days that a text can mean. If not `any_order`, the day comes before the month.

    But if the text has an English weekday, the day that has this weekday is returned, because some
    sites write the month first: "Mon, 06/17/2024".
    """
    if _OTHER_DIGIT.search(text):
        return ()
    text, weekday = _core(text)
    for form in _FORMS:
        if match := form.fullmatch(text):
            year, month, day = _year(match), _month(match), int(match["day"])
            orders = [(month, day)]
            is_open = form in _DAY_FIRST and (any_order or weekday in _WEEKDAYS)
            if is_open and month != day:
                orders.append((day, month))
            days = [found for month, day in orders if (found := _day(year, month, day))]
            if form in _DAY_FIRST and weekday in _WEEKDAYS:
                days = [day for day in days if day.weekday() == _WEEKDAYS.index(weekday)]
            return tuple(days)
    return ()


def _core(text: str) -> tuple[str, str]:
    """Return a text without weekday and time, and the first letters of the weekday before it.

    Full-width letters become ordinary ones.
    """
    text = " ".join(text.translate(_WIDE).split())
    if "年" in text:
        text = with_common_years(_HAN_DATE.sub(_with_digits, text))
    for time in _TIME.finditer(text):
        if time.end() == len(text):
            text = text[: time.start()].rstrip()
            break
    before = None if text[:1].isdigit() else _WEEKDAY_BEFORE.match(text)
    text = text[before.end() :] if before else text
    return _WEEKDAY_AFTER.sub("", text), before.group()[:3].casefold() if before else ""


def _with_digits(match: re.Match[str]) -> str:
    """Return a Chinese date in digits: "二〇一七年七月五日" -> "2017年7月5日"."""
    year = "".join(_HAN_DIGITS[letter] for letter in match["year"])
    return f"{year}年{_han_number(match['month'])}月{_han_number(match['day'])}{match['end']}"


def _han_number(text: str) -> int:
    """Return a number below 100 in Chinese numerals: "二十五" -> 25."""
    tens, ten, ones = text.replace("廿", "二十").rpartition("十")
    number = int("".join(_HAN_DIGITS[letter] for letter in ones if letter != "十") or 0)
    if not ten:
        return number
    return number + 10 * int("".join(_HAN_DIGITS[letter] for letter in tens if letter != "十") or 1)


def read_partial_date(text: str) -> PartialDate:
    """Return the date in a text that contains only a date; UNKNOWN for any other text.

    The date can be cut to a month ("2025-04", "April 2025") or year ("2025").
    """
    if day := read_date(text):
        return PartialDate.of(day)
    if _OTHER_DIGIT.search(text) or len(text) > _LONGEST:
        return UNKNOWN
    for form in _PARTIAL:
        if match := form.fullmatch(_core(text)[0]):
            groups = match.groupdict()
            month = _month(match) if groups.get("name") or groups.get("month") else 0
            year = _year(match)
            return PartialDate(year, month) if _day(year, month or 1, 1) else UNKNOWN
    return UNKNOWN


def read_any_date(text: str, first: Literal["day", "month", ""] = "") -> PartialDate:
    """Return the date in a text that contains only a date, a moment, or a number of seconds.

    A number of seconds (or milliseconds) since 1970 is a moment; its day in Korea is returned. For
    other moments it is the day that the text names. The result is UNKNOWN if the order of day and
    month is not sure ("06/05/2024"), unless `first` says which of them comes first. It is UNKNOWN,
    too, for a day that programs write for a missing date (`is_placeholder`).
    """
    text = text.strip()
    if is_placeholder(text):
        return UNKNOWN
    days = possible_dates(text)
    if days:
        return PartialDate.of(days[0]) if len(days) == 1 else _in_order(text, first)
    if match := _UNIX_TIME.fullmatch(text):
        return PartialDate.of(day_of_seconds(match["seconds"]))
    if found := read_partial_date(text):
        return found
    if _OTHER_DIGIT.search(text):
        return UNKNOWN
    for form in _OF_PROGRAMS:
        if match := form.fullmatch(text):
            year = int(match["y"])
            year += (2000 if year < _CENTURY_FROM else 1900) if len(match["y"]) == 2 else 0
            month = match["m"]
            number = int(month) if month.isdigit() else MONTH_NUMBERS[month.casefold().rstrip(".")]
            return PartialDate.of(_day(year, number, int(match["d"])))
    inner = without_words(text)
    return read_any_date(inner, first) if inner else UNKNOWN


def is_placeholder(text: str) -> bool:
    """Return True for a day that programs write for a missing date: 1 January 1970 in digits."""
    day = read_date(text) if _IN_DIGITS.fullmatch(text) else None
    return day in _PLACEHOLDERS


def _in_order(text: str, first: str) -> PartialDate:
    """Return the date in a text such as "06/05/2024" if it is known what comes `first`."""
    days = possible_dates(text)
    return PartialDate.of(days[0] if first == "day" else days[1]) if first else UNKNOWN


def day_of_seconds(seconds: str) -> date | None:
    """Return the day in Korea of a number of seconds since 1970; None for other numbers."""
    try:
        moment = datetime.fromtimestamp(int(seconds), KOREAN_TIME)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.date() if moment.year >= 1990 else None


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
            if match := form.fullmatch(text.translate(_WIDE).strip()):
                if form is _DAY_OF_YEAR[-1]:
                    return _numeral(match["month"]), _numeral(match["day"])
                number = _FIRST_DAYS.get(match["day"].casefold()) or int(match["day"])
                return _month(match), number
    return 0, 0


def excel_day(text: str) -> date | None:
    """Return the day that a spreadsheet saved as a number, such as "40304" or "40304.75".

    Excel and LibreOffice count the days from 1899-12-30 on; a fraction is the time of day. Only
    days from 1990 to 2100 are read, because R counts the days from 1970 on, with smaller numbers.
    """
    if not _SERIAL.fullmatch(text):
        return None
    day = date(1899, 12, 30) + timedelta(days=int(text[:5]))
    return day if 1990 <= day.year <= 2100 else None


def _numeral(text: str) -> int:
    """Return the number of a Chinese numeral below 100: "三十一" is 31; 0 for any other text."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    number = (_NUMERALS.index(tens) + 1 if tens else 1) * 10 if ten else 0
    return number + (_NUMERALS.index(ones) + 1 if ones else 0)


def _year(match: re.Match[str]) -> int:
    groups = match.groupdict()
    year = groups.get("year") or groups.get("plain")
    return int(year) if year else juche_year(int(groups["juche"]))


def _month(match: re.Match[str]) -> int:
    parts = match.groupdict()
    name = parts.get("name")
    return (
        MONTH_NUMBERS[" ".join(name.casefold().rstrip(".").split())]
        if name
        else int(parts["month"])
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2999 else None
    except ValueError:
        return None
