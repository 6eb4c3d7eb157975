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
    """Yield `count` random recipes; each repeats words, marks of layouts, or pieces of HTML."""
    random = Random(seed)
    for number in range(count):
        kind = random.choice(("words", "words", "words", "marks", "tags"))
        make = {"words": _words, "marks": _marks, "tags": _tags}[kind]
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
