"""Functions that make a backup of the database in a folder, and restore the database from it.

A backup is a folder with two files: the copy of the database, and `backup.json`, which describes
the copy: its checksum, the archive version, and the number of rows of each table. Both files can be
read only by their owner.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError
from django.utils import timezone

from archive import VERSION
from archive.database.backup_engines import (
    BackupError,
    Engine,
    Rows,
    count_rows,
    present_engine,
)
from archive.database.new_folder import checksum, new_folder

DESCRIPTION = "backup.json"
FORMAT = 1
# Tables with data that cannot be made again. If they have no rows, a backup may replace the
# database without the option --replace.
KEPT_TABLES = ("archive_capture", "archive_decision")


@dataclass(frozen=True, slots=True)
class Backup:
    """The description of a backup, as `backup.json` stores it.

    - `format` is the version of this description, and `dateline` the version of Dateline.
    - `made_at` is the time of the backup in UTC: "2025-04-17T09:30:00Z".
    - `vendor` is the kind of database: "sqlite" or "postgresql".
    - `file` is the name of the copy in the folder, `size` its number of bytes, and `sha256` its
      checksum.
    - `migrations` are the migrations that the database had: "archive.0001_initial".
    - `rows` maps the name of each table to its number of rows.
    """

    format: int
    made_at: str
    dateline: str
    vendor: str
    file: str
    size: int
    sha256: str
    migrations: list[str]
    rows: Rows

    @property
    def contents(self) -> str:
        """Return what the archive contained: "585 articles, 600 saved files, 12 decisions"."""
        names = {"article": "articles", "capture": "saved files", "decision": "decisions"}
        return ", ".join(
            f"{self.rows.get(f'archive_{table}', 0):,} {name}" for table, name in names.items()
        )


def make_backup(folder: Path) -> Backup:
    """Write a backup into a new folder and return its description.

    The folder gets the name `folder` only when the backup is complete; before that, its name ends
    with ".part". Raises BackupError if the folder exists already or the backup fails.
    """
    if folder.exists():
        raise BackupError(f"{folder} exists already. A backup is written into a new folder.")
    engine = present_engine()
    try:
        with new_folder(folder) as part:
            copy = part / engine.file_name
            migrations = applied_migrations()
            made_at = f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}"
            rows = engine.copy_to(copy)
            size, digest = copy.stat().st_size, checksum(copy)
            backup = Backup(
                *(FORMAT, made_at, VERSION, engine.vendor, copy.name, size, digest),
                *(migrations, rows),
            )
            description = part / DESCRIPTION
            description.touch(mode=0o600)
            description.write_text(json.dumps(asdict(backup), indent=1) + "\n")
    except OSError as error:
        raise BackupError(f"The backup cannot be written ({error}).") from error
    except DatabaseError as error:
        raise BackupError(f"The database cannot be read ({error}).") from error
    return backup


def read_backup(folder: Path) -> Backup:
    """Check the backup in a folder, and return its description.

    Raises BackupError if the backup is not complete, or if the copy of the database does not have
    the size and the checksum that are in `backup.json`.
    """
    try:
        values = json.loads((folder / DESCRIPTION).read_text())
        if values.get("format") != FORMAT:
            raise BackupError(f"{folder} was made by another version of Dateline.")
        backup = Backup(**values)
        copy = folder / Path(backup.file).name
        is_intact = copy.stat().st_size == backup.size and checksum(copy) == backup.sha256
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} is not a complete backup ({error}).") from error
    if not is_intact:
        raise BackupError(f"{copy} has changed since the backup was made: its checksum is wrong.")
    return backup


def restore_backup(folder: Path, *, is_replacing: bool) -> tuple[Backup, str]:
    """Replace the database by the backup in a folder; return (description, sentence for people).

    The sentence contains the new name of the old database; it is "" if there was no old database. A
    database with saved files or decisions is replaced only if `is_replacing` is True. The caller
    must run the migrations and check the index afterwards. Raises BackupError if the backup cannot
    be restored; then the database is the same as before the call.
    """
    backup = read_backup(folder)
    engine = present_engine()
    if backup.vendor != engine.vendor:
        raise BackupError(
            f"The backup is of another kind of database ({backup.vendor}) than DATABASE_URL"
            f" ({engine.vendor})."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(backup.migrations) - known):
        raise BackupError(f"The backup was made by a later version of Dateline ({unknown[-1]}).")
    refuse_use(engine)
    if not is_replacing and not is_empty():
        raise BackupError(
            "The database is not empty. With --replace it is replaced, and kept under another name."
        )
    try:
        with engine.replaced_by(folder / Path(backup.file).name) as kept:
            if count_rows() != backup.rows:
                raise BackupError("The restored tables do not have the rows of the backup.")
    except OSError as error:
        raise BackupError(f"The database cannot be replaced ({error}).") from error
    except DatabaseError as error:
        raise BackupError(f"The backup cannot be read ({error}).") from error
    return backup, kept


def refuse_use(engine: Engine) -> None:
    """Raise BackupError if another process has the database open."""
    if engine.is_in_use():
        raise BackupError(
            "The database is in use. Stop the site and all commands that use it, then try again."
        )


def applied_migrations() -> list[str]:
    applied = MigrationLoader(connection).applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied)


def is_empty() -> bool:
    """Return True if the tables in KEPT_TABLES are empty; False if the database cannot be read."""
    try:
        rows = count_rows()
    except DatabaseError:
        return False
    return not any(rows.get(table) for table in KEPT_TABLES)
