"""Parses one stored file again, with a layout or source that a person chose.

A rejected file is stored with its bytes, unless they are no text or more than 10 MB. So it can be
parsed again without its path. First `read_again` shows what would be read; it writes nothing.
`store_again` then stores it as an import run of its own.
"""

from pathlib import Path

from django.conf import settings

import archive
from archive.importing.batch_writer import Writer
from archive.importing.existing_rows import StoredCapture, stored_captures
from archive.importing.lock import only_importer
from archive.importing.plan import FilePlan, Planner
from archive.importing.reparse_plan import plan_reparse
from archive.importing.run_records import close_run, load_gazetteer_rows, open_run
from archive.matching.known_item_writer import KnownItemWriter
from archive.matching.source_resolver import SourceResolver
from archive.models import Article, Extract
from archive.search import catch_up
from archive.stories import follow_stories
from ingest.pipeline import FileResult, ImportOverrides, process_file
from ingest.read import FileBytes


def stored_file(capture: int) -> StoredCapture | None:
    """Return the stored file with this id; None if the archive did not keep its bytes."""
    stored = next(stored_captures([capture]), None)
    return stored if stored and stored.data is not None else None


def read_again(stored: StoredCapture, layout: str, source: str) -> FileResult:
    """Return what the parser reads in a stored file with this layout and source; "" for none.

    The columns of a data set that an import set for the file are used again.
    """
    columns = stored.overrides.get("columns")
    return process_file(
        stored.path,
        FileBytes(stored.sha256, stored.size, stored.data),
        ImportOverrides.of(layout or None, source or None, columns),
        load_gazetteer_rows(),
        is_stored=True,
        place=stored.place,
        form=stored.form,
        encoding=stored.encoding,
    )


def store_again(stored: StoredCapture, result: FileResult, by: str) -> list[Article]:
    """Store what was read in a file by `read_again`; return the articles that it is part of.

    The import run names the file and the person (`by`). Raises AnotherImport if an import is
    running.
    """
    with only_importer(Path(settings.STATE_DIR)):
        sources = SourceResolver()
        options = {
            "file": stored.sha256,
            "overrides": result.overrides.as_json(),
            "reparse": True,
            "tried again by": by,
        }
        run = open_run(archive.VERSION, options)
        writer = Writer(run, sources, load_gazetteer_rows())
        writer.write(_plans(stored, result, sources))
        close_run(run)
        texts = Extract.objects.filter(capture=stored.pk)
        follow_stories(set(texts.values_list("article", flat=True)))
    catch_up()
    extracts = Extract.objects.filter(capture=stored.pk).order_by("position")
    return [extract.article for extract in extracts.select_related("article")]


def _plans(stored: StoredCapture, result: FileResult, sources: SourceResolver) -> list[FilePlan]:
    return plan_reparse(Planner(sources), KnownItemWriter(sources), [stored], [result])
