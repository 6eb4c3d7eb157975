"""`import_archive`: read a folder that `export_archive` wrote into an empty archive."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.deposit import DepositError, check_deposit, import_archive


class Command(BaseCommand):
    """The command `import_archive`; docs/deposit.md explains how to use it."""

    help = (
        "Read a folder that export_archive wrote into an empty archive: the same articles,"
        " addresses, versions and decisions. Nothing else may use the database meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the argument for the folder, and the option to check it only."""
        parser.add_argument("folder", type=Path, help="the folder that export_archive wrote")
        parser.add_argument(
            "--check", action="store_true", help="only check the folder; change nothing"
        )

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        """Read the deposit and build the search index; print how many rows were read."""
        try:
            if check:
                rows = check_deposit(folder)
                self.stdout.write(f"The deposit is intact: {sum(rows.values()):,} rows.")
                return
            with tqdm(desc="Reading", unit=" rows", disable=None) as bar:
                rows = import_archive(folder, advance=bar.update)
        except DepositError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"Read {sum(rows.values()):,} rows.")
        call_command("rebuild_index", if_needed=True, stdout=self.stdout)
