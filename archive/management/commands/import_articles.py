"""Import saved files, or parse stored ones again. docs/import.md says what each option and outcome
means."""

import os
import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from archive.importing import Outcome
from archive.importing.lock import AnotherImport, only_importer
from archive.importing.progress import Progress
from archive.importing.run import NotReady, Options, Summary, count_files, import_articles
from ingest.layouts import LAYOUTS
from ingest.pipeline import ImportOverrides
from ingest.walk import on_one_line, shown_path
from ingest.workers import WorkersLost

_MOST_WORKERS = 64
_WORTH_WORKERS = 500  # files; with fewer, starting processes takes longer than they save


class Command(BaseCommand):
    help = "Import saved articles from files and folders (.txt, .html, .htm)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="files, or folders that are searched for files"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and write nothing"
        )
        parser.add_argument(
            "--reparse",
            action="store_true",
            help=(
                "read stored files again with the present parser (all, or those found at PATHs); no"
                " file is opened"
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
                "processes that read files; 1: no process of its own (default: one a processor"
                " core)"
            ),
        )
        parser.add_argument(
            "--layout",
            help="say which layout the files have, where they carry no mark of their own",
        )
        parser.add_argument(
            "--source", help="say which outlet the files are from, where they do not"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        options = Options(
            paths=tuple(given["paths"]),
            overrides=ImportOverrides.of(given["layout"], given["source"]),
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
                "Ended at once: the last batch is not stored.", returncode=130
            ) from None
        except (NotReady, AnotherImport, WorkersLost) as error:
            raise CommandError(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            raise CommandError(
                f"The database cannot go on ({error}). What was reported until now is stored; start"
                " the import again."
            ) from error
        self._print(summary, options)
        if stop:
            sys.exit(128 + stop[0])
        if not summary.is_clean:
            sys.exit(1)

    def _run(self, options: Options, stop: list[int]) -> Summary:
        count = count_files(options)
        progress = Progress(count, sys.stderr)
        if not options.workers:
            options = replace(options, workers=usable_cores() if count >= _WORTH_WORKERS else 1)
        try:
            return import_articles(options, progress.advance, lambda: bool(stop))
        finally:
            progress.close()

    def _print(self, summary: Summary, options: Options) -> None:
        for line in summary_lines(summary, options):
            self.stdout.write(on_one_line(line))


def usable_cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= _MOST_WORKERS:
        raise ArgumentTypeError(f"“{text}” is no number from 1 to {_MOST_WORKERS}")
    return number


def _check(options: Options) -> None:
    layout = options.overrides.layout
    if layout and layout not in LAYOUTS:
        names = ", ".join(LAYOUTS)
        raise CommandError(f"There is no layout “{layout}”. There are: {names}. Nothing was read.")
    if not options.paths and not options.is_reparse:
        raise CommandError("Say which files or folders to import: import_articles PATH…")
    if options.is_reparse:
        if options.overrides.as_json() and not options.paths:
            raise CommandError(
                "--layout and --source with --reparse need PATHs: they are said of those files"
                " only."
            )
        return
    for path in options.paths:
        if not os.path.lexists(path):
            raise CommandError(
                f"There is no file or folder “{shown_path(path)}”. Nothing was imported."
            )


@contextmanager
def _stop_on_signal() -> Iterator[list[int]]:
    """Ctrl-C and SIGTERM are noted, so that the batch being written is finished; a second one ends
    the process."""
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


def summary_lines(summary: Summary, options: Options) -> Iterator[str]:
    """The report at the end of a run."""
    total = summary.counts.total()
    rate = total / summary.seconds if summary.seconds else 0
    what = "Would import" if options.is_dry_run else f"Import {summary.run}"
    yield (
        f"{what}: {total:,} file{'' if total == 1 else 's'} in {summary.seconds:,.1f} s"
        f" ({rate:,.0f} a second)"
    )
    yield from (f"  {outcome:<10}{summary.counts[outcome]:>9,}" for outcome in Outcome)
    for outcome in (Outcome.REJECTED, Outcome.FAILED):
        bad = [each for each in summary.bad_files if each.outcome is outcome]
        if bad:
            yield f"{outcome.capitalize()}:"
        for each in bad:
            yield f"  {each.path}"
            yield f"    {each.error.reason}: {each.error.message}"
    if summary.counts[Outcome.REJECTED]:
        yield (
            "Rejected files that could be read are kept: import_articles --reparse tries them"
            " again."
        )
        if options.overrides.as_json():
            yield (
                "What was said is kept as well; an import without --layout takes back one that a"
                " file contradicts."
            )
    if summary.counts[Outcome.FAILED]:
        yield (
            "A failed file is a bug of Dateline, not of the file; the traceback is kept with the"
            " run, in the admin."
        )
    if summary.skipped:
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in sorted(summary.skipped.items()))
        yield f"Passed over in folders: {kinds}."
    if summary.unlisted_sources:
        names = ", ".join(
            f"{name} ({number:,})" for name, number in sorted(summary.unlisted_sources.items())
        )
        yield f"Outlets that are not listed: {names}. List them in ingest/data/sources.csv."
    if summary.index_message:
        yield summary.index_message
    if summary.is_stopped:
        yield "Stopped before the end, as asked. Start the same import again to go on."
