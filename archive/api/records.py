"""The record of an article as JSON: the type is made from the data dictionary.

So an answer has the same names as the files (archive/records/columns.py).
"""

from typing import Annotated, Any

from msgspec import Meta, defstruct

from archive.api.values import Address, DateText, Value
from archive.records import COLUMNS, Column, Kind

_TYPES: dict[Kind, Any] = {
    Kind.NUMBER: int,
    Kind.TEXT: str,
    Kind.ADDRESS: Address,
    Kind.DATE: DateText,
    Kind.DAY: DateText,
    Kind.YES_NO: bool,
    Kind.LIST: list[str],
}
_CAN_BE_NULL = {"story"}


def _type_of(column: Column) -> Any:
    kind: Any = _TYPES[column.kind]
    about = Meta(description=column.meaning)
    return Annotated[kind | None if column.name in _CAN_BE_NULL else kind, about]


# mypy cannot know the attributes of a type that is made while the program runs.
Record: Any = defstruct(
    "Record",
    [(column.name, _type_of(column)) for column in COLUMNS if column.is_usual],
    bases=(Value,),
    module=__name__,
    kw_only=True,
)
"""The values of an article that files have, without its text."""
