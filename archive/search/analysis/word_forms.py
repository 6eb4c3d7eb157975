"""The key of a word: the word under which all its forms are found.

`word_key("factories")` is "factory", and so is `word_key("factory")`. Only two kinds of words get a
common key, so that readers can predict it:

- the forms of one word: "inspect", "inspects", "inspected" and "inspecting"; "child" and
  "children"; "high", "higher" and "highest".
- British and American spellings: "organisations" and "organization" (`spellings.py`).

Words that are made from another word have keys of their own: "inspector" and "inspection",
"development", "successful" and "successfully", "national".

A form is read by rules, and by the lists in `irregular_forms.py` of the words for which the rules
are wrong. Rules and lists were written for Dateline. They were checked with every word of 33,000
articles of KCNA. For a word that is not in these articles, the rules alone can be wrong. Then two
forms of this word have different keys, or a key is not a word ("blorping" -> "blorp").

The function does not know the language of a text. So words of other languages in Latin letters are
changed by the same rules. Spanish plurals in -s and many of those in -es are joined with their
singular ("naciones"), but not all of them ("flores"). All words with other letters or digits are
their own key.
"""

import re

from archive.search.analysis.irregular_forms import (
    ADJECTIVES,
    BASES_WITH_E,
    BASES_WITHOUT_E,
    FORMS,
    KEPT,
    LL_BASES,
    UN_VERBS,
    WITH_PLAIN_S,
)
from archive.search.analysis.spellings import one_spelling

_PLAIN = re.compile(r"[a-z]{4,30}")
_VOWEL = re.compile(r"[aeiouy]")
_ONE_SYLLABLE = re.compile(r"(?:[^aeiouy]|(?<=q)u|^y)*[aeiouy]+[^aeiouy]+")
# naciones, ciudades, trabajadores, nacionales; no English word has these endings.
_SPANISH_PLURAL = re.compile(
    r"(.+(?:ion|llon|[dt]ad|dor|[aciu]tor|[aeiu]sor|rior|cional|[cdnr]ial|[etu]ral|ntal|ual))es"
)


def word_key(word: str) -> str:
    """Return the key of a word in normal form (`words.py`); the key is its own key.

    Words with capital letters ("US") and very long words stay as they are.
    """
    while (shorter := _simpler(word)) != word:
        word = shorter
    return word


def _simpler(word: str) -> str:
    """Return the word itself, or another word with the same key that is nearer to the key."""
    if word in KEPT or not word.isascii():
        return word
    if word in FORMS:
        return FORMS[word]
    if not _PLAIN.fullmatch(word):
        return word
    spelling = one_spelling(word)
    if spelling != word:
        return spelling
    if word.endswith("s"):
        return _singular(word)
    if word.endswith("men"):
        return word[:-2] + "an"  # chairmen, policewomen
    if word.endswith("children"):
        return word[:-3]
    if word.endswith(("ed", "ing")):
        return _base_of_verb(word)
    if word.endswith(("er", "est")):
        return _positive(word)
    return word


def _singular(word: str) -> str:
    """Return a word in -s without the ending of a plural or of a verb: "cities" -> "city"."""
    if word[:-1] in WITH_PLAIN_S:
        return word[:-1]
    if word.endswith(("ss", "us", "is")):
        return word
    if spanish := _SPANISH_PLURAL.fullmatch(word):
        return spanish[1]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes", "tzes", "oes")):
        return word[:-2]
    if word.endswith("uses") and word[-5] not in "aeo":
        return word[:-2]  # viruses; houses and causes lose only the "s"
    return word[:-1]


def _base_of_verb(word: str) -> str:
    """Return a word in -ed or -ing without this ending: "produced" -> "produce"."""
    base = _without_ending(word)
    is_adjective = word.startswith("un") and not word.startswith("under")
    return word if is_adjective and base not in UN_VERBS else base


def _without_ending(word: str) -> str:
    ending = "ed" if word.endswith("ed") else "ing"
    stem = word.removesuffix(ending)
    if not _VOWEL.search(stem) or word.endswith("eed"):
        return word
    if ending == "ed" and stem.endswith("i"):
        return stem[:-1] + "y"
    if f"{stem}e" in BASES_WITH_E:
        return f"{stem}e"
    if stem in BASES_WITHOUT_E:
        return stem
    if re.search(r"([bdgklmnprtvz])\1$", stem):
        return _without_double_letter(stem)
    return f"{stem}e" if _takes_e(stem) else stem


def _without_double_letter(stem: str) -> str:
    """Return the base of a stem in two equal letters: "plann" -> "plan", "install" -> "install"."""
    if stem.endswith("zz"):
        return stem
    if stem.endswith("ll") and (stem in LL_BASES or _ONE_SYLLABLE.fullmatch(stem)):
        return stem
    return stem[:-1]


# The ends of stems that have lost an "e". Other verbs in "-e" are in BASES_WITH_E.
_LOST_E = re.compile(
    r"""(?:
        [cvuz] | [^s]s | (?<!n)g | [ae]ng        # produc, serv, issu, realiz, rais, urg, chang
      | [bcdfgkptz]l | [bcdgt]r                  # settl, centr
      | (?<![aeo])at | (?<!o)ut | ced            # locat, contribut, conced
      | (?<![aeo])(?:ir|ur|ar)                   # requir, secur, declar
      | (?<![aeiou])(?:in|un|um|ad|id|od|ud)     # determin, assum, invad, provid, explod, includ
      | (?<![aeiou])(?:ib|if|ot|ak|ik|ok|uk|ul|ap|ob|yp)  # describ, promot, mak, lik, provok
    )$""",
    re.VERBOSE,
)


def _takes_e(stem: str) -> bool:
    """Return True if an "e" was lost at the end of a stem: "produc" of "produced"."""
    if re.fullmatch(r"(?:[^aeiouy]|(?<=q)u)*[aeiouy][^aeiouwxy]", stem):
        return True  # hop-ing, us-ed, nam-ed; the stem of "hopping" is "hopp"
    return _LOST_E.search(stem) is not None


def _positive(word: str) -> str:
    """Return an adjective without -er or -est: "higher" -> "high", "easiest" -> "easy".

    Most words in -er are not comparatives ("worker"), so only listed adjectives lose it.
    """
    stem = word.removesuffix("er") if word.endswith("er") else word.removesuffix("est")
    if re.fullmatch(r"\w{3,}iest", word):
        return stem[:-1] + "y"
    candidates = [stem, f"{stem}e"]
    if stem.endswith("i"):
        candidates.append(stem[:-1] + "y")
    if stem[-2:-1] == stem[-1:]:
        candidates.append(stem[:-1])
    return next((base for base in candidates if base in ADJECTIVES), word)
