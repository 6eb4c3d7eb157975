"""The errors that are raised if a decision is not possible."""

from collections.abc import Mapping


class CorrectionError(Exception):
    """An error that is raised if a decision is not possible; nothing was changed.

    `messages` maps the name of a field, or "" for the whole form, to a sentence for staff.
    """

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__(" ".join(messages.values()))
        self.messages = dict(messages)


class StaleForm(CorrectionError):
    """An error that is raised if an article or entity changed after its form was opened.

    The sentences in `messages` say what changed.
    """
