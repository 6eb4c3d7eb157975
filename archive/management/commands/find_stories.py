"""`find_stories`: find the articles that tell the same story, for all that changed since last time.

Imports do this at their end. The command is for an archive that an older version of Dateline made,
and for stories that a stopped import did not find.
"""

from typing import Any

from django.core.management.base import BaseCommand

from archive.display.safe_text import count_of
from archive.search import following
from archive.stories import find_stories
from ingest.worker_process import usable_cores


class Command(BaseCommand):
    """The command `find_stories`; docs/stories.md explains what it finds."""

    help = (
        "Find the articles that tell the same story. Only articles that are new or changed since"
        " the last time are compared; imports do this at their end."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Find stories, update the search index, and print the number of compared articles."""
        with following(1.0, lambda: False):
            compared = find_stories(workers=usable_cores())
        self.stdout.write(f"Compared {count_of(compared, 'article')} that are new or changed.")
