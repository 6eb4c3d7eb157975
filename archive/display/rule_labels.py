"""Rules in words: how a field was read, how a name was found, and how sure a mention is.

The words stand beside the rules, in `ingest.rules` and `ingest.mentions.rules`.
"""

from archive.models import Mention
from ingest.mentions.rules import NOTES, RULES
from ingest.rules import ABOUT

STAFF_RULE_LABEL = "added by staff"

_CONFIDENCES = (
    (0.97, "almost certain"),
    (0.9, "very likely"),
    (0.75, "likely"),
    (0.0, "doubtful"),
)


def field_rule_label(rule: str) -> str:
    """Say how a field was read; a rule of an older parser keeps its name."""
    return ABOUT.get(rule, rule)


def mention_rule_label(rule: str) -> str:
    """Say how a name was found, as part of a sentence.

    "typed-list/misspelling" is "in a list with one type word, …; the spelling is a known
    misspelling". A rule of an older parser is quoted.
    """
    if rule == Mention.STAFF_RULE:
        return STAFF_RULE_LABEL
    name, *notes = rule.split("/")
    return "; ".join(
        [
            RULES[name].about if name in RULES else f"rule “{name}”",
            *(NOTES[note].about if note in NOTES else f"“{note}”" for note in notes),
        ]
    )


def confidence_label(confidence: float) -> str:
    """Say how sure a mention is (0 to 1): "almost certain", "very likely", "likely", "doubtful"."""
    return next(label for least, label in _CONFIDENCES if confidence >= least or not least)
