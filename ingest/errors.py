"""What can be wrong with a saved file. A Rejection is about the file; any other exception is our
bug."""


class Rejection(Exception):
    """The file is no article that we can read. `reason` is a code; the message says what was found,
    what was expected and what happens now."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
