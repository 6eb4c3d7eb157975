"""Finds out whether a text has words that a similar text does not have: names, numbers and others.

News of a kind are written with the same words: "A floral basket was laid before the statue by …".
Two of them are different articles if one has words that the other does not have.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.same_article.common_part import letters_of
from ingest.same_article.spellings import are_spellings, is_number
from ingest.stories.common_words import WORD, rarities
from ingest.text_lines import ends_sentence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HAN = re.compile(r"[一-鿿ぁ-ヿ]")
_CHARACTERS = 3  # Chinese or Japanese characters that are compared together
_SHORTEST = 4  # letters; shorter words count only if they begin with a capital
# The same in scripts without capitals. In Korean, a syllable has several letters.
_SHORTEST_UNCASED, _SHORTEST_HANGUL = 3, 2
_TWO_LETTERS_FROM = 8  # letters; in longer words that are not names, two letters can differ
# In a long text, one word in this number of words can differ, because a site corrected it; but not
# a name.
_WORDS_FOR_ONE = 150
# If more different words of a text are missing in the other, the text has own words. To search for
# the spellings of all of them would take too long.
_MOST_COMPARED = 3_000
# At the end of a long text, lines with at most this number of words and of letters can be left of
# the page around it.
_MOST_LEFT_OVER, _LONGEST_LEFT_OVER = 12, 400
_LETTERS_AT_END = 20  # if two texts have the same last letters, they end at the same place
_BESIDE, _LETTERS_BESIDE = 12, 4  # characters beside a word that are read, and letters compared
_BEGINS_SENTENCE = re.compile(
    r"(?:^|[.!?。！？…\n])[\"'”’»)\]]{0,3}[\s\"'“‘«(\[–—-]*$"  # a dash can begin a paragraph
)


def has_own_words(body: str, other: str, other_letters: str) -> bool:
    """Return True if `body` has words or numbers that the text `other` does not have.

    `other_letters` are the letters of `other` (`letters_of`). A word is not an own word if it only
    lost a space beside it, was cut off at the end of the text, or has another spelling there. In a
    long text, a few own words are allowed, but no number (also in words) and no name. A name is a
    word with a capital letter, except a common word at the beginning of a sentence, and each word
    of a script without capitals.
    """
    end = _end_of_text(body)
    if _ends_with(other_letters, body[:end]):
        body = body[:end]
    if _has_own_number(body, other, other_letters) or _has_own_character(body, other_letters):
        return True
    words = _WORD.findall(body)
    known = _KnownWords(other, words)
    most, own = len(words) // _WORDS_FOR_ONE, 0
    for count, (word, is_name) in enumerate(_missing_words(body, end, known, other_letters)):
        if count == _MOST_COMPARED:
            return True
        if not known.has_spelling_of(word, is_name=is_name):
            own += 1
            if is_name or own > most:
                return True
    return False


class _KnownWords:
    """The words of a text that is compared with the words of another."""

    def __init__(self, text: str, words: list[str]) -> None:
        found = _WORD.findall(text)
        self.words = frozenset(map(letters_of, found))
        self._small = frozenset(word for word in (*found, *words) if word.islower())
        self._own_by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for own in self.words.difference(map(letters_of, words)):
            self._own_by_start[own[:1], len(own)].append(own)

    def is_ordinary(self, word: str) -> bool:
        """Return True if a word with a capital letter is also written without it."""
        return word.casefold() in self._small or word.casefold() in rarities(WORD)

    def has_spelling_of(self, word: str, *, is_name: bool) -> bool:
        """Return True if only this text has another spelling of a word."""
        letters = letters_of(word)
        most = 1 if is_name or len(letters) < _TWO_LETTERS_FROM else 2
        return any(
            are_spellings(letters, other, most)
            for length in range(len(letters) - most, len(letters) + most + 1)
            for other in self._own_by_start.get((letters[:1], length), ())
        )


def _missing_words(
    body: str, end: int, known: _KnownWords, other_letters: str
) -> Iterator[tuple[str, bool]]:
    """Yield the words of a text that another does not have; True with names and numbers.

    From the position `end` on, only names and numbers are returned (see `_end_of_text`).
    """
    seen: dict[str, bool] = {}
    yielded = set()
    for match in _WORD.finditer(body):
        word = match.group()
        if word not in seen:
            seen[word] = not _counts(word) or _has_word(match, known, other_letters)
        if seen[word]:
            continue
        missing = word, _is_name(match, known)
        if missing not in yielded and (missing[1] or match.start() < end):
            yielded.add(missing)
            yield missing


def _counts(word: str) -> bool:
    if _HAN.search(word):
        return False  # see `_has_own_character`
    if _is_uncased(word):
        return len(word) >= (_SHORTEST_HANGUL if "가" <= word[0] <= "힣" else _SHORTEST_UNCASED)
    return len(word) >= _SHORTEST or word[0].isupper()


def _is_uncased(word: str) -> bool:
    return word.lower() == word.upper()


def _has_word(match: re.Match[str], known: _KnownWords, other_letters: str) -> bool:
    """Return True if another text has a word, also without the spaces beside it.

    Then it also has the letters beside the word: "Mali" is not in "of Somalia on Monday".
    """
    letters, text = letters_of(match.group()), match.string
    if letters in known.words:
        return True
    before = letters_of(text[max(0, match.start() - _BESIDE) : match.start()])[-_LETTERS_BESIDE:]
    after = letters_of(text[match.end() : match.end() + _BESIDE])[:_LETTERS_BESIDE]
    is_cut = not text[match.end() :].strip() if not after else False
    return bool(after or is_cut) and before + letters + after in other_letters


def _is_name(match: re.Match[str], known: _KnownWords) -> bool:
    """Return True if a word is a name or a number (see `has_own_words`)."""
    word, start = match.group(), match.start()
    if not word[0].isupper():
        return _is_uncased(word) or is_number(word)
    begins_sentence = _BEGINS_SENTENCE.search(match.string[max(0, start - _BESIDE) : start])
    return not (begins_sentence and known.is_ordinary(word))


def _has_own_number(body: str, other: str, other_letters: str) -> bool:
    """Return True if a text has a number that another does not have.

    The last number of a text can be cut off. Then the other text has its digits there.
    """
    known = {_plain(number) for number in _NUMBER.findall(other)}
    end = len(body.rstrip())
    for match in _NUMBER.finditer(body):
        if _plain(match.group()) not in known:
            run = letters_of(body[max(0, match.start() - _BESIDE) : match.end()])
            if match.end() < end or run not in other_letters:
                return True
    return False


def _plain(number: str) -> str:
    return number.replace(",", "")


def _has_own_character(body: str, other_letters: str) -> bool:
    """Return True if a text has Chinese or Japanese characters that another does not have.

    These texts have no spaces between words, so a character is compared together with those beside
    it.
    """
    if not _HAN.search(body):
        return False
    letters = letters_of(body)
    known = {other_letters[start : start + _CHARACTERS] for start in range(len(other_letters))}
    found_until = 0
    for end in range(_CHARACTERS, len(letters) + 1):
        if letters[end - _CHARACTERS : end] in known:
            if _HAN.search(letters, found_until, end - _CHARACTERS):
                return True
            found_until = end
    return bool(_HAN.search(letters, found_until)) and letters not in other_letters


def _end_of_text(body: str) -> int:
    """Return the position at which lines of the page around a long text can begin.

    Such lines are at the end of the text, have few words and do not end a sentence. They can also
    be a signature. If there are none, the result is the length of the text.
    """
    if len(_WORD.findall(body)) < _WORDS_FOR_ONE:
        return len(body)
    text = body.rstrip()
    while not ends_sentence(text):
        text = text.rpartition("\n")[0].rstrip()
        left_over = body[len(text) :]
        is_long = len(left_over) > _LONGEST_LEFT_OVER
        if not text or is_long or len(_WORD.findall(left_over)) > _MOST_LEFT_OVER:
            return len(body)
    return len(text)


def _ends_with(letters: str, text: str) -> bool:
    """Return True if another text, given as `letters`, ends like `text`."""
    return letters.endswith(letters_of(text[-_LONGEST_LEFT_OVER:])[-_LETTERS_AT_END:])
