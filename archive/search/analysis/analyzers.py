"""Split text into words, and normalize and stem the words.

A word is a sequence of letters and digits. It is indexed in lower case and without accents:
"Café" -> "cafe". The analyzer `STEMMED` also removes English endings: "factories" -> "factori",
"factory" -> "factori". The analyzer `EXACT` keeps the endings. It is used for exact phrases.

In a third of the saved files, spaces are missing around the names of leaders, as in "ComradeKim
Jong Unvisited". `restore_spaces` adds these spaces for the index. The text in the database is not
changed.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise

import tantivy

_LEADERS = r"Kim Il Sung|Kim Jong Il|Kim Jong Un|KIM IL SUNG|KIM JONG IL|KIM JONG UN"
# "Kim Jong Ung" is another person. Any other letters right after a leader's name are the next word.
_NAME = re.compile(rf"(?:{_LEADERS})(?!g\b)")
# In a text that matches PLAIN_TEXT, PLAIN_WORD finds the same words as the analyzers. Texts with
# other characters need the analyzers, because some of these characters become several letters in
# lower case or without accents ("ß" -> "ss").
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
    """Add missing spaces around leaders' names: "ofKim Jong Un" -> "of Kim Jong Un"."""
    gaps = missing_spaces(text)
    if not gaps:
        return text
    edges = [0, *gaps, len(text)]
    return " ".join(text[start:end] for start, end in pairwise(edges))


def exact_words(text: str) -> list[str]:
    """Return the words that `EXACT` makes of a text, in text order."""
    spaced = restore_spaces(text)
    if PLAIN_TEXT.fullmatch(spaced):
        return PLAIN_WORD.findall(spaced.lower())  # several times faster than `EXACT`
    return EXACT.analyze(spaced)


def words_and_spans(
    text: str, analyzer: tantivy.TextAnalyzer
) -> tuple[list[str], Callable[[int], tuple[int, int]]]:
    """Return the words that the analyzer makes of a text, and a function `span` for their spans.

    `span(3)` returns the start and end of the fourth word in `text`, in code points, end exclusive.
    These positions do not count the spaces that `restore_spaces` adds.
    """
    spaced = restore_spaces(text)
    # Each restored space moves the rest of the text by one character. So the missing space with
    # index n is n characters further right in `spaced` than in `text`.
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
    """Return the positions in the text where a space is missing beside a leader's name.

    "ComradeKim Jong Unvisited" -> [7, 18], in code points.
    """
    if "Kim" not in text and "KIM" not in text:
        return []
    gaps = set()
    for name in _NAME.finditer(text):
        if name.start() and text[name.start() - 1].isalnum():
            gaps.add(name.start())
        if name.end() < len(text) and text[name.end()].isalnum():
            gaps.add(name.end())
    return sorted(gaps)


def start_of_words(stem: str) -> str:
    """Return the first letters of every word that has this stem: "factori" -> "factor".

    A word begins with its stem, except that the last letter of the stem can differ if it is "e",
    "i", "l" or "y" (factory -> factori, hoping -> hope, capability -> capabl, skies -> sky). In
    stems such as "die", the second letter can differ, too (dying -> die). If the stem has only two
    letters, the word begins with both letters.
    """
    if len(stem) == 3 and stem.endswith("ie"):
        return stem[0]
    return stem[:-1] if len(stem) > 2 and stem[-1] in "eily" else stem
