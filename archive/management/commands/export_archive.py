"""`export_archive`: write the whole archive into a folder that can be deposited and cited."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.deposit import DepositError, Description, export_archive
from archive.deposit.descriptions import RIGHTS
from archive.deposit.exported import count_all


class Command(BaseCommand):
    """The command `export_archive`; docs/deposit.md explains how to use it."""

    help = (
        "Write the whole archive into a new folder, as one SQLite file with checksums and a"
        " description, for a repository such as Zenodo. The site can be used meanwhile. The command"
        " import_archive reads the folder into an empty archive."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the argument for the folder, and what the deposit says about itself."""
        parser.add_argument("folder", type=Path, help="the folder to write; it must not exist")
        parser.add_argument(
            "--title", default="An archive of saved news articles", help="the title to be cited"
        )
        parser.add_argument(
            "--author",
            action="append",
            metavar="NAME",
            help='who is to be cited: "Family, Given", or an institution; can be repeated',
        )
        parser.add_argument("--rights", default=RIGHTS, help="the rights in texts and data")
        parser.add_argument(
            "--staff-names",
            action="store_true",
            help="write the login names of staff; without it, they get numbers",
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Write the deposit, and print how many rows and bytes it has."""
        about = Description(
            title=options["title"],
            authors=options["author"] or ["Unnamed archive"],
            rights=options["rights"],
            site=settings.SITE_URL,
            day=date.today(),
        )
        try:
            with tqdm(desc="Writing", unit=" rows", total=count_all(), disable=None) as bar:
                rows = export_archive(
                    folder, about, has_login_names=options["staff_names"], advance=bar.update
                )
        except DepositError as error:
            raise CommandError(str(error)) from error
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        self.stdout.write(
            f"Written into {folder}: {sum(rows.values()):,} rows, {size / 1_000_000:,.1f} MB."
            " Before you publish it, read what it contains that the site does not show"
            " (README.txt)."
        )
