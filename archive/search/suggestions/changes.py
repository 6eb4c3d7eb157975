"""Changes of a typed search: a word replaced by a similar one, a name by another name."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from archive.search.suggestions.romanisation import FAMILY_NAMES
from archive.search.suggestions.small_words import is_small
from archive.search.suggestions.typed_parts import TypedWord
from archive.search.suggestions.vocabulary import Vocabulary
from archive.search.values import TextPiece

LONGEST_NAME = 4  # words of the longest name that is looked up among the aliases
RARE = 3  # a word that fewer articles have can be a slip that stands in them
MUCH_MORE = 10  # how many times as many articles must have a word that replaces a rare one
WORD_CHOICES = 5  # replacements that are tried for a word
CHANGED_WORDS = 4  # words of one search that are replaced together
SHORTEST_HALF = 3  # letters of the shorter part when a word is divided
# What a change costs, compared with one wrong letter.
OTHER_NAME_COST = 0.3
FAMILY_NAME_COST = 0.5
JOINED_COST = 0.6
DIVIDED_COST = 1.2
MOST_COST = 2.5  # of several changes together; more would be another search
KNOWN_WORD_COST = 1.0  # added if articles have the typed word, so that it need not be wrong


@dataclass(frozen=True, slots=True)
class Change:
    """A replacement of the text from `start` to `end`; `cost` says how unlike the two are."""

    start: int
    end: int
    new: str
    cost: float


@dataclass(frozen=True, slots=True)
class ChangedText:
    """The text of a search after some changes, in pieces; the changed pieces are marked."""

    pieces: tuple[TextPiece, ...]
    cost: float

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "".join(piece.text for piece in self.pieces)


class Changes:
    """The changes that could be meant by a typed search.

    `frequency` returns how many articles have a typed word. `other_names` maps names that were
    typed to other names of the same sources and entities. `is_value` says whether a text is the
    name of a value of a field: ("place", "Kujang") is, ("place", "Kujagn") is not.
    """

    def __init__(
        self,
        text: str,
        words: Sequence[TypedWord],
        frequency: Callable[[TypedWord], int],
        vocabulary: Vocabulary,
        is_value: Callable[[str, str], bool],
    ) -> None:
        self._text = text
        self._words = words
        self._frequency = frequency
        self._vocabulary = vocabulary
        self._is_value = is_value
        self._known_choices: dict[TypedWord, list[Change]] = {}

    def cheapest(self, other_names: Mapping[str, Sequence[str]], number: int) -> list[ChangedText]:
        """Return the `number` texts that differ least from what was typed."""
        over_words: list[Change | None] = [None, *self._over_words(other_names)]
        texts: dict[str, ChangedText] = {}
        for change in over_words:
            for changed in islice(self._with(change), number):
                if changed.text != self._text:
                    known = texts.get(changed.text)
                    if known is None or known.cost > changed.cost:
                        texts[changed.text] = changed
        return sorted(texts.values(), key=lambda changed: changed.cost)[:number]

    def _with(self, first: Change | None) -> Iterator[ChangedText]:
        """Yield the texts with one change over several words, and changes of the other words."""
        rest = [
            self._choices(word)
            for word in self._words
            if first is None or not first.start < word.end <= first.end
        ]
        if not all(rest):
            return
        several = sorted(rest, key=lambda choices: -len(choices))[:CHANGED_WORDS]
        alone = [choices[:1] for choices in sorted(rest, key=lambda choices: -len(choices))][
            CHANGED_WORDS:
        ]
        combined = sorted(
            product(*several, *alone), key=lambda changes: sum(change.cost for change in changes)
        )
        for changes in combined:
            changed = applied(self._text, [*changes, *([first] if first else [])])
            is_one = sum(piece.is_marked for piece in changed.pieces) == 1
            if is_one or changed.cost <= MOST_COST:
                yield changed

    def _choices(self, word: TypedWord) -> list[Change]:
        """Return what a word can be replaced by, the likeliest first.

        A word that articles have can also stay as it is.
        """
        if word not in self._known_choices:
            self._known_choices[word] = self._find_choices(word)
        return self._known_choices[word]

    def _find_choices(self, word: TypedWord) -> list[Change]:
        frequency = self._frequency(word)
        stays = [Change(word.start, word.end, word.text, 0.0)] if frequency else []
        if is_small(word.text):
            return stays or [Change(word.start, word.end, word.text, 0.0)]
        found = [
            Change(word.start, word.end, _in_case(new, word.text), cost)
            for new, cost in self._replacements(word, frequency)
        ]
        found.sort(key=lambda change: change.cost)
        return [*stays, *found[:WORD_CHOICES]]

    def _replacements(self, word: TypedWord, frequency: int) -> Iterator[tuple[str, float]]:
        rare = frequency < RARE
        alike = (
            self._vocabulary.similar(word.text)
            if rare
            else self._vocabulary.sounding_like(word.text, is_sure=True)
        )
        extra = KNOWN_WORD_COST if frequency else 0.0
        least = max(1, frequency * (MUCH_MORE if rare else 1))
        found = [
            (row.word, row.cost + extra)
            for row in alike
            if row.count >= least and not is_small(row.word)
        ]
        name = FAMILY_NAMES.get(word.text.lower())
        if name and self._vocabulary.counts.get(name, 0):
            found.append((name, FAMILY_NAME_COST + extra))
        if not frequency and not word.field:
            found += [(text, DIVIDED_COST) for text in self._divided(word.text.lower())]
        for new, cost in found:
            if frequency and cost > MOST_COST:
                continue
            if not word.field or word.field == "title" or self._is_value(*_renamed(word, new)):
                yield new, cost

    def _divided(self, word: str) -> Iterator[str]:
        """Yield the word as two words that articles have: "tractorfactory" -> "tractor factory"."""
        counts = self._vocabulary.counts
        for index in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
            if word[:index] in counts and word[index:] in counts:
                yield f"{word[:index]} {word[index:]}"

    def _over_words(self, other_names: Mapping[str, Sequence[str]]) -> Iterator[Change]:
        """Yield changes that replace several words, or a name by another name."""
        for start, end, typed in spans_of_names(self._text, self._words):
            for name in other_names.get(typed, ()):
                yield Change(start, end, name, OTHER_NAME_COST)
            joined = typed.replace(" ", "").replace("-", "")
            if " " in typed and joined.lower() in self._vocabulary.counts:
                yield Change(start, end, _in_case(joined, typed), JOINED_COST)


def spans_of_names(text: str, words: Sequence[TypedWord]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, text) of each word and of words side by side that can be one name."""
    for index, first in enumerate(words):
        if first.field not in {"", "title"}:
            continue
        last = first
        for word in words[index : index + LONGEST_NAME]:
            between = text[last.end : word.start]
            if word is not first and (word.field != first.field or not _is_gap(between)):
                break
            last = word
            yield first.start, last.end, text[first.start : last.end]


def applied(text: str, changes: Iterable[Change]) -> ChangedText:
    """Return a text with these changes, which do not overlap."""
    pieces, end, cost = [], 0, 0.0
    for change in sorted(changes, key=lambda change: change.start):
        if text[change.start : change.end] == change.new:
            continue
        if end < change.start:
            pieces.append(TextPiece(text[end : change.start]))
        pieces.append(TextPiece(change.new, is_marked=True))
        end, cost = change.end, cost + change.cost
    if end < len(text):
        pieces.append(TextPiece(text[end:]))
    return ChangedText(tuple(pieces), cost)


def _is_gap(text: str) -> bool:
    return re.fullmatch(r"[ -]", text) is not None


def _renamed(word: TypedWord, new: str) -> tuple[str, str]:
    """Return the field of a word, and the value of the field after replacing the word."""
    return word.field, word.value.replace(word.text, new)


def _in_case(new: str, typed: str) -> str:
    """Return a word in capitals or with a capital letter if the typed word has them."""
    if typed.isupper() and len(typed) > 1:
        return new.upper()
    return new.title() if typed[:1].isupper() else new
