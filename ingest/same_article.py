"""Rules that decide whether two texts are the same article.

First, keys (`article_key`, `link_key`) are used to look up the candidates: stored articles that may
be the same as a newly read article. Then the texts are compared. All functions use parsed values
only, so a correction never changes to which article a file belongs. docs/import.md explains the
rules to the archivist.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit
from zlib import crc32

from ingest.own_words import own_words
from ingest.partial_date import PartialDate
from ingest.text_lines import normalise_title

# Limits for the containment of two texts (see `containment`). Two texts with at least SAME are the
# same article. Two texts with less than DIFFERENT are clearly different articles. Between the two
# limits a person should decide.
SAME = 0.8
DIFFERENT = 0.3

REWRITTEN = 0.5
"""The containment from which two texts with the same link, source, title and day are one article.

A site rewrites a text rarely so much that less than half of it remains. Two press reviews of a day
that share the address of a list have less in common.
"""

MOST_LINKED = 10  # articles; if more articles share a link, the link does not identify an article

# Characters at the beginning of a body that are compared with a lead. A lead is the first words of
# an article, as a list of articles shows them. No lead is longer than this.
OPENING = 700

# Two texts are compared by their runs: all pieces of this many letters (about two words). So one
# changed word lowers the containment about as much as if pairs of words were compared.
_GRAM = 9
# Two texts at different addresses of one site are copies only if the shorter has this share of the
# longer one's letters, and at least this containment.
_AS_LONG, _EQUAL = 0.95, 0.97
# If a text is _MUCH_LONGER times as long as another, _ANCHORS runs of the shorter text are searched
# in it, and at least this share of them must be found in one place.
_MUCH_LONGER, _ANCHORS, _FROM_ONE_PLACE = 4, 24, 0.6
# If the longer text has more than _LARGE letters, the runs of both texts need too much memory. Then
# at most _MOST_RUNS different runs of the shorter text are compared (`_sampled_share`).
_LARGE, _MOST_RUNS = 50_000, 50_000
_UNKNOWN_DAY = "00000000"
# Two datelines of one article are at most 1 day apart. An article is published up to 3 days later.
_DATELINES_APART, _PUBLISHED_AFTER = 1, 3
_LEAP_YEAR = 2000
# Parameters of an address that only count visitors.
_COUNTERS = re.compile(r"(?:utm_\w+|fbclid|gclid|ref|t)=|$")
# Addresses of lists: the days of kcna.co.jp (/item/2003/200306/20030611.htm, 2018-04-24ee.html,
# /9701/970102.htm, /news06/07.htm), and the first pages of sites and of their parts.
_LISTS = re.compile(
    r"/item/(?:\d{4}/)?\d{4,6}/(?:news\d{1,2}/\d{1,2}|\d{4}-?\d{2}-?\d{2}[a-z]{0,2}|\d{6})\.html?$"
    r"|/(?:index|home|main|default)\.(?:html?|php|jsp?|aspx?|do|kcmsf)$"
    r"|retrieve\w*List\.kcmsf$",
    re.IGNORECASE,
)
_LEAD_LETTERS = 24  # letters; a shorter lead does not show to which article it belongs
_OTHER_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())
_FIRST_WORDS = 60  # letters in the key of a text without a title and a complete date
# For a quick first test, this many evenly spread runs of a text are searched in the other text. The
# second number is for a lead.
_FIRST_LOOKS, _FIRST_LOOKS_OF_LEAD = 100, 24
# The quick test stops the comparison if a smaller share of these runs is found. The limits are far
# below SAME and DIFFERENT, because the share of a few runs is not exact.
_LEAST_TO_BE_SAME, _LEAST_TO_DOUBT = 0.5, 0.1
_DATELINE = re.compile(r"^.{2,80}?\((?:KCNA|Yonhap|조선중앙통신)\)\s*(?:[-–—―]+|:)?\s*", re.DOTALL)


class Verdict(Enum):
    """The relation between a newly read article and a candidate.

    SAME: they are the same article. POSSIBLY: a person should decide. LINK_ONLY: they share only
    the link, and a person should decide. OTHER: they are different articles.
    """

    SAME = "same"
    POSSIBLY = "possibly"
    LINK_ONLY = "link-only"
    OTHER = "other"


def letters_of(text: str) -> str:
    """Return only the letters and digits of a text, casefolded."""
    if text.isascii():  # most texts are ASCII, and this way is 20 times faster
        return text.lower().encode().translate(None, _OTHER_ASCII).decode()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def containment(a: str, b: str) -> float:
    """Return the share of the shorter text that the longer text contains, from 0.0 to 1.0.

    The order of `a` and `b` does not matter. The texts are compared as overlapping runs of nine
    letters or digits: the runs of "Pyongyang City" are "pyongyang", "yongyangc" … A run that occurs
    twice in the shorter text must occur twice in the longer text. Spaces, punctuation and case are
    ignored. So the result is still 1.0 if a text was cut short, was wrapped differently or lost
    spaces between words. A text without letters is contained only in another text without letters.
    """
    return _share(*_by_length(letters_of(a), letters_of(b)))


def _by_length(a: str, b: str) -> tuple[str, str]:
    """Return two texts with the shorter text first. Texts of equal length are sorted."""
    return (a, b) if (len(a), a) <= (len(b), b) else (b, a)


def _share(shorter: str, longer: str) -> float:
    """Return the containment (see `containment`) of two texts, given as letters (`letters_of`)."""
    if not shorter:
        return float(not longer)
    if len(shorter) < _GRAM:
        return float(shorter in longer)
    if shorter in longer:
        return 1.0
    if len(longer) > _LARGE:
        return _sampled_share(shorter, longer)
    wanted, available = Counter(_grams(shorter)), Counter(_grams(longer))
    return sum((wanted & available).values()) / wanted.total()


def _sampled_share(shorter: str, longer: str) -> float:
    """Return the containment (see `containment`) of two large texts, in bounded memory.

    A run is a piece of nine letters. If the shorter text has more than _MOST_RUNS different runs,
    only the runs whose checksum is a multiple of `step` are compared. `step` is doubled until at
    most _MOST_RUNS runs are left.
    """
    wanted: dict[str, int] = {}
    step = 1
    for run in _runs(shorter):
        if run in wanted:
            wanted[run] += 1
        elif step == 1 or not crc32(run.encode()) % step:
            wanted[run] = 1
            if len(wanted) > _MOST_RUNS:
                step *= 2
                wanted = {
                    kept: count for kept, count in wanted.items() if not crc32(kept.encode()) % step
                }
    missing = dict(wanted)
    for run in _runs(longer):
        if missing.get(run):
            missing[run] -= 1
    return 1 - sum(missing.values()) / sum(wanted.values())


def _runs(letters: str) -> Iterator[str]:
    return (letters[start : start + _GRAM] for start in range(len(letters) - _GRAM + 1))


def _grams(letters: str) -> list[str]:
    return [letters[start : start + _GRAM] for start in range(len(letters) - _GRAM + 1)]


def _most_share(shorter: str, longer: str) -> float:
    """Return an upper limit for the result of `_share`, in half the time of `_share`.

    The function only tests which runs (pieces of nine letters) of the shorter text are in the
    longer text at all. `_share` also compares how often they are repeated, so its result can be
    lower. For large texts the limit is always 1.0, because comparing their runs would need too much
    memory.
    """
    if len(longer) > _LARGE:
        return 1.0
    wanted = _grams(shorter)
    return 1 - len(set(wanted).difference(_grams(longer))) / len(wanted) if wanted else 1.0


def _is_hopeless(shorter: str, longer: str, least: float, looks: int = _FIRST_LOOKS) -> bool:
    """Return True if two texts are clearly different, by a quick test.

    Only about `looks` evenly spread runs (pieces of nine letters) of the shorter text are searched.
    The result is true if the longer text contains a smaller share of these runs than `least` (0.0
    to 1.0).
    """
    places = range(0, len(shorter) - _GRAM + 1, max(1, len(shorter) // looks))
    left = int(len(places) * (1 - least))
    for start in places:
        if shorter[start : start + _GRAM] not in longer:
            left -= 1
            if left < 0:
                return True
    return False


class Link(Enum):
    """How the original links of two texts are related.

    SAME: they are equal. OTHER: they are different addresses of one site. UNKNOWN: one of them is
    missing, or is an address of another site.
    """

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text that is compared with another: its body, and its letters (`letters_of`)."""

    body: str
    letters: str


