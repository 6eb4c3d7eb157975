"""Recognise text that was pasted, such as a headline in capitals or a line of a list.

Such a text can contain operators by chance: AND, OR, NOT and NEAR in a headline in capitals, or the
hyphen before a line. `read_pasted` finds out whether they are operators. It also leaves out what no
stored text has: the number of a line, and a dateline. If both are possible, an OtherSearch says how
the text was read, with a link to the other way to read it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.search.query.notes import shortened
from archive.search.query.tokens import Token, token_kind, tokenize
from archive.search.values import OtherSearch
from ingest.month_names import ANY_MONTH
from ingest.text_lines import TextLine

# In a text in capitals with at least this number of other words, AND, OR, NOT and NEAR are words.
MIN_HEADLINE = 3
# A hyphen right before the first of at least this number of words can be that of a list.
MIN_LISTED = 4
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "the",
        "to",
        "with",
    ]
)
_NUMBERING = re.compile(  # but not "15. April"
    rf"(?:\((\d{{1,2}})\)|(\d{{1,2}})[.)])\s+(?!(?:{ANY_MONTH})\b)(?=[^\s\d]+(?:\s+\S+){{2}})",
    re.IGNORECASE,
)
_HYPHENS = re.compile(r"-+(?=[^\s(:-]+\s)")
_WORD = re.compile(r"[^\W_]+")
# The last word of a place, before which a headline can be. The pattern of a dateline without a
# month takes the month for a word of the place.
_LAST_PLACE = re.compile(rf"\S+(?:\s(?:{ANY_MONTH}))?$", re.IGNORECASE)
# "self-comparing and -analyzing": the second word shares the beginning of the first.
_SHARED_BEGINNING = re.compile(
    r"(?<![^\s(])[^\W_]+(?:-[^\W_]+)+(?P<row>(?:,\s+-[^\W_]+)*,?\s+(?:and|or)\s+-[^\W_]+)"
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text as it is parsed, and the searches for other ways to read it.

    `has_operators` is false if AND, OR, NOT and NEAR are words in the text.
    """

    text: str
    has_operators: bool
    others: tuple[OtherSearch, ...]


def read_pasted(text: str) -> Pasted:
    """Return a text from `clean_query` as it is parsed."""
    text, number = _without_numbering(text)
    text, dateline = _without_dateline(text)
    text, hyphen = _without_hyphen(text)
    text, shared = _without_hyphens_of_rows(text)
    has_operators, operators = _operators(text)
    others = (number, dateline, hyphen, shared, operators)
    return Pasted(text, has_operators, tuple(filter(None, others)))


def only_address(address: str, count: int) -> OtherSearch:
    """Return the search for the `count` articles with an original address, without other words."""
    articles, label = (
        ("one article", "Show only this article")
        if count == 1
        else (f"{count:,} articles", "Show only these articles")
    )
    sentence = f"“{shortened(address)}” is the original address of {articles}."
    return OtherSearch(sentence, label, address)


def _without_numbering(text: str) -> tuple[str, OtherSearch | None]:
    """Remove the number of a line: "(1) New houses built", "2. New houses built"."""
    number = _NUMBERING.match(text)
    if not number:
        return text, None
    rest = text[number.end() :]
    sentence = f"“{number[0].rstrip()}” at the beginning was not searched for."
    return rest, OtherSearch(sentence, "Search for it, too", f'"{number[1] or number[2]}" {rest}')


def _without_dateline(text: str) -> tuple[str, OtherSearch | None]:
    """Remove the dateline of an article: "Pyongyang, May 6 (KCNA) -- Mill wheels were oiled".

    The headline can be before the dateline. No text is stored with its dateline, so no article
    would be found. A text that is nothing but a dateline stays as it is.
    """
    # Commands need no layouts; to load them all takes a quarter of a second.
    from ingest.layouts.agency_marks import find_dateline

    dateline = find_dateline(TextLine(text, 0, len(text), False))
    if not dateline:
        return text, None
    start, end = dateline.span()
    if dateline["place"].count(" ") >= MIN_HEADLINE - 1 and (
        last := _LAST_PLACE.search(dateline["place"])
    ):
        start = dateline.start("place") + last.start()
    rest = f"{text[:start]}{text[end:]}"
    is_part = text.count('"', 0, start) % 2 == 1 or text[:start].endswith((":", "-"))
    if is_part or not _WORD.search(rest):
        return text, None
    shown = text[start:end].strip()
    sentence = f"The dateline “{shortened(shown)}” was not searched for."
    quoted = f'"{shown.replace(chr(34), " ")}"'
    return rest, OtherSearch(sentence, "Search for it, too", f"{text[:start]}{quoted} {text[end:]}")


