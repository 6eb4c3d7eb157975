"""The rules by which names are found, and notes about single mentions.

A mention stores the name of its rule, followed by the names of its notes, each after a slash:
"typed-list/misspelling/province-before".
"""

from typing import NamedTuple


class MentionRule(NamedTuple):
    """A rule by which names are found.

    `name` is the code of the rule, which mentions store. `about` is a description for people. It
    completes a sentence about the name: "It is …".
    `confidence` is from 0.0 to 1.0.
    """

    name: str
    about: str
    confidence: float


class RuleNote(NamedTuple):
    """A note about a mention: something unusual, or how its place was chosen among several.

    The confidence of the mention is multiplied by `certainty` (0.0 to 1.0). `name` is the code of
    the note, and `about` its description for people.
    """

    name: str
    about: str
    certainty: float


TYPED_NAME = MentionRule(
    "typed-name",
    "the name with the word for its kind after it: “City”, “County” …",
    0.98,
)
TYPED_NAME_OF = MentionRule(
    "typed-name-of",
    "the name with the word for its kind before it: “the city of …”",
    0.98,
)
TYPED_LIST = MentionRule(
    "typed-list", "in a list with one word for the kind of all places: “… and … counties”", 0.97
)
TYPED_LIST_OF = MentionRule(
    "typed-list-of",
    "in a list with one word for the kind of all places: “the counties of … and …”",
    0.97,
)
BARE_DIVISION = MentionRule("bare-division", "the name of a province or municipality", 0.95)
BARE_CITY = MentionRule("bare-city", "the name of a city that has no other meaning", 0.9)
COUNTRY = MentionRule("country", "a listed name of another country", 0.95)
CAPITAL = MentionRule("capital", "a listed name of the capital of another country", 0.9)
LANDMARK = MentionRule(
    "landmark", "a listed name of a mountain, river, island, area or village", 0.9
)
COUNTY_SUBDIVISION = MentionRule(
    "ri-of-county", "a village, ward or town that the article places in its county or city", 0.85
)
LISTED_NAME = MentionRule("listed-name", "an alias listed for this name", 0.95)
ORGANISATION_SITE = MentionRule(
    "organisation-site", "the place of an organisation that is named here", 0.9
)
ORGANISATION_GRAMMAR = MentionRule(
    "organisation-grammar",
    "detected automatically: built like the name of an organisation, but not listed",
    0.8,
)
SHORT_NAME = MentionRule("short-name", "a short name that the article gives in brackets", 0.85)
PERSON_GRAMMAR = MentionRule(
    "person-grammar", "detected automatically: a family name and a given name", 0.85
)
PERSON_TITLE = MentionRule(
    "person-title", "detected automatically: a name beside a title or an office", 0.8
)

RULES = {
    rule.name: rule
    for rule in (
        *(TYPED_NAME, TYPED_NAME_OF, TYPED_LIST, TYPED_LIST_OF, BARE_DIVISION, BARE_CITY),
        *(COUNTRY, CAPITAL, LANDMARK, COUNTY_SUBDIVISION, LISTED_NAME, ORGANISATION_SITE),
        *(ORGANISATION_GRAMMAR, SHORT_NAME, PERSON_GRAMMAR, PERSON_TITLE),
    )
}

MISSPELLING = RuleNote("misspelling", "the spelling is a known misspelling", 0.9)
FORMER_TYPE = RuleNote("former-type", "the word for its kind was right only in the past", 0.9)
# Notes that say how one of several places with the same name was chosen, the surest choice first.
PROVINCE_BESIDE = RuleNote(
    "province-beside", "of several places of this name the one in the province named beside it", 1.0
)
LIST_MATES = RuleNote(
    "list-mates",
    "of several places of this name the one in the province of the others in the list",
    0.95,
)
SAME_SENTENCE = RuleNote(
    "same-sentence",
    "of several places of this name the one in the province named in the sentence",
    0.9,
)
SAME_NAME = RuleNote(
    "same-name", "of several places of this name the one that the article means elsewhere", 0.75
)
PROVINCE_BEFORE = RuleNote(
    "province-before",
    "of several places of this name the one in the province named last before it",
    0.75,
)

NOTES = {
    note.name: note
    for note in (
        *(MISSPELLING, FORMER_TYPE, PROVINCE_BESIDE, LIST_MATES, SAME_SENTENCE, SAME_NAME),
        PROVINCE_BEFORE,
    )
}
