"""The search of a text for many names at once.

At each capitalised word of the text, the longest name that begins with this word is searched.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ingest.mentions.field_text import FieldText

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Many names, to be found in a text. A lexicon is immutable and can be pickled.

    `by_beginning` is a dict from the first word of names to one pattern for all names that begin
    with this word. `lower` contains those first words that are in lower case: "south" of "south
    Korea".
    """

    by_beginning: dict[str, re.Pattern[str]]
    lower: tuple[str, ...]

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        pattern_of: Callable[[Iterable[str]], re.Pattern[str]] | None = None,
    ) -> "Lexicon":
        """Build a lexicon of these names, which must be straightened (`straighten`).

        Names are matched exactly as they are written, unless `pattern_of` is set: a function that
        returns the pattern for all names with the same first word. A name that does not begin with
        a letter is left out.
        """
        names_by_word: dict[str, set[str]] = {}
        for name in names:
            if word := _WORD.match(name):
                names_by_word.setdefault(word[0], set()).add(name)
        patterns = {
            word: (pattern_of or _longest_of)(group)
            for word, group in sorted(names_by_word.items())
        }
        return cls(patterns, tuple(word for word in patterns if word[0].islower()))

    def find(self, field: FieldText) -> list[tuple[str, int, int]]:
        """Return (name, start, end) of each name in a title or body, in text order, no overlaps."""
        done, text, patterns = 0, field.text, self.by_beginning
        matches: list[tuple[str, int, int]] = []
        for word, _lower, start, _end in [item for item in field.words if item[0] in patterns]:
            if start >= done and (match := patterns[word].match(text, start)):
                done = match.end()
                matches.append((match[0], start, done))
        if lower := [(match[0], *match.span()) for match in self._lower(text)]:
            ends = 0
            both, matches = sorted([*matches, *lower], key=lambda item: (item[1], -item[2])), []
            for item in both:
                if item[1] >= ends:
                    matches.append(item)
                    ends = item[2]
        return matches

    def at(self, text: str, start: int) -> str:
        """Return the longest name that begins at this position of a text; "" if there is none."""
        word = _WORD.match(text, start)
        pattern = self.by_beginning.get(word[0]) if word else None
        match = pattern.match(text, start) if pattern else None
        return match[0] if match else ""

    def _lower(self, text: str) -> Iterator[re.Match[str]]:
        for word in self.lower:
            for match in self.by_beginning[word].finditer(text):
                if not (match.start() and text[match.start() - 1].isalnum()):
                    yield match


def _longest_of(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
