"""rebuild_index: build the search index anew from the database while the old one serves."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.search import IndexState, RebuildRunning, catch_up, rebuild, status


class Command(BaseCommand):
    help = (
        "Build the search index anew from the database and swap it in whole; the old one serves"
        " meanwhile."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help=(
                "Only when the index is missing, damaged, of an old format or of another database."
            ),
        )

    def handle(self, *args: Any, if_needed: bool, **options: Any) -> None:
        if if_needed:
            catch_up(merge_seconds=60)
            found = status(is_thorough=True)
            if found.state == IndexState.READY:
                self.stdout.write(f"The search index is sound: {found.document_count:,} articles.")
                return
            self.stdout.write(
                "Building the search index." if found.state == IndexState.MISSING else found.message
            )
        with tqdm(desc="Indexing", unit=" articles", disable=None) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                built = rebuild(show)
            except RebuildRunning as error:
                raise CommandError("Another rebuild is running; this one did nothing.") from error
            except OSError as error:
                raise CommandError(
                    f"The index cannot be written ({error}). Nothing was changed."
                ) from error
        rate = built.document_count / built.seconds
        self.stdout.write(
            f"Indexed {built.document_count:,} articles in {built.seconds:.1f} s ({rate:,.0f} a"
            f" second): {built.generation} serves, version {built.reached}."
        )
