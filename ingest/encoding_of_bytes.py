"""Finds the encoding of the bytes of a file: UTF-8, UTF-16, a declared one, or one that fits.

`guess_encoding` explains the order. `ingest.encodings` compares letters; this module also reads
declarations, and tests whether bytes are valid in an encoding.
"""

import re

from ingest.encodings import is_mac_roman, likely_encoding

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = (
    *(
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"%PDF-",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"\x7fELF",
        b"SQLite format 3\x00",
    ),
    *(b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"\xfd7zXZ"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x00"))
_MOST_CONTROLS = 0.02  # share of control bytes above which a file is not text
_HIGH = bytes(range(0x80, 0x100))
# UTF-16 and a declared encoding are recognised in this number of bytes at the beginning.
_SAMPLE = 4096
# The most damaged letters that a UTF-8 text may have for each whole letter of several bytes. The
# second limit is for a page that declares UTF-8.
_MOST_DAMAGE, _MOST_DAMAGE_DECLARED = 0.5, 1
# Below this share of damaged letters a text is UTF-8, even if it declares or fits another encoding.
_ANY_DAMAGE = 0.01
_HANGUL = re.compile("[가-힣]")
_EAST_ASIAN = (
    ("cp949", _HANGUL),
    ("gb2312", re.compile("[一-鿿]")),  # not gb18030, because almost all bytes are valid in it
    *((codec, re.compile("[ぁ-ヿ一-鿿]")) for codec in ("euc-jp", "shift_jis")),
)
# If bytes in an encoding of _EAST_ASIAN are decoded as UTF-8, the result never consists only of
# quotation marks, dashes and Latin letters, or only of these marks, ASCII and Hangul.
_NO_CHANCE = re.compile(r"[\x00-ÿ\u2010-\u2026]*|[\x00-\x7f\u2010-\u2026가-힣]*")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE
)
# The Python codec for each name of an encoding in a page. As browsers do, some names are read as a
# larger encoding, such as "iso-8859-1" as cp1252 (WHATWG Encoding Standard, "Names and labels").
_NAMES = {
    "cp949": (
        *("euc-kr", "euckr", "cseuckr", "x-euc-kr", "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601"),
        *("ksc_5601", "windows-949", "x-windows-949", "ms949", "uhc", "korean", "cp949"),
    ),
    "cp1252": (
        *("iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii"),
        *("windows-1252", "cp1252", "x-cp1252"),
    ),
    "gb18030": (
        "gb2312",
        "gb_2312-80",
        "gbk",
        "x-gbk",
        "cp936",
        "windows-936",
        "euc-cn",
        "gb18030",
    ),
    "cp932": (
        *("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "csshiftjis"),
        *("ms932", "cp932"),
    ),
    "euc-jp": ("euc-jp", "eucjp", "x-euc-jp", "x-euc"),
    "iso2022_jp_ext": ("iso-2022-jp", "csiso2022jp"),
    "big5": ("big5", "big-5", "cn-big5", "x-x-big5"),
    "big5hkscs": ("big5-hkscs",),
    "windows-1251": ("windows-1251", "cp1251", "x-cp1251", "win-1251", "win1251", "windows1251"),
    "koi8-r": ("koi8-r", "koi8r", "koi8", "koi", "cskoi8r", "x-koi8-r"),
    "koi8-u": ("koi8-u", "koi8-ru"),
    "cp866": ("cp866", "ibm866", "866", "dos-866", "csibm866"),
    "iso-8859-5": ("iso-8859-5", "iso8859-5", "iso_8859-5", "cyrillic"),
    "mac-cyrillic": ("x-mac-cyrillic", "x-mac-ukrainian"),
    "mac-roman": ("macintosh", "mac", "x-mac-roman", "macroman"),
    "iso-8859-6": ("iso-8859-6", "iso8859-6", "iso_8859-6", "arabic"),
    "cp874": ("windows-874", "tis-620", "iso-8859-11"),
    "cp1254": ("windows-1254", "cp1254", "iso-8859-9", "latin5"),
    **{
        f"cp{number}": (f"windows-{number}", f"cp{number}", f"x-cp{number}")
        for number in (1250, 1253, 1255, 1256, 1257, 1258)
    },
    **{
        f"iso-8859-{part}": (f"iso-8859-{part}", f"iso8859-{part}", f"iso_8859-{part}")
        for part in (2, 3, 4, 7, 8, 10, 13, 14, 15, 16)
    },
}
_DECLARED = {name: codec for codec, names in _NAMES.items() for name in names}
# The marks at which text in ISO 2022 begins; otherwise it has only ASCII letters.
_ISO_2022 = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp_ext"), (b"\x1b$@", "iso2022_jp"))


def guess_encoding(data: bytes, charset: str = "") -> str | None:
    """Return the name of the Python codec for these bytes; None if they are not text.

    `charset` is the encoding that a server or a message declares for the bytes, "" if unknown;
    it comes before the encoding that the page itself declares. The first encoding in this list
    that fits is chosen: the encoding of a BOM, UTF-16 without a BOM, ISO 2022, UTF-8, the encoding
    that the page declares (ISO-8859-1 only after the next), the one that the letters surely show
    (`likely_encoding`), cp949, Mac Roman, cp1252. Most bytes are valid in all three. So cp949 is
    chosen only if most bytes above 0x7F form Hangul syllables in pairs. A quotation mark in
    cp1252 and the letter after it look like a syllable, too, but only one of their two bytes is
    above 0x7F.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return codec
    if data.startswith(_BINARY):
        return None
    wide = _wide_encoding(data[:_SAMPLE])
    if wide:
        return wide
    if iso_2022 := _iso_2022(data):
        return iso_2022
    if len(data) - len(data.translate(None, _CONTROLS)) > len(data) * _MOST_CONTROLS:
        return None
    if data.count(0) > len(data) // 10:
        return None
    if _is_utf8(data, charset):
        return "utf-8"
    declared = _declared_encoding(data, charset)
    if declared and declared != "cp1252":
        return declared
    # Many programs that write pages declare ISO-8859-1 for each of them.
    return likely_encoding(data) or declared or _single_byte_encoding(data)


def _is_utf8(data: bytes, charset: str) -> bool:
    """Return True if the bytes are UTF-8; the last letter may be cut off, a few may be damaged.

    Bytes in another encoding hardly ever form whole letters of UTF-8, unless this encoding has two
    bytes for a letter. So a text is not UTF-8 if too many letters are damaged (_MOST_DAMAGE). If a
    page does not declare UTF-8, and at least 1 % of the letters are damaged (_ANY_DAMAGE), there is
    another condition: the bytes must fit neither the encoding that the page declares nor an
    encoding of _EAST_ASIAN.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 3 and error.reason == "unexpected end of data":
            return True
    else:
        return True
    lenient = data.decode("utf-8", "ignore")
    whole = sum(letter > "\x7f" for letter in lenient)
    broken = sum(letter > "\x7f" for letter in data.decode("utf-8", "replace")) - whole
    if broken < _ANY_DAMAGE * whole:
        return True
    is_declared = any(name in ("utf-8", "utf8") for name in _declared(data, charset)[:1])
    if broken > whole * (_MOST_DAMAGE_DECLARED if is_declared else _MOST_DAMAGE):
        return False
    return is_declared or not (_declared_encoding(data, charset) or _is_east_asian(data, lenient))


def _is_east_asian(data: bytes, lenient: str) -> bool:
    """Return True if bytes that may be damaged UTF-8 are text in an encoding of _EAST_ASIAN.

    `lenient` is the text that remains if the bytes are decoded as UTF-8 without damaged letters. If
    it contains only Latin letters or common Hangul syllables, the bytes are UTF-8.
    """
    hangul = "".join(_HANGUL.findall(lenient))
    # Python's euc-kr codec writes a common syllable as two bytes, a rare one as eight.
    if _NO_CHANCE.fullmatch(lenient) and len(hangul.encode("euc-kr")) == 2 * len(hangul):
        return False
    return any(_is_mostly(letters, data, codec) for codec, letters in _EAST_ASIAN)


def _is_mostly(letters: re.Pattern[str], data: bytes, codec: str) -> bool:
    """Return True if the bytes are valid in `codec`, and most bytes above 0x7F form `letters`."""
    try:
        count = len(letters.findall(data.decode(codec)))
    except UnicodeDecodeError:
        return False
    high = len(data) - len(data.translate(None, _HIGH))
    return high * 0.3 < count < high * 0.6


def _declared(data: bytes, charset: str) -> list[str]:
    """Return the names of encodings that a server or message, and then the page, declare.

    Many servers declare ISO-8859-1 for all pages, so this declaration says nothing.
    """
    match = _CHARSET.search(data[:_SAMPLE])
    charset = "" if _DECLARED.get(charset.casefold()) == "cp1252" else charset
    names = [charset, match[1].decode("ascii") if match else ""]
    return [name.casefold() for name in names if name]


def _declared_encoding(data: bytes, charset: str = "") -> str | None:
    """Return the codec that is declared for an HTML page.

    Returns None if none is declared, if the declared names are not in _DECLARED, or if the bytes
    are not valid in the codec.
    """
    for name in _declared(data, charset):
        codec = _DECLARED.get(name)
        try:
            if codec:
                data.decode(codec)
                return codec
        except UnicodeDecodeError:
            continue
    return None


def _wide_encoding(sample: bytes) -> str | None:
    """Return the codec of UTF-16 text without a BOM; None for any other bytes.

    Spaces, line breaks and Latin letters contain a zero byte in UTF-16. So most zero bytes must be
    at odd positions (little-endian) or at even positions (big-endian). And more than 95 % of the
    decoded letters must be letters or marks of our sites' languages (`_is_ours`).
    """
    sample = sample[: len(sample) // 2 * 2]
    zeros = (sample[0::2].count(0), sample[1::2].count(0))
    for side, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) >= 16 and zeros[side] > 3 * zeros[1 - side]:
            text = sample.decode(codec, "replace")
            if sum(_is_ours(letter) for letter in text) > 0.95 * len(text):
                return codec
    return None


def _iso_2022(data: bytes) -> str | None:
    """Return the codec of Japanese or Korean text in ISO 2022; None for any other bytes."""
    for mark, codec in _ISO_2022:
        if mark in data and data.isascii():
            try:
                data.decode(codec)
            except UnicodeDecodeError:
                continue
            return codec
    return None


def _is_ours(letter: str) -> bool:
    return (
        " " <= letter <= "~"
        or "À" <= letter <= "ÿ"
        or "가" <= letter <= "힣"
        or "一" <= letter <= "鿿"
        or "\u3000" <= letter <= "ヿ"
        or "\u2010" <= letter <= "\u2026"
        or letter in "\n\r\t\u00a0"
    )


def _single_byte_encoding(data: bytes) -> str:
    if _is_mostly(_HANGUL, data, "cp949"):
        return "cp949"
    return "mac-roman" if is_mac_roman(data) else "cp1252"
