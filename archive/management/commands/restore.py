"""`restore`: replace the database by a backup, and build the search index again if needed."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.database.backups import BackupError, read_backup, restore_backup


class Command(BaseCommand):
    """The command `restore`; docs/deploy.md explains how to use it."""

    help = (
        "Replace the database by a backup. Nothing else may use the database meanwhile. The old"
        " database is kept under another name."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the argument for the folder of the backup, and the options."""
        parser.add_argument("folder", type=Path, help="the folder that the command backup wrote")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also replace a database that has saved files or decisions",
        )
        parser.add_argument(
            "--check", action="store_true", help="only check the backup; change nothing"
        )

    def handle(self, *args: Any, folder: Path, replace: bool, check: bool, **options: Any) -> None:
        """Restore the backup, run the migrations, and build the search index again if needed.

        The index is built again if it is not complete or does not belong to the restored database.
        If `check` is true, only check the backup and print what it contains.
        """
        try:
            if check:
                backup = read_backup(folder)
                self.stdout.write(f"The backup of {backup.made_at} is intact: {backup.contents}.")
                return
            backup, kept = restore_backup(folder, is_replacing=replace)
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"Restored the backup of {backup.made_at}: {backup.contents}.")
        if kept:
            self.stdout.write(f"{kept} Delete it when you no longer need it.")
        call_command("migrate", verbosity=0, stdout=self.stdout)
        call_command("rebuild_index", if_needed=True, stdout=self.stdout)
