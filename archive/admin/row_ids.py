"""Reads ids of database rows from addresses and forms of the admin."""

_MOST_DIGITS = 18  # every number with 18 digits fits into a database id


def read_id(text: str) -> int | None:
    """Return the id in a text; None if the text is not 1 to 18 digits from 0 to 9.

    `str.isdecimal` would also accept digits of other scripts ("٣"), so each page would have many
    addresses. `str.isdigit` would also accept "²", which `int` cannot read.
    """
    is_id = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_id else None
