"""Cut texts into words, in the normal form in which they are indexed and compared.

A word is a sequence of letters, or a number. In its normal form it has small letters, no accents
and no characters that nobody sees (soft hyphens, zero-width spaces), whichever way Unicode encodes
it (NFKC): "Café" -> "cafe". Hyphens, apostrophes and other marks divide words. Besides:

    10,000   10 000              one number: "10000"
    600mm   U-20   4D            two words, a number and letters: "600", "mm"
    F-35s   B-1Bs                the "s" of the plural is a word of its own
    20×10   20x10                "20", "x", "10"
    20th   1990s                 one word
    D.P.R.K.   DPRK              one abbreviation: "dprk"
    U.S.   US                    "US", because "us" is another word (AMBIGUOUS)

In a third of the saved files, spaces are missing around the names of leaders, as in "ComradeKim
Jong Unvisited". They are read as if the spaces were there. The text itself is not changed.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import tantivy

from archive.search.analysis.word_forms import word_key
from ingest.combining_marks import few_marks

AMBIGUOUS = frozenset(["aids", "he", "is", "it", "led", "salt", "spa", "start", "un", "us", "who"])
"""Abbreviations that are also words or names. Their normal form has capital letters: "US"."""

FORM_MARK = "="  # between the key and the form in the field `forms`: "factory=factories"

Span = tuple[int, int]
"""Start and end of a word in a text, in code points, end exclusive."""

_LEADERS = r"Kim Il Sung|Kim Jong Il|Kim Jong Un|KIM IL SUNG|KIM JONG IL|KIM JONG UN"
# "Kim Jong Ung" is another person. Any other letters right after a leader's name are the next word.
_NAME = re.compile(rf"(?:{_LEADERS})(?!g\b)")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Accents, also those without a letter that has them in Unicode, and vowel signs of Arabic.
_ACCENTS = "\u0300-\u036f\u064b-\u0655\u0670"
# The number or the letters of a code before the "s" of a plural: "F-35s", "B-1Bs".
_CODE = r"(?:(?<=[A-Z]-)|(?<=[A-Z]))\d+(?=s(?![^\W_])) | (?<=\d)[A-Z]{1,2}(?=s(?![^\W_]))"
_NUMBER = r"\d{1,3}(?:(?:,\d{3})+|(?:[ ]\d{3})+)(?!\d) | \d+(?:(?i:st|nd|rd|th|s)(?![^\W_]))?"
_LETTERS = r"[A-Za-z](?:(?:\.[A-Za-z](?![^\W_]))+\.?)?"
_OTHER_WORD = rf"{_LETTERS}(?![^\W\d_]|[{_ACCENTS}]) | [^\W\d_](?:[^\W\d_]+|[{_ACCENTS}]+)*"
_WORD = re.compile(rf"{_CODE} | {_NUMBER} | {_OTHER_WORD}", re.VERBOSE)
# The same for a text that has only ASCII characters, and three times as fast.
_ASCII_WORD = re.compile(f"[A-Za-z]{{2,}} | {_NUMBER} | {_LETTERS}", re.VERBOSE | re.ASCII)
# The same for a text that also has plurals of codes.
_ASCII_CODE_OR_WORD = re.compile(
    f"{_CODE} | [A-Za-z]{{2,}} | {_NUMBER} | {_LETTERS}", re.VERBOSE | re.ASCII
)
_PLURAL_OF_CODE = re.compile(r"\d[A-Z]{0,2}s(?![^\W_])")
_ACCENT = re.compile(f"[{_ACCENTS}]")
# Marks between words that cannot be in a number or in an abbreviation.
_MARKS = re.compile("[\u00ab\u00bb\u2010-\u2023\u2025-\u2027\u2030-\u205e]")
_RUN = re.compile(r"\s+|\S+")
# A letter with what Unicode writes after it: accents, vowels of Korean, voice marks of Japanese.
_LETTER = re.compile(f".[{_ACCENTS}\u1160-\u11ff\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
_CAPITALS = re.compile(r"(?<![^\W_])[A-Z]+(?: [A-Z]+)+(?![^\W_])")
_CAPITALIZED = frozenset(map(str.upper, AMBIGUOUS))
ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_MAX_ABBREVIATION = 5  # letters
_LONGEST_PATTERN = 100  # letters; to look for a word of a million letters would take 20 seconds
_FOLDER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.ascii_fold())
    .build()
)
_CACHE_SIZE = 200_000  # words, about 20 MB


class _Cache(dict[str, str]):
    """What a function makes of each text; old results are forgotten when there are too many."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> str:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        made = self[text] = self._function(text)
        return made


