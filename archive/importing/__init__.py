"""The import: from parsed files to rows in the database.

    run.py                one import run: batches, outcomes, summary
    lock.py               only one import at a time
    progress.py           progress on a terminal or in a log
    prefetch.py           files parsed ahead of the batch that is being written
    source_resolver.py    the name of a source in a file → its Source
    existing.py           what the archive already has: captures by hash, extracts by key
    candidates.py         which of those could be the same article
    plan.py               the outcome of each file (created, updated, unchanged, rejected, failed)
    reparse.py            the same for stored captures that are parsed again
    batch_writer.py       one batch of plans → one transaction
    capture_columns.py    the result of a parse → the column values of a Capture
    article_writer.py     creates and updates articles and their mentions
    known_item_writer.py  the items of "More From" lists, linked to the articles of the archive
    run_records.py        ImportRun and FileReport
    gazetteer_loader.py   the lists of sources, places, organisations and people → rows
    sqlite_checkpoints.py SQLite checkpoints in a thread beside the import

A run asks `existing_captures` which files it can skip, gives the results of the others to a
Planner, and the plans to a Writer. A dry run stops after the Planner.
"""

from archive.importing.batch_writer import Writer
from archive.importing.existing import (
    ExistingCapture,
    StoredCapture,
    existing_captures,
    stored_capture_ids,
    stored_captures,
)
from archive.importing.known_item_writer import KnownItemWriter
from archive.importing.plan import FilePlan, Outcome, Planner
from archive.importing.reparse import plan_reparse
from archive.importing.run_records import close_run, load_gazetteer_rows, open_run
from archive.importing.source_resolver import SourceResolver
from archive.importing.sqlite_checkpoints import checkpointing

__all__ = [
    "ExistingCapture",
    "FilePlan",
    "KnownItemWriter",
    "Outcome",
    "Planner",
    "SourceResolver",
    "StoredCapture",
    "Writer",
    "checkpointing",
    "close_run",
    "existing_captures",
    "load_gazetteer_rows",
    "open_run",
    "plan_reparse",
    "stored_capture_ids",
    "stored_captures",
]
