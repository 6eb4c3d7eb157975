"""Reads names of organisations by their head, the word for the kind of organisation.

The head is "Farm" in "Undok Farm", and "Ministry" in "Ministry of Culture". Starting at the head,
the capitalised words before it are read from right to left, as far as the first word of the name.
General terms ("People's Committee", "Foodstuff Factory") are not names, because they do not say
which organisation is meant. Names that share one head are read by `shared_heads.py`.
"""

import re
from collections.abc import Sequence

from ingest.mentions.field_text import Word
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.organisation_parts import (
    LONGEST,
    NO_GAP,
    PLACE_TYPES,
    OrganisationWords,
    continues_to_head,
    great,
    is_own_word,
    plain_gap,
    possessive_gap,
)
from ingest.mentions.organisation_words import (
    AFTER_ONLY,
    COLLECTIVES,
    COMMON,
    FORCES,
    HEADS,
    INSTITUTES,
    MONTHS,
    NO_PART,
    STATE_WORDS,
    WORKS,
)
from ingest.mentions.words_after_head import ALONE_WITH_TAIL, tail_end

_and = re.compile(r"(?:-[a-z]+)*[ \t]+(?:and|&)[ \t]+(?:the[ \t]+)?")
_glued = re.compile(
    r"(?<=Kim Il Sung)(?=[A-Z])|(?<=Kim Jong Il)(?=[A-Z])|(?<=Kim Jong Un)(?=[A-Z])"
)
_ordinal = re.compile(r"(?<!\w)\d+(?:st|nd|rd|th)\s$")
_number = re.compile(r"[ \t]+No\.?[ \t]?\d+")
_bracketed = re.compile(r" \([A-Z]{2,7}\)(?= )")

_GENERAL_TERMS = (
    "people's committee|party committee|workers' party|communist party|labour party|trade"
    " union|youth league|central committee|standing committee|political bureau|foreign"
    " ministry|general assembly|executive committee|party central committee|central committee of"
    " the party|middle school|primary school|city party committee|county party committee|provincial"
    " party committee|people's army|general staff|women's union|soviet union|union of soviet"
    " socialist republics"
)
_GENERAL = frozenset(_GENERAL_TERMS.split("|"))
_ALLOWED = frozenset({"national assembly", "red army", "soviet army"})
_TOO_SHORT = frozenset({"party", "society", "union", "league", "front", "association"})


def read_name(
    words: Sequence[Word], index: int, text: str, gazetteer: Gazetteer, joined: dict[int, bool]
) -> OrganisationWords | None:
    """Return the name whose head is the word at `index`; None if the words are not a name.

    `joined` is a cache: a dict from the index of a word to True if this word can belong to the same
    name as the word before. Pass the same dict in all calls for one text. Without this cache, each
    word could be compared with the word before up to ten times.
    """
    head, end = words[index].lower, words[index].end
    if head == "sub":
        head, end = "sub-institute", end + len("-institute")
    if text.startswith(("-", "'"), end) or continues_to_head(words, index, text):
        return None
    run = words[_first_index(words, index, text, joined) : index + 1]
    if head in AFTER_ONLY and not (len(run) > 1 and _possessive(run[-2], text) in AFTER_ONLY[head]):
        return None
    start = _start_with_ordinal(run, head, text)
    after = tail_end(words, index + 1, end, head, text, gazetteer)
    if (
        after == end
        and (head in WORKS or head in INSTITUTES)
        and (number := _number.match(text, end))
    ):
        after = number.end()
    name = _plain_name(text[start:after])
    if gazetteer.named.at(text, start) == name:
        return None  # a country: "Russian Federation"
    has_number = start < run[0].start or any(map(str.isdigit, text[start : run[-1].start]))
    if not _is_name(run, name, head, has_tail=after > end, has_number=has_number):
        return None
    return OrganisationWords(start, after, name, after)


def _plain_name(words: str) -> str:
    """Return a name with single spaces, without the word "great" and without a short name."""
    name = " ".join(words.split())
    if "Kim" in name:
        name = _glued.sub(" ", name)
    if "great" in name:
        name = great.sub("", name)
    return _bracketed.sub("", name) if "(" in name else name


