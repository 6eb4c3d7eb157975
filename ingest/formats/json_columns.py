"""JSON that keeps a table by columns: each column is a list, or an object with numbered values.

pandas writes such tables: `{"title": {"0": "A", "1": "B"}, "text": {…}}` (the default of
`to_json`), `{"title": ["A", "B"], "text": […]}` (`to_dict("list")`), and
`{"columns": ["title", "text"], "data": [["A", "…"], …]}` (`to_json(orient="split")`).
"""

from collections.abc import Mapping
from typing import Any

from ingest.formats.field_names import field_of
from ingest.formats.json_text import object_of_pairs

_NAMES = ("columns", "header", "headers", "fields")
_LINES = ("data", "rows", "values")
_LONGEST_COMMON = 2_000  # characters; each row has a copy of such a value
_Names = Mapping[str, str] | None
_Row = dict[str, Any]


class UnequalColumns(ValueError):
    """The error for a table by columns whose columns do not have the same number of values."""


def is_by_columns(value: dict[str, Any], said: _Names) -> bool:
    """Return True if an object is a table that is kept by columns.

    A text can be a list of paragraphs. So the title, or the date of a table without titles, must
    be a list, too, with several values. A table without texts can also belong to an article, or
    stand beside a list of articles.
    """
    if not any(isinstance(part, (dict, list)) for part in value.values()):
        return False
    if parts := _split(value):
        return any(field_of(name, said) == "text" for name in parts[0]) or not any(
            field_of(name, said) == "text" or _has_objects(part) for name, part in value.items()
        )
    columns = _columns(value)
    if not columns:
        return False
    fields = {field_of(name, said): part for name, part in columns.items()}
    text = fields.get("text")
    if text is None or any(
        field_of(name, said) == "title" for name in value if name not in columns
    ):
        return False
    if isinstance(text, dict):
        return len(columns) > 1 and all(isinstance(part, dict) for part in columns.values())
    others = [part for name, part in columns.items() if field_of(name, said) != "text"]
    if "title" in fields or "date" in fields:
        beside = fields.get("title", fields.get("date"))
        return isinstance(beside, list) and len(beside) > 1
    return len(columns) == len(value) and any(len(part) == len(text) > 1 for part in others)


def rows_of_columns(value: dict[str, Any]) -> list[_Row]:
    """Return the rows of a table that is kept by columns. Raises UnequalColumns.

    Values beside the columns count for all rows, if they are not very long.
    """
    if parts := _split(value):
        names, lines = parts
        if any(len(line) != len(names) for line in lines):
            raise UnequalColumns(
                "It is a table in which some rows have another number of values than the columns"
                f" ({', '.join(names)[:80]})."
            )
        return [object_of_pairs(list(zip(names, line, strict=True))) for line in lines]
    columns = _columns(value)
    keys = {name: _keys(part) for name, part in columns.items()}
    first = next(iter(keys.values()))
    if any(one != first for one in keys.values()):
        sizes = ", ".join(f"{name}: {len(one)}" for name, one in keys.items())[:120]
        raise UnequalColumns(
            f"It is a table by columns, but they have not the same values ({sizes})."
        )
    common = {
        name: part
        for name, part in value.items()
        if not isinstance(part, (dict, list)) and len(str(part)) <= _LONGEST_COMMON
    }
    return [{name: column[key] for name, column in columns.items()} | common for key in first]


def _split(value: dict[str, Any]) -> tuple[list[str], list[list[Any]]] | None:
    """Return the names and the rows of a table whose names stand beside its rows."""
    names: list[Any] = next(
        (value[name] for name in _NAMES if isinstance(value.get(name), list)), []
    )
    lines: list[Any] = next(
        (value[name] for name in _LINES if isinstance(value.get(name), list)), []
    )
    is_table = len(names) > 1 and all(isinstance(name, str) for name in names) and bool(lines)
    return (names, lines) if is_table and all(isinstance(line, list) for line in lines) else None


def _columns(value: dict[str, Any]) -> dict[str, Any]:
    """Return the members of an object that can be columns of a table."""
    return {
        name: part
        for name, part in value.items()
        if isinstance(part, (dict, list))
        and part
        and (isinstance(part, list) or all(key.isdecimal() for key in part))
        and not any(isinstance(one, dict) for one in _values(part))
    }


def _has_objects(part: Any) -> bool:
    return isinstance(part, dict) or (
        isinstance(part, list) and any(isinstance(one, dict) for one in part)
    )


def _values(part: dict[str, Any] | list[Any]) -> list[Any]:
    return list(part.values()) if isinstance(part, dict) else part


def _keys(part: dict[str, Any] | list[Any]) -> list[Any]:
    return list(part) if isinstance(part, dict) else list(range(len(part)))
