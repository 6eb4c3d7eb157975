"""Finds the names and numbers that one of two similar texts has, and the other does not have.

In languages with capital letters, a name is a capitalised word that does not begin a sentence. In
Korean, each word can be a name, because it has no capitals. In Chinese and Japanese, which have no
spaces between words either, only numbers are compared.
"""

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"(?:^|[.!?:;\"“”»«)\]])\s*$")
_HANGUL = re.compile(r"[가-힣]{2,}")
_ALIKE = 0.7  # two words at least as similar are two spellings of one word
_SHORTEST_MISSPELT = 4  # letters; shorter words are compared exactly
_BEFORE = 4  # characters before a word that show whether it begins a sentence
# In a text with many words, up to one name in this number of words can be another one: a site
# corrected it.
_WORDS_FOR_ONE = 150


def own_names_of(body: str, other: str, other_letters: str) -> list[str]:
    """Return the names and numbers of `body` that the text `other` does not have.

    `other_letters` are the letters of `other` (`ingest.same_article.letters_of`). A name that has
    only another spelling there is left out. The result is empty, too, if the text is long and has
    only very few such names.
    """
    numbers = set(_NUMBER.findall(other))
    own = [number for number in dict.fromkeys(_NUMBER.findall(body)) if number not in numbers]
    missing = [name for name in _names(body) if _letters(name) not in other_letters]
    if missing:
        names = set(_names(other))
        here = set(_names(body))
        others = [name for name in names if name not in here]
        own += [name for name in missing if not any(_is_alike(name, known) for known in others)]
    most = len(_WORD.findall(body)) // _WORDS_FOR_ONE if own else 0
    return own if len(own) > most else []


def _names(text: str) -> list[str]:
    names = [] if text.isascii() else _HANGUL.findall(text)
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isupper() and not word.isupper():
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            if not _SENTENCE.search(before):
                names.append(word)
        elif len(word) > 1 and word[0].isupper():  # an abbreviation
            names.append(word)
    return list(dict.fromkeys(names))


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word.casefold()))


def _is_alike(a: str, b: str) -> bool:
    """Return True if two words are probably two spellings of one word."""
    if min(len(a), len(b)) < _SHORTEST_MISSPELT:
        return False
    return SequenceMatcher(None, a.casefold(), b.casefold()).ratio() >= _ALIKE
