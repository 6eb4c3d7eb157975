"""Find the dates among the tokens of a search, and the other searches for them.

After `date:`, several tokens can be one date: `date:15 April 2024`. A date without `date:` is
words. The reader is offered to search only for the date, also where the parser adds its articles.
"""

import re
from collections.abc import Iterator, Sequence

from archive.search.periods import ANY_YEAR, Period
from archive.search.query.notes import shortened
from archive.search.query.tokens import Token, token_kind
from archive.search.values import OtherSearch
from archive.search.written_periods import WrittenPeriod, read_period
from ingest.month_names import MONTH_NUMBERS

MAX_OFFERED = 2
_LONGEST = 8  # tokens of a date or range: "from 1 May 2024 to 30 June 2024"
_LONGEST_DATE = 4  # tokens of a date among words: "April 15, Juche 113"
_AROUND = "[]{}<>.,;:!?"


def words_of(tokens: Sequence[Token]) -> str:
    """Return the text of words and phrases, without quotation marks."""
    return " ".join(
        token["phrase"] if token_kind(token) == "phrase" else token[0] for token in tokens
    )


def date_length(tokens: Sequence[Token]) -> int:
    """Return how many of these tokens, from the first on, are one date; at least 1.

    The last token of a date has a digit or is a month, so that `date:2025 Sunday` has a date and a
    word.
    """
    count = 0
    while count < min(len(tokens), _LONGEST) and token_kind(tokens[count]) in {"word", "phrase"}:
        count += 1
    for length in range(count, 1, -1):
        if _ends_date(words_of(tokens[length - 1 : length])) and _read(words_of(tokens[:length])):
            return length
    return 1


def written_date(text: str) -> WrittenPeriod | None:
    """Return the day or month that a text means; None for any other text, also for a year."""
    bare = text.strip(_AROUND)
    found = _read(bare) if re.search(r"\d", bare) and len(bare) > 5 else None
    return found if found and (found.period.day or found.period.month) else None


def dates_among(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Period]]:
    """Yield the dates of several words among words that follow each other, first to last.

    A date is yielded as the indexes of its first token and of the token after it, and the period.
    """
    start = 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + _LONGEST_DATE), start + 1, -1):
            found = written_date(words_of(tokens[start:end]))
            if found and not found.other and _ends_date(tokens[end - 1][0]):
                yield start, end, found.period
                start = end - 1
                break
        start += 1


def other_order(text: str, start: int, end: int, read: WrittenPeriod) -> OtherSearch:
    """Return the search for a date with the month before the day: `date:4/5/2024`.

    The date is at `start` to `end` of the text.
    """
    assert read.other
    sentence = (
        f"In “{shortened(text[start:end])}” the day was read before the month: {read.period.label}."
    )
    return OtherSearch(
        sentence, f"Read it as {read.other.label}", f"{text[:start]}{read.other.text}{text[end:]}"
    )


def as_date(text: str, start: int, end: int, period: Period, *, is_found: bool) -> OtherSearch:
    """Return the search for a period that was typed without `date:`, at `start` to `end`.

    `is_found` is true if the articles of the period were found, too, and not only the words.
    """
    also = f", and as a date: articles of {period.label} were found, too" if is_found else ""
    sentence = f"“{shortened(text[start:end])}” was searched for as words{also}."
    return OtherSearch(
        sentence,
        f"Only articles of {period.label}",
        f"{text[:start]}date:{period.text}{text[end:]}",
    )


def has_no_year(text: str, period: Period) -> bool:
    """Return True for a day of any year that was typed without "*", such as `date:"15 April"`."""
    return bool(period.day_of_any_year) and ANY_YEAR not in text


def _read(text: str) -> WrittenPeriod | None:
    try:
        return read_period(text)
    except ValueError:
        return None


def _ends_date(word: str) -> bool:
    return bool(re.search(r"\d", word)) or word.strip(_AROUND).casefold() in MONTH_NUMBERS
