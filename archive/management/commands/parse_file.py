"""`parse_file PATH`: print as JSON what the parser reads in one file, or in rows of a data set.

The command stores nothing and does not need a database.
"""

import json
from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ingest import Rejection, parse_file, parse_rows
from ingest.formats.field_names import BadMap
from ingest.pipeline import unused_columns
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
        parser.add_argument(
            "--rows",
            type=int,
            metavar="N",
            help="print the first N rows of a data set, or files of an archive, as a list",
        )
        parser.add_argument(
            "--map",
            metavar="FIELD=COLUMN,…",
            help="the columns of a data set, if their names are not known: text=article_body",
        )

    def handle(
        self, *args: Any, path: Path, layout: str | None, source: str | None, **options: Any
    ) -> None:
        if options["rows"] is not None or options["map"]:
            self._print_rows(path, layout, source, options["map"], options["rows"] or 3)
            return
        try:
            result = parse_file(path, layout=layout, source=source)
        except Rejection as rejection:
            self._print({"path": shown_path(str(path)), **_as_json(rejection)})
            raise SystemExit(1) from None
        self.stdout.write(str(result))

    def _print_rows(
        self, path: Path, layout: str | None, source: str | None, columns: str | None, most: int
    ) -> None:
        rows = parse_rows(path, layout=layout, source=source, columns=columns)
        try:
            shown = [
                {
                    "place": row.place,
                    **(
                        _as_json(row.result)
                        if isinstance(row.result, Rejection)
                        else row.result.as_json()
                    ),
                }
                for row in islice(rows, most)
            ]
        except BadMap as error:
            raise CommandError(f"--map: {error}") from error
        self._print(shown)
        for place, found in unused_columns(path, columns, rows=most).items():
            where = f" in {place}" if place else ""
            self.stderr.write(f"Columns not used{where}: {', '.join(found.columns)}")
            if found.advice:
                self.stderr.write(found.advice)
        if all("rejected" in row for row in shown):
            raise SystemExit(1)

    def _print(self, value: object) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=2)
        self.stdout.write(text.encode("utf-8", "backslashreplace").decode())


def _as_json(rejection: Rejection) -> dict[str, str]:
    return {"rejected": rejection.reason, "message": rejection.message}
