"""The forms in which spellings are compared: without regard to quotes, case, hyphens …."""

import re
import unicodedata
from functools import lru_cache

_AMERICAN_SPELLINGS = (
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
    """Return a text with straight quotes, spaces and hyphens, without changing its length."""
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
    """Return a text that is all in capitals with only the first letters of names in capitals.

    "KIM JONG UN VISITS …" becomes "Kim Jong Un Visits …", of the same length; abbreviations are not
    changed, as far as they can be recognised. Any other text is returned unchanged.
    """
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


def name_key(name: str) -> str:
    """Return the key by which names are compared: letters and digits, without case and accents.

    "P'yŏng-an" is "pyongan". At most 200 characters, as many as the archive keeps of a name.
    """
    letters = name if name.isascii() else unicodedata.normalize("NFKD", name)
    kept = "".join(filter(str.isalnum, letters.casefold()))
    return (kept if kept.isascii() else unicodedata.normalize("NFC", kept))[:200]


@lru_cache(maxsize=1 << 14)
def british_key(name: str) -> str:
    """Return the key of a name in its British spelling: "fertilizer" is "fertiliser"."""
    key = name_key(name)
    for american, british in _AMERICAN_SPELLINGS:
        key = key.replace(american, british)
    return key


def fold(name: str) -> str:
    """Return a spelling in the form for look-ups: casefolded, with plain quotes and spaces."""
    return " ".join(straighten(name).casefold().split())
