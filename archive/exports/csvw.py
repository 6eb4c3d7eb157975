"""The description of the columns of a CSV file, as CSV on the Web defines it.

https://www.w3.org/TR/tabular-metadata/
"""

from collections.abc import Sequence
from typing import Any

from archive.records import Column, Kind

_DATATYPES: dict[Kind, Any] = {
    Kind.NUMBER: "integer",
    Kind.DECIMAL: "number",
    Kind.TEXT: "string",
    Kind.ADDRESS: "anyURI",
    # A date can be a day, a month or a year, and CSVW has no type for all of them.
    Kind.DATE: {"base": "string", "format": r"\d{4}(-\d{2}(-\d{2})?)?"},
    Kind.DAY: "date",
    Kind.YES_NO: {"base": "boolean", "format": "true|false"},
    Kind.LIST: "string",
}
SEPARATOR = "; "


def csvw_metadata(url: str, title: str, columns: Sequence[Column]) -> dict[str, Any]:
    """Return the metadata of the CSV file at the address `url`; `title` says what it has."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": title,
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [_column(column) for column in columns],
            **({"primaryKey": "id"} if columns[0].name == "id" else {}),
        },
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _DATATYPES[column.kind],
        **({"separator": SEPARATOR} if column.kind is Kind.LIST else {}),
    }
