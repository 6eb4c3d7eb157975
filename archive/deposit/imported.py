"""Reads a deposit into an empty archive: the same rows with the same ids, in one transaction."""

import sqlite3
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from archive.database.backup_engines import BackupError, count_rows, present_engine
from archive.database.backups import applied_migrations, is_empty, refuse_use
from archive.database.bulk import insert_rows
from archive.deposit.columns import Column, Convert, Table, tables, to_database
from archive.deposit.errors import DepositError
from archive.deposit.exported import Advance, Rows
from archive.deposit.opened import check_rows, latest_migration, opened
from archive.deposit.schema import quote
from archive.deposit.staff import make_staff


def import_archive(folder: Path, *, advance: Advance = lambda count: None) -> Rows:
    """Check a deposit, read it into this archive, and return the number of rows of each table.

    The archive must be empty: it may have the lists of names that `make setup` loads, which are
    replaced. The caller must check the index afterwards. Raises DepositError if the deposit is not
    valid or the archive is not empty; then nothing was changed.
    """
    try:
        refuse_use(present_engine())
    except BackupError as error:
        raise DepositError(str(error)) from error
    if latest_migration() not in applied_migrations():
        raise DepositError("The database does not have the present tables: run make setup first.")
    if not is_empty():
        raise DepositError("The archive is not empty: it has saved files or decisions.")
    with opened(folder) as file:
        rows = check_rows(file)
        try:
            # SQLite would look for the rows that refer to each new row, without an index.
            with connection.constraint_checks_disabled(), transaction.atomic():
                fill(file, advance)
                connection.check_constraints()
                stored = count_rows()
                if wrong := next((name for name in rows if stored.get(name) != rows[name]), None):
                    raise DepositError(f"The table {wrong} did not get all its rows.")
        except DatabaseError as error:
            reason = str(error).strip()
            raise DepositError(f"The rows do not fit into the database ({reason}).") from error
    return rows


def fill(file: sqlite3.Connection, advance: Advance) -> None:
    """Replace all rows of the archive by those of an open deposit, in the caller's transaction.

    Raises DepositError if a value is not valid.
    """
    for table in tables():
        _empty(table)
    try:
        users = make_staff([(int(pk), str(name)) for pk, name in _rows_of(file, "staff")])
    except ValueError:
        raise DepositError("The table staff has a name that no login can have.") from None
    for table in tables():
        _fill(table, file, users, advance)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            models = [table.model for table in tables()]
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def _rows_of(file: sqlite3.Connection, table: str) -> Iterator[tuple[Any, ...]]:
    yield from file.execute(f"SELECT id, name FROM {table}")


def _empty(table: Table) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")
        if connection.vendor == "sqlite":
            # The next id of a table is one more than the highest that it ever had.
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])


def _fill(table: Table, file: sqlite3.Connection, users: dict[int, int], advance: Advance) -> None:
    columns = ", ".join(quote(column.name) for column in table.columns)
    converts = [_convert(column, users) for column in table.columns]
    fields = [str(column.field.name) for column in table.columns]
    rows = file.execute(f"SELECT {columns} FROM {table.name} ORDER BY {quote(table.key)}")
    while part := list(islice(rows, table.rows_at_once)):
        values = [_converted(table, converts, row) for row in part]
        insert_rows(table.model, fields, values)
        advance(len(values))


def _convert(column: Column, users: dict[int, int]) -> Convert:
    if column.is_staff:
        return lambda number: None if number is None else users[number]
    return to_database(column)


def _converted(table: Table, converts: list[Convert], row: tuple[Any, ...]) -> list[Any]:
    """Return the values of one row for the database. Raises DepositError."""
    values = []
    for column, convert, value in zip(table.columns, converts, row, strict=True):
        try:
            values.append(convert(value))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise DepositError(
                f"The table {table.name} has an invalid value in the column {column.name},"
                f" in the row {row[0]!r:.40} ({error})."
            ) from error
    return values