def _without_hyphens_of_rows(text: str) -> tuple[str, OtherSearch | None]:
    """Remove the hyphens of words that share a beginning: "self-comparing and -analyzing".

    Elsewhere, a hyphen right before a word excludes it.
    """
    row = _SHARED_BEGINNING.search(text)
    if not row or text.count('"', 0, row.start()) % 2:
        return text, None
    plain = row["row"].replace(" -", " ")
    excluded = re.sub(r" (-[^\W_]+)", r" (\1)", row["row"])
    words = "”, “".join(re.findall(r" -([^\W_]+)", row["row"]))
    sentence = f"“{shortened(row[0])}” was read as words that share their beginning."
    label = f"Search for articles without “{shortened(words)}”"
    start, end = row.span("row")
    other = OtherSearch(sentence, label, f"{text[:start]}{excluded}{text[end:]}")
    return f"{text[:start]}{plain}{text[end:]}", other


def _without_hyphen(text: str) -> tuple[str, OtherSearch | None]:
    """Remove the hyphen of a line: "-New houses built in Kujang".

    A hyphen right before a word excludes it, so it is removed only if the rest is a line of words
    with a small word ("of", "in"), and without any operators.
    """
    hyphen = _HYPHENS.match(text)
    if not hyphen:
        return text, None
    rest = text[hyphen.end() :]
    tokens = list(tokenize(rest))
    words = [token[0].lower() for token in tokens if token_kind(token) == "word"]
    is_line = len(words) >= MIN_LISTED and not _SMALL_WORDS.isdisjoint(words)
    kinds = set(map(token_kind, tokens)) - ({"join"} if rest.isupper() else set())
    if not is_line or kinds != {"word"} or any("*" in word for word in words):
        return text, None
    first, _, others = rest.partition(" ")
    sentence = "The hyphen at the beginning was ignored, because a line of text follows it."
    label = f"Search for articles without “{shortened(first)}”"
    return rest, OtherSearch(sentence, label, f"(-{first}) {others}")


def _operators(text: str) -> tuple[bool, OtherSearch | None]:
    """Return False if AND, OR, NOT and NEAR are words in a text, because it is a headline.

    A short text in capitals, or one in which every second word is an operator, has operators.
    """
    tokens = list(tokenize(text))
    operators = [token for token in tokens if is_operator(token)]
    if not operators or not text.isupper() or _has_other_operators(tokens):
        return True, None
    names = list(dict.fromkeys(token[0] for token in operators))
    is_one, listed = len(names) == 1, " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    if _is_headline(tokens):
        was = "was searched for as a word" if is_one else "were searched for as words"
        sentence = f"{listed} {was}, because the whole search is in capitals."
        label = "Use it as an operator" if is_one else "Use them as operators"
        return False, OtherSearch(sentence, label, _with_small_letters(text, tokens))
    was = "was understood as an operator" if is_one else "were understood as operators"
    label = "Search for the word" if is_one else "Search for the words"
    as_words = _in_small_letters(text, operators)
    return True, OtherSearch(f"{listed} {was}.", label, as_words)


def is_operator(token: Token) -> bool:
    """Return True for the operators that are also words: AND, OR, NOT and NEAR."""
    return token_kind(token) in {"join", "near"} or token[0] == "NOT"


def _has_other_operators(tokens: Sequence[Token]) -> bool:
    """Return True if a text has what no headline has: a field, NEAR/5, -word or (a OR b)."""
    depth = 0
    for token in tokens:
        kind = token_kind(token)
        depth += (kind == "open") - (kind == "close")
        if kind == "field" or "*" in token[0] or (depth and is_operator(token)):
            return True
        if token["distance"] or (kind == "minus" and token[0] != "NOT"):
            return True
    return False


def _is_headline(tokens: Sequence[Token]) -> bool:
    terms = [token for token in tokens if _WORD.search(token[0]) and not is_operator(token)]
    are_joined = [is_operator(token) for token in tokens] == [
        index % 2 == 1 for index in range(len(tokens))
    ]
    words = sum(word.isupper() for token in terms for word in _WORD.findall(token[0]))
    return words >= MIN_HEADLINE and not are_joined


def _in_small_letters(text: str, tokens: Iterable[Token]) -> str:
    for token in tokens:
        text = text[: token.start()] + token[0].lower() + text[token.end() :]
    return text


def _with_small_letters(text: str, tokens: Sequence[Token]) -> str:
    """Return the text with one word in small letters, so that it is not all in capitals.

    The word is the longest, because a short word in capitals can be an abbreviation.
    """
    words = [token for token in tokens if token_kind(token) in {"word", "phrase"}]
    longest = max(words, key=lambda token: len(token[0]))
    return text[: longest.start()] + longest[0].title() + text[longest.end() :]
