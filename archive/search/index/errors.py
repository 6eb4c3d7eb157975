"""Errors of the index: what tantivy and the system raise because of its files."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from archive.search.values import IndexState

MAX_LENGTH = 200  # characters of an error message


class BrokenGeneration(Exception):
    """A generation that cannot be read: its state, and a sentence for people."""

    def __init__(self, state: IndexState, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


class IndexFilesError(Exception):
    """An error of tantivy or the system about index files that it cannot read or write."""


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raise IndexFilesError instead of whatever tantivy and the system raise about index files.

    On some damage tantivy panics. A panic arrives as a BaseException without a public class, which
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