def exact_words(text: str) -> list[str]:
    """Return the words of a text in normal form, with their endings, in text order."""
    return CutText(text).words


def keys_of(words: Iterable[str]) -> list[str]:
    """Return the key of each word (in normal form): all forms of a word have the same key."""
    return list(map(_keys.__getitem__, words))


def forms_of(words: Iterable[str]) -> list[str]:
    """Return an entry of the field `forms` for each word that is not its own key."""
    return list(filter(None, map(_form_entries.__getitem__, words)))


class CutText:
    """A text that is cut into words; `words` are its words in normal form.

    `span` finds the place of a word. In most texts, it looks only for words that are written like
    this one, because finding the places of all words takes longer than cutting.
    """

    def __init__(self, text: str) -> None:
        self._text = SpacedText(text)
        plain = plain_text(self._text.spaced)
        self._cut = normal_form(self._text.spaced) if plain is None else plain
        # True if each character of `_cut` is at the same place as in the text with added spaces.
        self._is_in_place = plain is not None or self._cut == self._text.spaced
        self._pattern = _WORD if plain is None else _ascii_pattern(plain)
        self._written = self._pattern.findall(self._cut)
        if not _CAPITALIZED.isdisjoint(self._written):
            self._cut = calm(self._cut)
            self._written = self._pattern.findall(self._cut)
        self.words = list(map(_exact.__getitem__, self._written))
        self._places: dict[str, dict[int, Span]] = {}

    def span(self, index: int) -> Span:
        """Return the span in the text of the word with this index in `words`."""
        written = self._written[index]
        if self._is_in_place and written not in self._places:
            self._places[written] = self._places_of(written)
        span = self._places.get(written, {}).get(index) or self._spans[index]
        return self._text.original(*span)

    def _places_of(self, written: str) -> dict[int, Span]:
        """Return the spans of the words that are written in this way; {} if we cannot be sure."""
        is_short = 2 <= len(written) <= _LONGEST_PATTERN
        if not (is_short and written.isascii() and written[0].isalpha()):
            return {}
        spans = [match.span() for match in _written_like(written).finditer(self._cut)]
        is_sure = len(spans) == self._written.count(written)
        return dict(zip(indexes(self._written, written), spans, strict=True)) if is_sure else {}

    @cached_property
    def _spans(self) -> list[Span]:
        """The spans of all words in the text with added spaces."""
        spans = [word.span() for word in self._pattern.finditer(self._cut)]
        if self._is_in_place:
            return spans
        starts, ends = _origins(self._text.spaced)
        return [(starts[start], ends[end - 1]) for start, end in spans]


def _ascii_pattern(text: str) -> re.Pattern[str]:
    return _ASCII_CODE_OR_WORD if _PLURAL_OF_CODE.search(text) else _ASCII_WORD


def next_word(text: str, start: int) -> tuple[str, int] | None:
    """Return the next word (normal form) of a text from `plain_text`, and where it ends.

    The search begins at `start`, the end of the word before. Returns None after the last word.
    """
    word = _ASCII_CODE_OR_WORD.search(text, start)
    return (_exact[word[0]], word.end()) if word else None


def indexes(words: Sequence[str], word: str) -> Iterator[int]:
    """Yield the indexes at which a word is in `words`."""
    index = -1
    for _ in range(words.count(word)):
        index = words.index(word, index + 1)
        yield index


@lru_cache(maxsize=1_000)
def _written_like(written: str) -> re.Pattern[str]:
    """Return a pattern that finds only words that are written like this, perhaps not all of them.

    The exception are ends of ordinal numbers, such as "th". `written` has letters and points.
    """
    letters = re.escape(written)
    before, after = ("[A-Za-z.]", "[A-Za-z0-9.]") if "." in written else ("[A-Za-z]", "[A-Za-z]")
    if written.endswith("."):
        after = "[A-Za-z]"
    # The letters come first, because `re` finds a fixed beginning faster.
    return re.compile(f"{letters}(?<!{before}{letters})(?!{after})")


