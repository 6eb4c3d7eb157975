"""All steps for one file: bytes → text → articles → mentions, as pure functions.

`parse_file` is for a person or a program that looks at one file. `process_file` is for the import:
it never raises, and what goes in and comes out can be pickled, so it can run in another process.
"""

import re
import traceback
import zlib
from dataclasses import dataclass, replace
from functools import cache
from os import PathLike
from pathlib import Path

from ingest.columns import FileColumns, file_columns
from ingest.errors import Rejection
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import parse
from ingest.parse_result import ParseResult
from ingest.read import FileBytes, decode, read_bytes
from ingest.values import Portable, SavedFile
from ingest.walk import shown_path

_NOT_KEPT = frozenset({"binary", "too-large"})  # of these only hash and size are stored
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportOverrides(Portable):
    """The layout and source that the archivist set for the files. None: not set."""

    layout: str | None = None
    source: str | None = None

    @classmethod
    def of(cls, layout: str | None, source: str | None) -> "ImportOverrides":
        """Make overrides from arguments of a command, which need not be UTF-8."""
        return cls(layout and storable(layout), source and storable(source))

    def as_json(self) -> dict[str, str]:
        pairs = (("layout", self.layout), ("source", self.source))
        return {name: value for name, value in pairs if value}


@dataclass(frozen=True, slots=True)
class FileError(Portable):
    """Why a file gave no article.

    An error with a traceback is our bug ("failed"); without a traceback the file is bad
    ("rejected").
    """

    reason: str
    message: str
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class FileResult(Portable):
    """The result of one file: parsed columns with the mentions of each article, or an error.

    `path` is the path as the archive will store it. `sha256` is empty when not even the bytes could
    be read. `content` is the bytes, zlib-compressed; None when they are not to be kept.
    """

    path: str
    overrides: ImportOverrides
    sha256: str = ""
    size: int = 0
    content: bytes | None = None
    encoding: str = ""
    extractor: str = ""
    text: str = ""
    parsed: FileColumns | None = None
    error: FileError | None = None


def parse_file(
    path: str | PathLike[str],
    *,
    layout: str | None = None,
    source: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> ParseResult:
    """Return the articles of one saved file, with their evidence and mentions.

    `layout` and `source` are needed for a bare text only, which has no marks of its own. The
    default gazetteer is built from the data files. Raises Rejection, whose `reason` is a code.
    """
    overrides = ImportOverrides.of(layout, source)
    saved = _decode(read_bytes(Path(path)), Path(path))
    return _parse(saved, overrides, gazetteer or _listed_gazetteer())


@cache
def _listed_gazetteer() -> Gazetteer:
    return Gazetteer.from_files()


def storable(text: str) -> str:
    """Return a text with NUL and lone surrogates, which no database takes, as U+FFFD.

    The length stays the same, so spans stay right.
    """
    if "\x00" not in text:
        try:
            text.encode()  # fails on a surrogate, and is several times quicker than looking for one
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _UNSTORABLE.sub("\ufffd", text)


def load_bytes(path: str) -> FileBytes | FileError:
    """Return the bytes of a file, or the error for a file that cannot be read."""
    try:
        return read_bytes(Path(path))
    except Rejection as rejection:
        return FileError(rejection.reason, storable(rejection.message))
    except OSError as error:
        message = f"The file cannot be read ({error.strerror}). Nothing was stored."
        return FileError("unreadable", message)


def process_file(
    path: str,
    file_bytes: FileBytes,
    overrides: ImportOverrides,
    gazetteer: Gazetteer,
    *,
    is_stored: bool = False,
) -> FileResult:
    """Return what was read in the bytes of one file. Never raises: errors are in the result.

    `is_stored`: the bytes come from the archive and need not be packed for it again.
    """
    result = FileResult(shown_path(path), overrides, file_bytes.sha256, file_bytes.size)
    try:
        return _process(result, path, file_bytes, gazetteer, is_stored)
    except Exception as error:  # noqa: BLE001  here our bug in reading a file costs one file, not the run
        return replace(result, error=failure(error))


def failure(error: Exception) -> FileError:
    """Return the error of a file for an exception that is our bug, with its traceback."""
    lines = traceback.format_exception(error)
    return FileError(
        type(error).__name__, storable(str(error)) or "no message", storable("".join(lines))
    )


def _process(
    result: FileResult, path: str, file_bytes: FileBytes, gazetteer: Gazetteer, is_stored: bool
) -> FileResult:
    try:
        saved = _decode(file_bytes, Path(path))
    except Rejection as rejection:
        content = None if rejection.reason in _NOT_KEPT else _pack(file_bytes, is_stored)
        return replace(result, content=content, error=_as_error(rejection))
    result = replace(
        result,
        content=_pack(file_bytes, is_stored),
        encoding=saved.encoding,
        extractor=saved.extractor,
        text=saved.text,
    )
    try:
        parsed = _parse(saved, result.overrides, gazetteer)
    except Rejection as rejection:
        return replace(result, error=_as_error(rejection))
    return replace(result, parsed=file_columns(parsed.parsed, parsed.mentions))


def _decode(file_bytes: FileBytes, path: Path) -> SavedFile:
    saved = decode(file_bytes, path)
    return replace(saved, text=storable(saved.text))


def _parse(saved: SavedFile, overrides: ImportOverrides, gazetteer: Gazetteer) -> ParseResult:
    parsed = parse(saved, layout=overrides.layout, source=overrides.source)
    mentions = tuple(
        find_mentions(
            str(article.fields["title"].value) if "title" in article.fields else "",
            article.body,
            gazetteer,
        )
        for article in parsed.articles
    )
    return ParseResult(saved, parsed, mentions)


def _as_error(rejection: Rejection) -> FileError:
    return FileError(rejection.reason, storable(rejection.message))


def _pack(file_bytes: FileBytes, is_stored: bool) -> bytes | None:
    if is_stored or file_bytes.data is None:
        return None
    return zlib.compress(file_bytes.data, 2)  # 5 % larger than at level 6, in half the time
