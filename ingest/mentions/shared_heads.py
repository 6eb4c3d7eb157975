"""Reads lists of organisations whose names share one last word, the head: "Jisa and Usan farms".

The shared head is in the plural.
"""

import re
from collections.abc import Iterator

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.organisation_parts import OrganisationWords, great, is_own_word
from ingest.mentions.organisation_words import COMMON, NO_PART, PLURALS, SHARED_MODIFIERS
from ingest.mentions.words_after_head import tail_end

_FARTHEST = 200  # the most letters from the last "and" of a list to the end of the head
_MOST_BEFORE = 2  # the most words that a member of a list can have before its last word

_plural_end = re.compile(r"s(?![\w'-])")
_last_joint = re.compile(r"and[ \t]+(?=[^\W\d_a-z])")
_modifiers = re.compile(r"(?:(?<=[ \t])[a-z][a-z'-]*[ \t]+){1,3}$")
_list_gap = re.compile(r"(,)?[ \t]*(and)?[ \t]+")

_NOT_SHARED_TEXT = "parties centers centres offices departments groups works stations plants"
SHARED_HEADS = {
    plural: head for plural, head in PLURALS.items() if plural not in _NOT_SHARED_TEXT.split()
}
"""A dict from plural to singular ("farms": "farm"), for last words that several names can share."""


def lower_case_lists(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    """Yield the organisations in lists whose shared last word, the head, is in lower case.

    Other lower-case words can be before the head: "Haeju and Wonsan wheat processing factories".
    """
    text, done = field.text, 0
    for joint in _last_joint.finditer(text):
        for match in _plural_end.finditer(text, max(done, joint.end()), joint.end() + _FARTHEST):
            done = match.end()
            first = text.rfind(" ", 0, match.start()) + 1
            word = text[first:done]
            if first and word in SHARED_HEADS:
                start = _modifiers_start(text, first)
                index = field.index_before(start)
                yield from names_of_list(field, gazetteer, index, start, done, SHARED_HEADS[word])


def _modifiers_start(text: str, first: int) -> int:
    """Return the start of the lower-case words that belong to a shared head ("wheat processing").

    `first` is the start of the head: of "factories" in "wheat processing factories". If there are
    no such words, `first` is returned.
    """
    modifiers = _modifiers.search(text, max(0, first - 60), first)
    start = first
    for modifier in reversed(modifiers[0].split() if modifiers else ()):
        if modifier not in SHARED_MODIFIERS:
            break
        start = text.rindex(modifier, 0, start)
    return start


def names_of_list(
    field: FieldText, gazetteer: Gazetteer, index: int, start: int, end: int, head: str
) -> Iterator[OrganisationWords]:
    """Yield the organisations of one list with a shared head.

    The span from `start` to `end` is the head in the plural with the lower-case words before it;
    `head` is its singular. `index` is the index of the last capitalised word before this span. The
    names also share the words after the head ("of the WPK").
    """
    words, text = field.words, field.text
    common: list[str] = []
    while index >= 0 and words[index].lower in COMMON and text[words[index].end : start].isspace():
        start = words[index].start
        common.insert(0, words[index].text)
        index -= 1
    members = _members(field, index, start)
    if len(members) < 2:
        return
    modifiers = text[start:end].split()[:-1]
    after = tail_end(words, field.index_before(end) + 1, end, head, text, gazetteer)
    tail = great.sub("", " ".join(["", *text[end:after].split()]))
    for number, (member_start, member_end) in enumerate(members, start=1):
        name = " ".join([text[member_start:member_end], *modifiers, head])
        name = name.title().replace("'S", "'s") + tail
        is_last = number == len(members)
        yield OrganisationWords(member_start, after if is_last else member_end, name, after)


def _members(field: FieldText, index: int, start: int) -> list[tuple[int, int]]:
    """Return the spans of the members of a list that ends before `start`, in the order of the text.

    `index` is the index of the last word of the last member.
    """
    words = field.words
    members: list[tuple[int, int]] = []
    while index >= 0:
        joint = _list_gap.fullmatch(field.text[words[index].end : start])
        if joint is None:
            break
        has_joint = bool(joint[2] or (joint[1] and len(members) > 1))
        if (joint[1] or joint[2]) if not members else not has_joint:
            break
        first = _first_of_member(field, index)
        if not is_own_word(words[index]) or words[index].lower in NO_PART:
            break
        start = words[first].start
        members.insert(0, (start, words[index].end))
        index = first - 1
    return members


def _first_of_member(field: FieldText, index: int) -> int:
    """Return the index of the first word of the member whose last word is at `index`."""
    words = field.words
    first = index
    while first and index - first < _MOST_BEFORE:
        before = words[first - 1]
        if field.text[before.end : words[first].start] != " " or before.lower in NO_PART:
            break
        if not is_own_word(before) and before.text not in ("North", "South"):
            break
        first -= 1
    return first