def plain_text(text: str) -> str | None:
    """Return a text of ASCII characters with the same words at the same places.

    Dashes and quotation marks are replaced. The result is None if the text has other characters.
    """
    if text.isascii():
        return text
    plain = _MARKS.sub("-", text).replace("\u00a0", " ").replace("×", "x")
    return plain if plain.isascii() else None


def normal_form(text: str) -> str:
    """Return a text in Unicode's form NFKC, without the characters that nobody sees."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", few_marks(_UNSEEN.sub("", text))).replace("×", "x")


def calm(text: str) -> str:
    """Return a text of the same length in which rows of capitals have small letters.

    In "KIM JONG UN VISITS WHO", capital letters do not tell abbreviations from words.
    """
    return _CAPITALS.sub(lambda row: row[0].lower() if _is_row(row[0]) else row[0], text)


def rows_of_capitals(text: str) -> list[Span]:
    """Return the spans of words in capitals that can be ordinary words.

    A row has at least three words, or a word that is too long for an abbreviation.
    """
    return [row.span() for row in _CAPITALS.finditer(text) if _is_row(row[0])]


def _is_row(capitals: str) -> bool:
    words = capitals.split(" ")
    return len(words) > 2 or max(map(len, words)) > _MAX_ABBREVIATION


def is_ambiguous(text: str) -> bool:
    """Return True if a text has a word such as "IT" that is another word in small letters."""
    return "." not in text and not _CAPITALIZED.isdisjoint(exact_words(text))


def _exact_form(word: str) -> str:
    """Return the normal form of a word that `_WORD` found."""
    plain = word if word.isalnum() else re.sub("[., ]", "", _ACCENT.sub("", word))
    # Folding makes capital letters of some small ones, and an accent of the point of "İ".
    small = _ACCENT.sub("", "".join(_FOLDER.analyze(plain))) if not plain.isascii() else plain
    small = small.lower()
    is_abbreviation = small in AMBIGUOUS and ("." in word or plain.isupper())
    return small.upper() if is_abbreviation else small


def _form_entry(word: str) -> str:
    """Return the entry of a word in the field `forms`; "" if the word is its own key."""
    key = _keys[word]
    return f"{key}{FORM_MARK}{word}" if key != word else ""


_exact = _Cache(_exact_form)
_keys = _Cache(word_key)
_form_entries = _Cache(_form_entry)


def _origins(text: str) -> tuple[list[int], list[int]]:
    """Return where each character of `normal_form(text)` comes from: all starts, and all ends."""
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUN.finditer(text):
        if run[0].isascii():
            starts += range(run.start(), run.end())
            ends += range(run.start() + 1, run.end() + 1)
            continue
        letters = [(normal_form(each[0]), each.span()) for each in _LETTER.finditer(run[0])]
        whole = normal_form(run[0])
        if "".join(letter for letter, _span in letters) != whole:
            letters = [(whole, (0, len(run[0])))]
        for letter, (start, end) in letters:
            starts += [run.start() + start] * len(letter)
            ends += [run.start() + end] * len(letter)
    return starts, ends


def restore_spaces(text: str) -> str:
    """Add missing spaces around leaders' names: "ofKim Jong Un" -> "of Kim Jong Un"."""
    return SpacedText(text).spaced


class SpacedText:
    """A text to which missing spaces around leaders' names are added: `spaced`."""

    def __init__(self, text: str) -> None:
        gaps = missing_spaces(text)
        edges = [0, *gaps, len(text)]
        self.spaced = " ".join(text[start:end] for start, end in pairwise(edges)) if gaps else text
        # Each added space moves the rest of the text by one character. So the missing space with
        # index n is n characters further right in `spaced` than in the text.
        self._moved = [gap + number for number, gap in enumerate(gaps)]

    def original(self, start: int, end: int) -> Span:
        """Return the span in the text for a span in `spaced`."""
        if not self._moved:
            return start, end
        return start - bisect_left(self._moved, start), end - bisect_left(self._moved, end)


def missing_spaces(text: str) -> list[int]:
    """Return the positions in the text where a space is missing beside a leader's name.

    "ComradeKim Jong Unvisited" -> [7, 18], in code points.
    """
    if "Kim" not in text and "KIM" not in text:
        return []
    gaps = set()
    for name in _NAME.finditer(text):
        if name.start() and text[name.start() - 1].isalnum():
            gaps.add(name.start())
        if name.end() < len(text) and text[name.end()].isalnum():
            gaps.add(name.end())
    return sorted(gaps)
