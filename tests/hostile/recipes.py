"""Recipes for hostile files: a beginning, a repeated part, and an end, of any size."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tests.hostile.vocabulary import MARKS, TAGS, WORDS

ARTICLE = "Title: Kite\nDate: 2024-01-01\nSource: KCNA.kp (En)\n\nA kite flies."
HEADS = (
    "",
    "Kite Contest Held\n\n",
    f"{ARTICLE}\n\n",
    "Title: Kite\nDate: 2024-01-01\n",
    "Kite\n\nDate: 01/01/2020 | Source: KCNA.kp (En)\n\n",
    "Kite\n\nMay 09, 2025\n\n",
    "/ News\n\nKite\n\n",
    "Kite\n\nPyongyang, May 1 (KCNA) -- ",
    "2024.11.6. 《로동신문》 6면\n\nKite\n\n",
)
TAILS = (
    "",
    "\n\n-0-\n\nwww.kcna.kp (2024.01.01.)\n",
    "\n\n2024 © All rights reserved. www.pyongyangtimes.com.kp\n",
    "\n\nMore From KCNA.kp (En)\n\nMay 09, 2025\n\nMore Articles\n",
)
MESSAGE_HEAD = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: "
MESSAGE_HEADS = (
    f"{MESSAGE_HEAD}text/html; charset=utf-8\n\n<p>a",
    f"{MESSAGE_HEAD}multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n\n<p>a",
    f"{MESSAGE_HEAD}multipart/related; boundary=a\n\n--a\n",
    f"{MESSAGE_HEAD}multipart/related; boundary=",
)
MESSAGE_PARTS = (
    *(
        "--a\n",
        "--a--\n",
        "\n",
        "Content-Type: text/html\n",
        "Content-Type: multipart/mixed; boundary=b",
    ),
    *(
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        ";",
        '"',
    ),
    *(
        "Content-Location: http://a.example/{n}\n",
        "=?utf-8?Q?=41?=",
        "=41",
        "=",
        "QUFB",
        " x=1;",
        "\t",
    ),
    *("Content-Type: message/rfc822\n\n", "X-{name}: a\n", "<frameset>", "<p>Kite", "--b\n", "\r"),
)
RECORD = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\n"
RECORD_HEADS = (
    f"{RECORD}Content-Length: 9000000\r\n\r\nHTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n<p>",
    f"{RECORD}Content-Length: 9000000\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    f"{RECORD}Content-Length: 9000000\r\n\r\nHTTP/1.1 200 OK\r\n",
    RECORD,
)
RECORD_PARTS = (
    *(
        "X-{name}: a\r\n",
        "\r\n",
        "Content-Type: text/html; charset=",
        ";",
        "=",
        "1\r\na\r\n",
        "0\r\n\r\n",
    ),
    *(
        " continued\r\n",
        "WARC/1.0\r\n",
        "<p>Kite",
        "Content-Length: {n}\r\n",
        "\t",
        "a" * 100,
        "{n}\n",
    ),
)
MARKUP_HEADS = ("", "<html><head><title>Kite</title></head><body>", "<html><p>a", "<pre>")
MARKUP_TAILS = ("", ">", "-->", '">', "</p></body></html>")
JOINTS = (" ", "", ", ", " and ", " of ", " of the ", "'s ", "-", ". ", "\n", "\n\n", " (", ") ")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A hostile file that can be made in any size: `head`, then `part` repeated, then `tail`.

    In each repetition of `part`, "{n}" is replaced by a new number, "{name}" by a new word
    ("Zaaab"), and "{letters}" by this word without its first letter. `suffix` is the ending of the
    file's name.
    """

    name: str
    part: str
    head: str = f"{ARTICLE}\n\n"
    tail: str = ""
    suffix: str = ".txt"

    def text(self, size: int) -> str:
        """Return the text of a file with about `size` code points."""
        if "{" in self.part:
            pieces = _numbered(self.part, size)
        else:
            pieces = self.part * max(1, size // len(self.part))
        return f"{self.head}{pieces}{self.tail}"

    def __str__(self) -> str:
        return self.name

    def data(self, size: int) -> bytes:
        """Return the bytes (UTF-8) of a file with about `size` code points."""
        return self.text(size).encode("utf-8", "surrogatepass")


def _numbered(part: str, size: int) -> str:
    made: list[str] = []
    length = number = 0
    while length < size:
        letters = _letters(number)
        values = (("{n}", str(number)), ("{name}", f"Z{letters}"), ("{letters}", letters))
        made.append(part)
        for place, value in values:
            made[-1] = made[-1].replace(place, value)
        length += len(made[-1])
        number += 1
    return "".join(made)


def _letters(number: int) -> str:
    """Return four letters that are different for each number up to half a million."""
    letters = ""
    for _ in range(4):
        number, digit = divmod(number, 26)
        letters = chr(ord("a") + digit) + letters
    return letters


def random_recipes(seed: int, count: int) -> Iterator[Recipe]:
    """Yield `count` random recipes.

    Each repeats words, marks of layouts, pieces of HTML, or pieces of a message (MHTML) or of a
    record of a web archive.
    """
    random = Random(seed)
    for number in range(count):
        kind = random.choice(("words", "words", "words", "marks", "tags", "tags", "captures"))
        make = {"words": _words, "marks": _marks, "tags": _tags, "captures": _captures}[kind]
        yield make(f"{kind} {seed}.{number}", random)


def _words(name: str, random: Random) -> Recipe:
    """Return a recipe of one to four words of the vocabulary, each followed by one of JOINTS."""
    part = ""
    for _ in range(random.randint(1, 4)):
        words = random.choice([*WORDS.values(), ("{name}", "{name}", "{n}")])
        part += random.choice(words) + random.choice(JOINTS)
    return Recipe(f"{name} {part!r}", part)


def _marks(name: str, random: Random) -> Recipe:
    part = "".join(
        random.choice(MARKS) + random.choice(("", " ", "\n", "\n", "\n\n", "\n\n"))
        for _ in range(random.randint(1, 3))
    )
    head, tail = random.choice(HEADS), random.choice(TAILS)
    return Recipe(f"{name} {head[:9]!r} {part!r} {tail[:9]!r}", part, head, tail)


def _tags(name: str, random: Random) -> Recipe:
    part = "".join(random.choice(TAGS) for _ in range(random.randint(1, 4)))
    head, tail = random.choice(MARKUP_HEADS), random.choice(MARKUP_TAILS)
    return Recipe(f"{name} {head[:9]!r} {part!r} {tail!r}", part, head, tail, ".html")


def _captures(name: str, random: Random) -> Recipe:
    suffix, heads, parts = random.choice(
        ((".mht", MESSAGE_HEADS, MESSAGE_PARTS), (".warc", RECORD_HEADS, RECORD_PARTS))
    )
    part = "".join(random.choice(parts) for _ in range(random.randint(1, 4)))
    head = random.choice(heads)
    return Recipe(f"{name} {head[-20:]!r} {part!r}", part, head, "", suffix)
