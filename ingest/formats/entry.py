"""An entry of a file: a page or a text, a row of a data set, a file in an archive."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO

from ingest.errors import Rejection
from ingest.read import FileBytes

Names = Mapping[str, str] | None
"""The names of columns that the archivist set, by field (`field_names.field_of`)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: a whole file, or an entry of a container.

    - `place` says where the entry is in its file: "row 3", "1997/page.txt", "data.csv, row 3". It
      is "" for a whole file.
    - `content` has the bytes, or the reason why they cannot be read.
    - `form` is the form of a row: a key of `tables.DELIMITERS`, with SERIAL after it if its dates
      are numbers (`serial_dates`), or "json". It is "" for every other document, whose bytes show
      how they are read.
    - `encoding` is the encoding of a row; "" if it is not known.
    - `container` is the SHA-256 of the file, if the entry is not the whole file.
    """

    path: str
    content: FileBytes | Rejection
    place: str = ""
    form: str = ""
    encoding: str = ""
    container: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part of a container that is not read, such as a picture in a ZIP file.

    If columns of a data set are not used, because their names mean no field, `columns` has their
    names, and `reason` is "". `advice` then says which of the title and the date no column means,
    and how to name it; it is "" if there are both.
    """

    path: str
    place: str
    reason: str = ""
    columns: tuple[str, ...] = ()
    advice: str = ""


Found = Entry | PassedOver


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a part of one, that can be opened several times.

    `name` is its name, by whose ending its kind can be known. `depth` is the number of archives
    around it.
    """

    path: str
    place: str
    open: Callable[[], IO[bytes]]
    name: str
    depth: int = 0

    def part(
        self, name: str, opener: Callable[[], IO[bytes]], place: str | None = None
    ) -> "Source":
        """Return a part of this file as a file of its own."""
        inner = name if place is None else place
        joined = f"{self.place}, {inner}" if self.place and inner else self.place or inner
        return Source(self.path, joined, opener, name, self.depth + 1)


def entry_of_bytes(
    source: Source, data: bytes, place: str, form: str = "", encoding: str = ""
) -> Entry:
    """Return the entry with these bytes, at `place` in a file."""
    joined = ", ".join(filter(None, (source.place, shown_name(place))))
    return Entry(source.path, FileBytes.of(data), joined, form, encoding)


def rejected_entry(source: Source, reason: str, message: str, place: str = "") -> Entry:
    """Return an entry that cannot be read, at `place` in a file."""
    joined = ", ".join(filter(None, (source.place, shown_name(place))))
    return Entry(source.path, Rejection(reason, message), joined)


def shown_name(name: str) -> str:
    """Return the name of a part without control characters and lone surrogates."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
