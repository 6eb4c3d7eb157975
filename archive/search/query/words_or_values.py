"""Words of a search that can also be a value: a day, or the name of a source beside a headline."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from archive.search.analysis.words import exact_words
from archive.search.query.name_resolver import NameResolver
from archive.search.query.query_tree import DateIs, FieldIs
from archive.search.query.tokens import Token
from archive.search.query.typed_dates import as_date, dates_among
from archive.search.query.typed_sources import as_source, possible_sources, tokens_at
from archive.search.values import OtherSearch


class WordsOrValue(NamedTuple):
    """Words that can also be a value: the index of the token after them, and the value.

    `other` is the search for nothing but the value.
    """

    end: int
    value: FieldIs | DateIs
    other: OtherSearch


def sources_beside_words(
    text: str, tokens: Sequence[Token], names: NameResolver
) -> Iterator[tuple[int, WordsOrValue]]:
    """Yield the sources at the beginning and end of a headline, with the index of the first token.

    `tokens` are the tokens of the text.
    """
    found = []
    for start, end in possible_sources(text):
        indexes = tokens_at(tokens, text, start, end)
        name = text[start:end].rstrip(".")
        if indexes and (ids := tuple(names.sources_called(name))):
            span = tokens[indexes[0]].start(), tokens[indexes[-1]].end()
            value, other = FieldIs("source", ids), as_source(text, name, *span)
            found.append((indexes[0], WordsOrValue(indexes[-1] + 1, value, other)))
    # Without other words, the names are all that the reader typed.
    named = sum(whole.end - start for start, whole in found)
    words = [token for token in tokens if exact_words(token[0])]
    yield from found if named < len(words) else ()


def days_in_words(
    text: str, tokens: Sequence[Token], kind: Callable[[Token], str]
) -> Iterator[tuple[int, WordsOrValue]]:
    """Yield the days of several words, such as "July 28, 2024", with the index of the first token.

    `tokens` are the tokens of the text, and `kind` returns the kind of a token.
    """
    kinds = [kind(token) for token in tokens]
    for is_word, row in groupby(range(len(kinds)), key=lambda index: kinds[index] == "word"):
        indexes = list(row)
        among = [tokens[index] for index in indexes]
        for start, end, period in dates_among(among) if is_word else ():
            if period.day and not period.day_of_any_year:
                other = as_date(
                    text, among[start].start(), among[end - 1].end(), period, is_found=True
                )
                yield indexes[start], WordsOrValue(indexes[end - 1] + 1, DateIs(period), other)
