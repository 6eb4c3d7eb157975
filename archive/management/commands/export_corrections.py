"""`export_corrections`: write all decisions of staff to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.corrections.transfer import export_lines


class Command(BaseCommand):
    """The command `export_corrections`; docs/correct.md explains how to use it."""

    help = (
        "Write all decisions of staff to a file, as lines of JSON. import_corrections reads it into"
        " an archive that was made from the same saved files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the argument for the file to write."""
        parser.add_argument("file", type=Path, help="the file to write; it must not exist")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Write the file, and print the number of decisions in it."""
        count = -1  # because the first line is a header and not a decision
        try:
            with file.open("x", encoding="utf-8") as lines:
                for line in export_lines():
                    lines.write(f"{line}\n")
                    count += 1
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from None
        self.stdout.write(f"Decisions written: {count:,}.")
