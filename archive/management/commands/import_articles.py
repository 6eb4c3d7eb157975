"""`import_articles`: import saved files, or parse stored captures again.

docs/import.md explains each option and outcome.
"""

import gc
import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from archive.database.storage import explain
from archive.display.safe_text import count_of
from archive.importing import JoinedCopy, Outcome
from archive.importing.lock import AnotherImport, only_importer
from archive.importing.progress import Progress
from archive.importing.run import NotReady, Options, Summary, amount_of, import_articles
from archive.models import JoinedExtract
from ingest.formats.field_names import BadMap, read_map
from ingest.layouts import LAYOUTS
from ingest.pipeline import ImportOverrides
from ingest.walk import on_one_line, shown_path
from ingest.worker_process import OBJECTS, usable_cores
from ingest.workers import WorkersLost

_NICENESS = 10  # added to that of the caller; worker processes have 5 more
_MOST_WORKERS = 64
_MOST_DATA_SETS = 10  # whose columns are listed
# The fewest files or bytes for which worker processes are started by default. For fewer, it would
# take longer to start the processes than to parse the files in one process.
_MANY_FILES, _MANY_BYTES = 500, 2_000_000


class Command(BaseCommand):
    help = "Import saved articles from files and folders: texts, pages, data sets, web archives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="files, or folders to search for files"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="report what an import would do, and write nothing",
        )
        parser.add_argument(
            "--reparse",
            action="store_true",
            help=(
                "parse stored files again (all, or those imported from PATHs); no file is opened"
            ),
        )
        parser.add_argument(
            "--fail-fast", action="store_true", help="stop at the first rejected or failed file"
        )
        parser.add_argument(
            "--workers",
            type=_count,
            metavar="N",
            help=(
                "number of processes that read files; 1: only this process (default: one for each"
                " processor core)"
            ),
        )
        parser.add_argument(
            "--layout",
            help="the layout of bare texts, which cannot be recognised",
        )
        parser.add_argument("--source", help="the source of files that do not name it")
        parser.add_argument(
            "--map",
            metavar="FIELD=COLUMN,…",
            help="the columns of data sets, if their names are not known: text=article_body",
        )

    def run_from_argv(self, argv: list[str]) -> None:
        """Run the command from the command line, with a low priority, in a process of its own.

        So pages wait less for a processor while an import runs. If no other process needs the
        processors, the import is as fast as with the usual priority. Code that calls the command
        in its own process keeps its priority.
        """
        os.nice(_NICENESS)
        gc.set_threshold(OBJECTS)
        super().run_from_argv(argv)

    def handle(self, *args: Any, **given: Any) -> None:
        options = Options(
            paths=tuple(given["paths"]),
            overrides=ImportOverrides.of(given["layout"], given["source"], given["map"]),
            is_dry_run=given["dry_run"],
            is_reparse=given["reparse"],
            is_fail_fast=given["fail_fast"],
            workers=given["workers"] or 0,
        )
        _check(options)
        lock = nullcontext() if options.is_dry_run else only_importer(Path(settings.STATE_DIR))
        try:
            with lock, _stop_on_signal() as stop:
                summary = self._run(options, stop)
        except KeyboardInterrupt:
            raise CommandError(
                "Stopped at once. The last batch was not stored.", returncode=130
            ) from None
        except (NotReady, AnotherImport, WorkersLost) as error:
            raise CommandError(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            raise CommandError(
                f"{explain(error) or 'The database failed.'} ({error}) What was reported until now"
                " is stored. Start the import again."
            ) from error
        except OSError as error:
            if not explain(error):
                raise
            raise CommandError(f"{explain(error)} ({error})") from error
        self._print(summary, options, is_detailed=given["verbosity"] > 1)
        if stop:
            sys.exit(128 + stop[0])
        if not summary.is_clean:
            sys.exit(1)

    def _run(self, options: Options, stop: list[int]) -> Summary:
        amount = amount_of(options)
        progress = Progress(amount.size or amount.files, sys.stderr)
        if not options.workers:
            is_much = amount.files >= _MANY_FILES or amount.size >= _MANY_BYTES
            options = replace(options, workers=usable_cores() if is_much else 1)
        try:
            return import_articles(options, progress.advance, lambda: bool(stop))
        finally:
            progress.close()

    def _print(self, summary: Summary, options: Options, *, is_detailed: bool) -> None:
        for line in summary_lines(summary, options, is_detailed=is_detailed):
            self.stdout.write(on_one_line(line))


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= _MOST_WORKERS:
        raise ArgumentTypeError(f"“{text}” is not a number from 1 to {_MOST_WORKERS}")
    return number


def _check(options: Options) -> None:
    layout = options.overrides.layout
    if layout and layout not in LAYOUTS:
        names = ", ".join(LAYOUTS)
        raise CommandError(f"There is no layout “{layout}”. Use one of: {names}. Nothing was read.")
    try:
        read_map(options.overrides.columns or "")
    except BadMap as error:
        raise CommandError(f"--map: {error} Nothing was read.") from error
    if not options.paths and not options.is_reparse:
        raise CommandError("Give the files or folders to import: import_articles PATH…")
    if options.is_reparse:
        if options.overrides.as_json() and not options.paths:
            raise CommandError(
                "With --reparse, --layout and --source need PATHs: they apply to those files only."
            )
        return
    for path in options.paths:
        if not os.path.lexists(path):
            raise CommandError(
                f"There is no file or folder “{shown_path(path)}”. Nothing was imported."
            )


@contextmanager
def _stop_on_signal() -> Iterator[list[int]]:
    """Make Ctrl-C and SIGTERM stop an import only after the present batch is stored.

    Yield an empty list. When the first signal arrives, its number is added to this list. When a
    second signal arrives, KeyboardInterrupt is raised.
    """
    received: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if received:
            raise KeyboardInterrupt
        received.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _amount(summary: Summary, total: int) -> str:
    """Return how much a run read: "529 files", or "3 files with 2,000 rows" for data sets."""
    files = summary.files or total
    amount = f"{files:,} file{'' if files == 1 else 's'}"
    return amount if files == total else f"{amount} with {total:,} rows or parts"


def summary_lines(
    summary: Summary, options: Options, *, is_detailed: bool = False
) -> Iterator[str]:
    """Yield the lines that the command prints at the end of a run.

    If `is_detailed` is True, they list the texts that became a further copy of an article.
    """
    total = summary.counts.total()
    rate = total / summary.seconds if summary.seconds else 0
    what = "Would import" if options.is_dry_run else f"Import {summary.run}"
    yield (f"{what}: {_amount(summary, total)} in {summary.seconds:,.1f} s ({rate:,.0f} a second)")
    yield from (f"  {outcome:<10}{summary.counts[outcome]:>9,}" for outcome in Outcome)
    yield from _joined_lines(summary, is_detailed=is_detailed)
    for outcome in (Outcome.REJECTED, Outcome.FAILED):
        bad_files = [file for file in summary.bad_files if file.outcome is outcome]
        if bad_files:
            yield f"{outcome.capitalize()}:"
        for file in bad_files:
            yield f"  {file.path}"
            yield f"    {file.error.reason}: {file.error.message}"
    if summary.counts[Outcome.REJECTED]:
        yield (
            "Rejected files that could be read are kept. import_articles --reparse tries them"
            " again."
        )
        if options.overrides.as_json():
            yield (
                "--layout and --source are kept with these files. An import without --layout"
                " removes a layout that a file contradicts."
            )
    if options.overrides.as_json() and summary.counts[Outcome.UNCHANGED] and not options.is_reparse:
        yield (
            "Unchanged files keep the values of their first import. To read them with the present"
            " --layout, --source or --map, add --reparse."
        )
    if summary.counts[Outcome.FAILED]:
        yield (
            "A failed file is a bug of Dateline, not of the file. The admin shows the traceback"
            " with the run."
        )
    yield from _folder_lines(summary, options)
    yield from _column_lines(summary)
    if summary.unlisted_sources:
        names = ", ".join(
            f"{name} ({number:,})" for name, number in sorted(summary.unlisted_sources.items())
        )
        yield f"Sources that are not listed: {names}. Add them to ingest/data/sources.csv."
    if summary.index_message:
        yield summary.index_message
    if summary.is_stopped:
        yield "Stopped as requested. Start the same import again to continue."


def _joined_lines(summary: Summary, *, is_detailed: bool) -> Iterator[str]:
    if not summary.joined:
        yield "Joined: no text is a copy of an article that was there before."
        return
    texts, articles = (
        count_of(number, noun)
        for number, noun in ((summary.joined, "text"), (summary.joined_articles, "article"))
    )
    are = "is a copy" if summary.joined == 1 else "are copies"
    line = f"Joined: {texts} {are} of {articles}"
    if is_detailed:
        yield f"{line}:"
        for copy in summary.copies():
            yield f"  {copy.path}{place_in_file(copy.position)}"
            yield f"    {joined_in_words(copy)}"
    elif summary.run is None:
        yield f"{line} (list: --verbosity 2)."
    else:
        yield f"{line} (list: --verbosity 2, or the page of this run in the admin)."


def place_in_file(position: int) -> str:
    """Return the place of an article in its file in words: "" for the first article.

    `position` is 0 for the first article.
    """
    return f" (article {position + 1} of the file)" if position else ""


def joined_in_words(copy: JoinedCopy) -> str:
    """Return the line about a joined text: its article, and how the import recognised it."""
    article = f"article {copy.article}" if copy.article else "an article of this import"
    how = JoinedExtract.How(copy.how).label
    return (
        f"copy of {article}, “{copy.title}”: {how}, {copy.share:.0%} of the shorter text is also"
        " in the longer text"
    )


def _column_lines(summary: Summary) -> Iterator[str]:
    """Yield the columns that were not used, for each data set that has such columns."""
    for where, found in islice(summary.unused_columns.items(), _MOST_DATA_SETS):
        yield f"Columns not used in {where}: {', '.join(found.columns)[:300]}"
        if found.advice:
            yield f"  {found.advice}"
    if (more := len(summary.unused_columns) - _MOST_DATA_SETS) > 0:
        yield f"Columns not used in {more:,} further data sets."
    if summary.unused_columns:
        yield "If one of them means a field of the article, name it with --map, as in date=COLUMN."


def _folder_lines(summary: Summary, options: Options) -> Iterator[str]:
    """Yield a table of the kinds of files in the folders: how many were read, and why others not.

    If nothing was read at all, the last line says what to do.
    """
    tally = summary.skipped
    kinds = sorted({*tally, *tally.read}) if tally else []
    width = max(map(len, kinds), default=0)
    if tally:
        yield "In the folders and archives, by kind:"
    for kind in kinds:
        if read := tally.read[kind]:
            yield f"  {kind:<{width}} {read:>9,} read"
        if passed_over := tally[kind]:
            example = f", such as {tally.examples[kind]}" if kind in tally.examples else ""
            yield (
                f"  {kind:<{width}} {passed_over:>9,} passed over: {tally.reason(kind)}{example}"
            )
    if options.paths and not options.is_reparse and not summary.counts.total():
        what = "nothing in them is of a kind that can be read" if tally else "they are empty"
        yield (
            f"Nothing was read, because {what}. Dateline reads texts (.txt), pages (.html),"
            " Markdown, tables (.csv, .tsv), JSON, MHTML, web archives (.warc, .wacz), and ZIP and"
            " gzip files of these. Save pages as one of them, or give the path of a file itself."
        )
