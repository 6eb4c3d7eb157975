"""Decides which copies of an article have the same words, and which are versions of its text.

Two copies are the same version if their letters and numbers are equal. So spaces, quotation marks,
hyphens, capitals and the encoding make no version. A copy that ends in the middle of a sentence is
not a version either, if another copy begins with the same letters: its file was cut.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ingest.same_article import letters_of
from ingest.text_lines import ends_sentence

_POINT = re.compile(r"(?<=\d)\.(?=\d)")


class Copy(NamedTuple):
    """The words of one copy of an article: its title ("" if the copy has none) and its text."""

    title: str
    body: str


def words_of(text: str) -> str:
    """Return the letters and numbers of a text, by which copies are compared.

    Numbers keep their decimal points: "1.5" and "15" are different words.
    """
    return letters_of(_POINT.sub("point", text))


def group_versions(copies: Sequence[Copy]) -> list[list[int]]:
    """Return the versions of an article, each as a list of indexes of `copies` in ascending order.

    The longest version is first. The result depends on the texts only, not on their order. A copy
    without a title has the title of the version with the same text.
    """
    titles = [words_of(copy.title) for copy in copies]
    bodies = [words_of(copy.body) for copy in copies]
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, words in enumerate(zip(bodies, titles, strict=True)):
        groups[words].append(index)
    kept: dict[tuple[str, str], list[int]] = {}
    for words in sorted(groups, key=lambda words: (-len(words[0]), words[0], not words[1], words)):
        version = _version_of(words, [copies[index] for index in groups[words]], list(kept))
        kept.setdefault(version or words, []).extend(groups[words])
    return [sorted(indexes) for indexes in kept.values()]


def _version_of(
    words: tuple[str, str], copies: Sequence[Copy], longer: Sequence[tuple[str, str]]
) -> tuple[str, str] | None:
    """Return the version in `longer` to which copies with these words belong; None if to none.

    The words are those of (text, title). The copies belong to it if they have no title and the same
    text, or if all of them were cut.
    """
    body, title = words
    are_cut = bool(body) and not any(ends_sentence(copy.body.rstrip()) for copy in copies)
    for other in longer:
        is_titled_so = not title or title == other[1]
        if is_titled_so and (other[0] == body or (are_cut and other[0].startswith(body))):
            return other
    return None
