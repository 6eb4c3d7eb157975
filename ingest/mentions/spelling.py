"""How spellings are compared: quotes and spaces, case, hyphens, British and American endings; text
all in capitals."""

import re
from functools import lru_cache

_SPELLINGS = (
    ("fiber", "fibre"),
    ("fertilizer", "fertiliser"),
    ("center", "centre"),
    ("theater", "theatre"),
    ("teacherstraining", "teachertraining"),
)
_STRAIGHT = {
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "“": '"',
    "”": '"',
    "\u00a0": " ",
    "－": "-",
    "‑": "-",
}


def straighten(text: str) -> str:
    """The text with straight quotes and plain spaces, code point for code point: spans stay
    true."""
    if text.isascii():
        return text.replace("`", "'")
    for odd, plain in _STRAIGHT.items():  # far quicker than `translate`, which looks up each letter
        text = text.replace(odd, plain)
    return text


_capitals = re.compile(r"KIM JONG UN|[A-Z]+(?:'[A-Z]+)?")
_LETTERS = frozenset({"UN", "KPA", "SPA", "ROK", "USA", "UAE", "EU", "CPC", "NATO", "IAEA", "KCNA"})
_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


def uncapitalise(text: str) -> str:
    """A straightened text that stands all in capitals as names are written, code point for code
    point ("KIM JONG UN VISITS …" as "Kim Jong Un Visits …"); what are letters, as far as can be
    told, stays. Any other text as it is."""
    return _capitals.sub(_as_name, text) if text.isupper() and text.count(" ") > 1 else text


def _as_name(match: re.Match[str]) -> str:
    words = match[0]
    if words in _LETTERS or not set(words) & set("AEIOUY"):
        return words
    return (
        words.lower()
        if words.lower() in _SMALL
        else " ".join(word.capitalize() for word in words.split(" "))
    )


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """A name as spellings are compared: letters and digits only, British and American the same."""
    letters = "".join(letter for letter in name.casefold() if letter.isalnum())
    for american, british in _SPELLINGS:
        letters = letters.replace(american, british)
    return letters


def fold(name: str) -> str:
    """The form under which a spelling is looked up."""
    return " ".join(straighten(name).casefold().split())
