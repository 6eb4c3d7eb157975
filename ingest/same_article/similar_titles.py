"""Decides whether two titles that are not equal are spellings of one title.

A saved page lists an article as "Labor Heroes Visit Kujang", and the article itself has the title
"Labour Heroes Visit Kujang". News of a kind differ in one word or one number, so only differences
are accepted that cannot be those between two articles:

- spaces, hyphens and other marks
- small words that one of the titles does not have ("the", "of")
- words that differ in one letter (`spellings.py`)

At most two places can differ, and 85 % of the letters of the two titles must be the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from ingest.same_article.common_part import letters_of
from ingest.same_article.spellings import are_spellings
from ingest.text_lines import normalise_title

_LEAST = 0.85  # the share of letters that two similar titles have in common
_SHORTEST = 12  # letters; a shorter title does not identify an article of a day
_MOST_CHANGES = 2
_SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "s", "the", "to"})


@dataclass(frozen=True, slots=True)
class _Title:
    words: tuple[str, ...]
    letters: str


def are_similar(one: str, other: str) -> bool:
    """Return True if two titles are spellings of one title, or equal. The order does not matter."""
    a, b = _title(one), _title(other)
    if min(len(a.letters), len(b.letters)) < _SHORTEST:
        return False
    if a.letters == b.letters:
        return True
    if Indel.normalized_similarity(a.letters, b.letters, score_cutoff=_LEAST) < _LEAST:
        return False
    changes = list(_changes(a.words, b.words))
    return len(changes) <= _MOST_CHANGES and all(_is_spelling(*change) for change in changes)


@lru_cache(maxsize=20_000)  # A title is compared with all titles of its day.
def _title(title: str) -> _Title:
    return _Title(tuple(normalise_title(title).split()), letters_of(title))


def _changes(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield the words that differ at each place of two titles: those of `a`, and those of `b`."""
    removed: list[str] = []
    added: list[str] = []
    for code in Indel.opcodes(a, b):
        if code.tag == "equal":
            if removed or added:
                yield removed, added
            removed, added = [], []
        else:
            removed += a[code.src_start : code.src_end]
            added += b[code.dest_start : code.dest_end]
    if removed or added:
        yield removed, added


def _is_spelling(removed: Sequence[str], added: Sequence[str]) -> bool:
    if "".join(removed) == "".join(added):
        return True
    if not (removed and added):
        return _SMALL_WORDS.issuperset([*removed, *added])
    return len(removed) == len(added) == 1 and _is_same_word(removed[0], added[0])


def _is_same_word(one: str, other: str) -> bool:
    return _SMALL_WORDS.issuperset((one, other)) or are_spellings(one, other)
