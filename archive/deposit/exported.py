"""Writes a deposit: all tables of the archive as they are at one moment, in one SQLite file."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from archive import VERSION
from archive.database.backups import applied_migrations
from archive.database.new_folder import new_folder
from archive.database.snapshot import snapshot
from archive.deposit import schema
from archive.deposit.bag import PAYLOAD, write_bag
from archive.deposit.columns import Table, selected, tables, to_file
from archive.deposit.descriptions import Description, write_descriptions
from archive.deposit.errors import DepositError
from archive.deposit.meanings import dictionary
from archive.deposit.staff import staff_names, staff_numbers
from archive.deposit.web_archive import FILE_NAME, PageWriter
from archive.display.safe_text import count_of
from archive.models import Article, ImportRun

DATA_FILE = "archive.sqlite3"
Advance = Callable[[int], object]
Rows = dict[str, int]
"""A dict from the name of each table to the number of its rows."""

_NUMBERED = "Members of staff have numbers instead of names (staff-1, staff-2 …)."
_NAMED = "The table staff has the login names of the members of staff who made decisions."


def export_archive(
    folder: Path,
    about: Description,
    *,
    has_login_names: bool = False,
    advance: Advance = lambda count: None,
) -> Rows:
    """Write the archive into a new folder, and return the number of rows of each table.

    The folder gets its name only when it is complete. `advance` is called with a number of rows
    each time that some were written. Raises DepositError if the folder exists already, or cannot be
    written, or if the database cannot be read.
    """
    if folder.exists():
        raise DepositError(f"{folder} exists already. A deposit is written into a new folder.")
    try:
        with new_folder(folder) as part:
            data = part / PAYLOAD
            data.mkdir()
            with snapshot():
                pages = PageWriter(data / FILE_NAME, _last_import())
                rows = _write(data / DATA_FILE, about, has_login_names, pages, advance)
                figures = _figures(rows, pages.count, has_login_names)
            write_descriptions(part, about, figures)
            write_bag(
                part,
                {
                    "Bagging-Date": about.day.isoformat(),
                    "Bag-Software-Agent": f"Dateline {VERSION}",
                    "Source-Organization": "; ".join(about.authors),
                    "External-Description": about.title,
                },
            )
    except OSError as error:
        raise DepositError(f"The deposit cannot be written ({error}).") from error
    except sqlite3.Error as error:
        raise DepositError(f"The file {DATA_FILE} cannot be written ({error}).") from error
    except DatabaseError as error:
        raise DepositError(f"The database cannot be read ({error}).") from error
    return rows


def count_all() -> int:
    """Return the number of rows that an export writes, for a progress bar."""
    with connection.cursor() as cursor:
        total = 0
        for table in tables():
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table.name)}")
            total += cursor.fetchone()[0]
        return total


def _last_import() -> str:
    """Return when the last import began: "2025-04-17T09:30:00Z"."""
    started = ImportRun.objects.order_by("-pk").values_list("started_at", flat=True).first()
    return f"{started:%Y-%m-%dT%H:%M:%SZ}" if started else "1970-01-01T00:00:00Z"


def _write(
    path: Path, about: Description, has_login_names: bool, pages: PageWriter, advance: Advance
) -> Rows:
    rows: Rows = {}
    numbers = staff_numbers()
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        # The file is new: if anything fails, it is removed. So it needs no journal.
        file.execute("PRAGMA journal_mode=OFF")
        file.execute("PRAGMA synchronous=OFF")
        file.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        file.execute(f"PRAGMA user_version={schema.FORMAT}")
        file.execute("BEGIN")
        for statement in schema.before_rows():
            file.execute(statement)
        for table in tables():
            rows[table.name] = _copy(table, file, numbers, pages, advance)
        for statement in schema.after_rows():
            file.execute(statement)
        _insert(file, "about", list(_about(about).items()))
        _insert(file, "contents", list(rows.items()))
        _insert(file, "dictionary", list(dictionary()))
        _insert(file, "staff", staff_names(numbers, has_login_names=has_login_names))
        file.execute("COMMIT")
    return rows


def _about(about: Description) -> dict[str, str]:
    migrations = [name for name in applied_migrations() if name.startswith("archive.")]
    return {
        "program": f"Dateline {VERSION}",
        "format": str(schema.FORMAT),
        "migration": migrations[-1],
        "title": about.title,
        "site": about.site,
        "rights": about.rights,
    }


def _insert(file: sqlite3.Connection, table: str, rows: list[Any]) -> None:
    if rows:
        marks = ", ".join("?" for _ in rows[0])
        file.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _copy(
    table: Table,
    file: sqlite3.Connection,
    numbers: dict[int, int],
    pages: PageWriter,
    advance: Advance,
) -> int:
    """Copy the rows of a table, sorted by its key; return their number."""
    converts = [
        (lambda pk: None if pk is None else numbers[pk]) if column.is_staff else to_file(column)
        for column in table.columns
    ]
    names = [column.name for column in table.columns]
    content = names.index("compressed") if table.name == "archive_capturecontent" else -1
    count = 0
    for rows in _pages_of(table):
        values: list[list[Any]] = [
            [convert(value) for convert, value in zip(converts, row, strict=True)] for row in rows
        ]
        if content >= 0:
            for row in values:
                pages.add(row[content])
        _insert(file, table.name, values)
        count += len(values)
        advance(len(values))
    return count


def _pages_of(table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Yield all rows of a table in lists that fit in memory, sorted by its key."""
    quote = connection.ops.quote_name
    columns = ", ".join(selected(column) for column in table.columns)
    place = next(i for i, column in enumerate(table.columns) if column.name == table.key)
    query = (
        f"SELECT {columns} FROM {quote(table.name)} WHERE {quote(table.key)} > %s"
        f" ORDER BY {quote(table.key)} LIMIT {table.rows_at_once}"
    )
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [last])
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][place]


def _figures(rows: Rows, pages: int, has_login_names: bool) -> dict[str, str]:
    """Return the numbers that README.txt contains."""
    withdrawn = Article.objects.filter(withdrawn_at__isnull=False).count()
    counts = [
        count_of(rows["archive_article"], "article"),
        count_of(rows["archive_capture"], "saved file"),
        count_of(rows["archive_decision"], "decision"),
    ]
    web = f"  data/{FILE_NAME}   {count_of(pages, 'saved page')} as a web archive (WARC)\n"
    return {
        "contents": ", ".join(counts),
        "pages": web if pages else "",
        "withdrawn": count_of(withdrawn, "withdrawn article"),
        "staff": _NAMED if has_login_names else _NUMBERED,
    }
