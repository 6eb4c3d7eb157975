"""`import_corrections`: apply the decisions in a file that `export_corrections` wrote."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.corrections.propagation import spread_all
from archive.corrections.transfer import TransferError, import_lines


class Command(BaseCommand):
    """The command `import_corrections`; docs/correct.md explains how to use it."""

    help = (
        "Read the decisions that export_corrections wrote, and apply those that are not in this"
        " archive yet. Running it again changes nothing. The exit status is 1"
        " if something could not be applied."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the argument for the file and the option `--dry-run`."""
        parser.add_argument("file", type=Path, help="a file that export_corrections wrote")
        parser.add_argument(
            "--dry-run", action="store_true", help="report what would be done, and change nothing"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Apply the decisions in the file; print how many were applied, and each that was not."""
        if not dry_run:
            spread_all()  # decisions whose process was killed
        try:
            with file.open(encoding="utf-8") as lines:
                report = import_lines(lines, is_dry_run=dry_run)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Cannot read {file}: {error}.") from None
        except TransferError as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from None
        for reason in report.not_applicable:
            self.stderr.write(f"Not applied: {reason}.")
        self.stdout.write(
            f"Decisions applied: {report.applied:,}. Already there: {report.already_there:,}."
            f" Undone or redone: {report.turned:,}. Not applied: {len(report.not_applicable):,}."
        )
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        if report.not_applicable:
            sys.exit(1)
