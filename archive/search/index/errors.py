"""Errors about index files that are damaged or missing, or that cannot be read or written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from archive.search.values import IndexState, IndexUnavailable

MAX_LENGTH = 200  # characters of an error message


class BrokenGeneration(Exception):
    """The error that is raised if a generation of the index cannot be used.

    `state` is the state of the generation. `message` is a sentence for readers and staff.
    """

    def __init__(self, state: IndexState, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.message = message


class IndexFilesError(Exception):
    """The error that is raised if index files cannot be read or written."""


@contextmanager
def translated_errors() -> Iterator[None]:
    """Convert errors of tantivy and of the operating system in the block to IndexFilesError.

    Some damaged files make tantivy panic. A panic is a BaseException whose class is not public. A
    panic that is not converted would end the web worker.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexFilesError(short_message(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexFilesError(short_message(error)) from error


@contextmanager
def unavailable_on_errors() -> Iterator[None]:
    """Convert errors of tantivy about index files to IndexUnavailable."""
    try:
        with translated_errors():
            yield
    except IndexFilesError as error:
        raise IndexUnavailable(f"The search index cannot be read ({error}).") from error


def short_message(error: BaseException) -> str:
    """Return the first line of an error message, without the path of the index folder.

    A longer line is cut to MAX_LENGTH characters.
    """
    return str(error).partition("\n")[0].replace(f"{settings.INDEX_DIR}/", "")[:MAX_LENGTH]
