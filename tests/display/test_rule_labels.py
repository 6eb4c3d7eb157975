"""Every rule by which a name can be found has words."""

import re
from pathlib import Path

import pytest

import ingest.mentions
from archive.corrections.mention_decisions import ADDED_RULE
from archive.display.rule_labels import (
    CONFIDENCES,
    NOTES,
    RULES,
    SAID_RULE,
    WITNESSES,
    confidence_in_words,
    rule_in_words,
    trusted_first,
)
from archive.views.evidence import FIELD_NAMES
from ingest.dates import ORDER
from ingest.mentions.resolve import _CERTAINTY, _CONFIDENCE

# What else with a hyphen stands in the finder's code: codes of problems, and words of names.
NO_RULES = {
    "place-ambiguous",
    "place-province-clash",
    "place-unknown",
    "sub-institute",
    "thermal-power",
}


def rules_of_the_finder() -> set[str]:
    """Every whole string of the finder's code that could be a rule or what follows one after a
    slash."""
    code = "".join(path.read_text() for path in Path(ingest.mentions.__file__).parent.glob("*.py"))
    return {
        *re.findall(r'"([a-z]+(?:-[a-z]+)+)"', code),
        *_CONFIDENCE,
        *_CERTAINTY,
        "misspelling",
    } - NO_RULES


def test_every_rule_of_the_finder_has_words() -> None:
    """A new rule goes into archive/display/rule_labels.py, a string with a hyphen that is no rule
    into NO_RULES."""
    rules = rules_of_the_finder()
    assert {
        "typed-list",
        "listed-name",
        "organisation-site",
        "country",
        "landmark",
        "former-type",
    } <= rules
    assert rules - set(RULES) - set(NOTES) == set()


def test_what_staff_add_has_words() -> None:
    assert ADDED_RULE == SAID_RULE
    assert rule_in_words(ADDED_RULE) == "said by staff"


def test_a_rule_is_said_with_what_was_out_of_the_ordinary() -> None:
    assert (
        rule_in_words("typed-list/misspelling/province-before")
        == "in a list with one type word, as in “Kujang and Unsan counties”; the spelling is a"
        " known slip; of several places of this name the one in the province named last"
        " before it"
    )
    assert rule_in_words("place-name/oddly") == "rule “place-name”; “oddly”"


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "almost certain"),
        (0.97, "almost certain"),
        (0.95, "very likely"),
        (0.8, "likely"),
        (0.5, "doubtful"),
        (0.0, "doubtful"),
    ],
)
def test_a_confidence_is_said_in_words(confidence: float, words: str) -> None:
    assert confidence_in_words(confidence) == words
    assert words in dict(CONFIDENCES).values()


def test_witnesses_of_a_date_stand_in_the_order_of_the_parser() -> None:
    assert WITNESSES == ORDER
    assert tuple(name for name in FIELD_NAMES if name in ORDER) == ORDER
    assert trusted_first({"dateline": 1, "odd": 2, "header": 3}) == ["header", "dateline", "odd"]
