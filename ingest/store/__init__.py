"""Stage 5: rows in the database. The only part of the intake that touches it.

    outlets.py    a source's name in a file → its Source
    holdings.py   what the archive holds already: captures by hash, extracts by key
    candidates.py which of them could be of the same article
    plan.py       what each file is (created, updated, unchanged, rejected, failed) and whose article; reads only
    reparse.py    the same for captures that are parsed again
    readings.py   readings → the columns of a Capture, extracts → those of an Article
    write.py      one batch of plans → one transaction
    articles.py   which Extract an article shows, its values and mentions
    known.py      the ledger of listed articles, linked to those that are held
    checkpoints.py  SQLite's upkeep beside an import
    runs.py       ImportRun and FileReport

A run asks `held_captures` for what need not be read again, gives its Readings to a Planner, and the plans to a
Writer. A dry run stops after the Planner.
"""

from ingest.store.checkpoints import checkpointing
from ingest.store.holdings import HeldCapture, StoredCapture, held_captures, stored_capture_ids, stored_captures
from ingest.store.known import Ledger
from ingest.store.outlets import Outlets
from ingest.store.plan import FilePlan, Outcome, Planner
from ingest.store.reparse import plan_reparse
from ingest.store.runs import close_run, load_gazetteer_rows, open_run
from ingest.store.write import Writer

__all__ = [
    "FilePlan",
    "HeldCapture",
    "Ledger",
    "Outcome",
    "Outlets",
    "Planner",
    "StoredCapture",
    "Writer",
    "checkpointing",
    "close_run",
    "held_captures",
    "load_gazetteer_rows",
    "open_run",
    "plan_reparse",
    "stored_capture_ids",
    "stored_captures",
]
