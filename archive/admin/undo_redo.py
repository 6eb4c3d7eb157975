"""Undoes or redoes a decision, from the page of an article, of an entity or of the decision."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from archive.admin.changes_in_words import DecisionRow
from archive.corrections import CorrectionError, redo, undo
from archive.models import Decision

CHOICES = ("undo", "redo")
"""The values of the parameter `do` in a form that undoes or redoes a decision."""


REQUEST_SECONDS = 8.0
"""The longest time for which a request updates articles; a background thread does the rest."""


def undo_or_redo(choice: str, decision: Decision, user: User) -> str:
    """Undo or redo a decision and return a message; `choice` is one of CHOICES.

    Raises CorrectionError if a later decision makes the undo or redo impossible.
    """
    assert choice in CHOICES, choice
    turn, message = {
        "undo": (undo, "Undone. What was decided before applies again."),
        "redo": (redo, "Redone. The decision applies again."),
    }[choice]
    turned = turn(decision, user, REQUEST_SECONDS)
    return f"{message} Not all articles are updated yet." if turned.waiting else message


def decision_in(history: Iterable[DecisionRow], number: str) -> Decision:
    """Return the decision with the id `number` from the history on a page.

    Raises CorrectionError if the history does not have this decision, or if the decision also
    changed other articles or entities.
    """
    for row in history:
        if str(row.decision.pk) == number and not row.is_wide:
            return row.decision
    raise CorrectionError({"": "There is no decision with this number about this page alone."})
