"""All steps for one file: bytes → text → articles → mentions.

`parse_file` reads one file and raises Rejection if the file cannot be read as an article.
`process_file` is used by imports: it returns an error as a value and never raises an exception. The
arguments and the result of `process_file` can be pickled, so it can run in another process.
"""

import os
import re
import traceback
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import IO, NamedTuple

from ingest.errors import Rejection
from ingest.file_columns import FileColumns, file_columns
from ingest.formats.containers import entries
from ingest.formats.entry import Entry, PassedOver
from ingest.formats.field_names import read_map
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import parse
from ingest.parse_result import ParseResult
from ingest.read import FileBytes, decode
from ingest.values import Portable, SavedFile
from ingest.walk import shown_path

_NOT_KEPT = frozenset({"binary", "too-large"})  # rejection codes of files that are not stored
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportOverrides(Portable):
    """The layout and source that the archivist set for the files; None if not set.

    `columns` says which columns of a data set mean which fields ("text=article_body", see
    `ingest.formats.field_names.read_map`).
    """

    layout: str | None = None
    source: str | None = None
    columns: str | None = None

    @classmethod
    def of(
        cls, layout: str | None, source: str | None, columns: str | None = None
    ) -> "ImportOverrides":
        """Return overrides from a command's arguments; invalid UTF-8 in them becomes U+FFFD."""
        return cls(*(value and storable(value) for value in (layout, source, columns)))

    def as_json(self) -> dict[str, str]:
        pairs = (("layout", self.layout), ("source", self.source), ("columns", self.columns))
        return {name: value for name, value in pairs if value}

    @property
    def column_names(self) -> dict[str, str]:
        """The names of columns for the fields that the archivist set."""
        return read_map(self.columns or "")


