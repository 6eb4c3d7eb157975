"""The tables and columns of the SQLite file of a deposit, and how their values are converted.

The file has the tables of the app `archive` with the names of the database. Each value has one form
in the file, whichever database it comes from: a moment is text in UTC ("2025-04-17T09:30:00Z"), a
day is text ("2025-04-17"), true and false are 1 and 0, and JSON is text with sorted keys.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import (
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    FloatField,
    IntegerField,
    JSONField,
    Model,
    UUIDField,
)

Convert = Callable[[Any], Any]
AnyField: TypeAlias = "Field[Any, Any]"

_LARGE = (BinaryField, JSONField)
_ROWS_AT_ONCE, _LARGE_ROWS_AT_ONCE = 2_000, 100


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file.

    - `name` is its name in the file and in the database, `field` its field in the Django model.
    - `type` is INTEGER, REAL, TEXT or BLOB.
    - `target` is the table to whose ids it refers, or "".
    - `is_staff` is true if it refers to a member of staff.
    """

    name: str
    field: AnyField
    type: str
    target: str
    is_staff: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file; `key` is the column by which its rows are sorted."""

    model: type[Model]
    columns: list[Column]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def rows_at_once(self) -> int:
        """Return how many rows are kept in memory at once; a row can be large."""
        is_large = any(isinstance(column.field, _LARGE) for column in self.columns)
        return _LARGE_ROWS_AT_ONCE if is_large else _ROWS_AT_ONCE


@cache
def tables() -> tuple[Table, ...]:
    """Return all tables of the file, sorted by name."""
    models = apps.get_app_config("archive").get_models()
    return tuple(
        Table(model, [_column(field) for field in model._meta.concrete_fields if _is_kept(field)])
        for model in sorted(models, key=lambda model: model._meta.db_table)
    )


def _is_kept(field: AnyField) -> bool:
    """Return True unless the database makes the values of the column itself."""
    return not getattr(field, "generated", False)


def _column(field: AnyField) -> Column:
    related = field.related_model
    is_staff = related is not None and related._meta.label == settings.AUTH_USER_MODEL
    target = "staff" if is_staff else related._meta.db_table if related else ""
    return Column(str(field.column), field, _type(_stored(field)), target, is_staff)


def _stored(field: AnyField) -> AnyField:
    """Return the field whose values a column has: of a foreign key, the field it refers to."""
    stored: AnyField = field
    while stored.is_relation:
        stored = stored.target_field  # type: ignore[attr-defined]
    return stored


def _type(field: AnyField) -> str:
    if isinstance(field, (IntegerField, BooleanField)):
        return "INTEGER"
    if isinstance(field, (FloatField, DecimalField)):
        return "REAL"
    return "BLOB" if isinstance(field, BinaryField) else "TEXT"


def selected(column: Column) -> str:
    """Return the SQL that reads a column of the database; JSON is read as text."""
    name = connection.ops.quote_name(column.name)
    is_json = isinstance(column.field, JSONField) and connection.vendor == "postgresql"
    return f"{name}::text" if is_json else name


def to_file(column: Column) -> Convert:
    """Return the function from a value of the database, as its driver gives it, to the file's."""
    return _unless_none(_to_file(_stored(column.field)))


def _to_file(field: AnyField) -> Convert:
    if isinstance(field, (IntegerField, BooleanField)):
        return int
    if isinstance(field, (FloatField, DecimalField)):
        return float
    if isinstance(field, BinaryField):
        return bytes
    if isinstance(field, DateTimeField):
        return _moment
    if isinstance(field, DateField):
        return date.isoformat
    if isinstance(field, JSONField):
        return _sorted_json
    return _uuid if isinstance(field, UUIDField) else str


def _moment(value: datetime) -> str:
    """Return a moment as text in UTC. SQLite gives moments without a time zone."""
    utc = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return utc.isoformat().replace("+00:00", "Z")


def _sorted_json(value: str) -> str:
    text = json.dumps(json.loads(value), sort_keys=True, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return json.dumps(json.loads(value), sort_keys=True)
    return text


def _uuid(value: object) -> str:
    return str(UUID(str(value)))


def to_database(column: Column) -> Convert:
    """Return the function from a value of the file to the value that `insert_rows` takes.

    The function raises ValueError if the value is not one that `to_file` returns.
    """
    return _unless_none(_to_database(_stored(column.field)))


def _to_database(field: AnyField) -> Convert:
    kind = _type(field)
    if isinstance(field, BooleanField):
        return _read_boolean
    if kind == "INTEGER":
        return lambda value: _typed(value, int)
    if kind == "REAL":
        return lambda value: _typed(value, float)
    if kind == "BLOB":
        return lambda value: _typed(value, bytes)
    if isinstance(field, DateTimeField):
        return _read_moment
    if isinstance(field, DateField):
        return lambda value: date.fromisoformat(_typed(value, str)).isoformat()
    if isinstance(field, JSONField):
        return lambda value: json.dumps(json.loads(_typed(value, str)))
    if isinstance(field, UUIDField):
        return _read_uuid
    longest = field.max_length
    return lambda value: _read_text(value, longest)


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise ValueError(f"{value!r:.60} is not of the type {kind.__name__}")
    return value


def _read_boolean(value: Any) -> bool:
    if _typed(value, int) not in (0, 1):
        raise ValueError(f"{value} is neither 0 nor 1")
    return bool(value)


def _read_moment(value: Any) -> Any:
    moment = datetime.fromisoformat(_typed(value, str))
    if moment.tzinfo is None:
        raise ValueError(f"{value!r:.60} has no time zone")
    return connection.ops.adapt_datetimefield_value(moment)


def _read_uuid(value: Any) -> str:
    uid = UUID(_typed(value, str))
    return str(uid) if connection.vendor == "postgresql" else uid.hex


def _read_text(value: Any, longest: int | None) -> str:
    text: str = _typed(value, str)
    if longest is not None and len(text) > longest:
        raise ValueError(f"{text!r:.60}… is longer than {longest:,} characters")
    return text


def _unless_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)
