"""Reads the tail of an organisation's name: the words after its head.

In "Central Committee of the Workers' Party of Korea", the head is "Committee" and the tail is "of
the Workers' Party of Korea".
"""

import re
from collections.abc import Sequence

from ingest.mentions.field_text import Word
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.korean_names import begins_name
from ingest.mentions.organisation_parts import LONGEST, PLACE_TYPES, possessive_gap
from ingest.mentions.organisation_words import (
    BODIES,
    COLLECTIVES,
    COMMON,
    FORCES,
    HEADS,
    INSTITUTES,
    MONTHS,
    NO_PART,
)

_MOST_TAILS = 5  # the most phrases ("of …", "for …") that are read after one head
# "Korean" is searched in this number of words before a phrase "in …", the head included.
_NEAR_KOREAN = 5

_tail = re.compile(
    r"[ \t]+(?:(?:\([A-Z]{2,7}\)[ \t]+(?=for|of the DPRK for))?(of|for|on|over|in|with)[ \t]+"
    r"(?:the[ \t]+)?(?:great[ \t]+)?"
    r"|(and)[ \t]+)"
)
# The subject of a ministry can be a list: "Ministry of Culture, Sports and Tourism".
_list_tail = re.compile(r",[ \t]+([A-Z]\w+)[ \t]+and[ \t]+([A-Z]\w+)(?![\w'-])")

_INSTITUTES_WITH_TAIL = "university institute academy school museum centre center college orchestra"
_WITH_TAIL = BODIES | FORCES | frozenset(_INSTITUTES_WITH_TAIL.split())
_NO_TAIL = (NO_PART | MONTHS) - {"members"}
_ALONE = (
    "ministry department bank academy university institute association society federation union"
    " committee council presidium secretariat bureau"
)
ALONE_WITH_TAIL = frozenset(_ALONE.split())
"""Heads that can be the first word of a name, if a tail follows: "Ministry of Culture"."""

_AND_TAIL = ALONE_WITH_TAIL | {"commission", "administration"}
_IN_TAIL = frozenset({"association", "society", "union", "federation", "league", "confederation"})
_AIMS = frozenset(
    {"democracy", "development", "equality", "freedom", "justice", "progress", "socialism", "unity"}
)


def tail_end(
    words: Sequence[Word], index: int, end: int, head: str, text: str, gazetteer: Gazetteer
) -> int:
    """Return the end of a name with its tail.

    `end` is the end of the head. If the name has no tail, `end` is returned. `index` is the index
    of the first capitalised word after the head.
    """
    if head not in _WITH_TAIL:
        return end
    for count in range(_MOST_TAILS):
        joint = _tail.match(text, end)
        while joint and index < len(words) and words[index].start < joint.end():
            index += 1  # skip an abbreviation in brackets
        if joint is None or index >= len(words) or words[index].start != joint.end():
            break
        if listed := _listed_name(joint, head, text, gazetteer):
            end = joint.end() + len(listed)
            while index < len(words) and words[index].start < end:
                index += 1
            continue
        last = _last_of_phrase(words, index, text)
        phrase = words[index : last + 1]
        before = words[max(0, index - _NEAR_KOREAN) : index]
        if not _continues(joint[1] or joint[2], head, phrase, before, count, gazetteer):
            break
        end, index = words[last].end, last + 1
    more = _list_tail.match(text, end) if head == "ministry" else None
    is_list = more is not None and all(word.lower() in COMMON - HEADS for word in more.groups())
    return more.end() if more and is_list else end


def _listed_name(joint: re.Match[str], head: str, text: str, gazetteer: Gazetteer) -> str:
    """Return a listed organisation after "of" or "for", or a country after "embassy in".

    `joint` is the match of the word "of", "for" or "in" after the head; the name begins at its end.
    The result is "" if no such name follows.
    """
    if joint[1] in ("of", "for"):
        return gazetteer.organisations.lexicon.at(text, joint.end())
    if joint[1] == "in" and head == "embassy":
        return gazetteer.named.at(text, joint.end())
    return ""


def _last_of_phrase(words: Sequence[Word], index: int, text: str) -> int:
    """Return the index of the last word of the phrase that begins with the word at `index`.

    A phrase is words with only spaces, hyphens and possessives between them.
    """
    last = index
    while last + 1 < len(words) and last - index < LONGEST:
        word, after = words[last], words[last + 1]
        gap = text[word.end : after.start]
        is_possessive = word.lower in COLLECTIVES and possessive_gap.fullmatch(gap)
        if (
            after.lower in _NO_TAIL
            or not (gap in (" ", "-") or is_possessive)
            or begins_name(words, last + 1, text)
        ):
            break
        last += 1
    return last


def _continues(
    joint: str,
    head: str,
    phrase: Sequence[Word],
    before: Sequence[Word],
    count: int,
    gazetteer: Gazetteer,
) -> bool:
    """Return True if a phrase after "of", "and" … is part of an organisation's name.

    `phrase` has the words of the phrase, and `joint` is the word before the phrase ("of"). `head`
    is the head of the name ("ministry"). `before` has the last words before the phrase. `count` is
    the number of phrases of the name that were read before this phrase.
    """
    first, last = phrase[0].lower, phrase[-1].lower
    if first in _NO_TAIL or last in PLACE_TYPES or len(phrase[-1].text) < 2:
        return False
    if joint == "and":
        is_aim = first in COMMON if head in _AND_TAIL else head == "party" and first in _AIMS
        return bool(count) and is_aim and not any(word.lower in HEADS for word in phrase)
    if joint == "in":
        if count and head in _IN_TAIL:
            return before[-1].lower.endswith("s") or before[-1].lower in COLLECTIVES
        # As in "Korean Youth Commercial Association in Japan"
        is_korean = any(word.lower == "korean" for word in before)
        return (
            before[-1].lower in _IN_TAIL and is_korean and _joined(phrase) in gazetteer.named_places
        )
    if joint in ("on", "with"):
        return head in _AND_TAIL or head in _IN_TAIL or head == "group"
    return not (head in INSTITUTES and _joined(phrase) in gazetteer.bare_names)


def _joined(phrase: Sequence[Word]) -> str:
    return " ".join(word.text for word in phrase)
