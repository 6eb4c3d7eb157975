"""Rows of a table whose values are moved by one column, because a comma in a value is not quoted.

    date,title,text,notes
    2024-05-06,Mill, Wheel and Gate,The wheel of the mill was oiled.,

Such a row fits if its last column is empty. So the kinds of its values are looked at.
"""

from collections.abc import Sequence

from ingest.dates import possible_dates, read_any_date
from ingest.formats.field_names import field_of

_LONGEST_LANGUAGE = 30  # letters
_SHORTEST_TEXT = 30  # letters; a shorter text says nothing of its column


def why_moved(record: Sequence[str], names: Sequence[str]) -> str:
    """Return why the values of a row seem to be moved; "" if they stand in their columns.

    They are moved if a comma stands where a value can be divided, and if more values are of the
    kind of their column when the two parts are joined again.
    """
    if len(record) == len(names) and record[-1].strip():
        return ""
    record = list(record[: len(names)])
    places = [index for index in range(1, len(record)) if _can_be_divided(record, index)]
    if not places:
        return ""
    fields = [field_of(name, is_in_table=True) for name in names]
    own = _fitting(record, fields)
    for index in places:
        joined = ",".join(record[index - 1 : index + 1])
        if _fitting([*record[: index - 1], joined, *record[index + 1 :]], fields) > own:
            shown = " ".join(joined.split())[:60]
            return f"A comma seems to divide a value: “{shown}”. Write it in quotation marks."
    return ""


def _can_be_divided(record: Sequence[str], index: int) -> bool:
    """Return True if a comma in words or in a number can have stood before this value."""
    before, value = record[index - 1], record[index]
    is_number = before[-1:].isdigit() and value[:3].isdigit() and not value[3:4].isdigit()
    return bool(before.strip()) and bool(value.strip()) and (value.startswith(" ") or is_number)


def _fitting(record: Sequence[str], fields: Sequence[str]) -> int:
    """Return how many values are of the kind of their column, minus those that are not."""
    pairs = list(zip(record, fields, strict=False))
    texts = [value for value, field in pairs if field == "text"]
    longest = max((len(value) for value, field in pairs if field != "url"), default=0)
    total = 0
    for value, field in pairs:
        value = value.strip()
        if not value:
            continue
        if field == "text" and longest >= _SHORTEST_TEXT:
            total += 1 if max(map(len, texts)) == longest else -1
        elif field in ("date", "saved"):
            total += 1 if possible_dates(value) or read_any_date(value) else -1
        elif field == "url":
            total += 1 if value.startswith(("http", "www.")) else -1
        elif field == "language":
            total += 1 if len(value) <= _LONGEST_LANGUAGE and value[-1] not in ".!?" else -1
    return total
