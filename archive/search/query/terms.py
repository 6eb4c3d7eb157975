"""Make nodes for words and phrases of a search, and limit their number."""

import re
from collections.abc import Sequence

from archive.search.analysis.compounds import compound_parts
from archive.search.analysis.words import exact_words
from archive.search.query import notes
from archive.search.query.query_tree import And, Node, Phrase, Prefix, TextNode, Words, joined
from archive.search.query.tokens import parts_of_word

# The numbers of slow parts in a search are limited, so that no search occupies a worker for long.
MAX_PREFIXES = 10
MAX_TERMS = 30  # words, phrases and words with a *
MIN_PREFIX_LENGTH = 2  # letters before a *

_POSSESSIVE = re.compile(r"(.*[^\W_])['’＇]s", re.IGNORECASE)
_CODES = re.compile(r"(.*[A-Z]-?\d+[A-Z]{0,2})s")  # F-35s, B-1Bs
_UNKNOWN_FIELD = re.compile(r"[^\W\d_]+:(?![/:])(?=.)")


class Terms:
    """Makes the nodes for all words and phrases of one search.

    `is_full` is true if words were ignored because there were too many.
    """

    def __init__(self, note_list: notes.NoteList) -> None:
        self._notes = note_list
        self._so_far: set[TextNode] = set()
        self._prefix_count = 0
        self.is_full = False

    def node(self, text: str, is_quoted: bool) -> Node | None:
        """Return a node that searches for `text` in articles: a phrase, or one or several words."""
        parts = [text] if is_quoted or "://" in text else parts_of_word(text)
        nodes = [node for part in parts if (node := self._term(part, is_quoted))]
        return joined(And, nodes)

    def _term(self, text: str, is_quoted: bool) -> TextNode | None:
        """Return a node that searches for `text` in articles; a * at its end makes it a prefix.

        Returns None if `text` has no words, or if the search has too many words and phrases.
        """
        node = self._text_node(text, is_quoted)
        if node and node not in self._so_far and len(self._so_far) == MAX_TERMS:
            self.is_full = True
            self._notes.add(notes.too_many_terms(MAX_TERMS))
            return None
        if node:
            self._so_far.add(node)
        return node

    def _text_node(self, text: str, is_quoted: bool) -> TextNode | None:
        text = text.strip()
        bare = text.rstrip("*")
        is_prefix = bare != text
        self._notes.add_if("*" in bare, notes.STAR)
        if not exact_words(bare):
            return None
        if is_prefix and sum(map(str.isalnum, bare.split()[-1])) < MIN_PREFIX_LENGTH:
            self._notes.add(notes.short_prefix(text, MIN_PREFIX_LENGTH))
        elif is_prefix and self._prefix_count == MAX_PREFIXES:
            self._notes.add(notes.too_many_prefixes(MAX_PREFIXES))
        elif is_prefix:
            self._prefix_count += 1
            return Prefix(bare)
        if is_quoted:
            return Phrase(bare)
        if _UNKNOWN_FIELD.match(bare):
            self._notes.add(notes.unknown_field(bare.partition(":")[0]))
        return Words(_without_s(bare))


def one_word(before: Sequence[Node], node: Node) -> Words | None:
    """Return a node for two words that are also written as one: "well", "being" -> "well-being".

    The result is None if they are not, or if one of them is not a single word.
    """
    if len(before) == 1 and isinstance(before[0], Words) and isinstance(node, Words):
        words = exact_words(f"{before[0].text} {node.text}")
        if len(words) == 2 and compound_parts("".join(words)) == tuple(words):
            return Words("-".join(words))
    return None


def _without_s(text: str) -> str:
    """Remove the "s" of a possessive or of the plural of a code: "factory's", "F-35s".

    If the ending were not removed, the text would be a phrase for the index, "factory" and "s".
    """
    owner = _POSSESSIVE.fullmatch(text) or _CODES.fullmatch(text)
    return owner[1] if owner and exact_words(owner[1]) else text
