"""Reads the words, names and numbers of an article, and how much each says about its story."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from math import fsum, log, sqrt

from ingest.combining_marks import few_marks
from ingest.stories.bounds import Weights, bounds_of
from ingest.stories.common_words import NAME, NUMBER, RAREST, WORD, rarities
from ingest.stories.occasions import occasions

# A number with its separators, a Chinese or Japanese sign, or a word with its apostrophes.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[一-鿿ぁ-ヿ]|[^\W\d_一-鿿ぁ-ヿ]+(?:'[^\W\d_一-鿿ぁ-ヿ]+)*")
# Words with capital letters beside each other: "Supreme People's Assembly".
_CAPITALS = re.compile(r"[A-ZÀ-ÞА-ЯЁ]\w*(?:'\w+)*(?:[ -][A-ZÀ-ÞА-ЯЁ]\w*(?:'\w+)*)*")
_SENTENCE_MARKS = frozenset('.!?:;\n"“”«»')
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")
# "Pyongyang, March 18 (KCNA) -- ": it is the same above all news of a day.
_DATELINE = re.compile(r"\A[^\n]{0,80}?\((?:KCNA|ACNC|ATCC|KCNA Watch)\)\s*-*\s*")
_RUN = 3  # words
_BEGINNING = 260  # letters: the dateline and the first sentence
_UNSPACED = re.compile("[一-鿿ぁ-ヿ]")
_COUNTED = frozenset({"en", "es"})

_LARGE = ("runs", "words", "_tokens", "_counts")  # cached properties of StoryText


class StoryText:
    """What an article says, for comparing it with others.

    `english_names` are the names that were found in a text without Latin letters, as English texts
    write them. `is_counted` is true if the common words of the language have been counted.
    """

    def __init__(
        self, title: str, body: str, language: str, english_names: Iterable[str] = ()
    ) -> None:
        body = body.replace("’", "'")
        self.language = language
        self.is_counted = language in _COUNTED
        self._beginning = f"{title}\n{body[:_BEGINNING]}"
        if start := _DATELINE.match(body):
            body = body[start.end() :]
        self._text = folded(body)
        numbers: dict[str, int] = {}
        for number in [word for word in self._counts if word[0].isdigit()]:
            plain = plain_number(number)
            numbers[plain] = numbers.get(plain, 0) + self._counts[number]
        self.numbers: Weights = _weighted(NUMBER, numbers)
        names = _english(english_names) or _names(body, self._text)
        self.names: Weights = _weighted(NAME, names)
        self.bounds = bounds_of(language, self.names, self.runs)

    @cached_property
    def runs(self) -> frozenset[str]:
        """Return all runs of three words of the text."""
        tokens = self._tokens
        return frozenset(map(" ".join, zip(tokens, tokens[1:], tokens[2:], strict=False)))

    @cached_property
    def words(self) -> Weights:
        """Return the words of the text, without numbers."""
        words = {word: count for word, count in self._counts.items() if not word[0].isdigit()}
        return _weighted(WORD, words)

    @cached_property
    def occasions(self) -> frozenset[str]:
        """Return the occasions in the title and the first sentence."""
        return occasions(folded(self._beginning))

    @cached_property
    def has_spaces(self) -> bool:
        """Return False if the text has signs without spaces between the words."""
        return not any(_UNSPACED.match(word) for word in self._counts)

    @cached_property
    def _tokens(self) -> list[str]:
        return _TOKEN.findall(self._text)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return Counter(self._tokens)

    def release(self) -> None:
        """Forget the words and runs, which need most memory. They are made again if needed."""
        for name in _LARGE:
            self.__dict__.pop(name, None)


def _english(names: Iterable[str]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name in names:
        words = folded(name).replace("-", " ").split()
        found.update(words)
        found.update(map(" ".join, pairwise(words)))
    return found


def _names(body: str, text: str) -> dict[str, int]:
    """Return the names in a text, and how often each is there; `text` is the folded `body`.

    A name is a word with a capital letter, or two of them beside each other. The first word of a
    sentence counts only if a name of several words begins with it.
    """
    names: dict[str, int] = {}
    is_same = len(text) == len(body)
    for match in _CAPITALS.finditer(body):
        start, end = match.span()
        name = text[start:end] if is_same else folded(match.group())
        if " " in name or "-" in name:
            words = name.replace("-", " ").split(" ")
            parts = [*words, *map(" ".join, pairwise(words))]
        elif (body[max(start - 3, 0) : start].rstrip(" ")[-1:] or "\n") in _SENTENCE_MARKS:
            continue
        else:
            parts = [name]
        for part in parts:
            names[part] = names.get(part, 0) + 1
    return names


def folded(text: str) -> str:
    """Return a text in small letters without accents: "Día" -> "dia"."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", few_marks(text).casefold().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def plain_number(written: str) -> str:
    """Return a number without thousands separators: "1,500" -> "1500", "2,5" -> "2.5"."""
    return _THOUSANDS.sub("", written).replace(",", ".")


def _weighted(kind: str, counts: Mapping[str, int]) -> dict[str, float]:
    """Return the words with their weights: the rarer and the more frequent here, the higher."""
    known = rarities(kind)
    weights = {
        word: known.get(word, RAREST) * (1.0 if count == 1 else 1 + log(count))
        for word, count in counts.items()
    }
    length = sqrt(sum([weight * weight for weight in weights.values()]))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def product(one: Weights, other: Weights) -> float:
    """Return how much two lists of words have in common: 0 nothing, 1 the same words."""
    # The order of a set is different in each process; the result of `fsum` does not depend on it.
    return fsum([one[word] * other[word] for word in one.keys() & other.keys()])


def covered(one: Weights, other: Weights) -> float:
    """Return which share of the words of `one`, by weight, `other` has: 0 to 1; 1 if none."""
    if not one:
        return 1.0
    return fsum([one[word] for word in one.keys() & other.keys()]) / fsum(one.values())
