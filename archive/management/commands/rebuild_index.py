"""`rebuild_index`: build the search index again from the database.

Searches use the old index until the new one is complete.
"""

from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.search import (
    BrokenGeneration,
    IndexFilesError,
    IndexState,
    RebuildRunning,
    catch_up,
    rebuild,
    remove_unused,
    status,
)


class Command(BaseCommand):
    help = (
        "Rebuild the search index from the database. The old index serves until the new one is"
        " complete."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help=(
                "only when the index is missing or damaged, has an old format, or belongs to"
                " another database or to another history of this one"
            ),
        )

    def handle(self, *args: Any, if_needed: bool, **options: Any) -> None:
        if if_needed:
            catch_up(merge_seconds=60)
            health = status(is_thorough=True)
            if health.state == IndexState.READY:
                with suppress(OSError):  # raised on read-only storage
                    remove_unused()
                self.stdout.write(
                    f"The search index is complete: {health.document_count:,} articles."
                )
                return
            # The message asks for this command, so that request is replaced.
            reason = health.message.removesuffix("Run manage.py rebuild_index.")
            self.stdout.write(
                "Building the search index."
                if health.state == IndexState.MISSING
                else f"{reason}It is built again now."
            )
        with tqdm(desc="Indexing", unit=" articles", disable=None) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                built = rebuild(show)
            except RebuildRunning as error:
                raise CommandError("Another rebuild is running. Nothing was done.") from error
            except (OSError, IndexFilesError, BrokenGeneration) as error:
                raise CommandError(
                    f"The index cannot be built ({error}). Nothing was changed."
                ) from error
        rate = built.document_count / built.seconds
        self.stdout.write(
            f"Indexed {built.document_count:,} articles in {built.seconds:.1f} s ({rate:,.0f} a"
            f" second). Now in use: {built.generation}, version {built.reached}."
        )