@dataclass(frozen=True, slots=True)
class FileError(Portable):
    """The reason why no article was read in a file.

    The outcome of the file is one of these two:

    - "rejected": the file itself is the reason. `reason` is a rejection code, `traceback` is "".
    - "failed": this library has a bug, or two workers died while they read the file. `reason` is
      the name of the exception's class, or "worker-died". `traceback` is not empty.
    """

    reason: str
    message: str
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class FileResult(Portable):
    """The result of reading one file: its parsed values with mentions, or an error.

    `encoding` is the codec of the text, and `extractor` the version of the program that extracted
    the text from an HTML page ("" for other files). `path` is the path with invalid bytes escaped,
    as the archive stores it. `sha256` is "" if the bytes could not be read. `content` contains the
    bytes, compressed by zlib; it is None if the archive must not store them, or has them already.

    If the document is an entry of a file with many, `place` says where in the file it is ("row 3"),
    and `container` is the SHA-256 of the file. Otherwise both are "".
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
    place: str = ""
    container: str = ""

    @property
    def where(self) -> str:
        """The path, with the place in the file: "/srv/saved/kcna.csv, row 3"."""
        return f"{self.path}, {self.place}" if self.place else self.path


def parse_file(
    path: str | PathLike[str],
    *,
    layout: str | None = None,
    source: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> ParseResult:
    """Return the articles of one saved file, with their evidence and mentions.

    `layout` and `source` are necessary only for a bare text: a text without anything that shows its
    layout. If `gazetteer` is None, the names of the data files are used. Raises Rejection if the
    file cannot be read as an article; the `reason` of the Rejection is a code. A data set or a ZIP
    file has many articles; `parse_rows` reads them.
    """
    rows = parse_rows(path, layout=layout, source=source, gazetteer=gazetteer)
    first = next(rows)
    if next(rows, None) is not None:
        raise Rejection(
            "several-articles",
            "The file has several entries, each of which is read like a file of its own. Use"
            " parse_rows, or the option --rows of the command parse_file.",
        )
    if isinstance(first.result, Rejection):
        raise first.result
    return first.result


class RowResult(NamedTuple):
    """One entry of a file, with the result of parsing it.

    `place` says where the entry is in the file ("row 3"); it is "" for a whole file.
    """

    place: str
    result: ParseResult | Rejection


def parse_rows(
    path: str | PathLike[str],
    *,
    layout: str | None = None,
    source: str | None = None,
    columns: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> Iterator[RowResult]:
    """Yield the articles of a file, one result for each row of a data set or file of an archive.

    A page or a text has one result. `columns` names the columns of a data set whose names are not
    known: "text=article_body". The other arguments are those of `parse_file`.
    """
    overrides = ImportOverrides.of(layout, source, columns)
    names = gazetteer or _listed_gazetteer()
    for entry in entries(os.fspath(path), overrides.column_names):
        if isinstance(entry, PassedOver):
            continue
        try:
            if isinstance(entry.content, Rejection):
                raise entry.content
            saved = _decode(
                entry.content, Path(path), overrides, entry.form, entry.encoding, entry.place
            )
            yield RowResult(entry.place, _parse(saved, overrides, names))
        except Rejection as rejection:
            yield RowResult(entry.place, rejection)


def unused_columns(
    path: str | PathLike[str], columns: str | None = None, *, rows: int = 20
) -> dict[str, PassedOver]:
    """Return the columns of a data set whose names mean no field, and whose values are not used.

    The keys say which data set in an archive it is; the key is "" if the file is the data set. Only
    the first `rows` rows are looked at. `columns` names the columns that mean a field.
    """
    found = entries(os.fspath(path), read_map(columns or ""))
    parts = islice(found, rows + 1)
    return {part.place: part for part in parts if isinstance(part, PassedOver) and part.columns}


@cache
def _listed_gazetteer() -> Gazetteer:
    return Gazetteer.from_files()


def storable(text: str) -> str:
    """Return a text that a database can store: each NUL and lone surrogate becomes U+FFFD.

    The length of the text does not change, so spans remain correct.
    """
    if "\x00" not in text:
        try:
            text.encode()  # raises if there is a surrogate; much quicker than to search for one
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _UNSTORABLE.sub("\ufffd", text)


def found_entries(
    path: str, overrides: ImportOverrides, opened: Callable[[IO[bytes]], None] | None = None
) -> Iterator[Entry | PassedOver]:
    """Yield the entries of a file: one for a page or a text, many for a data set or a ZIP file.

    An error of the system while the file is read is the content of an entry, as a Rejection.
    `opened` is called with the file each time it is opened.
    """
    try:
        yield from entries(path, overrides.column_names, opened)
    except OSError as error:
        message = f"The file cannot be read ({error.strerror or error}). Nothing was stored."
        yield Entry(path, Rejection("unreadable", message))


def as_error(rejection: Rejection) -> FileError:
    """Return the FileError for a rejection."""
    return FileError(rejection.reason, storable(rejection.message))


def process_file(
    path: str,
    file_bytes: FileBytes,
    overrides: ImportOverrides,
    gazetteer: Gazetteer,
    *,
    is_stored: bool = False,
    place: str = "",
    form: str = "",
    encoding: str = "",
    container: str = "",
) -> FileResult:
    """Return the result of reading the bytes of one file; an error is part of the result.

    The function never raises an exception. The caller sets the argument `is_stored` to True if the
    archive has these bytes already. Then the bytes are not added to the result. `place`, `form`,
    `encoding` and `container` are those of an Entry (`ingest.formats.entry`).
    """
    result = FileResult(
        *(shown_path(path), overrides, file_bytes.sha256, file_bytes.size),
        place=place,
        container=container,
    )
    try:
        return _process(result, path, file_bytes, gazetteer, is_stored, form, encoding)
    except Exception as error:  # noqa: BLE001  a bug must not end the import of the other files
        return replace(result, error=failure(error))


def failure(error: Exception) -> FileError:
    """Return the FileError, with a traceback, for an exception that is a bug in this library."""
    lines = traceback.format_exception(error)
    return FileError(
        type(error).__name__, storable(str(error)) or "no message", storable("".join(lines))
    )


def _process(
    result: FileResult,
    path: str,
    file_bytes: FileBytes,
    gazetteer: Gazetteer,
    is_stored: bool,
    form: str,
    encoding: str,
) -> FileResult:
    try:
        saved = _decode(file_bytes, Path(path), result.overrides, form, encoding, result.place)
    except Rejection as rejection:
        content = None if rejection.reason in _NOT_KEPT else _pack(file_bytes, is_stored)
        return replace(result, content=content, error=as_error(rejection))
    parsed, error = None, None
    try:
        articles = _parse(saved, result.overrides, gazetteer)
    except Rejection as rejection:
        error = as_error(rejection)
    else:
        parsed = file_columns(articles.parsed, articles.mentions)
    return replace(
        result,
        content=_pack(file_bytes, is_stored),
        encoding=saved.encoding,
        extractor=saved.extractor,
        text=saved.text,
        parsed=parsed,
        error=error,
    )


def _decode(
    file_bytes: FileBytes,
    path: Path,
    overrides: ImportOverrides,
    form: str = "",
    encoding: str = "",
    place: str = "",
) -> SavedFile:
    columns = overrides.column_names
    saved = decode(file_bytes, path, form=form, encoding=encoding, columns=columns, place=place)
    text = storable(saved.text)
    return saved if text == saved.text else replace(saved, text=text)


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


def _pack(file_bytes: FileBytes, is_stored: bool) -> bytes | None:
    if is_stored or file_bytes.data is None:
        return None
    return zlib.compress(file_bytes.data, 2)  # 5 % larger than with level 6, in half the time
