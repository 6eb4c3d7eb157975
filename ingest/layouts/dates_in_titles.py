"""Finds the date of an article in its headline, and the date of several in the heading above them.

Most dates in headlines are those of events: "Mill Opened on May 6, 1964, Marked". An anniversary is
reported on its day, so even a dateline of this day does not show that the date is that of the
article. Only these dates are read: one that stands apart from the words, and the day of a review or
bulletin ("News of May 6, 2024").
"""

import re

from ingest.dates import dates_inside, possible_dates
from ingest.layouts.date_lines import AFTER_DASH, LONGEST_TIME, OPEN_WORDS, WITH_DIGIT
from ingest.values import Span

_MOST_WORDS = 7  # of a date with a time
_NUMBERS_AT_END = re.compile(r".*[^\W\d_]\s+(?P<date>\d{4}[-./]\d{1,2}[-./]\d{1,2}\.?|\d{8})")
_BRACKETED_AT_END = re.compile(r".*\S\s*[\[(（【](?P<date>[^\[\](（）)]{6,40})[\])）】]")
_ONLY_NUMBERS = re.compile(r"[\d\W_]+")
_SEPARATOR = re.compile(r"\s*(?:[,，:：|\])）】>》]|[-–—―](?!\w)|$)")
_REVIEWS = r"review|digest|revue|reseña|revista|presseschau|pressespiegel|обзор(?: \w+)?"
_NEWS = (
    "news|newspapers?|headlines|bulletin|dispatches|nouvelles|actualités|boletín|noticias"
    "|nachrichten|meldungen|бюллетень|новости|сводка"
)
_OUTLETS = "kcna|agency|sinmun|joson|gazette|times"
_OF = r"(?:of|for|from|de|del|du|der|vom|от|за)\s+(?:(?:the|la|las|les)\s+)?"
# "Review of Pottery of March 12, 2008, for Boatmen", "News of the Day: 6 May 2024"
_BEFORE = re.compile(
    rf"(?:\w+\W+){{0,3}}(?:(?:{_REVIEWS})\W+(?:{_OF}(?:\w+\s+){{1,2}})?"
    rf"|(?:{_REVIEWS}|{_NEWS}|{_OUTLETS})\W+(?:of the day\W+|for \w+\W+)?)(?:{_OF})?",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:[,，:：|.)）\]】–—-]|by\b|$)")
# "2024년 5월 6일 신문개관", "2008年3月12日の陶器概観"
_REVIEW_AFTER = re.compile(
    r"[의の]?\s?\S{0,14}(?:개관|개요|뉴스|신문|통신|보도|概观|概觀|概観|新闻|新聞|要闻|ニュース)"
)


def date_in_title(text: str, span: Span) -> Span | None:
    """Return the span of the date of the article in the title at `span` of `text`, or None.

    The date begins the title, and marks or the word for a review follow it, or it has only digits.
    Or it ends the title: in brackets, after a dash, or with only digits. Or it is inside the title,
    as the day of a review.
    """
    start, end = span
    title = text[start:end]
    if not WITH_DIGIT.search(title):
        return None
    found = _at_start(title) or _at_end(title) or _of_news(title)
    return (start + found[0], start + found[1]) if found else None


def _at_start(title: str) -> Span | None:
    for last in reversed(list(re.finditer(r"\S+", title))[:_MOST_WORDS]):
        date = title[: last.end()].rstrip(",，:：-–—")
        if len(date) <= LONGEST_TIME and possible_dates(date):
            is_apart = (
                _ONLY_NUMBERS.fullmatch(date)
                or _SEPARATOR.match(title, len(date))
                or _REVIEW_AFTER.fullmatch(title, len(date))
            )
            return (0, len(date)) if is_apart else None
    return None


def _at_end(title: str) -> Span | None:
    for form in (AFTER_DASH, _BRACKETED_AT_END, _NUMBERS_AT_END):
        match = form.fullmatch(title)
        if match and title[: match.start("date")].split()[-1].casefold() in OPEN_WORDS:
            return None
        if match and possible_dates(match["date"]):
            return match.span("date")
    return None


def _of_news(title: str) -> Span | None:
    for start, end in dates_inside(title):
        is_review = _BEFORE.fullmatch(title, 0, start) and _AFTER.match(title, end)
        if is_review or (not start and _REVIEW_AFTER.fullmatch(title, end)):
            return start, end
    return None
