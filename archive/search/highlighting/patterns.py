"""What must be found in a text so that it matches the words and phrases of a search."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.search.analysis.variants import variants
from archive.search.analysis.words import exact_words, keys_of
from archive.search.query.query_tree import (
    And,
    InTitle,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    TextNode,
    Words,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words to find next to each other, in one of several variants.

    If `is_key` is true, the words are keys, and every form of a word matches. If `is_prefix` is
    true, the last word is a prefix. Otherwise the words match exactly.
    """

    variants: tuple[tuple[str, ...], ...]
    is_key: bool = False
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class NearPattern:
    """Two patterns to find at most `distance` words apart; 1 means next to each other."""

    left: Pattern
    right: Pattern
    distance: int


def patterns_of(node: Node, *, is_title: bool) -> Iterator[Pattern | NearPattern]:
    """Yield the patterns to find in a title or a body; excluded terms have no pattern."""
    match node:
        case Words() | Phrase() | Prefix():
            yield _pattern(node)
        case Near(left, right, distance):
            yield NearPattern(_pattern(left), _pattern(right), distance)
        case InTitle(inner) if is_title:
            yield from patterns_of(inner, is_title=True)
        case And(nodes) | Or(nodes):
            for inner in nodes:
                yield from patterns_of(inner, is_title=is_title)


def _pattern(node: TextNode) -> Pattern:
    if isinstance(node, Words):
        keys = dict.fromkeys(tuple(keys_of(variant)) for variant in variants(node.text))
        return Pattern(tuple(keys), is_key=True)
    return Pattern((tuple(exact_words(node.text)),), is_prefix=isinstance(node, Prefix))
