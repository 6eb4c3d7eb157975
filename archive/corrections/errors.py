"""What can be wrong with what a person said."""

from collections.abc import Mapping


class CorrectionError(Exception):
    """Nothing was changed. `messages` maps a field's name (or "" for the whole) to a sentence for
    the corrector."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__(" ".join(messages.values()))
        self.messages = dict(messages)


class StaleForm(CorrectionError):
    """The article changed after the form was opened. `messages` says of each field what it is
    now."""
