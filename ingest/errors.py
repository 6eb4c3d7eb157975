"""The error that a saved file can cause, and its codes. Any other exception is our bug."""

FILE_CODES = frozenset(
    {
        "unreadable",
        "not-a-file",
        "broken-link",
        "directory-loop",
        "outside-folder",
        "too-large",
        "binary",
    }
)
"""Codes of files that cannot be read as text."""

PAGE_CODES = frozenset(
    {
        "empty",
        "layout-unknown",
        "layout-none",
        "layout-several",
        "layout-contradicted",
        "layout-known-unsupported",
        "not-an-article",
        "several-articles",
        "source-not-said",
    }
)
"""Codes of texts in which the parser finds no article. Codes are stored: never change one."""


class Rejection(Exception):
    """The file contains no article that we can read.

    `reason` is a code of FILE_CODES or PAGE_CODES (ValueError for any other); the message says
    what was found, what was expected and what happens now.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = rejection_code(reason)
        self.message = message


def rejection_code(code: str) -> str:
    """Return a rejection code unchanged. Raises ValueError if it is in neither list."""
    if code not in FILE_CODES and code not in PAGE_CODES:
        raise ValueError(f"“{code}” is not a rejection code. Add it to ingest/errors.py.")
    return code
