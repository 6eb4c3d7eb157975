"""Words for the rules by which fields were read and names found, and for confidences.

The words about rules are in `ingest.rules` and `ingest.mentions.mention_rules`.
"""

from archive.models import Mention
from ingest.mentions.mention_rules import NOTES, RULES
from ingest.rules import ABOUT

STAFF_RULE_LABEL = "added by staff"

_CONFIDENCES = (
    (0.995, "certain"),  # The page rounds these confidences to 100 %.
    (0.97, "almost certain"),
    (0.9, "very likely"),
    (0.75, "likely"),
    (0.0, "doubtful"),
)


def field_rule_label(rule: str) -> str:
    """Return the words for the rule by which a field was read.

    The name of a rule that only older parsers had is returned unchanged.
    """
    return ABOUT.get(rule, rule)


def mention_rule_label(rule: str) -> str:
    """Return the words for the rule by which a name was found, as part of a sentence.

    "typed-list/misspelling" is "in a list with one word for the kind …; the spelling is a known
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
    """Return a confidence (0 to 1) in words, such as "almost certain" or "doubtful"."""
    return next(label for least, label in _CONFIDENCES if confidence >= least or not least)
