"""A place in a list of articles as a text for addresses: the parameter `cursor`.

"n.5f3" continues in order of date, newest first, after the number 0x5f3; "o.5f3" is the same,
oldest first. "a.5f3" continues after the article 0x5f3 in the order in which articles were added.
"r.…" has the ids of the articles that were read in order of relevance, and "n.5f3.…"
continues in order of date after such a list. The ids are sorted, and the differences between them
written in base 128, because a thousand ids must fit in an address.
"""

import base64
import binascii
import re

from archive.search import Place, Sort

LONGEST = 8_000  # characters; a thousand ids are shorter
_KINDS = {Sort.NEWEST: "n", Sort.OLDEST: "o", Sort.ADDED: "a", Sort.RELEVANCE: "r"}
_CURSOR = re.compile(r"([noar])\.([0-9a-f]{0,16})(?:\.([A-Za-z0-9_-]+))?")
_HIGHEST_ID = 2**40


def write_cursor(place: Place) -> str:
    """Return a place in a list as a text for addresses."""
    cursor = f"{_KINDS[place.sort]}.{place.key:x}" if place.key else f"{_KINDS[place.sort]}."
    return f"{cursor}.{_write_ids(place.read)}" if place.read else cursor


def read_cursor(text: str) -> Place:
    """Return the place that a cursor names. Raises ValueError."""
    match = _CURSOR.fullmatch(text) if len(text) <= LONGEST else None
    if not match:
        raise ValueError("not a cursor")
    sort = next(sort for sort, kind in _KINDS.items() if kind == match[1])
    place = Place(sort, int(match[2] or "0", 16), _read_ids(match[3] or ""))
    has_read = place.read and sort in (Sort.OLDEST, Sort.ADDED)
    if has_read or (place.key and sort == Sort.RELEVANCE):
        raise ValueError("not a cursor")
    return place


def fits(place: Place, sort: Sort) -> bool:
    """Return True if a place can be in a list with this order."""
    if sort == Sort.RELEVANCE:
        return place.sort in (Sort.RELEVANCE, Sort.NEWEST)
    return place.sort == sort and not place.read


def _write_ids(ids: tuple[int, ...]) -> str:
    written = bytearray()
    previous = 0
    for pk in sorted(ids):
        difference, previous = pk - previous, pk
        while difference > 0x7F:
            written.append(difference & 0x7F | 0x80)
            difference >>= 7
        written.append(difference)
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def _read_ids(text: str) -> tuple[int, ...]:
    """Return the ids in a text of `_write_ids`. Raises ValueError."""
    try:
        written = base64.b64decode(text + "=" * (-len(text) % 4), "-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not a cursor") from error
    ids: list[int] = []
    number = shift = 0
    for byte in written:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            ids.append((ids[-1] if ids else 0) + number)
            number = shift = 0
    if shift or (ids and ids[-1] >= _HIGHEST_ID):
        raise ValueError("not a cursor")
    return tuple(ids)
