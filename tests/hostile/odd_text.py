"""Odd texts for hostile requests: characters, markup, numbers and dates that programs misread.

All functions take a `Random`, and make the same text for the same state of it on every machine.
"""

from collections.abc import Sequence
from random import Random

MARKUP = (
    "<zq7>",
    '"><zq7 a="',
    "'><zq7 a='",
    '" zq7="1',
    "' zq7='1",
    "</title><zq7>",
    "--><zq7><!--",
    "]]><zq7>",
    "<script>zq7</script>",
    "javascript:zq7",
    "&lt;zq7&gt;",
    "&#60;zq7>",
)
"""Markup with a word that no page of the archive has."""

_LIVE_TAGS = ("<zq7", "<script>zq7")
_LIVE_ATTRIBUTES = ('" zq7="', "' zq7='")
_LIVE_LINKS = tuple(
    f"{name}={mark}javascript:zq7" for name in ("href", "src", "action") for mark in "\"'"
)

OTHER_SITE = "zq7.example"
"""The host in odd texts that look like addresses."""

SYNTAX = (
    "' OR 1=1 --",
    '"; DROP TABLE archive_article; --',
    "1) UNION SELECT 1 --",
    "%' ESCAPE '!",
    "\\",
    "\\'",
    "%",
    "%s",
    "%(value)s",
    "%%",
    "_",
    "*",
    "{}",
    "{0}",
    "{value!r:>{width}}",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "{# a #}",
    "${7*7}",
    "$(id)",
    "`id`",
    "| id",
    "=1+1",
    "..",
    "../../etc/passwd",
    "..\\..\\x",
    "/",
    "//",
    f"//{OTHER_SITE}/",
    f"/\\{OTHER_SITE}",
    f"https://{OTHER_SITE}/",
    f"http:{OTHER_SITE}",
    "data:text/html,x",
    "a\r\nSet-Cookie: zq7=1",
    "a\nb",
    "a\tb",
    "a\0b",
    "\0",
    "None",
    "null",
    "true",
    "undefined",
    "nan",
    "inf",
    "[]",
    "()",
    "[",
    "{",
    "a[]",
    "a[0]",
    "__proto__",
    "__class__",
    "pk__in",
    "id__gt",
    "unknown",
    "-unknown",
    "--unknown",
    "Unknown",
    "-",
    "--",
    "?",
    "#",
    "#top",
    "?a=b",
    "&",
    ";",
    "=",
    "+",
    " ",
    "  ",
    "",
)
"""Syntax of SQL, templates, shells and addresses, and words that are values in some languages."""

