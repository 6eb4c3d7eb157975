"""The errors of decisions."""

from collections.abc import Mapping


class CorrectionError(Exception):
    """A decision is not possible; nothing was changed.

    `messages` maps the name of a field, or "" for the whole form, to a sentence for staff.
    """

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__(" ".join(messages.values()))
        self.messages = dict(messages)


class StaleForm(CorrectionError):
    """A record changed after the form was opened; `messages` contain the present values."""
