"""Errors about index files that are damaged, missing or not accessible."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from archive.search.values import IndexState

MAX_LENGTH = 200  # characters of an error message


class BrokenGeneration(Exception):
    """A generation cannot be used; `state` is its state, `message` a sentence for people."""

    def __init__(self, state: IndexState, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


class IndexFilesError(Exception):
    """tantivy or the system cannot read or write index files."""


@contextmanager
def translated_errors() -> Iterator[None]:
    """Convert all errors of tantivy and the system about index files to IndexFilesError.

    Some damaged files make tantivy panic. A panic is a BaseException without a public class, and
    would end a web worker.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexFilesError(short_message(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFilesError(short_message(error)) from error


def short_message(error: BaseException) -> str:
    """Return the first line of an error, without the path of the index on this machine."""
    return str(error).partition("\n")[0].replace(f"{settings.INDEX_DIR}/", "")[:MAX_LENGTH]
