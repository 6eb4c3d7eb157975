"""How spellings are compared: quotes and spaces, case, hyphens, British and American endings."""

from functools import lru_cache

_SPELLINGS = (
    ("fiber", "fibre"),
    ("fertilizer", "fertiliser"),
    ("center", "centre"),
    ("theater", "theatre"),
    ("teacherstraining", "teachertraining"),
)
_STRAIGHT = {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "\u00a0": " "}


def straighten(text: str) -> str:
    """The text with straight quotes and plain spaces, code point for code point: spans stay true."""
    for odd, plain in _STRAIGHT.items():  # far quicker than `translate`, which looks up each letter
        text = text.replace(odd, plain)
    return text


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
