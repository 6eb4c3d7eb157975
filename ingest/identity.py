"""Decides whether two texts are the same article: by keys that find candidates, and measures.

Everything here is a pure function of *parsed* values: a correction never changes which article a
text is. docs/import.md explains the rules to the archivist.
"""

import re
import unicodedata
from collections import Counter
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

from ingest.clean import normalise_title
from ingest.partial_date import PartialDate

SAME = 0.8  # one body contains at least this much of the other: the same article
DIFFERENT = 0.3  # less than this: clearly another one; between the two a person should look

MOST_LINKED = 10  # articles; a link that more of them share does not identify one

OPENING = 700  # characters of a body: longer than any lead

# Letters; about two words, so that one changed word costs about as much as it does among word pairs
_GRAM = 9
_UNKNOWN_DAY = "00000000"
_LEAD_LETTERS = 24  # a shorter lead cannot tell two articles apart
_OTHER_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())
_FIRST_WORDS = 60  # letters in the key of a text without title and date
_FIRST_LOOKS, _FIRST_LOOKS_OF_LEAD = (
    100,
    24,
)  # runs of a text, evenly spread, that are looked for before all of them
_LEAST_TO_BE_SAME, _LEAST_TO_DOUBT = 0.5, 0.1  # shares of these, far below SAME and DIFFERENT
_DATELINE = re.compile(r"^.{2,80}?\((?:KCNA|Yonhap|조선중앙통신)\)\s*(?:[-–—―]+|:)?\s*", re.DOTALL)


class Verdict(Enum):
    """The relation of a candidate to a newly read article."""

    SAME = "same"
    POSSIBLY = "possibly"
    LINK_ONLY = "link-only"
    OTHER = "other"


def letters_of(text: str) -> str:
    """Return only the letters and digits of a text, casefolded."""
    if text.isascii():  # most texts: 20 times faster
        return text.lower().encode().translate(None, _OTHER_ASCII).decode()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def containment(a: str, b: str) -> float:
    """Return how much of the shorter text the longer one contains, from 0.0 to 1.0.

    It is measured in overlapping runs of nine letters or digits (as a multiset: a phrase that
    occurs twice has to be found twice). Spaces, punctuation and case are ignored, so the result is
    still 1.0 for a text that is cut short, wrapped differently or has lost spaces between words.
    The order of the two texts does not matter. A text without letters is contained only in another
    text without letters.
    """
    return _share(*_by_length(letters_of(a), letters_of(b)))


def _by_length(a: str, b: str) -> tuple[str, str]:
    """Return both texts, the shorter first, whatever their order was."""
    return (a, b) if (len(a), a) <= (len(b), b) else (b, a)


def _share(shorter: str, longer: str) -> float:
    """Return the containment (0.0 to 1.0) of two texts that consist of letters alone."""
    if not shorter:
        return float(not longer)
    if len(shorter) < _GRAM:
        return float(shorter in longer)
    if shorter in longer:
        return 1.0
    wanted, available = Counter(_grams(shorter)), Counter(_grams(longer))
    return sum((wanted & available).values()) / wanted.total()


def _grams(letters: str) -> list[str]:
    return [letters[start : start + _GRAM] for start in range(len(letters) - _GRAM + 1)]


def _most_share(shorter: str, longer: str) -> float:
    """Return an upper limit for the result of `_share`, in half the time.

    Runs that are in both texts are assumed to be equally frequent.
    """
    wanted = _grams(shorter)
    return 1 - len(set(wanted).difference(_grams(longer))) / len(wanted) if wanted else 1.0


