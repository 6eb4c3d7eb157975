"""Finds embassies: "the Russian embassy", "the DPRK embassy in Moscow"."""

import re
from collections.abc import Iterator

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.organisation_parts import OrganisationWords, is_own_word
from ingest.mentions.organisation_words import NO_PART

_embassy = re.compile(r"embassy\b")
_in = re.compile(r"[ \t]+in[ \t]+(?:the[ \t]+)?")
_elsewhere = re.compile(r"[ \t]+(?:here|in)\b")


def find_embassies(field: FieldText, gazetteer: Gazetteer) -> Iterator[OrganisationWords]:
    """Yield the embassies of a title or body.

    After "the DPRK embassy in Moscow", the words "the DPRK embassy" alone mean the same embassy.
    There are two exceptions: the text before these words names several embassies of the DPRK, or
    "in" or "here" follows these words.
    """
    text = field.text
    full_names: dict[str, set[str]] = {}
    for match in _embassy.finditer(text):
        index = field.index_before(match.start())
        if index < 0:
            continue
        word, end = field.words[index], match.end()
        if match.start() != word.end + 1 or text[word.end] != " ":
            continue  # Positions are compared, because the text between the words can be very long.
        if not is_own_word(word) or word.lower in NO_PART:
            continue
        if (joint := _in.match(text, end)) and (place := gazetteer.named.at(text, joint.end())):
            end = joint.end() + len(place)
        name, known = text[word.start : end], full_names.setdefault(word.text, set())
        if end > match.end():
            known.add(name)
        elif len(known) == 1 and not _elsewhere.match(text, end):
            name = min(known)
        yield OrganisationWords(word.start, end, name, end)
