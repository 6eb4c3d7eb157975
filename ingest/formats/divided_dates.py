"""Dates that are divided into the columns year, month and day, such as `Jahr,Monat,Tag`."""

import re
from collections.abc import Sequence

from ingest.dates import read_partial_date
from ingest.formats.field_names import date_part_of
from ingest.formats.row_choice import Column
from ingest.month_names import MONTH_NUMBERS, WEEKDAY

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# Programs write "2024.0" in a column in which a number is missing.
_NUMBER = re.compile(r"(?P<number>\d{1,4})(?:\.0)?\s?(?:년|월|일|年|月|日|[.º]|st|nd|rd|th)?")
_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_MOST_DAYS = 31
# The names of months that stand alone, where they differ from those in a date.
_ALONE = (
    "январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь",
    "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
)
_MONTHS = MONTH_NUMBERS | {
    name: number for names in _ALONE for number, name in enumerate(names.split("|"), 1)
}


def joined_date(own: Sequence[Column]) -> list[tuple[str, str]]:
    """Return a date that is divided into the columns year, month and day, as one value."""
    parts = {date_part_of(name): _part(value) for name, value, _, _ in own if value.strip()}
    has_date = any(column.field == "date" and not date_part_of(column.name) for column in own)
    if has_date or not _YEAR.fullmatch(parts.get("year", "")):
        return []
    numbers = [parts["year"], *(parts.get(part, "") for part in ("month", "day"))]
    iso = "-".join(number.zfill(2) for number in numbers if number)
    return [("date", iso)] if read_partial_date(iso) and (numbers[1] or not numbers[2]) else []


def _part(value: str) -> str:
    """Return the year, the month or the day in a value as a number; other values unchanged."""
    value = value.strip()
    if match := _NUMBER.fullmatch(value):
        return match["number"]
    return str(_MONTHS.get(value.casefold().rstrip("."), value))


def is_day(name: str, value: str) -> bool:
    """Return True for a weekday or the day of a month in a column that can also mean a topic.

    The German "Tag" is the day.
    """
    value = value.strip()
    if date_part_of(name) != "day" or not value:
        return False
    number = _part(value)
    return _WEEKDAY.fullmatch(value) is not None or (
        number.isdecimal() and 1 <= int(number) <= _MOST_DAYS
    )