def _is_hopeless(shorter: str, longer: str, least: float, looks: int = _FIRST_LOOKS) -> bool:
    """Tell whether the longer text lacks too many runs of the shorter one.

    Only `looks` evenly spread runs are searched; if the share of those found is below `least`, the
    share of all runs is far too small.
    """
    places = range(0, len(shorter) - _GRAM + 1, max(1, len(shorter) // looks))
    left = int(len(places) * (1 - least))
    for start in places:
        if shorter[start : start + _GRAM] not in longer:
            left -= 1
            if left < 0:
                return True
    return False


def judge(
    a_body: str, b_body: str, *, is_same_link: bool, is_same_name: bool
) -> tuple[Verdict, float]:
    """Return the verdict on two texts with one key or link, and their containment (0.0 to 1.0).

    `is_same_name`: they have the same source and title, and dates that are near. Texts with the
    same link are the same article even when the text was rewritten, unless neither name nor text
    agree: then many pages share the link, and a person should look. Without the same link and name,
    two texts are the same article only if their containment is at least `SAME`. For texts that are
    clearly different it is not measured (0.0).
    """
    shorter, longer = _by_length(letters_of(a_body), letters_of(b_body))
    least = _LEAST_TO_DOUBT if is_same_name else _LEAST_TO_BE_SAME
    if not is_same_link and (
        _is_hopeless(shorter, longer, least) or _most_share(shorter, longer) < DIFFERENT
    ):
        return Verdict.OTHER, 0.0
    share = _share(shorter, longer)
    if share >= SAME or (is_same_link and (is_same_name or share >= DIFFERENT)):
        return Verdict.SAME, share
    if is_same_link:
        return Verdict.LINK_ONLY, share
    return (Verdict.POSSIBLY if is_same_name and share >= DIFFERENT else Verdict.OTHER), share


@lru_cache(maxsize=4_000)  # an article is listed by its neighbours, and looked up by its day alone
def article_key(source: str, published: str, title: str) -> str:
    """Return the key of an article: 32 hex digits for source and title, 8 digits for the date.

    `source` is the slug of the source ("" when unknown), `published` a partial ISO date ("" when
    unknown). All keys of a source and title are neighbours in an index, sorted by date; the 8
    digits of a month are "20250400".
    """
    name = "\x1f".join((source, normalise_title(title)))
    return sha256(name.encode("utf-8", "replace")).hexdigest()[:32] + _day(published)


def first_words(body: str) -> str:
    """Return the first 60 letters of a body, which replace a missing title in a key."""
    return opening_of(body)[:_FIRST_WORDS]


def _day(published: str) -> str:
    return published.replace("-", "").ljust(8, "0") if published else _UNKNOWN_DAY


def neighbouring_keys(key: str) -> list[str]:
    """Return all keys that an article can have in other files, given one of its keys.

    Their dates are: the day, the days before and after it, the month, the year, and no date. The
    list is empty for a key whose own date is not a day; then search in the range that `key_range`
    returns.
    """
    name, day = key[:-8], key[-8:]
    if day.endswith("00"):
        return []
    return [name + key for key in _neighbouring_days(day)]


def neighbouring_days(key: str) -> list[str]:
    """Return the keys with the same source and title for the same day, and one day off."""
    return [key for key in neighbouring_keys(key) if not key.endswith("00")]


@lru_cache(maxsize=1_000)  # the files of a batch are of a few days
def _neighbouring_days(day: str) -> tuple[str, ...]:
    own = date.fromisoformat(day)
    days = [
        own + timedelta(days=step)
        for step in (0, -1, 1)
        if 1 < own.toordinal() + step < date.max.toordinal()
    ]
    return (*(f"{key:%Y%m%d}" for key in days), day[:6] + "00", day[:4] + "0000", _UNKNOWN_DAY)


def key_range(key: str) -> tuple[str, str]:
    """Return the first and the last key that are possible for this key's source and title."""
    return key[:-8] + _UNKNOWN_DAY, key[:-8] + "99999999"


def are_dates_near(a_key: str, b_key: str) -> bool:
    """Tell whether two keys can be keys of the same article, by their dates.

    This is so if the dates are at most a day apart, or one contains the other, or one is unknown.
    """
    return _are_days_near(a_key[-8:], b_key[-8:])


@lru_cache(maxsize=4_000)  # the files of a batch are of a few days
def _are_days_near(a: str, b: str) -> bool:
    return _from_digits(a).days_apart(_from_digits(b)) <= 1


def _from_digits(day: str) -> PartialDate:
    return PartialDate(int(day[:4]), int(day[4:6]), int(day[6:]))


def link_key(url: str) -> str:
    """Return a key for the address of an article.

    The key does not depend on http or https, `www.`, the fragment or the last slash. It is "" for
    the address of a whole site.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.casefold().removeprefix("www.")
    path = parts.path.rstrip("/")
    if not host or not (path or parts.query):
        return ""
    return sha256(f"{host}{path}?{parts.query}".encode("utf-8", "replace")).hexdigest()[:40]


@lru_cache(maxsize=4_000)  # neighbouring pages list the same articles
def item_keys(source: str, published: str, title: str, lead: str) -> tuple[str, str]:
    """Return the key of a listed item, and the key of its article.

    The first is made of the second and the start of the lead (without the dateline).
    """
    match_key = article_key(source, published, title)
    parts = (match_key, letters_of(without_dateline(lead))[:40])
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:40], match_key


def without_dateline(lead: str) -> str:
    """Return a lead without its dateline ("Pyongyang, September 14 (KCNA) -- ")."""
    return _DATELINE.sub("", lead.strip(), count=1)


def opening_of(body: str) -> str:
    """Return the letters with which a body begins, as many as `does_lead_fit` needs."""
    return letters_of(without_dateline(body[:OPENING]))


@lru_cache(maxsize=4_000)  # an item is compared again whenever an article of its day is imported
def _lead_letters(lead: str) -> str:
    return letters_of(without_dateline(lead))


def does_lead_fit(lead: str, opening: str) -> bool | None:
    """Tell whether a body with this opening (`opening_of`) begins with the words of the lead.

    The result is None if the lead is too short to tell. A lead is cut near 130 characters,
    sometimes inside a word, and still has the dateline that a clean body has lost; so the start of
    the body has to contain most of it, not all.
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
