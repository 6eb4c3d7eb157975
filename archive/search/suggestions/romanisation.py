"""Compare names that are written in Latin letters in several ways, by how they sound.

`sound_key` gives one key to the usual spellings of a name, so that "Pyeongyang", "P'yŏngyang" and
"Phyongyang" are found as one. The key is not a spelling and is never shown. Two words with one key
need not be one name: English words are not Korean, so the key only finds candidates, and a search
decides whether a candidate leads anywhere.

The rules come from these systems, and from how newspapers differ from them:

- Revised Romanization of Korean (Ministry of Culture and Tourism of the Republic of Korea, 2000):
  g, d, b, j at the start of a syllable; eo, eu, yeo.
- McCune-Reischauer (1939; table of the Library of Congress): k, t, p, ch; ŏ, ŭ; an apostrophe for
  aspirated letters. Most texts leave the signs out.
- The spelling of the DPRK, as KCNA writes names: ph, th, kh for aspirated letters, ri and ryang
  where the south writes i and yang.
- BGN/PCGN 1947 for Russian, as other languages change it: Zelensky, Zelenskiy; Lavrov, Lawrow.
"""

import unicodedata

# Each rule replaces the left letters by the right ones, in this order. They are applied to words in
# lower case without signs. Capitals stand for sounds that later rules must not change.
_RULES = (
    # Aspirated and doubled consonants: Phyongan, Pyeongan; Sinuijju, Sinuiju; Matzegora, Matsegora.
    *(("tch", "j"), ("ch", "j"), ("sh", "s"), ("ph", "p"), ("th", "t"), ("kh", "k"), ("tz", "ts")),
    *((double * 2, double) for double in "bdgjkpst"),
    # g is k, d is t, b is p: Gaeseong, Kaesong. The sound "ng" is one letter.
    *(("ng", "N"), ("g", "k"), ("d", "t"), ("b", "p"), ("kk", "k"), ("w", "v"), ("x", "ks")),
    # l and r are one letter of Korean, and stand for n between others: Cheollima, Chollima.
    *(("l", "r"), ("nr", "r"), ("rr", "r")),
    # Vowels: Hamheung, Hamhung; Pyeongyang, Pyongyang; Choi, Choe; Haejoo, Haeju; Park Young, Yong.
    *(("yeo", "yo"), ("weo", "vo"), ("eo", "o"), ("eui", "ui"), ("eu", "u"), ("oi", "oe")),
    *(("voo", "u"), ("oo", "u"), ("ou", "o"), ("ee", "i"), ("y", "i"), ("ii", "i")),
)
# Family names that are written by habit in a way that no rule gives, and how KCNA writes them.
FAMILY_NAMES = {
    "lee": "ri",
    "yi": "ri",
    "rhee": "ri",
    "park": "pak",
    "jung": "jong",
    "chung": "jong",
    "noh": "ro",
    "roh": "ro",
    "yoo": "ryu",
    "yu": "ryu",
    "lim": "rim",
    "im": "rim",
    "yang": "ryang",
    "yeom": "ryom",
    "suh": "so",
    "hur": "ho",
}


def only_letters(word: str) -> str:
    """Return a word in lower case with only letters: "P'yŏng-an" -> "pyongan"."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", word).casefold()))


def sound_keys(words: str) -> str:
    """Return the keys of several words; words and keys are joined by a line break.

    The words must be in lower case without accents, as they are in the index. To make the keys of a
    hundred thousand words in one text takes a hundredth of a second.
    """
    for letters, sound in _RULES:
        words = words.replace(letters, sound)
    return words


def sound_key(word: str) -> str:
    """Return the key of one word: "Gaeseong", "Kaesŏng" and "Kaesong" have the key "kaesoN"."""
    return sound_keys(only_letters(word))


def coarse(keys: str) -> str:
    """Return keys in which o and u are one: in names, "eo" is also written u (Seok, Suk, Sok)."""
    return keys.replace("o", "u").replace("uu", "u")
