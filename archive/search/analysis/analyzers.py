"""Split text into words, and normalize and stem the words.

A word is a run of letters and digits, in lower case and without accents ("café" becomes "cafe").
The analyzer `STEMMED` also removes English endings ("factories" and "factory" become "factori").
The analyzer `EXACT`, for exact phrases, does not.

In a third of the saved files the spaces around the leaders' names are missing ("ComradeKim Jong
Unvisited"). `restore_spaces` puts them back for the index; the stored text stays as it was saved.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise

import tantivy

_LEADERS = r"Kim Il Sung|Kim Jong Il|Kim Jong Un|KIM IL SUNG|KIM JONG IL|KIM JONG UN"
# "Kim Jong Ung" is another person. Any other letters after a name are the next word.
_NAME = re.compile(rf"(?:{_LEADERS})(?!g\b)")
# Texts with only these characters can be split by a simple pattern. Other characters can become
# several letters in lower case or without accents.
PLAIN_TEXT = re.compile(r"[\x00-\x7f\u00a0\u00ab\u00bb\u2010-\u2027\u2030-\u205e]*")
PLAIN_WORD = re.compile(r"[0-9a-z]+")


def _analyzer(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for text_filter in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), *filters):
        builder = builder.filter(text_filter)
    return builder.build()


EXACT = _analyzer()
STEMMED = _analyzer(tantivy.Filter.stemmer("english"))


def restore_spaces(text: str) -> str:
    """Return the text with the missing spaces around the leaders' names added."""
    gaps = missing_spaces(text)
    if not gaps:
        return text
    edges = [0, *gaps, len(text)]
    return " ".join(text[start:end] for start, end in pairwise(edges))


def exact_words(text: str) -> list[str]:
    """Return the words of a text in order, as `EXACT` does."""
    spaced = restore_spaces(text)
    if PLAIN_TEXT.fullmatch(spaced):
        return PLAIN_WORD.findall(spaced.lower())  # several times faster
    return EXACT.analyze(spaced)


def words_and_spans(
    text: str, analyzer: tantivy.TextAnalyzer
) -> tuple[list[str], Callable[[int], tuple[int, int]]]:
    """Return the words of a text in order, as the analyzer does, and a function for their spans.

    The function returns the span of the n-th word in the stored text (code points, end exclusive).
    """
    spaced = restore_spaces(text)
    # In the text with restored spaces, gap number n (from 0) is n characters further right.
    moved = [gap + number for number, gap in enumerate(missing_spaces(text))]
    tokens: list[tantivy.Token] = []

    def span(index: int) -> tuple[int, int]:
        if not tokens:
            tokens.extend(analyzer.pre_tokenize(spaced).tokens)
        token = tokens[index]
        shift = bisect_left(moved, token.char_offset_from)
        return token.char_offset_from - shift, token.char_offset_to - shift

    return analyzer.analyze(spaced), span


def missing_spaces(text: str) -> list[int]:
    """Return the positions where a space is missing before or after a leader's name."""
    if "Kim" not in text and "KIM" not in text:
        return []
    gaps = set()
    for name in _NAME.finditer(text):
        if name.start() and text[name.start() - 1].isalnum():
            gaps.add(name.start())
        if name.end() < len(text) and text[name.end()].isalnum():
            gaps.add(name.end())
    return sorted(gaps)
