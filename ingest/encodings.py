"""Finds the encoding of a text that declares none, by the letters that are common in a language.

In the right encoding, many letters of a text are among the most common ones of its language. In a
wrong one they are rare letters and signs. An encoding is chosen only if it is much better than all
others, so a short text often has none.
"""

import re
from typing import NamedTuple

_SAMPLE = 4_096  # bytes that are compared, from the first one above 0x7F on
_FEWEST = 8  # the least common letters of a text whose encoding is surely known
_FEWEST_KINDS = 3  # the least different letters among them
_WORST = 0.6  # the least share of common letters, as a part of the usual share
_NEXT = 0.6  # the second best encoding must have less than this part of the best one's share
# The most letters that may be damaged or cut off: one, and one of this number.
_LETTERS_FOR_DAMAGED = 200
# In alphabets other than the Latin one, nearly all letters of a word are above 0x7F.
_FEWEST_IN_RUNS = 0.8

_HANGUL = (
    "이다는을의에가하고로은를지도서기한사인리자대정시과해어나"
    "수일부아전주들으제보성여국그였오조생라되습니까양동우상장"
)
_KANA = "".join(map(chr, range(0x3041, 0x30FF)))
_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要时来用们生到作地出就分对成"
    "会主发年动同工也能下过民后行学法所和新业朝鲜日月平壤电社农产建设"
)
_TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要時來用們生到作地出就分對成"
    "會主發年動同工也能下過民後行學法所和新業朝鮮日月平壤電社農產建設"
)
_CYRILLIC = "оаеинтс"
_ARABIC = "الي"


class _Encoding(NamedTuple):
    """An encoding, the common letters of its language, and their usual share of a text."""

    codec: str
    common: frozenset[str]
    share: float
    is_single_byte: bool = False
    capitals: frozenset[str] = frozenset()


