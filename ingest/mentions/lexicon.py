"""Many names looked for at once: at each capitalised word, the longest name that begins there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"(?![\w])")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names by the letters that they begin with, the longest first. Immutable and picklable."""

    by_beginning: dict[str, tuple[str, ...]]
    beginning: re.Pattern[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> "Lexicon":
        """A lexicon of these names, in straightened text (`gazetteer.straighten`), exactly as they are written."""
        found: dict[str, set[str]] = {}
        for name in names:
            if word := _WORD.match(name):
                found.setdefault(word[0], set()).add(name)
        ordered = {word: tuple(sorted(group, key=lambda name: (-len(name), name))) for word, group in found.items()}
        lower = "|".join(sorted(re.escape(word) for word in ordered if not word[0].isupper()))
        # A capital letter, or one of the few names without; before it no letter, but a hyphen may stand there.
        pattern = r"(?<!\w)(?:[^\W\d_a-z][^\W\d_]*" + (rf"|(?:{lower})(?!\w)" if lower else "") + ")"
        return cls(ordered, re.compile(pattern))

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each name that stands in the text as whole words, with its start and end, in order. None overlaps another."""
        at = 0
        for word in self.beginning.finditer(text):
            start = word.start()
            if start < at:
                continue
            for name in self.by_beginning.get(word[0], ()):
                end = start + len(name)
                if text.startswith(name, start) and _AFTER.match(text, end):
                    yield name, start, end
                    at = end
                    break
