"""Keys that look up the stored articles that can be the same as a newly read one."""

from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256

from ingest.partial_date import PartialDate
from ingest.same_article.common_part import letters_of
from ingest.same_article.leads import opening_of, without_dateline
from ingest.text_lines import normalise_title

_UNKNOWN_DAY = "00000000"
# Two datelines of one article are at most 1 day apart. An article is published up to 3 days later.
_DATELINES_APART, _PUBLISHED_AFTER = 1, 3
_LEAP_YEAR = 2000
_FIRST_WORDS = 60  # letters in the key of a text without a title and a complete date


@lru_cache(maxsize=4_000)  # The cache helps, because pages of one day list the same articles.
def article_key(source: str, published: str, title: str) -> str:
    """Return the key of an article: 32 hex digits for source and title, 8 digits for the date.

    `source` is the slug of the source, or "" if the article has none. `published` is a partial ISO
    date, or "" if the article has none: "2025-04" becomes "20250400". The date is at the end of the
    key, so that a database index has all keys of one source and title next to each other, sorted by
    date.
    """
    name = "\x1f".join((source, normalise_title(title)))
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:32] + _day(published)


def first_words(body: str) -> str:
    """Return the first 60 letters and digits of a body. They replace a missing title in a key."""
    return opening_of(body)[:_FIRST_WORDS]


def _day(published: str) -> str:
    return published.replace("-", "").ljust(8, "0") if published else _UNKNOWN_DAY


def neighbouring_keys(key: str) -> list[str]:
    """Return all keys that the article with the key `key` can have in other files.

    The keys have the same source and title, and these dates: the day of `key`, the day before, the
    day after, the month, the year, and the unknown date. The list is empty if the date of `key` is
    not a day, because too many keys are possible then. Use `key_range` for such a key.
    """
    name, day = key[:-8], key[-8:]
    if day.endswith("00"):
        return []
    return [name + other for other in _neighbouring_days(day)]


def neighbouring_days(key: str) -> list[str]:
    """Return the keys like `key` for its own day, the day before and the day after.

    They have the source and title of `key`. If the date of `key` is not a day, the list is empty.
    """
    return [other for other in neighbouring_keys(key) if not other.endswith("00")]


@lru_cache(maxsize=1_000)  # The cache helps, because the files of a batch have few different days.
def _neighbouring_days(day: str) -> tuple[str, ...]:
    own = date.fromisoformat(day)
    days = [
        own + timedelta(days=step)
        for step in (0, -1, 1)
        if 1 < own.toordinal() + step < date.max.toordinal()
    ]
    return (*(f"{near:%Y%m%d}" for near in days), day[:6] + "00", day[:4] + "0000", _UNKNOWN_DAY)


def key_range(key: str) -> tuple[str, str]:
    """Return the first and last possible key with the source and title of `key`, for any date."""
    return key[:-8] + _UNKNOWN_DAY, key[:-8] + "99999999"


def are_dates_near(a_key: str, b_key: str) -> bool:
    """Return True if the dates in two keys are near enough for the same article.

    Two days are near if they are at most one day apart. Two partial dates are near if one contains
    the other, or if one is unknown.
    """
    return _are_days_near(a_key[-8:], b_key[-8:])


@lru_cache(maxsize=4_000)  # The cache helps, because the files of a batch have few different days.
def _are_days_near(a: str, b: str) -> bool:
    return _from_digits(a).days_apart(_from_digits(b)) <= 1


def can_be_of_one_day(a_key: str, a_day: str, b_key: str, b_day: str) -> bool:
    """Return False if two articles cannot be of the same day, although a year is unknown.

    `a_day` and `b_day` are the days of datelines without a year ("--05-06"), or "". For an article
    without such a day, the date in its key (`article_key`) is used. The result is True if both
    articles have a year or one has no day: then `are_dates_near` decides alone.
    """
    if not a_day and not b_day:
        return True
    a, b = _day_of_leap_year(a_key, a_day), _day_of_leap_year(b_key, b_day)
    if not a or not b:
        return True
    apart = abs((a - b).days)
    most = _DATELINES_APART if a_day and b_day else _PUBLISHED_AFTER
    return min(apart, 366 - apart) <= most


def _day_of_leap_year(key: str, day: str) -> date | None:
    digits = day.replace("-", "") if day else key[-4:]
    return None if digits.endswith("00") else date(_LEAP_YEAR, int(digits[:2]), int(digits[2:]))


def _from_digits(day: str) -> PartialDate:
    return PartialDate(int(day[:4]), int(day[4:6]), int(day[6:]))


@lru_cache(maxsize=4_000)  # The cache helps, because pages of one day list the same articles.
def item_keys(source: str, published: str, title: str, lead: str) -> tuple[str, str]:
    """Return the key of a listed item (40 hex digits), and the key of its article (`article_key`).

    The key of the item is made from the key of the article and the first 40 letters of `lead`, the
    beginning of the article as the list shows it, without the dateline. `source` and `published`
    have the forms that `article_key` needs.
    """
    match_key = article_key(source, published, title)
    parts = (match_key, letters_of(without_dateline(lead))[:40])
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:40], match_key
