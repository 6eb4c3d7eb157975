"""Limits combining marks in a row, because Python's Unicode forms take very long for many of them.

Python sorts the marks after a letter in a time that grows with the square of their number: for a
megabyte of them, this takes a quarter of an hour. No letter of a text has as many.
"""

import re

_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed\u0730-\u074a"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099\u309a\ufe20-\ufe2f]"
)
_MOST = 30
_MANY = re.compile(f"({_MARK}{{{_MOST}}}){_MARK}+")


def few_marks(text: str) -> str:
    """Return a text with at most 30 combining marks in a row; the others are left out."""
    return text if text.isascii() else _MANY.sub(r"\1", text)


def has_many_marks(text: str) -> bool:
    """Return True if `few_marks` changes the text."""
    return not text.isascii() and _MANY.search(text) is not None
