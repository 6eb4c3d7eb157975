"""Test the words that pages show for rules and confidences."""

import pytest

from archive.display.rule_labels import confidence_label, field_rule_label, mention_rule_label
from archive.models import Mention


def test_a_mention_added_by_staff_says_so() -> None:
    assert mention_rule_label(Mention.STAFF_RULE) == "added by staff"


def test_a_mention_rule_is_shown_with_its_notes() -> None:
    assert (
        mention_rule_label("typed-list/misspelling/province-before")
        == "in a list with one word for the kind of all places: “… and … counties”; the spelling is"
        " a known misspelling; of several places of this name the one in the province named last"
        " before it"
    )


def test_a_mention_rule_of_an_older_parser_is_quoted() -> None:
    assert mention_rule_label("place-name/oddly") == "rule “place-name”; “oddly”"


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ("page-date", "the date of the page"),
        ("paragraphs", "the paragraphs of the text, without dateline, end mark, credit and menus"),
        ("of-an-older-parser", "of-an-older-parser"),
        ("", ""),
    ],
)
def test_a_field_rule_is_shown_in_words(rule: str, label: str) -> None:
    assert field_rule_label(rule) == label


@pytest.mark.parametrize(
    ("confidence", "label"),
    [
        (1.0, "certain"),
        (0.994, "almost certain"),
        (0.97, "almost certain"),
        (0.95, "very likely"),
        (0.8, "likely"),
        (0.5, "doubtful"),
        (0.0, "doubtful"),
    ],
)
def test_a_confidence_is_shown_in_words(confidence: float, label: str) -> None:
    assert confidence_label(confidence) == label
