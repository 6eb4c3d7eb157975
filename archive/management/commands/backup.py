"""`backup`: copy the database into a new folder, with a file that describes the copy."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.database.backups import BackupError, make_backup


class Command(BaseCommand):
    """The command `backup`; docs/deploy.md explains how to use it."""

    help = (
        "Copy the database into a new folder, with a checksum. The site can be used meanwhile."
        " The command restore puts such a backup back."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the argument for the folder."""
        parser.add_argument("folder", type=Path, help="the folder to write; it must not exist")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write the backup, and print how many articles, saved files and decisions it contains."""
        try:
            backup = make_backup(folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Backed up into {folder}: {backup.contents} ({backup.size / 1_000_000:,.1f} MB)."
        )
