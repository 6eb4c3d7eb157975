"""Writes the saved pages that came from web archives (WARC, WACZ) as one WARC file.

The stored bytes of such a page are its record, with the original moment, address and answer of the
server. So the records are written as they are, each as a gzip member of its own, as programs for
web archives expect it. A record of the kind "warcinfo" comes first and says what the file is.
"""

import gzip
import zlib
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from ingest.formats.warc import is_record

FILE_NAME = "saved-pages.warc.gz"
_START = 16  # bytes
_DESCRIPTION = (
    "software: Dateline\r\nformat: WARC File Format 1.0\r\n"
    "description: Saved pages, with the records in which they were saved\r\n"
)


class PageWriter:
    """Writes records to a file, which is made with the first of them; `count` is their number.

    `moment` is the date of the record that describes the file: "2025-04-17T09:30:00Z".
    """

    def __init__(self, path: Path, moment: str) -> None:
        self.count = 0
        self._path = path
        self._moment = moment

    def add(self, compressed: bytes) -> None:
        """Add the bytes of a saved file, compressed with zlib, if they are a record."""
        if not is_record(zlib.decompressobj().decompress(compressed, _START)):
            return
        with self._path.open("ab") as file:
            if not self.count:
                file.write(gzip.compress(self._first_record(), mtime=0))
            file.write(gzip.compress(zlib.decompress(compressed), mtime=0))
        self.count += 1

    def _first_record(self) -> bytes:
        lines = [
            "WARC/1.0",
            "WARC-Type: warcinfo",
            f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, FILE_NAME)}>",
            f"WARC-Date: {self._moment}",
            f"WARC-Filename: {FILE_NAME}",
            "Content-Type: application/warc-fields",
            f"Content-Length: {len(_DESCRIPTION)}",
        ]
        return ("\r\n".join(lines) + f"\r\n\r\n{_DESCRIPTION}\r\n\r\n").encode()
