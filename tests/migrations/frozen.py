"""The frozen first state of the database: rows of every table, as plain values.

make_frozen.py made frozen_0001.json.gz when the first migration was frozen. Never make the file
again, because it represents the archives of that time: newer code would write other rows.
"""

import gzip
import json
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

FIRST = "0001_initial"
FILE = Path(__file__).with_name("frozen_0001.json.gz")

Tables = dict[str, list[list[Any]]]
"""A dict from the names of models to their rows.

A row has its values in the order of the model's columns in migration 0001.
"""


def models_of_first(alias: str) -> list[type[Model]]:
    """Return the model of users, and our models as migration 0001 defines them."""
    state = MigrationLoader(connections[alias]).project_state(("archive", FIRST))
    return [
        state.apps.get_model("auth", "User"),
        *state.apps.get_app_config("archive").get_models(),
    ]


def dump(alias: str) -> Tables:
    """Return all rows of a database that is at migration 0001."""
    return {
        model.__name__: [list(row) for row in model._base_manager.using(alias).values_list()]
        for model in models_of_first(alias)
    }


def dump_surviving(alias: str) -> Tables:
    """Return all rows of the database `alias`, which is at the newest migration.

    The rows are sorted by primary key. They have only the columns of migration 0001 that the newest
    migration still has, so that they can be compared with the result of `without_removed`.
    """
    tables: Tables = {}
    for model in models_of_first(alias):
        newest = apps.get_model(model._meta.app_label, model.__name__)
        rows = newest._base_manager.using(alias).order_by("pk").values_list(*_names(model, newest))
        tables[model.__name__] = json.loads(json.dumps([list(row) for row in rows], cls=_Encoder))
    return tables


def without_removed(alias: str, tables: Tables) -> Tables:
    """Return `tables`, sorted by primary key, without the columns that later migrations removed.

    `tables` are the rows of the frozen file.
    """
    left: Tables = {}
    for model in models_of_first(alias):
        newest = apps.get_model(model._meta.app_label, model.__name__)
        names = [field.attname for field in model._meta.concrete_fields]
        indexes = [names.index(name) for name in _names(model, newest)]
        rows = sorted(
            tables[model.__name__], key=lambda row: row[names.index(model._meta.pk.attname)]
        )
        left[model.__name__] = [[row[index] for index in indexes] for row in rows]
    return left


def _names(first: type[Model], newest: type[Model]) -> list[str]:
    kept = {field.attname for field in newest._meta.concrete_fields}
    return [field.attname for field in first._meta.concrete_fields if field.attname in kept]


def write(tables: Tables) -> None:
    """Write these rows to the frozen file."""
    text = json.dumps(tables, cls=_Encoder, ensure_ascii=False)
    FILE.write_bytes(gzip.compress(text.encode(), mtime=0))


def read() -> Tables:
    """Return the rows of the frozen file."""
    tables: Tables = json.loads(gzip.decompress(FILE.read_bytes()))
    return tables


def load(alias: str) -> None:
    """Store the rows of the frozen file in the database `alias`, which is at migration 0001."""
    tables, connection = read(), connections[alias]
    models = models_of_first(alias)
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for model in models:
            fields = model._meta.concrete_fields
            columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({columns})"
                f" VALUES ({places})",
                [
                    [_stored(field, value, alias) for field, value in zip(fields, row, strict=True)]
                    for row in tables[model.__name__]
                ],
            )
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _stored(field: "Field[Any, Any]", value: Any, alias: str) -> Any:
    if value is not None and field.get_internal_type() != "JSONField":
        value = field.to_python(value)
    return field.get_db_prep_save(value, connections[alias])


class _Encoder(DjangoJSONEncoder):
    """Encode bytes as base64, the form that BinaryField reads."""

    def default(self, value: Any) -> Any:
        if isinstance(value, bytes | memoryview):
            from base64 import b64encode

            return b64encode(bytes(value)).decode()
        return super().default(value)
