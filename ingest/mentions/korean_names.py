"""The parts of Korean names in Latin letters: family names, and syllables of given names."""

import re
from collections.abc import Sequence

from ingest.mentions.field_text import Word

_FAMILY_NAMES_TEXT = """
ae an cha chae chang cho choe chon chu chun ha ham han ho hong hwang hyon im ja jang je ji jin jo
jon jong ju kang ki kil kim ko kong ku kuk kum kwak kwon kyong ma maeng min mo mun myong na nam no o
ok om pae paek pak pan pang phyo phyon pok pong pyon ra ri rim ro ryang ryo ryom ryong ryu sim sin
so sok sol son song sung tae thae tong u un wang wi won yang yo yom yon yu yun yoon lee park moon
choi jung chung roh noh shin seo lim kwon bae baek
"""
FAMILY_NAMES = frozenset(_FAMILY_NAMES_TEXT.split())
"""Family names in lower case: as KCNA writes them, and then as they are written in the ROK."""

_syllable = re.compile(
    r"(?:[KTPC]h|[KTPSJ]{2}|[BDGHJKLMNPRST]|Sh|)(?i:yeo|woo|yae|yoo|ae|eo|eu|ee|oo|oe|ui|wi|wa|wo|we|wae|ya|yo|yu|ye|a|e|i|o|u)"
    r"(?:ng|ck|k|n|l|m|p|r|t|h)?"
)
_hyphened = re.compile(r"-(?!(?:ri|dong|up|gu)\b)([A-Za-z][a-z]*)(?![\w-])")
_NO_SYLLABLES_TEXT = """
The Then At It He We To Two Let Get Not But Her Go Me She Or Be By
"""
_NO_SYLLABLES = frozenset(_NO_SYLLABLES_TEXT.split())


def given_names(words: Sequence[Word], index: int, text: str) -> Sequence[Word]:
    """Return the one or two syllables of the given name after the family name at `index`.

    A hyphen can be between two syllables ("Chol-su"). The result is empty if no given name follows.
    """
    given: list[Word] = []
    end = words[index].end
    for word in words[index + 1 : index + 4]:
        if word.start != end + 1 or text[end] != " " or not is_syllable(word):
            break
        given.append(word)
        end = word.end
        if len(given) == 1 and (second := hyphened_syllable(text, end)):
            return (word, second)
    return given if len(given) < 3 else ()


def hyphened_syllable(text: str, end: int) -> Word | None:
    """Return the second syllable of a given name with a hyphen: "su" of "Chol-su".

    `end` is the end of the first syllable. The result is None if no hyphen with a syllable follows.
    """
    second = _hyphened.match(text, end)
    syllable = Word(second[1].capitalize(), second[1].lower(), *second.span(1)) if second else None
    return syllable if syllable and is_syllable(syllable) else None


def is_syllable(word: Word) -> bool:
    return (
        len(word.text) < 7
        and _syllable.fullmatch(word.text) is not None
        and word.text not in _NO_SYLLABLES
    )


def begins_name(words: Sequence[Word], index: int, text: str) -> bool:
    """Return True if the word at `index` is a family name and two more syllables follow."""
    return words[index].lower in FAMILY_NAMES and len(given_names(words, index, text)) == 2
