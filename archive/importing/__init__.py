"""The import: it stores the articles of saved files in the database.

    run.py                one import run: batches, outcomes, summary
    lock.py               lets only one import run at a time
    progress.py           shows the progress on a terminal or in a log
    prefetch.py           parses files in advance, while earlier files are being stored
    existing_rows.py      queries for the captures, paths and extracts that are stored already
    candidates.py         finds extracts that could belong to the same article as a new extract
    plan.py               decides the outcome of each file (created, updated, unchanged …)
    reparse_plan.py       decides the outcome of each capture (stored file) that is parsed again
    try_again.py          parses one rejected file again with another layout or source
    batch_writer.py       stores one batch of plans in one transaction
    capture_columns.py    the column values of a Capture, from the result of parsing its file
    article_writer.py     creates and updates articles and their mentions for a batch
    run_records.py        stores an ImportRun for each run, a FileReport for each bad file, and a
                          JoinedExtract for each further copy of an article
    gazetteer_loader.py   loads our lists of sources, places, organisations and people
    session.py            prepares the database connection of an import

A run first searches the archive for the bytes of each file (`existing_captures`), and parses the
files whose bytes the archive does not have. It also parses rejected files again if the options of
the import changed. A Planner makes a plan from the parsed values of each file, and a Writer stores
the plans. A dry run has no Writer.
"""

from archive.importing.batch_writer import Writer
from archive.importing.existing_rows import (
    ExistingCapture,
    StoredCapture,
    existing_captures,
    stored_capture_ids,
    stored_captures,
)
from archive.importing.plan import FilePlan, Outcome, Planner
from archive.importing.reparse_plan import plan_reparse
from archive.importing.run_records import (
    JoinedCopy,
    close_run,
    count_joined,
    joined_copies,
    load_gazetteer_rows,
    open_run,
)
from archive.importing.session import import_session
from archive.matching.known_item_writer import KnownItemWriter
from archive.matching.source_resolver import SourceResolver

__all__ = [
    "ExistingCapture",
    "FilePlan",
    "JoinedCopy",
    "KnownItemWriter",
    "Outcome",
    "Planner",
    "SourceResolver",
    "StoredCapture",
    "Writer",
    "close_run",
    "count_joined",
    "existing_captures",
    "import_session",
    "joined_copies",
    "load_gazetteer_rows",
    "open_run",
    "plan_reparse",
    "stored_capture_ids",
    "stored_captures",
]
