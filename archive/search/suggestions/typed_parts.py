"""The words and the parts of a typed search, with their places in the text.

The parser makes a tree, which does not say where its nodes were typed. A suggestion is a search
that a reader could have typed, so it changes the typed text itself.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.search.analysis.words import restore_spaces
from archive.search.query.pasted import is_operator, read_pasted
from archive.search.query.tokens import (
    FIELDS,
    MAX_QUERY_LENGTH,
    Token,
    clean_query,
    token_kind,
    tokenize,
)

# Letters, with apostrophes between them: "P'yongyang", "factory's".
_WORD = re.compile(r"[^\W\d_]+(?:['’`ʼ][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’`ʼ]s$")


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word of a search that articles must have: its text, and its place in the typed text.

    `field` is the field to which the word belongs, such as "title" or "place", or "". `value` is
    the text between two spaces or quotation marks in which the word is: the value of the field.
    """

    text: str
    start: int
    end: int
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a search that could be left out: a word, phrase, field or group, or several.

    Parts that OR or NEAR joins are one part. `start` and `end` are its place in the typed text.
    """

    text: str
    start: int
    end: int

    @property
    def label(self) -> str:
        """Return the part as pages name it: without quotation marks, and punctuation at its end."""
        return self.text.rstrip("?!.,;:").replace('"', "")


def typed_text(typed: str) -> str:
    """Return the text of a search as the parser reads it; all places in this module refer to it."""
    return read_pasted(restore_spaces(clean_query(typed)[:MAX_QUERY_LENGTH])).text


def _tokens(text: str) -> Iterator[tuple[Token, str]]:
    """Yield the tokens of a text with their kinds; in a headline, AND and the like are words."""
    has_operators = read_pasted(text).has_operators
    for token in tokenize(text):
        is_word = is_operator(token) and not has_operators
        yield token, "word" if is_word else token_kind(token)


def typed_words(text: str) -> list[TypedWord]:
    """Return the words that articles must have; excluded words and words with a * are left out."""
    found: list[TypedWord] = []
    contexts = [("", False)]  # field and exclusion: of the whole text, and of each open group
    field, is_excluded = contexts[-1]
    was_excluded = False  # an exclusion before NEAR excludes both sides
    for token, kind in _tokens(text):
        if kind == "field":
            field = FIELDS[token["field"].lower()]
        elif kind == "minus":
            is_excluded = True
        elif kind == "near":
            is_excluded = is_excluded or was_excluded
        elif kind == "open":
            contexts.append((field, is_excluded))
        else:
            if kind in {"word", "phrase"} and not is_excluded and "*" not in token[0]:
                found += _words_of(token, field)
            was_excluded = is_excluded
            if kind == "close" and len(contexts) > 1:
                was_excluded = contexts.pop()[1]
            field, is_excluded = contexts[-1]
    return found


def _words_of(token: Token, field: str) -> list[TypedWord]:
    words = []
    value = token["phrase"] or token[0]
    for match in _WORD.finditer(token[0]):
        word = _POSSESSIVE.sub("", match[0])
        start = token.start() + match.start()
        words.append(TypedWord(word, start, start + len(word), field, value))
    return words


def typed_parts(text: str) -> list[Part]:
    """Return the parts of a search: an article must match all of them."""
    spans: list[tuple[int, int]] = []
    depth = 0
    is_continued = False
    for token, kind in _tokens(text):
        joins = kind == "near" or (kind == "join" and token["join"] == "OR")
        if kind == "join" and not joins:
            continue
        if spans and (is_continued or joins or depth):
            spans[-1] = spans[-1][0], token.end()
        else:
            spans.append(token.span())
        depth = max(0, depth + (kind == "open") - (kind == "close"))
        is_continued = joins or kind in {"field", "minus"}
    return [Part(text[start:end], start, end) for start, end in spans]


def without(text: str, parts: Sequence[Part]) -> str:
    """Return the text of a search without some of its parts."""
    for part in sorted(parts, key=lambda part: -part.start):
        text = f"{text[: part.start]} {text[part.end :]}"
    return clean_query(text)
