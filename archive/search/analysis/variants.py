"""The ways in which words of a search can be written: "well-being", "wellbeing", "well being".

Without quotation marks, words that are joined by a hyphen also match as one word, and a word of
which we know the parts (`compounds.compound_parts`) also matches as its parts next to each other.
"""

from collections.abc import Iterator, Sequence

from archive.search.analysis.compounds import compound_parts
from archive.search.analysis.words import exact_words

MAX_VARIANTS = 8
MOST_JOINED = 4  # words that are joined to one
MAX_WORDS = 50  # a longer chain of words, such as "1a1a1a1a…", is searched for only as it is typed

Variant = tuple[str, ...]
"""Words in normal form that are next to each other in a text."""


def variants(text: str) -> list[Variant]:
    """Return the ways to write a word, or words that are joined by hyphens; the typed one is first.

    "well-being" -> [("well", "being"), ("wellbeing",)]. The result is empty if the text has no
    words.
    """
    words = exact_words(text)
    if not words:
        return []
    found = {tuple(words): None}
    if len(words) > MAX_WORDS:
        return list(found)
    if 2 < len(words) <= MOST_JOINED and all(map(str.isalpha, words)):
        found["".join(words),] = None  # tae-kwon-do: taekwondo
    for variant in _joined_or_divided(words, is_pair=len(words) == 2):
        found[variant] = None
        if len(found) == MAX_VARIANTS:
            break
    return list(found)


def _joined_or_divided(words: Sequence[str], *, is_pair: bool) -> Iterator[Variant]:
    """Yield the ways to write these words; `is_pair` says whether the search has only these two."""
    if not words:
        yield ()
        return
    first, *rest = words
    for following in _joined_or_divided(rest, is_pair=False):
        yield (first, *following)
        if parts := compound_parts(first):
            yield (*parts, *following)
    if rest and first.isalpha() and rest[0].isalpha():
        solid = first + rest[0]
        if is_pair or compound_parts(solid) == (first, rest[0]):
            for following in _joined_or_divided(rest[1:], is_pair=False):
                yield (solid, *following)
