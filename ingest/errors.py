"""The error that a saved file can cause. Any other exception is our bug."""


class Rejection(Exception):
    """The file contains no article that we can read.

    `reason` is a code; the message says what was found, what was expected and what happens now.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
