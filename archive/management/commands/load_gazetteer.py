"""`load_gazetteer`: load the sources, places, organisations and persons in `ingest/data/`."""

from typing import Any

from django.core.management.base import BaseCommand

from archive.importing.gazetteer_loader import KINDS, OUTCOMES, load_listed


class Command(BaseCommand):
    help = (
        "Load the listed sources, places, organisations and persons. Running it again changes"
        " nothing, and what staff decided is never overwritten: corrected fields, aliases added by"
        " staff, banned aliases."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tally = load_listed()
        for kind in KINDS:
            counts = ", ".join(
                f"{tally[kind, outcome]} {outcome}" for outcome in OUTCOMES if tally[kind, outcome]
            )
            self.stdout.write(f"{kind}: {counts or 'none'}")