def judge(
    a: ComparedText, b: ComparedText, *, link: Link, is_same_name: bool
) -> tuple[Verdict, float]:
    """Return the verdict on a newly read text and a candidate, and their containment (0.0 to 1.0).

    `is_same_name` is true if the two texts have the same source and title, and near dates
    (`are_dates_near`). Two texts are copies of each other if the containment is at least SAME and
    the shorter text has no words that the longer text does not have (`own_words`). For two texts
    with different addresses of one site, this is not enough: their letters must be almost equal.
    The verdict is the first in this list whose condition is true:

    - SAME if the texts are copies of each other
    - SAME if link and name are the same and the containment is at least REWRITTEN, because a site
      can rewrite a text
    - LINK_ONLY if only the link is the same: many articles probably share this link
    - POSSIBLY if the name is the same and the containment is at least DIFFERENT
    - OTHER in all other cases

    If the link is not the same and a quick test shows that the verdict is OTHER, the containment is
    not measured, and 0.0 is returned as containment.
    """
    shorter, longer = sorted((a, b), key=lambda text: (len(text.letters), text.letters))
    least = _LEAST_TO_DOUBT if is_same_name else _LEAST_TO_BE_SAME
    if link is not Link.SAME and (
        _is_hopeless(shorter.letters, longer.letters, least)
        or _most_share(shorter.letters, longer.letters) < DIFFERENT
    ):
        return Verdict.OTHER, 0.0
    share = _share(shorter.letters, longer.letters)
    if _is_copy(shorter, longer, share, link):
        return Verdict.SAME, share
    if link is Link.SAME:
        is_rewritten = is_same_name and share >= REWRITTEN
        return (Verdict.SAME if is_rewritten else Verdict.LINK_ONLY), share
    return (Verdict.POSSIBLY if is_same_name and share >= DIFFERENT else Verdict.OTHER), share