def _first_index(words: Sequence[Word], index: int, text: str, joined: dict[int, bool]) -> int:
    """Return the index of the first word of the name whose head is the word at `index`.

    `read_name` explains `joined`.
    """
    first = index
    while first and index - first < LONGEST:
        is_joined = joined.get(first)
        if is_joined is None:
            is_joined = joined[first] = _are_joined(words[first - 1], words[first], text)
        if not is_joined:
            break
        first -= 1
    while first < index and words[first].lower in PLACE_TYPES:
        first += 1
    return first


def _are_joined(before: Word, word: Word, text: str) -> bool:
    """Return True if two successive capitalised words can belong to the same name."""
    gap = text[before.end : word.start]
    if before.lower in NO_PART:
        return False
    if gap not in NO_GAP and not plain_gap.fullmatch(gap) and not _joins(before, gap, word):
        return False
    if gap.startswith(".") and len(before.text) > 1 and before.text != "No":
        return False
    return before.lower not in MONTHS or (word.lower in COMMON and any(map(str.isdigit, gap)))


def _joins(before: Word, gap: str, word: Word) -> bool:
    """Return True if a possessive or "and" between two words joins them to one name.

    Examples: "Children's Palace", "Iron and Steel Complex". `gap` is the text between the words.
    """
    if before.lower in COLLECTIVES and possessive_gap.fullmatch(gap):
        return True
    # After "and the", a head begins another name ("… and the Ministry").
    can_follow = " the " not in gap if word.lower in HEADS else word.lower in COMMON
    return before.lower in COMMON and can_follow and _and.fullmatch(gap) is not None


def _start_with_ordinal(run: Sequence[Word], head: str, text: str) -> int:
    """Return the start of a name in `text`; for an army unit, the start of its number ("105th").

    `run` are the capitalised words of the name, from the first one to the head; the head is
    included. `head` is the head in lower case.
    """
    start = run[0].start
    if (head in FORCES or run[0].lower in FORCES) and (
        ordinal := _ordinal.search(text, max(0, start - 8), start)
    ):
        return ordinal.start()
    return start


def _possessive(word: Word, text: str) -> str:
    """Return a word in lower case, with "'s" if it follows the word in the text."""
    return f"{word.lower}'s" if text.startswith("'s", word.end) else word.lower


def _is_name(
    run: Sequence[Word], name: str, head: str, *, has_tail: bool, has_number: bool
) -> bool:
    """Return True if these words are the name of an organisation, not a general term.

    `run` has the capitalised words of the name, from the first one to the head; the head
    ("Committee") is included. `name` is the whole name, and `head` is the head in lower case.
    `has_tail` is true if words after the head belong to the name ("of Workers").
    `has_number` is true if there is a number before the head ("105th").
    """
    if len(run) > 3 and (run[0].text, run[1].text) == ("U", "S"):
        run = run[2:]  # "U.S. National Security Council" is tested as "National Security Council".
    folded = name.casefold().removesuffix(" of the dprk")
    if folded in _GENERAL:
        return False
    if folded in _ALLOWED:
        return True
    is_own = has_number or any(is_own_word(word) for word in run[:-1])
    if head in WORKS or (head in FORCES and not has_tail):
        return len(run) > 1 and (is_own or (len(run) > 2 and run[0].lower == "central"))
    if has_tail:
        return _is_name_with_tail(run, folded, head, is_own=is_own)
    if len(run) < 2 or (head in ("office", "department", "group") and not is_own):
        return False
    if is_own:
        return len(run) > 2 or head not in _TOO_SHORT
    if head in INSTITUTES:
        return len(run) > 2 and run[0].lower not in PLACE_TYPES
    return len(run) > 2 and run[0].lower in STATE_WORDS


def _is_name_with_tail(run: Sequence[Word], folded: str, head: str, *, is_own: bool) -> bool:
    if head in FORCES:
        return is_own or head == "force"
    if head == "group" and not (is_own or run[0].lower in STATE_WORDS):
        return False  # "Home-visiting Group of Koreans" is a general term
    return len(run) > 1 or head in ALONE_WITH_TAIL or folded.startswith("party for ")
