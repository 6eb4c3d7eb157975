"""Compares two versions of a text word by word, and says how much each change matters.

The words are aligned with rapidfuzz (`Indel.opcodes`, the shortest list of removed and added
words). What people see as one change can be several of its steps, so neighbouring steps are joined.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from ingest.combining_marks import few_marks
from ingest.month_names import MONTH_NUMBERS
from ingest.values import Span

# A number with its separators, a Chinese or Japanese sign, or a word with its apostrophes.
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[一-鿿ぁ-ヿ]|[^\W\d_一-鿿ぁ-ヿ]+(?:['’`´][^\W\d_一-鿿ぁ-ヿ]+)*"
)
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_APOSTROPHES = re.compile("['’`´]")
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’)\]»」』]*\s|[.!?。！？…][\"'”’)\]»」』]*$|\n\n")
NUMBER_WORDS = frozenset(
    {
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
        *("eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy"),
        *("eighty", "ninety", "hundred", "hundreds", "thousand", "thousands", "million"),
        *("millions", "billion", "billions", "first", "second", "third", "half", "twice"),
        *("dozen", "dozens"),
    }
)
# If the product of the numbers of words is higher, all words between the first and the last change
# are one change: to align them would take more than 50 MB of memory.
_MOST_COMPARED = 400_000_000
_ALIKE = 0.75  # two words that are at least so similar are spellings of one word
_SHORTEST_ALIKE = 4  # letters; shorter words are different words
# Letters; a longer word is a text without spaces. To compare such texts would take very long.
_LONGEST_ALIKE = 100
_PASSAGE = 12  # words; so many removed or added words are a passage, also within a sentence
_FEWEST_JOINED = 4  # words; smaller changes beside each other stay apart
_SMALL = 3  # letters of a small word
_MOST_BETWEEN = 2  # words that stay the same between two changes, and are read as part of them


class Grade(IntEnum):
    """How much a change matters. A higher grade matters more."""

    NONE = 0
    """only spaces, quotation marks, hyphens, capitals or other marks differ"""
    SPELLING = 1
    """another spelling of the same words"""
    WORDING = 2
    """other words"""
    FACTS = 3
    """other numbers, dates or names"""
    PASSAGE = 4
    """a sentence or a longer part was removed or added"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the two texts: the same words in both, or one change.

    `before` and `after` are the spans in the two texts; a span is empty if the other text has words
    here that this text does not have. The pieces of a comparison cover both texts completely.
    """

    before: Span
    after: Span
    is_change: bool
    grade: Grade = Grade.NONE


class _Token(NamedTuple):
    key: str  # the word without capitals, apostrophes and thousands separators
    start: int
    end: int


class _Step(NamedTuple):
    """Words of the two texts, as ranges of tokens; `is_same` if they have the same keys."""

    is_same: bool
    before: range
    after: range


def compare_texts(before: str, after: str) -> list[Piece]:
    """Return the pieces of two texts, in the order of both texts.

    A piece without a change can still differ in marks between the words; its grade is NONE.
    """
    old, new = _tokens(before), _tokens(after)
    if not old and not new:
        return [Piece((0, len(before)), (0, len(after)), is_change=False)]
    steps = _joined(list(_steps(old, new)), before, old)
    pieces: list[Piece] = []
    start_before = start_after = 0
    for number, step in enumerate(steps):
        is_last = number == len(steps) - 1
        end_before = len(before) if is_last else _boundary(before, old, step.before.stop)
        end_after = len(after) if is_last else _boundary(after, new, step.after.stop)
        spans = (start_before, end_before), (start_after, end_after)
        grade = Grade.NONE if step.is_same else _grade(before, after, old, new, step)
        pieces.append(Piece(*spans, is_change=not step.is_same and bool(grade), grade=grade))
        start_before, start_after = end_before, end_after
    return pieces


def highest_grade(pieces: Sequence[Piece]) -> Grade:
    """Return the grade of the change that matters most; NONE if there is no change."""
    return max((piece.grade for piece in pieces), default=Grade.NONE)


def _tokens(text: str) -> list[_Token]:
    return [_Token(_key(match.group()), *match.span()) for match in _TOKEN.finditer(text)]


def _key(word: str) -> str:
    if word[0].isdigit():
        return _THOUSANDS.sub("", word)
    return unicodedata.normalize("NFKC", few_marks(_APOSTROPHES.sub("", word))).casefold()


def _steps(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Step]:
    """Yield the same and the changed words. Removed and added words at one place are one step."""
    one, other = [token.key for token in old], [token.key for token in new]
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    middle, its = one[start : len(one) - end], other[start : len(other) - end]
    if len(middle) * len(its) > _MOST_COMPARED:
        if start:
            yield _Step(True, range(start), range(start))
        yield _Step(False, range(start, len(one) - end), range(start, len(other) - end))
        if end:
            yield _Step(True, range(len(one) - end, len(one)), range(len(other) - end, len(other)))
        return
    for is_same, group in groupby(Indel.opcodes(one, other), lambda code: code.tag == "equal"):
        codes = list(group)
        yield _Step(
            is_same,
            range(codes[0].src_start, codes[-1].src_end),
            range(codes[0].dest_start, codes[-1].dest_end),
        )


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words at the beginning of two lists are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _joined(steps: list[_Step], text: str, old: Sequence[_Token]) -> list[_Step]:
    """Join two changes of a sentence with only one or two small words between them.

    In "of the mill" and "in the factory", "the" is the same word by chance. `text` is the text
    before the changes, and `old` its words.
    """
    joined: list[_Step] = []
    for step in steps:
        while (
            len(joined) > 1
            and not step.is_same
            and _is_small(joined[-1], text, old)
            and not joined[-2].is_same
            and _size(step) + _size(joined[-2]) >= _FEWEST_JOINED
        ):
            between, first = joined.pop(), joined.pop()
            assert between.is_same
            step = _Step(
                False,
                range(first.before.start, step.before.stop),
                range(first.after.start, step.after.stop),
            )
        joined.append(step)
    return joined


def _is_small(step: _Step, text: str, old: Sequence[_Token]) -> bool:
    """Return True for one or two small words in the middle of a sentence."""
    words = step.before
    if not step.is_same or len(words) > _MOST_BETWEEN:
        return False
    if any(len(old[index].key) > _SMALL for index in words):
        return False
    first, last = old[max(words.start - 1, 0)], old[min(words.stop, len(old) - 1)]
    return not _SENTENCE_END.search(text, first.end, last.start)


def _size(step: _Step) -> int:
    return max(len(step.before), len(step.after))


def _boundary(text: str, tokens: Sequence[_Token], stop: int) -> int:
    """Return the position that ends the token before `stop`, with the marks that belong to it.

    Marks and spaces up to the next space belong to the word before them.
    """
    if stop == 0:
        return 0
    end = tokens[stop - 1].end
    limit = tokens[stop].start if stop < len(tokens) else len(text)
    while end < limit and not text[end].isspace():
        end += 1
    while end < limit and text[end].isspace():
        end += 1
    return end


def _grade(
    before: str, after: str, old: Sequence[_Token], new: Sequence[_Token], step: _Step
) -> Grade:
    removed = [old[index] for index in step.before]
    added = [new[index] for index in step.after]
    if "".join(token.key for token in removed) == "".join(token.key for token in added):
        return Grade.NONE  # "well being" and "wellbeing"
    if _is_passage(before, old, step.before, added) or _is_passage(after, new, step.after, removed):
        return Grade.PASSAGE
    if _facts(before, old, step.before) != _facts(after, new, step.after):
        return Grade.FACTS
    return Grade.SPELLING if _are_spellings(removed, added) else Grade.WORDING


def _is_passage(
    text: str, tokens: Sequence[_Token], words: range, others: Sequence[_Token]
) -> bool:
    """Return True if the text has a passage here that the other text does not have."""
    if len(words) - len(others) >= _PASSAGE:
        return True
    if not words or others:
        return False
    start, end = tokens[words.start].start, _boundary(text, tokens, words.stop)
    begins = not words.start or _SENTENCE_END.search(text, tokens[words.start - 1].end, start)
    ends = _SENTENCE_END.search(text, tokens[words.stop - 1].end, end) or end == len(text)
    return bool(begins and ends)


def _facts(text: str, tokens: Sequence[_Token], words: range) -> set[str]:
    """Return the numbers, months and names among these words.

    A name begins with a capital letter. At the beginning of a sentence, every word does, so there
    it counts only if the word after it begins with one, too.
    """
    facts = set()
    for index in words:
        token = tokens[index]
        word = text[token.start : token.end]
        is_number = word[0].isdigit() or token.key in NUMBER_WORDS
        is_name = word[0].isupper() and (
            not _begins_sentence(text, tokens, index) or _is_capital(text, tokens, index + 1)
        )
        if is_number or is_name or token.key in MONTH_NUMBERS:
            facts.add(token.key)
    return facts


def _begins_sentence(text: str, tokens: Sequence[_Token], index: int) -> bool:
    if index == 0:
        return True
    between = text[tokens[index - 1].end : tokens[index].start]
    return bool(_SENTENCE_END.search(between)) or any(mark in between for mark in '“"‘:')


def _is_capital(text: str, tokens: Sequence[_Token], index: int) -> bool:
    return index < len(tokens) and text[tokens[index].start].isupper()


def _are_spellings(removed: Sequence[_Token], added: Sequence[_Token]) -> bool:
    if len(removed) != len(added):
        return False
    pairs = [(one.key, other.key) for one, other in zip(removed, added, strict=True)]
    return all(
        one == other
        or (
            min(len(one), len(other)) >= _SHORTEST_ALIKE
            and max(len(one), len(other)) <= _LONGEST_ALIKE
            and Levenshtein.normalized_similarity(one, other) >= _ALIKE
        )
        for one, other in pairs
    )
