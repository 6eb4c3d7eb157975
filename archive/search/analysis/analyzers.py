"""Words as the index knows them: how text is cut into words, and how words are folded and stemmed.

A word is a run of letters and digits, in lower case and without accents ("café" is "cafe").
`STEMMED` also cuts English endings ("factories" and "factory" are "factori"); `EXACT` does not, and
serves exact phrases. The saved text loses spaces around the leaders' names ("ComradeKim Jong
Unvisited", in a third of the files): `restore_spaces` puts them back for the index, while the
stored text stays as it was saved."""

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise

import tantivy

_LEADERS = r"Kim Il Sung|Kim Jong Il|Kim Jong Un|KIM IL SUNG|KIM JONG IL|KIM JONG UN"
# "Kim Jong Ung" is somebody else; any other letters that follow a name are the next word.
# Letters beyond these can be folded to others, or change their length in lower case.
PLAIN = re.compile(r"[\x00-\x7f\u00a0\u00ab\u00bb\u2010-\u2027\u2030-\u205e]*")
PLAIN_WORD = re.compile(r"[0-9a-z]+")
_NAME = re.compile(rf"(?:{_LEADERS})(?!g\b)")


def _analyzer(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), *filters):
        builder = builder.filter(each)
    return builder.build()


EXACT = _analyzer()
STEMMED = _analyzer(tantivy.Filter.stemmer("english"))


def restore_spaces(text: str) -> str:
    """The text with spaces around the leaders' names."""
    gaps = missing_spaces(text)
    if not gaps:
        return text
    edges = [0, *gaps, len(text)]
    return " ".join(text[start:end] for start, end in pairwise(edges))


def exact_words(text: str) -> list[str]:
    """The words of a text in order, as `EXACT` gives them."""
    spaced = restore_spaces(text)
    # Of a plain text several times quicker.
    return PLAIN_WORD.findall(spaced.lower()) if PLAIN.fullmatch(spaced) else EXACT.analyze(spaced)


def words_and_spans(
    text: str, analyzer: tantivy.TextAnalyzer
) -> tuple[list[str], Callable[[int], tuple[int, int]]]:
    """The words of a text in order, as `STEMMED` or `EXACT` gives them, and a function that tells
    where the n-th stands in the text as it is stored (code points, end exclusive)."""
    spaced = restore_spaces(text)
    # The n-th gap moved everything after it n + 1 places to the right.
    moved = [gap + number for number, gap in enumerate(missing_spaces(text))]
    tokens: list[tantivy.Token] = []

    def span(number: int) -> tuple[int, int]:
        if not tokens:
            tokens.extend(analyzer.pre_tokenize(spaced).tokens)
        token = tokens[number]
        shift = bisect_left(moved, token.char_offset_from)
        return token.char_offset_from - shift, token.char_offset_to - shift

    return analyzer.analyze(spaced), span


def missing_spaces(text: str) -> list[int]:
    """Where a space is missing before or after a leader's name."""
    if "Kim" not in text and "KIM" not in text:
        return []
    gaps = set()
    for name in _NAME.finditer(text):
        if name.start() and text[name.start() - 1].isalnum():
            gaps.add(name.start())
        if name.end() < len(text) and text[name.end()].isalnum():
            gaps.add(name.end())
    return sorted(gaps)
