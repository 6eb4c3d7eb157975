"""How names of organisations are built: "Undok Farm", "Jagang Provincial Committee of the WPK".

A head is found first ("Factory", "Committee"): the capitalised words before it are read back to
where the name begins, and after heads of bodies and institutes what follows "of" or "for". A list
of names shares a head in the plural ("Jisa and Usan farms"). What consists of general words only
("People's Committee", "Foodstuff Factory") is not a name.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.mentions.context import FieldText, Word
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.korean_names import begins_name
from ingest.mentions.organisation_words import (
    AFTER_ONLY,
    BODIES,
    BUILDINGS,
    COLLECTIVES,
    COMMON,
    FORCES,
    HEADS,
    INSTITUTES,
    MONTHS,
    NO_PART,
    PLURALS,
    SHARED_MODIFIERS,
    STATE_WORDS,
    WORKS,
)

_NONE = (" ", "")  # between words; glued are those after a leader's name ("Kim Il SungUniversity")
_LONGEST = 10  # words of a name before its head
_MOST_TAILS = 5
_NEAR_KOREAN = 5  # words before the head and with it
_FARTHEST = 200  # letters from the last member of a list to the end of the head that it shares

_plain = re.compile(r"(?:-[a-z]+)*[ \t]+(?:\d[\d.]*[ \t]+)?|-|\.[ \t]?(?:\d+[ \t]+)?")
_own = re.compile(r"(?:'s|')[ \t]+")
_and = re.compile(r"(?:-[a-z]+)*[ \t]+(?:and|&)[ \t]+(?:the[ \t]+)?")
_glued = re.compile(
    r"(?<=Kim Il Sung)(?=[A-Z])|(?<=Kim Jong Il)(?=[A-Z])|(?<=Kim Jong Un)(?=[A-Z])"
)
_ordinal = re.compile(r"(?<!\w)\d+(?:st|nd|rd|th)\s$")
_number = re.compile(r"[ \t]+No\.?[ \t]?\d+")
_tail = re.compile(
    r"[ \t]+(?:(?:\([A-Z]{2,7}\)[ \t]+(?=for|of the DPRK for))?(of|for|on|over|in|with)[ \t]+"
    r"(?:the[ \t]+)?(?:great[ \t]+)?"
    r"|(and)[ \t]+)"
)
_bracketed = re.compile(r" \([A-Z]{2,7}\)(?= )")
_great = re.compile(r"(?<= the )great ")
# What a ministry is for can be a list: "Ministry of Culture, Sports and Tourism".
_list_tail = re.compile(r",[ \t]+([A-Z]\w+)[ \t]+and[ \t]+([A-Z]\w+)(?![\w'-])")
_plural_end = re.compile(r"s(?![\w'-])")
_last_joint = re.compile(r"and[ \t]+(?=[^\W\d_a-z])")
_modifiers = re.compile(r"(?:(?<=[ \t])[a-z][a-z'-]*[ \t]+){1,3}$")
_embassy = re.compile(r"embassy\b")
_in = re.compile(r"[ \t]+in[ \t]+(?:the[ \t]+)?")
_elsewhere = re.compile(r"[ \t]+(?:here|in)\b")
_list_gap = re.compile(r"(,)?[ \t]*(and)?[ \t]+")

_TYPES = frozenset(
    {"province", "provinces", "city", "cities", "county", "counties", "district", "municipality"}
)
_WITH_TAIL = (
    BODIES
    | FORCES
    | frozenset(
        {
            "university",
            "institute",
            "academy",
            "school",
            "museum",
            "centre",
            "center",
            "college",
            "orchestra",
        }
    )
)
_NO_TAIL = (NO_PART | MONTHS) - {"members"}
_ALONE = (
    "ministry department bank academy university institute association society federation union"
    " committee council presidium secretariat bureau"
)
_ALONE_WITH_TAIL = frozenset(_ALONE.split())
_AND_TAIL = _ALONE_WITH_TAIL | {"commission", "administration"}
_IN_TAIL = frozenset({"association", "society", "union", "federation", "league", "confederation"})
_AIMS = frozenset(
    {"democracy", "development", "equality", "freedom", "justice", "progress", "socialism", "unity"}
)
_NOT_SHARED = frozenset(
    {
        "parties",
        "centers",
        "centres",
        "offices",
        "departments",
        "groups",
        "works",
        "stations",
        "plants",
    }
)
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


class OrganisationWords(NamedTuple):
    """Words that name an organisation: their span, the name, and where its place can follow."""

    start: int
    end: int
    name: str
    after: int


def read_organisations(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    """Yield each organisation of a title or body that is built so, in order, not overlapping."""
    at = 0
    for found in sorted(
        (
            *_by_head(field, gazetteer),
            *_shared_lower(field, gazetteer),
            *_embassies(field, gazetteer),
        )
    ):
        if found.start >= at:
            yield found
            at = found.end


def _by_head(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    words, text = field.words, field.text
    done = 0
    for index, word in enumerate(words):
        head = word.lower
        if word.start < done:
            continue
        if head in HEADS or (head == "sub" and text.startswith("-institute", word.end)):
            if found := _read(words, index, text, gazetteer):
                done = found.end
                yield found
        elif head in PLURALS and head not in _NOT_SHARED and not _goes_on(words, index, text):
            yield from _shared(field, gazetteer, index - 1, word.start, word.end, PLURALS[head])


def _read(
    words: Sequence[Word], index: int, text: str, gazetteer: Gazetteer
) -> OrganisationWords | None:
    """Return the name whose head is the word at `index`, if it is one."""
    head, end = words[index].lower, words[index].end
    if head == "sub":
        head, end = "sub-institute", end + len("-institute")
    if text.startswith(("-", "'"), end) or _goes_on(words, index, text):
        return None
    first = _first(words, index, text)
    run = words[first : index + 1]
    start = run[0].start
    if (head in FORCES or run[0].lower in FORCES) and (
        ordinal := _ordinal.search(text, max(0, start - 8), start)
    ):
        start = ordinal.start()
    if head in AFTER_ONLY and not (len(run) > 1 and _possessive(run[-2], text) in AFTER_ONLY[head]):
        return None
    tail = _tail_end(words, index + 1, end, head, text, gazetteer) if head in _WITH_TAIL else end
    if (
        tail == end
        and (head in WORKS or head in INSTITUTES)
        and (number := _number.match(text, end))
    ):
        tail = number.end()
    name = _bracketed.sub("", _great.sub("", _glued.sub(" ", " ".join(text[start:tail].split()))))
    if gazetteer.named.at(text, start) == name:
        return None  # "Russian Federation"
    has_number = start < run[0].start or any(
        letter.isdigit() for letter in text[start : run[-1].start]
    )
    if not _is_name(run, name, head, has_tail=tail > end, has_number=has_number):
        return None
    return OrganisationWords(start, tail, name, tail)


def _first(words: Sequence[Word], index: int, text: str) -> int:
    """Return the index of the word with which the name begins."""
    first = index
    while first and index - first < _LONGEST:
        before, word = words[first - 1], words[first]
        gap = text[before.end : word.start]
        if before.lower in NO_PART:
            break
        if gap not in _NONE and not _plain.fullmatch(gap):
            is_own = before.lower in COLLECTIVES and _own.fullmatch(gap)
            # With "… and the Ministry" another name begins.
            can_follow = word.lower in COMMON - HEADS or (
                word.lower in HEADS and " the " not in gap
            )
            is_joint = before.lower in COMMON and can_follow and _and.fullmatch(gap)
            if not (is_own or is_joint):
                break
        if gap.startswith(".") and len(before.text) > 1 and before.text != "No":
            break
        if before.lower in MONTHS and not (word.lower in COMMON and any(map(str.isdigit, gap))):
            break
        first -= 1
    while first < index and (words[first].lower in _TYPES):
        first += 1
    return first


def _goes_on(words: Sequence[Word], index: int, text: str) -> bool:
    """Tell whether the name continues to another head.

    "Party" is not the last head of "Unsan County Party Committee".
    """
    for later in range(index + 1, min(index + 4, len(words))):
        gap = text[words[later - 1].end : words[later].start]
        if gap not in _NONE and not _plain.fullmatch(gap) and not (
            _own.fullmatch(gap) and words[later - 1].lower in COLLECTIVES
        ):  # fmt: skip
            return False
        if words[later].lower in NO_PART or gap.startswith("."):
            return False
        if words[later].lower in HEADS or (later == index + 1 and words[later].lower in BUILDINGS):
            return True
    return False


def _tail_end(
    words: Sequence[Word], at: int, end: int, head: str, text: str, gazetteer: Gazetteer
) -> int:
    """Return the end of the name after its head: "of the Workers' Party of Korea".

    It is the end of the head itself where nothing belongs to it. The words behind the head begin at
    `at`.
    """
    for count in range(_MOST_TAILS):
        joint = _tail.match(text, end)
        while joint and at < len(words) and words[at].start < joint.end():
            at += 1  # letters in brackets
        if joint is None or at >= len(words) or words[at].start != joint.end():
            break
        whole = ""
        if joint[1] in ("of", "for"):
            whole = gazetteer.organisations.lexicon.at(text, joint.end())
        elif joint[1] == "in" and head == "embassy":
            whole = gazetteer.named.at(text, joint.end())
        if whole:
            end = joint.end() + len(whole)
            while at < len(words) and words[at].start < end:
                at += 1
            continue
        last = _last(words, at, text)
        phrase = words[at : last + 1]
        if not _continues(joint[1] or joint[2], head, phrase, words[:at], count, gazetteer):
            break
        end, at = words[last].end, last + 1
    more = _list_tail.match(text, end) if head == "ministry" else None
    is_list = more is not None and all(word.lower() in COMMON - HEADS for word in more.groups())
    return more.end() if more and is_list else end


def _last(words: Sequence[Word], at: int, text: str) -> int:
    """Return the index of the last of the words that belong together with the one at `at`."""
    last = at
    while last + 1 < len(words) and last - at < _LONGEST:
        word, after = words[last], words[last + 1]
        gap = text[word.end : after.start]
        is_own = word.lower in COLLECTIVES and _own.fullmatch(gap)
        if (
            after.lower in _NO_TAIL
            or not (gap in (" ", "-") or is_own)
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
    """Tell whether a phrase after "of", "and" … still belongs to the name of this head.

    `before` are the words up to it.
    """
    first, last = phrase[0].lower, phrase[-1].lower
    if first in _NO_TAIL or last in _TYPES or len(phrase[-1].text) < 2:
        return False
    if joint == "and":
        is_aim = first in COMMON if head in _AND_TAIL else head == "party" and first in _AIMS
        return bool(count) and is_aim and not any(word.lower in HEADS for word in phrase)
    if joint == "in":
        if count and head in _IN_TAIL:
            return before[-1].lower.endswith("s") or before[-1].lower in COLLECTIVES
        # "Korean Youth Commercial Association in Japan"
        is_korean = any(word.lower == "korean" for word in before[-_NEAR_KOREAN:])
        return (
            before[-1].lower in _IN_TAIL and is_korean and _named(phrase) in gazetteer.named_places
        )
    if joint in ("on", "with"):
        return head in _AND_TAIL or head in _IN_TAIL or head == "group"
    return not (head in INSTITUTES and _named(phrase) in gazetteer.bare_names)


def _named(phrase: Sequence[Word]) -> str:
    return " ".join(word.text for word in phrase)


def _possessive(word: Word, text: str) -> str:
    """Return a word in lower case, with its "'s"."""
    return f"{word.lower}'s" if text.startswith("'s", word.end) else word.lower


def _is_name(
    run: Sequence[Word], name: str, head: str, *, has_tail: bool, has_number: bool
) -> bool:
    """Tell whether the words are a name, not a general term."""
    if len(run) > 3 and (run[0].text, run[1].text) == ("U", "S"):
        run = run[2:]  # "U.S. National Security Council"
    folded = name.casefold().removesuffix(" of the dprk")
    if folded in _GENERAL:
        return False
    if folded in _ALLOWED:
        return True
    is_own = has_number or any(is_own_word(word) for word in run[:-1])
    if head in WORKS or (head in FORCES and not has_tail):
        return len(run) > 1 and (is_own or (len(run) > 2 and run[0].lower == "central"))
    if has_tail:
        if head in FORCES:
            return is_own or head == "force"
        if head == "group" and not (is_own or run[0].lower in STATE_WORDS):
            return False  # "Home-visiting Group of Koreans"
        return len(run) > 1 or head in _ALONE_WITH_TAIL or folded.startswith("party for ")
    if len(run) < 2 or (head in ("office", "department", "group") and not is_own):
        return False
    if is_own:
        return len(run) > 2 or head not in (
            "party",
            "society",
            "union",
            "league",
            "front",
            "association",
        )
    if head in INSTITUTES:
        return len(run) > 2 and run[0].lower not in _TYPES
    return len(run) > 2 and run[0].lower in STATE_WORDS


def is_own_word(word: Word) -> bool:
    """Tell whether a word belongs to this name alone.

    It is not a general word, not a type of place and not a single letter.
    """
    lower = word.lower
    return len(lower) > 1 and not (
        lower in COMMON or lower in HEADS or lower in _TYPES or lower in STATE_WORDS
    )


def _shared_lower(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    """Yield the names in "Jisa and Usan farms", "Haeju and Wonsan wheat processing factories"."""
    text, at = field.text, 0
    for joint in _last_joint.finditer(text):
        for match in _plural_end.finditer(text, max(at, joint.end()), joint.end() + _FARTHEST):
            at = match.end()
            first = text.rfind(" ", 0, match.start()) + 1
            word = text[first:at]
            if not first or word not in PLURALS or word in _NOT_SHARED:
                continue
            modifiers = _modifiers.search(text, max(0, first - 60), first)
            start = first
            for modifier in reversed(modifiers[0].split() if modifiers else ()):
                if modifier not in SHARED_MODIFIERS:
                    break
                start = text.rindex(modifier, 0, start)
            yield from _shared(
                field, gazetteer, field.index_before(start), start, at, PLURALS[word]
            )


def _shared(
    field: FieldText, gazetteer: Gazetteer, index: int, start: int, end: int, head: str
) -> Iterator[OrganisationWords]:
    """Yield the names that share a head.

    The words from `start` to `end` are the head with the lower-case words before it, `index` is the
    last capitalised word before it. They also share what follows the head ("of the WPK").
    """
    words, text = field.words, field.text
    common: list[str] = []
    while index >= 0 and words[index].lower in COMMON and text[words[index].end : start].isspace():
        start = words[index].start
        common.insert(0, words[index].text)
        index -= 1
    more = text[start:end].split()[:-1]
    members: list[tuple[int, int]] = []
    at = start
    while index >= 0:
        gap = text[words[index].end : at]
        joint = _list_gap.fullmatch(gap)
        is_first = not members
        if joint is None or (is_first and (joint[1] or joint[2])):
            break
        if not is_first and not (joint[2] or (joint[1] and len(members) > 1)):
            break
        first = index
        while (
            first and text[words[first - 1].end : words[first].start] == " " and index - first < 2
        ):
            if not is_own_word(words[first - 1]) and words[first - 1].text not in (
                "North",
                "South",
            ):
                break
            if words[first - 1].lower in NO_PART:
                break
            first -= 1
        if not is_own_word(words[index]) or words[index].lower in NO_PART:
            break
        members.insert(0, (words[first].start, words[index].end))
        at = words[first].start
        index = first - 1
    if len(members) < 2:
        return
    tail = (
        _tail_end(words, field.index_before(end) + 1, end, head, text, gazetteer)
        if head in _WITH_TAIL
        else end
    )
    for number, (begin, stop) in enumerate(members):
        name = " ".join([text[begin:stop], *more, head]).title().replace("'S", "'s")
        name += _great.sub("", " ".join(["", *text[end:tail].split()]))
        is_last = number == len(members) - 1
        yield OrganisationWords(begin, tail if is_last else stop, name, tail)


def _embassies(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    """Yield embassies: "the Russian embassy", "the DPRK embassy in Moscow".

    Later "the DPRK embassy" alone means the same, unless several of the DPRK were named or another
    place is beside it.
    """
    text = field.text
    met: dict[str, set[str]] = {}
    for match in _embassy.finditer(text):
        index = field.index_before(match.start())
        if index >= 0:
            word, end = field.words[index], match.end()
            if (
                text[word.end : match.start()] == " "
                and is_own_word(word)
                and word.lower not in NO_PART
            ):
                if (where := _in.match(text, end)) and (
                    country := gazetteer.named.at(text, where.end())
                ):
                    end = where.end() + len(country)
                name, named = text[word.start : end], met.setdefault(word.text, set())
                if end > match.end():
                    named.add(name)
                elif len(named) == 1 and not _elsewhere.match(text, end):
                    name = min(named)
                yield OrganisationWords(word.start, end, name, end)