def _is_passage(shorter: str, longer: str) -> bool:
    """Return True if the words of a text stand together in a text that is much longer.

    In a long text, the words of a short one can stand in many places. So some runs of the shorter
    text are searched, and most of them must have about the same distance to each other there.
    """
    if shorter in longer:
        return True
    step = max(1, len(shorter) // _ANCHORS)
    starts = range(0, max(1, len(shorter) - _GRAM + 1), step)
    found = [(start, longer.find(shorter[start : start + _GRAM])) for start in starts]
    shifts = sorted(place - start for start, place in found if place >= 0)
    if not shifts:
        return False
    middle = shifts[len(shifts) // 2]
    near = sum(abs(shift - middle) <= len(shorter) // 4 for shift in shifts)
    return near >= _FROM_ONE_PLACE * len(found)


def _is_copy(shorter: ComparedText, longer: ComparedText, share: float, link: Link) -> bool:
    """Return True if two texts are copies of each other (see `judge`)."""
    if shorter.letters == longer.letters:
        return True
    if link is Link.OTHER:
        is_as_long = len(shorter.letters) >= _AS_LONG * len(longer.letters)
        return (
            is_as_long
            and share >= _EQUAL
            and not own_words(shorter.body, longer.body, longer.letters)
        )
    is_much_longer = len(longer.letters) > _MUCH_LONGER * len(shorter.letters)
    if is_much_longer and not _is_passage(shorter.letters, longer.letters):
        return False
    return share >= SAME and not own_words(shorter.body, longer.body, longer.letters)


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
    return [name + key for key in _neighbouring_days(day)]


def neighbouring_days(key: str) -> list[str]:
    """Return the keys like `key` for its own day, the day before and the day after.

    They have the source and title of `key`. If the date of `key` is not a day, the list is empty.
    """
    return [key for key in neighbouring_keys(key) if not key.endswith("00")]


@lru_cache(maxsize=1_000)  # The cache helps, because the files of a batch have few different days.
def _neighbouring_days(day: str) -> tuple[str, ...]:
    own = date.fromisoformat(day)
    days = [
        own + timedelta(days=step)
        for step in (0, -1, 1)
        if 1 < own.toordinal() + step < date.max.toordinal()
    ]
    return (*(f"{key:%Y%m%d}" for key in days), day[:6] + "00", day[:4] + "0000", _UNKNOWN_DAY)


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


def link_key(url: str) -> str:
    """Return a key for the address of an article: 8 hex digits for the site, 32 for the rest.

    Addresses have the same key if they differ only in http or https, `www.`, a slash at the end, or
    parameters that only count visitors (`utm_source`). Addresses with different fragments ("#1",
    "#3") have different keys, because a page can have many articles. The key is "" for an address
    that is not the address of an article: a whole site, a page with the list of a day, and text
    that is not an address.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.casefold().removeprefix("www.")
    path = parts.path.rstrip("/")
    query = "&".join(part for part in parts.query.split("&") if not _COUNTERS.match(part))
    if not host or not (path or query) or _is_list(path, query, parts.fragment):
        return ""
    rest = f"{path}?{query}#{parts.fragment}" if parts.fragment else f"{path}?{query}"
    site = sha256(host.encode("utf-8", "replace")).hexdigest()[:8]
    return site + sha256(rest.encode("utf-8", "replace")).hexdigest()[:32]


def _is_list(path: str, query: str, fragment: str) -> bool:
    """Return True for the address of a page with many articles, such as the list of a day."""
    return not fragment and not query and bool(_LISTS.search(path))


def link_relation(a_key: str, b_key: str) -> Link:
    """Return how two links are related, from their keys (`link_key`)."""
    if not a_key or not b_key or a_key[:8] != b_key[:8]:
        return Link.UNKNOWN
    return Link.SAME if a_key == b_key else Link.OTHER


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


def without_dateline(lead: str) -> str:
    """Return the beginning of an article without its dateline ("Pyongyang, May 1 (KCNA) -- ")."""
    return _DATELINE.sub("", lead.strip(), count=1)


def opening_of(body: str) -> str:
    """Return the letters and digits of the first 700 characters of a body, without its dateline."""
    return letters_of(without_dateline(body[:OPENING]))


# The cache helps, because an item is compared with each imported article of its day.
@lru_cache(maxsize=4_000)
def _lead_letters(lead: str) -> str:
    return letters_of(without_dateline(lead))


def does_lead_fit(lead: str, opening: str) -> bool | None:
    """Return True if an article begins with the words of `lead`; None if `lead` is too short.

    `lead` is the beginning of an article, as a list of articles shows it. `opening` is the result
    of `opening_of` for the body of the article. It is enough if the opening contains 80 % of the
    lead, because sites cut leads after about 130 characters, sometimes inside a word.
    """
    wanted = _lead_letters(lead)
    if len(wanted) < _LEAD_LETTERS:
        return None
    start = opening[: len(wanted) + 60]
    if start.startswith(wanted):
        return True
    if _is_hopeless(wanted, start, _LEAST_TO_BE_SAME, _FIRST_LOOKS_OF_LEAD):
        return False
    return _share(wanted, start) >= SAME