# Not cp866: the bytes of Japanese in EUC-JP are common letters in it.
_ENCODINGS = (
    _Encoding("cp949", frozenset(_HANGUL), 0.5),
    _Encoding("euc-jp", frozenset(_KANA), 0.5),
    _Encoding("cp932", frozenset(_KANA), 0.5),
    _Encoding("gb18030", frozenset(_SIMPLIFIED), 0.3),
    _Encoding("big5", frozenset(_TRADITIONAL), 0.3),
    *(
        _Encoding(codec, frozenset(_CYRILLIC), 0.5, True, frozenset(_CYRILLIC.upper()))
        for codec in ("windows-1251", "koi8-r", "iso-8859-5")
    ),
    *(
        _Encoding(codec, frozenset(_ARABIC), 0.35, is_single_byte=True)
        for codec in ("windows-1256", "iso-8859-6")
    ),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_ASCII = re.compile(r"[\x00-\x7f]+")
# Punctuation: of Chinese, Japanese and Korean, quotation marks, full-width marks.
_MARKS = re.compile("[\u00a0-\u00bf\u2010-\u2026\u3000-\u3020\uff01-\uff0f\uff1a-\uff20]+")
_CONTROLS = re.compile("[\x80-\x9f]")  # no text has them
_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Three bytes above 0x7F in a row that are letters in cp1252, not quotation marks or dashes.
_WORD = re.compile(rb"[\x80-\x84\x86-\x90\x98-\x9f\xa1-\xaa\xac-\xba\xbc-\xff]{3,}")
_NO_LETTERS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # bytes that cp1252 does not use
_MOST_UNUSED = 0.05  # share of such bytes
_MAC = "mac-roman"
_FEWEST_OF_MAC = 2  # letters or marks that stand in odd places in cp1252
_MUCH_ODDER = 4  # In cp1252, so many times more of them do.
_OPENING, _CLOSING, _USUAL = "“‘«„¿¡", "”»", "…©®°•·ªº§€\u00a0™"
_FEW_HIGH = 8  # bytes above 0x7F; fewer do not show that a text is not in cp1252


def likely_encoding(data: bytes) -> str | None:
    """Return the codec of a text, if its letters show it surely; else None.

    The bytes are neither UTF-8 nor ASCII. Their end may be cut off inside a letter.
    """
    data = _sample(data)
    runs = [len(run) for run in _HIGH.findall(data)]
    is_alphabet = sum(run for run in runs if run > 1) >= _FEWEST_IN_RUNS * sum(runs)
    shares = sorted(
        (_share(data, encoding), encoding.codec)
        for encoding in _ENCODINGS
        if is_alphabet or not encoding.is_single_byte
    )
    (second, _), (best, codec) = shares[-2:]
    return codec if best >= _WORST and second < _NEXT * best else None


def _sample(data: bytes) -> bytes:
    """Return the bytes from the first letter above 0x7F on, which can be far below mark-up."""
    first = _HIGH.search(data)
    start = first.start() if first else 0
    return data[start : start + _SAMPLE]


def _share(data: bytes, encoding: _Encoding) -> float:
    """Return the share of common letters, as a part of the usual share; 0 if they are too few."""
    text = _MARKS.sub("", _ASCII.sub("", data.decode(encoding.codec, "replace")))
    if text.count("\ufffd") > 1 + len(text) // _LETTERS_FOR_DAMAGED:
        return 0
    if encoding.is_single_byte and (
        _CONTROLS.search(text) or len(encoding.common & set(text)) < _FEWEST_KINDS
    ):
        return 0
    # A capital counts half, because small letters of KOI8-R are capitals of windows-1251.
    capitals = sum(letter in encoding.capitals for letter in text)
    common = sum(letter in encoding.common for letter in text) + capitals / 2
    return common / len(text) / encoding.share if common >= _FEWEST else 0


def is_garbled(data: bytes) -> bool:
    """Return True if bytes make no sense in cp1252: they are text in an encoding we do not know.

    Words of Western languages have at most two letters above 0x7F in a row ("informação"). Letters
    of UTF-8 are not counted, because a text can have some of them beside those of cp1252.
    """
    data = _UTF_8.sub(b"", _sample(data))
    high = sum(len(run) for run in _HIGH.findall(data))
    if high < _FEW_HIGH:
        return False
    in_words = sum(len(word) for word in _WORD.findall(data))
    return in_words > high // 2 or len(_NO_LETTERS.findall(data)) > _MOST_UNUSED * high


def is_mac_roman(data: bytes) -> bool:
    """Return True if bytes that are no letters of other alphabets are Mac Roman, not cp1252.

    In the wrong one of the two, quotation marks and dashes stand inside words, and capital letters
    at their ends: "ÒThe millerÕs wheelÓ" are the bytes of “The miller’s wheel” in Mac Roman.
    """
    data = _sample(data)
    if len(_HIGH.findall(data)) < _FEWEST_OF_MAC:
        return False
    odd, odd_in_mac = (_count_odd(data.decode(codec, "replace")) for codec in ("cp1252", _MAC))
    return odd >= _FEWEST_OF_MAC and odd_in_mac * _MUCH_ODDER <= odd


def _count_odd(text: str) -> int:
    """Return how many letters and marks of a Western text stand where no text has them."""
    around = zip(" " + text[:-1], text, text[1:] + " ", strict=True)
    return sum(letter > "\x7f" and _is_odd(*place) for place in around for letter in place[1])


def _is_odd(before: str, letter: str, after: str) -> bool:
    if letter in _OPENING:
        return before.isalnum() or after.isspace()
    if letter in _CLOSING:
        return before.isspace() or after.isalnum()
    if letter in "’–—":
        return letter != "’" and before.islower() and after.islower()
    if letter.isupper():
        return before.islower() or not (after.isalpha() or before.isupper())
    if letter.islower():
        return not (before.isalpha() or after.isalpha() or letter in "àéèê")
    return letter not in _USUAL
