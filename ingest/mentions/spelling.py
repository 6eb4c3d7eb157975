"""The forms in which names are compared, so that quotes, case and hyphens do not matter."""

import re
import unicodedata
from functools import lru_cache

from ingest.combining_marks import few_marks

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


LETTERS_OF = {
    "ae": "æ",
    "oe": "œ",
    "ss": "ßẞ",
    "th": "þ",
    "d": "đð",
    "h": "ħ",
    "i": "ı",
    "l": "ł",
    "n": "ŋ",
    "o": "ø",
    "t": "ŧ",
    "σ": "ς",
}
"""The small letters without accents that are compared as one or two other letters."""

_UNSEEN = frozenset({"Cf", "Me", "Mn"})  # Unicode's categories of accents and unseen characters
_PLAIN = str.maketrans(
    {odd: plain for plain, letters in LETTERS_OF.items() for odd in letters}
    # Some apostrophes are letters in Unicode.
    | dict.fromkeys([*"`‘’‚‛′‵", *map(chr, range(0x2B9, 0x2D2)), *"\u02ec\u02ee\ua78b\ua78c"], "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212", "-")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("\u0640\u115f\u1160", "")  # a long stroke of Arabic, empty letters of Korean
)


def straighten(text: str) -> str:
    """Return a text of the same length with straight quotes, plain spaces and plain hyphens."""
    if text.isascii():
        return text.replace("`", "'")
    for odd, plain in _STRAIGHT.items():  # `str.translate` is much slower: it looks up each letter
        text = text.replace(odd, plain)
    return text


_capitals = re.compile(r"KIM JONG UN|[A-Z]+(?:'[A-Z]+)?")
_LETTERS = frozenset({"UN", "KPA", "SPA", "ROK", "USA", "UAE", "EU", "CPC", "NATO", "IAEA", "KCNA"})
_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


def uncapitalise(text: str) -> str:
    """Return a text in capitals as a text of the same length with capitalised words.

    "KIM JONG UN VISITS …" becomes "Kim Jong Un Visits …". Common abbreviations and words without a
    vowel ("DPRK") are not changed. A text that is not in capitals is returned unchanged.
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


def plain_letters(text: str) -> str:
    """Return a text in Unicode's form NFKC without case, accents and characters that nobody sees.

    Letters that Unicode does not decompose become plain, too ("ø" -> "o", "ß" -> "ss"). All
    hyphens, apostrophes and quotation marks become those of ASCII.
    """
    if text.isascii():
        return text.casefold().replace("`", "'")
    letters = (
        unicodedata.normalize("NFKD", few_marks(text).replace("´", "'"))
        .casefold()
        .translate(_PLAIN)
    )
    seen = "".join(one for one in letters if unicodedata.category(one) not in _UNSEEN)
    return unicodedata.normalize("NFC", seen)


def name_key(name: str) -> str:
    """Return a name normalised for comparing: only letters and digits of `plain_letters`.

    "P'yŏng-an" becomes "pyongan". The result has at most 200 characters, because the archive stores
    no more of a name.
    """
    return "".join(filter(str.isalnum, plain_letters(name)))[:200]


@lru_cache(maxsize=1 << 14)
def british_key(name: str) -> str:
    """Return the `name_key` of a name in British spelling: "Fertilizer" -> "fertiliser"."""
    key = name_key(name)
    for american, british in _AMERICAN_SPELLINGS:
        key = key.replace(american, british)
    return key


def fold(name: str) -> str:
    """Return a spelling normalised for look-ups: casefolded, straight quotes, single spaces."""
    return " ".join(straighten(name).casefold().split())
