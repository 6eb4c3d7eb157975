"""`parse_file PATH`: print as JSON what the parser reads in one file.

The command stores nothing and does not need a database.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from ingest import Rejection, parse_file
from ingest.walk import shown_path


class Command(BaseCommand):
    help = "Print what the parser reads in one saved file, as JSON. Nothing is stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--layout", help="the layout of a bare text, which has no marks of its own"
        )
        parser.add_argument("--source", help="the source of a bare text")

    def handle(
        self, *args: Any, path: Path, layout: str | None, source: str | None, **options: Any
    ) -> None:
        try:
            result = parse_file(path, layout=layout, source=source)
        except Rejection as rejection:
            rejected = {
                "path": shown_path(str(path)),
                "rejected": rejection.reason,
                "message": rejection.message,
            }
            self.stdout.write(json.dumps(rejected, ensure_ascii=False, indent=2))
            raise SystemExit(1) from None
        self.stdout.write(str(result))