BLOCKS = (
    *((0x00, 0x1F), (0x20, 0x7E), (0x7F, 0x9F), (0xA0, 0xFF), (0x100, 0x24F), (0x250, 0x2AF)),
    *((0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x5FF)),
    *((0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF), (0x1680, 0x1680)),
    *((0x1AB0, 0x1AFF), (0x1E00, 0x1EFF), (0x2000, 0x200F), (0x2010, 0x2027), (0x2028, 0x202F)),
    *((0x2030, 0x205E), (0x2060, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x20D0, 0x20F0)),
    *((0x2100, 0x218F), (0x2190, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2E80, 0x2FFF)),
    *((0x3000, 0x303F), (0x3040, 0x30FF), (0x3130, 0x318F), (0x3200, 0x33FF), (0x3400, 0x4DBF)),
    *((0x4E00, 0x9FFF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xD7B0, 0xD7FF), (0xD800, 0xDFFF)),
    *((0xE000, 0xF8FF), (0xFB00, 0xFB4F), (0xFB50, 0xFDFF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
    *((0xFE30, 0xFE6F), (0xFEFF, 0xFEFF), (0xFF00, 0xFFEF), (0xFFF0, 0xFFFF), (0x10000, 0x1007F)),
    *((0x1D100, 0x1D1FF), (0x1D400, 0x1D7FF), (0x1F1E6, 0x1F1FF), (0x1F300, 0x1F6FF)),
    *((0x20000, 0x2A6DF), (0xE0000, 0xE007F), (0xE0100, 0xE01EF), (0x10FFF0, 0x10FFFF)),
)
"""Ranges of code points of every general category of Unicode, with surrogates.

They are written here, and not read from `unicodedata`, because each version of Python has another
version of Unicode."""

DIGITS = (0x30, 0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE)
"""The code points of zeros; the digits 1 to 9 follow each of them."""

LENGTHS = (1, 1, 2, 3, 8, 30, 120, 300, 1_000, 5_000)


def live_markup(body: str, content_type: str) -> list[str]:
    """Return the tags, links and attributes from MARKUP that an answer contains without escapes.

    Attributes are searched only in HTML, because quotation marks need no escape in the text of XML.
    For JSON, the result is empty, because JSON is never shown as markup.
    """
    if "json" in content_type:
        return []
    is_html = "html" in content_type
    texts = (*_LIVE_TAGS, *_LIVE_LINKS, *(_LIVE_ATTRIBUTES if is_html else ()))
    lower = body.lower()
    return [text for text in texts if text in lower]


def odd_text(random: Random) -> str:
    """Return an odd text of any kind."""
    return random.choice(_KINDS)(random)


def odd_characters(random: Random, most: int = 12) -> str:
    """Return 1 to `most` random characters of one or several of BLOCKS."""
    blocks = random.choices(BLOCKS, k=random.randint(1, 3))
    characters = (chr(random.randint(*random.choice(blocks))) for _ in range(most))
    return "".join(list(characters)[: random.randint(1, most)])


def odd_number(random: Random) -> str:
    """Return a number that is negative, huge, zero, or written in an unusual way."""
    number = str(random.choice((0, 1, 2, 3, 7, 99, 2**31, 2**63 - 1, 2**63, 10**18, 10**40)))
    return random.choice(
        (
            number,
            f"-{number}",
            f"+{number}",
            f" {number}",
            f"{number} ",
            f"{number}.0",
            f"{number},5",
            f"{number}e5",
            f"{number}_000",
            f"0x{number}",
            f"{'0' * random.choice((1, 5, 300, 5_000))}{number}",
            number * random.choice((2, 30, 300)),
            in_other_digits(random, number),
            "²",
            "½",
            "Ⅷ",
            "一",
            "-0",
        )
    )


def odd_date(random: Random) -> str:
    """Return something like a date or a range of dates, often not a valid one."""
    year = random.choice(("2025", "2024", "0000", "0001", "9999", "10000", "25", "-2025", "+2025"))
    month = random.choice(("01", "02", "04", "09", "12", "13", "00", "4", "99", "-1"))
    day = random.choice(("01", "14", "17", "29", "30", "31", "32", "00", "7", "99"))
    joint = random.choice(("-", "-", "-", "-", "/", ".", "", "–", " ", "--"))
    text = joint.join(random.choice(((year,), (year, month), (year, month, day), (day, month))))
    if random.random() < 0.2:
        text = in_other_digits(random, text)
    if random.random() < 0.4:
        other = (
            odd_date(random) if random.random() < 0.3 else random.choice(("", "2025", "2026-01"))
        )
        dots = random.choice(("..", "..", "..", "...", "…", ".", "to", "....", "‥"))
        text = random.choice((f"{text}{dots}{other}", f"{other}{dots}{text}"))
    return text + random.choice(("", "", "", "T00:00:00Z", " ", "\n", "\0", "..", "z"))


def in_other_digits(random: Random, text: str) -> str:
    """Return a text with some of its digits written in other scripts."""
    zero = random.choice(DIGITS)
    return "".join(
        chr(zero + int(letter))
        if letter.isascii() and letter.isdigit() and random.random() < 0.7
        else letter
        for letter in text
    )


def damaged(random: Random, text: str) -> str:
    """Return a valid text with a small change, after which it may be valid or not."""
    letter = odd_characters(random, 2)
    place = random.randint(0, len(text))
    return random.choice(
        (
            f"-{text}",
            f"--{text}",
            f" {text}",
            f"{text} ",
            f"{text}\0",
            f"{text}\n",
            f"{text}/",
            f"{text}-",
            f"{text},{text}",
            text + text,
            text.upper(),
            text.title(),
            text[::-1],
            text[: len(text) // 2],
            text.replace("-", "_"),
            text.replace("-", " "),
            in_other_digits(random, text),
            text[:place] + letter + text[place:],
            text + random.choice(MARKUP),
            random.choice(SYNTAX) + text,
        )
    )


def _repeated(random: Random) -> str:
    length = random.choice(LENGTHS)
    piece = random.choice((odd_characters(random, 3), random.choice(MARKUP), "a", "-", "0", "한"))
    return (piece * length)[: max(length, len(piece))]


_KINDS = (
    odd_characters,
    odd_characters,
    odd_number,
    odd_date,
    _repeated,
    lambda random: random.choice(MARKUP),
    lambda random: random.choice(MARKUP),
    lambda random: random.choice(SYNTAX),
    lambda random: random.choice(SYNTAX),
)


def choose_often(random: Random, usual: Sequence[str], share: float) -> str:
    """Return one of the usual texts with the probability `share`, otherwise an odd text."""
    return random.choice(usual) if usual and random.random() < share else odd_text(random)
