"""Stages 1 to 4 for one file: bytes → text → articles → mentions, as one pure function.

It touches no database, and what goes in and comes out can be pickled: it can run in another
process."""

import re
import traceback
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.columns import ReadFile, read_file
from ingest.errors import Rejection
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import parse
from ingest.read import Fingerprint, decode, fingerprint
from ingest.values import Portable, SavedFile
from ingest.walk import shown_path

_NOT_KEPT = frozenset({"binary", "too-large"})  # of these only hash and size are stored
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportOverrides(Portable):
    """What the archivist said of the files: their layout, their source. None: nothing was said."""

    layout: str | None = None
    source: str | None = None

    @classmethod
    def of(cls, layout: str | None, source: str | None) -> "ImportOverrides":
        """Words of a command line, which can hold bytes that are no UTF-8."""
        return cls(layout and storable(layout), source and storable(source))

    def as_json(self) -> dict[str, str]:
        pairs = (("layout", self.layout), ("source", self.source))
        return {name: value for name, value in pairs if value}


@dataclass(frozen=True, slots=True)
class FileError(Portable):
    """Why a file gave no article. With a traceback it is our bug ("failed"), without one a bad file
    ("rejected")."""

    reason: str
    message: str
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class FileResult(Portable):
    """What one file gave: a parse as columns, with the mentions of each article, or a trouble.

    `path` is as it will be stored. `sha256` is empty when not even the bytes could be read.
    `content` is the bytes, zlib-compressed; None when they are not to be kept."""

    path: str
    overrides: ImportOverrides
    sha256: str = ""
    size: int = 0
    content: bytes | None = None
    encoding: str = ""
    extractor: str = ""
    text: str = ""
    parsed: ReadFile | None = None
    trouble: FileError | None = None


def storable(text: str) -> str:
    """The text with what no database takes (NUL, lone surrogates) as U+FFFD, one for one: spans
    stay right."""
    if "\x00" not in text:
        try:
            text.encode()  # fails on a surrogate, and is several times quicker than looking for one
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _UNSTORABLE.sub("\ufffd", text)


def take_fingerprint(path: str) -> Fingerprint | FileError:
    """The hash, size and bytes of a file."""
    try:
        return fingerprint(Path(path))
    except Rejection as rejection:
        return FileError(rejection.reason, storable(rejection.message))
    except OSError as error:
        return FileError("unreadable", f"It cannot be read ({error.strerror}). Nothing was stored.")


def read_article(
    path: str,
    mark: Fingerprint,
    overrides: ImportOverrides,
    gazetteer: Gazetteer,
    *,
    is_stored: bool = False,
) -> FileResult:
    """Decode, parse and search one file's bytes. Never raises: what goes wrong is in the Reading.

    `is_stored`: the bytes come from the archive and need not be packed for it again.
    """
    reading = FileResult(shown_path(path), overrides, mark.sha256, mark.size)
    try:
        return _read(reading, path, mark, gazetteer, is_stored)
    except Exception as error:  # noqa: BLE001  the one place where our bug in stages 1 to 4 costs one file, not the run
        return replace(reading, trouble=failure(error))


def failure(error: Exception) -> FileError:
    """Our bug, with its traceback, as a file's outcome."""
    lines = traceback.format_exception(error)
    return FileError(
        type(error).__name__, storable(str(error)) or "no message", storable("".join(lines))
    )


def _read(
    reading: FileResult, path: str, mark: Fingerprint, gazetteer: Gazetteer, is_stored: bool
) -> FileResult:
    try:
        saved = decode(mark, Path(path))
    except Rejection as rejection:
        content = None if rejection.reason in _NOT_KEPT else _pack(mark, is_stored)
        return replace(
            reading,
            content=content,
            trouble=FileError(rejection.reason, storable(rejection.message)),
        )
    text = storable(saved.text)
    saved = replace(saved, text=text)
    reading = replace(
        reading,
        content=_pack(mark, is_stored),
        encoding=saved.encoding,
        extractor=saved.extractor,
        text=text,
    )
    return _parse(reading, saved, gazetteer)


def _parse(reading: FileResult, saved: SavedFile, gazetteer: Gazetteer) -> FileResult:
    try:
        parsed = parse(saved, layout=reading.overrides.layout, source=reading.overrides.source)
    except Rejection as rejection:
        return replace(reading, trouble=FileError(rejection.reason, storable(rejection.message)))
    mentions = tuple(
        find_mentions(
            str(article.fields["title"].value) if "title" in article.fields else "",
            article.body,
            gazetteer,
        )
        for article in parsed.articles
    )
    return replace(reading, parsed=read_file(parsed, mentions))


def _pack(mark: Fingerprint, is_stored: bool) -> bytes | None:
    return (
        None if is_stored or mark.data is None else zlib.compress(mark.data, 2)
    )  # a twentieth larger than at 6, in half the time
