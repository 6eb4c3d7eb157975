"""Finds people: listed people by their spellings, others by the form of Korean names.

A Korean name is a family name and a given name of one or two syllables ("Pak Thae Song"). A name
with a given name of one syllable ("Kim Bom") is only found if it is beside an office or a form of
address ("Minister", "Comrade") at one or more positions in the same field (the title or the body of
the article). Two kinds of names are not mentions of a person: a name inside the name of a school,
prize or square ("Kim Il Sung University"), and a name before a type word of places ("Kim Chaek
City").
"""

import re
from collections.abc import Iterator

from ingest.mentions.field_text import FieldText, Word
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.korean_names import FAMILY_NAMES, given_names, hyphened_syllable, is_syllable
from ingest.mentions.mention_rules import LISTED_NAME, PERSON_GRAMMAR, PERSON_TITLE, MentionRule
from ingest.mentions.name_spans import NameSpan, TakenSpans
from ingest.mentions.organisation_words import NO_PART

# The programs that saved the pages often lost the spaces around the names of the three leaders, so
# no spaces are necessary.
_leader = re.compile(r"Kim (?:Il Sung|Jong Il|Jong Un)(?!g\b)")
_goes_on = re.compile(
    r"(?:'s)?\s*(?:University|Square|Stadium|Military|Order|Prize|Medal|Revolutionary|School|Naval|Academy|Youth"
    r"|Socialist|Foundation|Pyongyang|Teachers?|Normal|National|Museum|Street|City|County|Iron|College|Institute|Theatre"
    r"|Conservatory|Electric|Works|Mill|Complex|Factory|Artillery|Flower|Award|Scholarship|District|Province|Farm|Mine"
    r"|Dynasty|River|Strait)\b|-Kim\b|[Ii]sm\b|ia\b|-(?:ri|dong|up|gu)\b"
)
_OFFICES = (
    "chairman|chairwoman|chairperson|vice-chairman|vice-chairperson|vice-chairwoman|secretary|minister|vice-minister"
    "|director|commander|president|vice-president|premier|vice-premier|analyst|manager|workteam"
    " leader|worker|farmer"
    "|player|coach|professor|researcher|head|chief|member|engineer|teacher|doctor|captain|ambassador|charge"
    " d'affaires"
    "|rector|leader|official|section chief|department"
    " director|envoy|consul|delegate|spokesman|spokesperson|writer"
    "|actor|actress|journalist|reporter|student|soldier|officer|colonel|general|marshal|miner|driver|operator|instructor"
    "|dean|judge|editor|singer|artist|resident|mother|wife|woman|man|centenarian|aged|marathoner|weightlifter"
)
_office_after = re.compile(
    rf",\s+(?:(?:a|an|the)\s+)?(?:[\w'-]+\s+){{0,4}}?(?:{_OFFICES})\b|,\s+\d\d,|\s+\(\d\d\)|\s+of\s+the\s+delegation"
)
_office_before = re.compile(
    r"\b(?:Comrade|Comrades|[Mm]inister|[Pp]remier|[Dd]irector|Marshal|[Gg]eneral|[Ss]ecretary|[Pp]rof\.|Dr\.?|[Cc]hairman|[Pp]resident"
    r"|[Mm]anager|[Aa]mbassador|[Ww]orker|[Pp]layer|named|Mr\.|Mrs\.|Ms\.|Miss|[Pp]uppet|traitor)\s+$"
)
_BEFORE = 20


def find_persons(field: FieldText, gazetteer: Gazetteer) -> list[NameSpan]:
    """Return the spans of the people in a title or body, in text order, without overlaps."""
    listed = list(_listed(field, gazetteer))
    taken = TakenSpans((span.start, span.end) for span in listed)
    detected = [span for span in _by_grammar(field) if not taken.touches(span.start, span.end)]
    return sorted([*listed, *detected], key=lambda span: span.start)


def _listed(field: FieldText, gazetteer: Gazetteer) -> Iterator[NameSpan]:
    """Yield the listed people, the longest name at each position.

    A name is left out if another syllable follows, because it is part of a longer name.
    """
    text, persons = field.text, gazetteer.persons
    done = 0
    leaders = (
        (span.start(), span.end(), span[0])
        for span in _leader.finditer(text)
        if span[0] in persons.rows
    )
    others = ((start, end, name) for name, start, end in persons.lexicon.find(field))
    for start, end, name in sorted({*leaders, *others}):
        if start < done or _goes_on.match(text, end):
            continue
        if name.count(" ") < 2 and _has_more_syllables(field, end):
            continue  # "Kim Song" in "Kim Song Chol"
        done = end
        yield NameSpan(
            field,
            start,
            end,
            "person",
            LISTED_NAME.name,
            LISTED_NAME.confidence,
            slug=persons.rows[name].slug,
        )


def _has_more_syllables(field: FieldText, end: int) -> bool:
    after = _word_after(field, end)
    return (after is not None and is_syllable(after)) or hyphened_syllable(
        field.text, end
    ) is not None


def _word_after(field: FieldText, end: int) -> Word | None:
    index = field.index_before(end) + 1
    words = field.words
    return (
        words[index]
        if index < len(words) and words[index].start == end + 1 and field.text[end] == " "
        else None
    )


def _by_grammar(field: FieldText) -> Iterator[NameSpan]:
    words, text = field.words, field.text
    short: list[tuple[int, int]] = []
    full: set[str] = set()
    done = 0
    for index, word in enumerate(words):
        if word.lower not in FAMILY_NAMES or word.start < done:
            continue
        given = given_names(words, index, text)
        if not given or _goes_on.match(text, given[-1].end):
            continue
        start, end = word.start, given[-1].end
        done = end
        if len(given) == 2:
            yield _person(field, start, end, PERSON_GRAMMAR)
        elif (after := _word_after(field, end)) and after.lower not in NO_PART:
            continue  # "Ho Chi" in "Ho Chi Minh"
        elif _office_after.match(text, end) or _office_before.search(
            text, max(0, start - _BEFORE), start
        ):
            full.add(text[start:end])
            yield _person(field, start, end, PERSON_TITLE)
        else:
            short.append((start, end))
    for start, end in short:
        if text[start:end] in full:
            yield _person(field, start, end, PERSON_TITLE)


def _person(field: FieldText, start: int, end: int, rule: MentionRule) -> NameSpan:
    name = " ".join(field.text[start:end].split())
    return NameSpan(field, start, end, "person", rule.name, rule.confidence, name=name)
