"""Make the frozen database: `python -m tests.migrations.make_frozen`.

DATABASE_URL must be the URL of a new, empty database. This program was run once, when the first
migration was frozen.
"""

import os
import tempfile
from pathlib import Path

import django
from django.core.management import call_command


def main() -> None:
    """Write the frozen file: an archive with rows of every table and decisions of every kind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from archive.models import Correction, Decision
    from tests.corrections.test_transfer import Staff, make_archive, write_files
    from tests.migrations.frozen import dump, write
    from tests.saved_files import (
        kcnawatch,
        make_sources_and_places,
        run_import,
        save,
        stories,
    )

    make_sources_and_places()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_archive(write_files(folder))
        made = stories(4)
        for number, story in enumerate(made):
            save(folder, f"page-{number}", kcnawatch(story, made[number - 2 : number + 1]))
        save(folder, "bad", "What?")
        run_import(folder)
    Staff(7).decide(500)
    kinds = set(Decision.objects.values_list("kind", flat=True))
    assert kinds == set(Decision.Kind.values), set(Decision.Kind.values) - kinds
    kinds = set(Correction.objects.values_list("kind", flat=True))
    assert kinds == set(Correction.Kind.values), kinds
    tables = dump("default")
    assert all(tables.values()), [name for name, rows in tables.items() if not rows]
    # The file must not contain the paths of the machine on which it was made.
    text = str(tables["SeenPath"])
    assert "/tmp/" in text
    for rows in (tables["SeenPath"], tables["FileReport"]):
        for row in rows:
            row[:] = [
                value.replace(str(folder), "/saved") if isinstance(value, str) else value
                for value in row
            ]
    write(tables)


if __name__ == "__main__":
    main()
