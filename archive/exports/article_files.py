"""The formats in which readers take away a list of articles, each declared once."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from archive.exports.csv_text import csv_pieces
from archive.exports.incomplete import IncompleteExport
from archive.exports.text_zip import text_pieces
from archive.records import COLUMNS, ArticleRecord, article_records

_PIECE = 1 << 16  # bytes
_NAMES = tuple(column.name for column in COLUMNS)
USUAL_COLUMNS = tuple(column for column in COLUMNS if column.is_usual)

Records = Iterable[ArticleRecord]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ArticleFormat:
    """A format of a list of articles.

    `ending` is the end of the address and of the file name: "csv". `about` is a sentence for
    readers. `pieces` makes the pieces of
    the file from records. `has_text` is true if the file has the texts of the articles.
    """

    ending: str
    label: str
    about: str
    content_type: str
    pieces: Callable[[Records], Iterator[bytes]]
    has_text: bool = True

    def file(self, ids: Iterable[int], total: int, origin: str) -> Iterator[bytes]:
        """Yield the pieces of a file with `total` articles; `origin` begins their addresses.

        Raises IncompleteExport before the end of the file if some of the articles are not public
        any more, so that there are never fewer rows than the name of the file says.
        """
        return self.pieces(checked(article_records(ids, origin, with_text=self.has_text), total))


def checked(records: Iterable[Row], total: int) -> Iterator[Row]:
    """Yield records; raise IncompleteExport at the end if there are not `total` of them."""
    number = 0
    for number, record in enumerate(records, 1):  # noqa: B007
        yield record
    if number != total:
        raise IncompleteExport(f"The file has {number} of {total} articles.")


def _values(record: ArticleRecord, names: Sequence[str]) -> list[Any]:
    return [getattr(record, name) for name in names]


def _csv(records: Records) -> Iterator[bytes]:
    names = [column.name for column in USUAL_COLUMNS]
    return csv_pieces(names, (_values(record, names) for record in records))


def _csv_with_text(records: Records) -> Iterator[bytes]:
    return csv_pieces(_NAMES, (_values(record, _NAMES) for record in records))


def _json_lines(records: Records) -> Iterator[bytes]:
    lines = (
        json.dumps(dict(zip(_NAMES, _values(record, _NAMES), strict=True)), ensure_ascii=False)
        for record in records
    )
    return gathered(f"{line}\n".encode() for line in lines)


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield small pieces joined to larger ones, because each is sent on its own."""
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _texts(records: Records) -> Iterator[bytes]:
    moment: datetime = timezone.now()
    return gathered(text_pieces(records, moment))


CSV = ArticleFormat(
    "csv",
    "CSV",
    "A table for spreadsheets and statistics: one row for each article.",
    "text/csv; charset=utf-8",
    _csv,
    has_text=False,
)
CSV_WITH_TEXT = replace(CSV, label="CSV with texts", pieces=_csv_with_text, has_text=True)
_JSON_LINES = ArticleFormat(
    "jsonl",
    "JSON Lines",
    "Everything, with the texts, for programs: one JSON object in each line.",
    "application/jsonl; charset=utf-8",
    _json_lines,
)
_TEXTS = ArticleFormat(
    "zip",
    "texts (ZIP)",
    "One text file for each article, for programs that read folders of texts. Lines above the text"
    " say what it is. Dateline can import these files again.",
    "application/zip",
    _texts,
)
ARTICLE_FORMATS = (CSV, _JSON_LINES, _TEXTS)
