"""The rules by which names are found, in words, and how sure a find is; which witness of a date is
trusted most.

A mention's rule is what the finder writes on it: how the words were read, then after slashes what
was out of the ordinary ("typed-list/misspelling/province-before")."""

from collections.abc import Mapping
from typing import Any

SAID_RULE = "said-by-staff"
"""The rule that stands on a mention which a person added."""
RULES = {
    "typed-name": "named with its type word, as in “Kusong City”",
    "typed-name-of": "named with its type word, as in “the city of Kusong”",
    "typed-list": "in a list with one type word, as in “Kujang and Unsan counties”",
    "typed-list-of": "in a list with one type word, as in “the counties of Cholsan and Sonchon”",
    "bare-division": "the name of a province or municipality",
    "bare-city": "the name of a city, which means nothing else",
    "country": "a listed name of another country",
    "capital": "a listed name of another country's capital",
    "landmark": "a listed name of a mountain, river, island, area or village",
    "ri-of-county": "a village, ward or town that the article puts in its county or city",
    "listed-name": "a spelling that is listed for this name",
    "organisation-site": "where an organisation stands that is named here",
    "organisation-grammar": "put together as names of organisations are, and in no list",
    "short-name": "a short name that the article gives itself, in brackets",
    "person-grammar": "a family name and a given name",
    "person-title": "a name beside a title",
    "person-second": "a later, shorter form of a name that the article gives in full",
    SAID_RULE: "said by staff",
}
NOTES = {
    "misspelling": "the spelling is a known slip",
    "former-type": "the type word is one that the place had before",
    "province-beside": "of several places of this name the one in the province named beside it",
    "list-mates": (
        "of several places of this name the one in the province of the others in the list"
    ),
    "same-sentence": "of several places of this name the one in the province named in the sentence",
    "same-name": "of several places of this name the one that the article means elsewhere",
    "province-before": (
        "of several places of this name the one in the province named last before it"
    ),
}
WITNESSES = ("date_line", "header", "sign_off", "title_stamp", "page_date", "dateline")
"""The witnesses of an article's date, the most trusted first: the order by which the parser chooses
among them."""
# From this confidence upwards; the percentages of the finder's rules lie between 0.6 and 1.
CONFIDENCES = ((0.97, "almost certain"), (0.9, "very likely"), (0.75, "likely"), (0.0, "doubtful"))


def rule_in_words(rule: str) -> str:
    """How a name was found, as part of a sentence: "in a list with one type word, as in “Kujang and
    Unsan counties”; the spelling is a known slip". A rule without words (of an older finder) is
    quoted."""
    how, *notes = rule.split("/")
    return "; ".join(
        [RULES.get(how, f"rule “{how}”"), *(NOTES.get(note, f"“{note}”") for note in notes)]
    )


def trusted_first(witnesses: Mapping[str, Any]) -> list[str]:
    """The names of these witnesses of a date, the most trusted first; those that no order knows
    last."""
    return [
        *(name for name in WITNESSES if name in witnesses),
        *sorted(set(witnesses) - set(WITNESSES)),
    ]


def confidence_in_words(confidence: float) -> str:
    """How sure a find is (0 to 1): "almost certain", "very likely", "likely", "doubtful"."""
    return next(words for least, words in CONFIDENCES if confidence >= least or not least)
