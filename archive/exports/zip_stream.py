"""Writes a ZIP file piece by piece, with flat memory.

Python's `zipfile` keeps an object for each file until the end: 600 MB for a million files. Here the
list of the files, which stands at the end of a ZIP file, waits in a temporary file. The format is
that of PKWARE's APPNOTE 6.3: each file is compressed and followed by its size, names are UTF-8, and
the end has the form for large files (ZIP64).
"""

import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime

_VERSION = 45  # the first that has ZIP64
_FLAGS = 0x0808  # sizes follow the file; names are UTF-8
_DEFLATED = 8
_UNKNOWN = 0xFFFFFFFF  # the number is in the part for large files
_IN_MEMORY = 1 << 20
_COPIED = 1 << 16


def zip_pieces(files: Iterable[tuple[str, bytes]], moment: datetime) -> Iterator[bytes]:
    """Yield the pieces of a ZIP file with these files: pairs of a name and the content.

    `moment` is the time of change of all files. Each content must be smaller than 4 GB.
    """
    time = moment.hour << 11 | moment.minute << 5 | moment.second // 2
    day = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    offset = count = 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as directory:
        for name, content in files:
            encoded = name.encode()
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            packed = packer.compress(content) + packer.flush()
            sizes = struct.pack("<III", zlib.crc32(content), len(packed), len(content))
            common = struct.pack("<HHHHH", _VERSION, _FLAGS, _DEFLATED, time, day)
            lengths = struct.pack("<HH", len(encoded), 0)
            local = b"PK\3\4" + common + bytes(12) + lengths + encoded
            piece = local + packed + b"PK\7\x08" + sizes
            yield piece
            place = struct.pack("<HHQ", 1, 8, offset)
            directory.write(
                b"PK\1\2"
                + struct.pack("<H", _VERSION)
                + common
                + sizes
                + struct.pack("<HHHHHII", len(encoded), len(place), 0, 0, 0, 0, _UNKNOWN)
                + encoded
                + place
            )
            offset += len(piece)
            count += 1
        size = directory.tell()
        directory.seek(0)
        while part := directory.read(_COPIED):
            yield part
    large = struct.pack("<QHHIIQQQQ", 44, _VERSION, _VERSION, 0, 0, count, count, size, offset)
    yield b"PK\6\6" + large + b"PK\6\7" + struct.pack("<IQI", 0, offset + size, 1)
    yield b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, _UNKNOWN, _UNKNOWN, 0)
