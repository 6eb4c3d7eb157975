"""Which JSON objects are rows, and the names and values in a row.

An object is a row if one of its keys means the text or the title of an article, or if these are in
objects in it: `{"index": {"title": …}, "text": …}`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.dates import read_partial_date
from ingest.formats.field_names import field_of
from ingest.formats.json_text import DECODER

DEEPEST = 8
"""Objects and lists that are deeper in each other than this are not searched for rows."""

_DEEPEST_NAME = 3  # objects in each other whose values are those of one row
# The names of values beside the words of a paragraph: its number, its kind.
_IS_MARK = re.compile(
    r"(?i)n|no|nr|num(?:ber)?|i|idx|index|id|_id|key|pos(?:ition)?|order|seq|type|kind|tag|style"
    r"|class|level|lang(?:uage)?|page|line"
)
_Names = Mapping[str, str] | None


def is_row(value: Any, said: _Names) -> bool:
    """Return True if a value is an object with the text, or at least the title, of an article."""
    if not isinstance(value, dict):
        return False
    fields = {field_of(name, said): part for name, part in value.items()}
    if _is_text(fields.get("text"), said) or is_divided_row(value, said):
        return True
    return isinstance(fields.get("title"), str) and not holds_rows(value, said)


def _is_text(value: Any, said: _Names) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and are_parts(value, said))


def is_divided_row(value: dict[str, Any], said: _Names) -> bool:
    """Return True if an object is a row whose title and text are not in the same object.

    `{"article": {"title": …, "text": …}}` is not such a row: its row is the inner object. No list
    in the object may have rows, because they would be lost. A text that the archivist named
    (`--map text=text.ko`) needs no title.
    """
    titles, texts, said_text = set(), set(), (said or {}).get("text", "")
    for path, part in _members(value):
        field = field_of(".".join(path), said)
        if field == "title" and isinstance(part, str):
            titles.add(path[0] if len(path) > 1 else "")
        elif field == "text" and _is_text(part, said):
            texts.add(path[0] if len(path) > 1 else "")
            if said_text and len(path) > 1:
                titles.add("")
        elif isinstance(part, list) and holds_rows(part, said):
            return False
    return any(title != text for title in titles for text in texts)


def _members(value: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Any]]:
    """Yield the values in an object and in the objects in it, with the names above each."""
    for name, part in value.items():
        if isinstance(part, dict) and len(path) < _DEEPEST_NAME:
            yield from _members(part, (*path, name))
        else:
            yield [*path, name], part


def are_parts(values: list[Any], said: _Names) -> bool:
    """Return True if the values of a list are paragraphs of one text, and not articles.

    A paragraph can be an object, too. An article has a title, an address or a date of its own.
    """
    own = {"title", "url", "date"}
    return bool(values) and not any(
        isinstance(value, dict) and own & {field_of(name, said) for name in value}
        for value in values
    )


def holds_rows(value: Any, said: _Names, depth: int = 0, *, is_self: bool = False) -> bool:
    """Return True if an object or list contains rows; with `is_self`, also if it is a row."""
    if depth > DEEPEST or not isinstance(value, (dict, list)):
        return False
    if is_self and is_row(value, said):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return any(holds_rows(part, said, depth + 1, is_self=True) for part in parts)


def row_pairs(
    text: str, said: _Names = None
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the names and values of a row, and those of the objects around it.

    `text` is the small JSON text of the row. Objects in a value are named with a full stop:
    `{"index": {"link": "…"}}` has the name "index.link". The parts of a list are joined: the
    paragraphs of a text by blank lines, other values by commas.
    """
    value = DECODER.decode(text.lstrip("\ufeff"))
    around: list[tuple[str, str]] = []
    while not is_row(value, said):
        if isinstance(value, list):
            value = value[0]
            continue
        (key, inner), *_ = [
            (name, part) for name, part in value.items() if isinstance(part, (dict, list))
        ]
        own = [(name, str(part)) for name, part in value.items() if name != key]
        if read_partial_date(key):
            own.append(("date", key))
        around = own + around
        value = inner
    return list(_flat(value, said)), around


def _flat(value: Mapping[str, Any], said: _Names, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, part in value.items():
        name = f"{prefix}{key}"
        if isinstance(part, dict):
            yield from _flat(part, said, f"{name}.")
        elif isinstance(part, list):
            joint = "\n\n" if field_of(name, said) == "text" else ", "
            yield name, joint.join(filter(None, (_as_text(one, said) for one in part)))
        else:
            yield name, _as_text(part, said)


def _as_text(value: Any, said: _Names) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        pairs = list(_flat(value, said))
        texts = [part for name, part in pairs if field_of(name, said) in ("text", "title")]
        words = texts or [part for name, part in pairs if not _IS_MARK.fullmatch(name)]
        return "\n".join(words or [part for _, part in pairs])
    if isinstance(value, list):
        return "\n".join(filter(None, (_as_text(one, said) for one in value)))
    return str(value)


def why_no_row(value: dict[str, Any] | list[Any]) -> str:
    """Return why an object or list that is not empty is no row, with advice."""
    if isinstance(value, list):
        names = [str(one) for one in value]
        orient = " Save the table with the names of its columns in each row (in pandas:"
        orient += ' to_json(orient="records")).'
        return f"It is a list of values without names ({', '.join(names)[:80]}).{orient}"
    if all(name.isdecimal() and isinstance(part, str) for name, part in value.items()):
        return (
            "It is one column of a table. Save the table row by row (in pandas:"
            ' to_json(orient="records")).'
        )
    members = {".".join(path): part for path, part in _members(value)}
    why = f"No key of it means the text of an article ({', '.join(members)[:200]})."
    inner = [name for name, part in members.items() if "." in name and isinstance(part, str)]
    texts = [name for name in inner if field_of(name.partition(".")[0]) == "text"]
    if not texts:
        return why
    said = f"text={texts[0]}"
    ending = texts[0].partition(".")[2]
    titles = [name for name in inner if field_of(name.partition(".")[0]) == "title"]
    said += "".join(f",title={name}" for name in titles if name.partition(".")[2] == ending)
    return f"{why} It has several texts; name one with --map, for example --map {said}"
