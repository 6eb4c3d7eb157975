"""The exception for a file that cannot be imported, with its codes.

Any other exception while a file is read is a bug in this library.
"""

FILE_CODES = frozenset(
    {
        "unreadable",
        "not-a-file",
        "broken-link",
        "directory-loop",
        "outside-folder",
        "too-large",
        "binary",
        "encoding-unknown",
        "lines-too-short",
        "columns-unknown",
        "row-unreadable",
    }
)
"""Rejection codes for files that cannot be read as text."""

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
"""Rejection codes for texts that could be decoded, but cannot be read as articles.

Never change a code of FILE_CODES or PAGE_CODES, because the archive stores them.
"""


class Rejection(Exception):
    """The error that is raised if a file contains no article that we can read.

    `reason` is a code of FILE_CODES or PAGE_CODES; any other code raises ValueError. `message` is a
    text for people: what was found, what was expected, and what happens to the file.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(reason, message)  # so that it can be pickled
        self.reason = rejection_code(reason)
        self.message = message

    def __str__(self) -> str:
        return self.message


def rejection_code(code: str) -> str:
    """Return a rejection code unchanged.

    Raises ValueError if the code is neither in FILE_CODES nor in PAGE_CODES.
    """
    if code not in FILE_CODES and code not in PAGE_CODES:
        raise ValueError(f"“{code}” is not a rejection code. Add it to ingest/errors.py.")
    return code
