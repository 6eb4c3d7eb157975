"""Finds the words that tell two similar texts apart: names, numbers and others.

News of a kind are written with the same words: "A floral basket was laid before the statue by …".
Two of them are apart if one has words that the other does not have.
"""

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_HAN = re.compile(r"[一-鿿ぁ-ヿ]")
_ALIKE = 0.75  # two words at least as similar are two spellings of one word
_SHORTEST = 4  # letters; shorter words count only if they begin with a capital, and exactly
_SHORTEST_HANGUL = 2  # a syllable is a letter of its own
# In a long text, one word in this number of words can be another one, but no name: a site corrected
# it.
_WORDS_FOR_ONE = 150
# At the end of a long text, this number of words can be left of the page around it.
_MOST_LEFT_OVER = 12
_TAIL = 400  # letters, in which these words are
_LAST_SENTENCE = re.compile(r"^.*[.!?。！？][\"'”’»)）]{0,3}", re.DOTALL)


def own_words(body: str, other: str, other_letters: str) -> list[str]:
    """Return the words and numbers of `body` that the text `other` does not have.

    `other_letters` are the letters of `other` (`ingest.same_article.letters_of`). A word that has
    only another spelling there is left out. In Chinese and Japanese, which have no spaces between
    words, only numbers are compared. In a long text, a few own words are allowed: the result is
    empty, too, if there are not more of them. A name or a number is never allowed.
    """
    words = _WORD.findall(body)
    left_over = _left_over_of(body, words)
    numbers = _numbers(other)
    own = [
        number
        for number in dict.fromkeys(_NUMBER.findall(body, 0, len(body) - len(left_over)))
        if number.replace(",", "") not in numbers
    ]
    missing = [
        word for word in dict.fromkeys(words) if _counts(word) and _is_missing(word, other_letters)
    ]
    if left_over:
        of_page = set(_WORD.findall(left_over))
        missing = [word for word in missing if word not in of_page]
    if missing:
        here = set(words)
        others = [word for word in dict.fromkeys(_WORD.findall(other)) if word not in here]
        missing = [word for word in missing if not any(_is_alike(word, known) for known in others)]
    is_few = not own and len(missing) <= len(words) // _WORDS_FOR_ONE
    has_name = any(_is_name(word, body) for word in missing) or _has_korean_name(missing)
    return [] if is_few and not has_name else [*own, *missing]


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in _NUMBER.findall(text)}


def _left_over_of(body: str, words: list[str]) -> str:
    """Return the end of a long text that can be left of the page around it, or "".

    It is below the last sentence and has few words, or it is a number that was cut off.
    """
    if len(words) < _WORDS_FOR_ONE:
        return ""
    tail = _LAST_SENTENCE.sub("", body[-_TAIL:])
    is_short = len(_WORD.findall(tail)) <= _MOST_LEFT_OVER
    return tail if is_short else tail[len(tail.rstrip("0123456789,")) :]


def _is_name(word: str, body: str) -> bool:
    """Return True if a word is a name: it has a capital letter inside a sentence of the text."""
    inside = rf"[^\W_][,;:]?[\s\"'“‘«(-]{{1,3}}{re.escape(word)}\b"
    return word[0].isupper() and re.search(inside, body) is not None


def _has_korean_name(words: list[str]) -> bool:
    """Return True if two of these words begin with the same two syllables, as a repeated name."""
    beginnings = [word[:2] for word in words if "가" <= word[0] <= "힣"]
    return len(set(beginnings)) < len(beginnings)


def _counts(word: str) -> bool:
    if _HAN.search(word):
        return False
    if "가" <= word[0] <= "힣":
        return len(word) >= _SHORTEST_HANGUL
    return len(word) >= _SHORTEST or word[0].isupper()


def _is_missing(word: str, letters: str) -> bool:
    return "".join(filter(str.isalnum, word.casefold())) not in letters


def _is_alike(a: str, b: str) -> bool:
    """Return True if two words are probably two spellings of one word."""
    least = _SHORTEST_HANGUL + 1 if "가" <= a[0] <= "힣" else _SHORTEST
    if min(len(a), len(b)) < least or abs(len(a) - len(b)) > len(a) // 2:
        return False
    return SequenceMatcher(None, a.casefold(), b.casefold()).ratio() >= _ALIKE
