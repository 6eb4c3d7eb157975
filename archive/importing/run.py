"""Runs an import: parses, plans and stores files batch by batch, and returns a summary."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, connection, reset_queries

import archive
from archive import search
from archive.corrections.propagation import spread_all
from archive.importing import (
    FilePlan,
    JoinedCopy,
    KnownItemWriter,
    Outcome,
    Planner,
    SourceResolver,
    Writer,
    close_run,
    count_joined,
    import_session,
    joined_copies,
    load_gazetteer_rows,
    open_run,
    plan_reparse,
    stored_capture_ids,
    stored_captures,
)
from archive.importing.candidates import ArticleRef
from archive.importing.prefetch import Item, read_ahead
from archive.models import Article
from archive.stories import find_stories
from ingest.errors import Rejection
from ingest.file_kinds import FolderTally
from ingest.file_reader import Read, read_files
from ingest.formats.entry import Entry, PassedOver
from ingest.pipeline import (
    FileError,
    FileResult,
    ImportOverrides,
    as_error,
    failure,
)
from ingest.read import FileBytes
from ingest.walk import FoundFile, RejectedFile, shown_path, stored_path, walk
from ingest.workers import Workers

LOCK_SECONDS = 0.2  # the longest time for which storing a batch should lock SQLite's database
# The planned time for storing a batch. For SQLite it is shorter than LOCK_SECONDS because some
# batches take longer than planned, for example on a busy machine. PostgreSQL locks only the rows
# that a batch changes. So its batches can be larger, which saves the queries that each batch needs.
_AIM_SECONDS = {"sqlite": 0.7 * LOCK_SECONDS, "postgresql": 1.0}
_FIRST_BATCH, _LARGEST_BATCH = 16, 400  # files in the first batch; the most in a batch
# A batch gets no more files when its files have this many bytes together, because their bytes,
# texts and results are in memory at the same time.
_BATCH_BYTES = 16_000_000
# The time between two updates of the search index during a run. Each update writes a segment of the
# index, and many small segments have to be merged: with one update each second, an import took a
# tenth longer.
_INDEX_SECONDS = 4.0


class NotReady(Exception):
    """An error that is raised if a run cannot start; the message explains why."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a run, as the archivist set them.

    If `is_reparse` is True, stored captures are parsed again: those that were imported from
    `paths`, or all if `paths` is empty. If `is_reparse` is False, `paths` must not be empty. If
    `is_fail_fast` is True, the run ends after the first rejected or failed file. `workers` is the
    number of processes that parse files; if it is 1, this process parses the files.
    """

    paths: tuple[str, ...]
    overrides: ImportOverrides = field(default_factory=ImportOverrides)
    is_dry_run: bool = False
    is_reparse: bool = False
    is_fail_fast: bool = False
    workers: int = 1

    def as_json(self) -> dict[str, object]:
        return {
            "paths": [shown_path(path) for path in self.paths],
            "overrides": self.overrides.as_json(),
            "reparse": self.is_reparse,
            "fail_fast": self.is_fail_fast,
            "workers": self.workers,
        }


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that was rejected or failed, with its error."""

    path: str
    outcome: Outcome
    error: FileError


@dataclass(slots=True)
class Summary:
    """The counts and messages of a finished run.

    - `files` is the number of files that were opened; a data set has many rows.
    - `counts` has the number of files and rows with each outcome, and `bad_files` the files and
      rows that were rejected or failed.
    - `seconds` is the duration. `is_stopped` is true if the run was stopped before the end.
    - `skipped` has the number of files and folders that were found in folders and not imported, by
      the reason ("hidden") or by the ending of the file name (".pdf").
    - `unused_columns` maps each data set to the names of its columns that mean no field.
    - `unlisted_sources` maps the name of each source that is not in our data files to the number of
      its articles.
    - `joined` is the number of texts that became a further copy of an article, and
      `joined_articles` the number of these articles. `planned_copies` lists the texts after a dry
      run; after an import, the database has the list. `copies` yields the list of either.
    - `run` is the id of the ImportRun; it is None after a dry run.
    - `index_message` says what is wrong with the search index; "" if it is ready, or in a dry run.
    """

    files: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    bad_files: list[BadFile] = field(default_factory=list)
    skipped: FolderTally = field(default_factory=FolderTally)
    unused_columns: dict[str, PassedOver] = field(default_factory=dict)
    unlisted_sources: Counter[str] = field(default_factory=Counter)
    joined: int = 0
    joined_articles: int = 0
    planned_copies: list[JoinedCopy] = field(default_factory=list)
    run: int | None = None
    seconds: float = 0.0
    is_stopped: bool = False
    index_message: str = ""

    @property
    def is_clean(self) -> bool:
        return not self.bad_files

    def copies(self) -> Iterator[JoinedCopy]:
        """Yield the texts that became a further copy of an article, in the order of the import."""
        yield from self.planned_copies if self.run is None else joined_copies(self.run)


Advance = Callable[[Sequence[Outcome], int], None]
ShouldStop = Callable[[], bool]


class Amount(NamedTuple):
    """How much a run will process.

    `files` is the number of files or of stored captures, `size` the bytes of the files.
    """

    files: int
    size: int


def amount_of(options: Options) -> Amount:
    """Return how much a run will process. The files are found, but not read."""
    if options.is_reparse:
        return Amount(len(stored_capture_ids(_stored_paths(options))), 0)
    count = size = 0
    for item in walk(options.paths):
        count += 1
        size += item.size if isinstance(item, FoundFile) else 0
    return Amount(count, size)


def import_articles(options: Options, advance: Advance, should_stop: ShouldStop) -> Summary:
    """Import files, or parse stored captures again, and return the summary.

    Decisions that are not applied to all their articles yet, because a process was killed, are
    applied first.

    `advance` is called with the outcomes of each batch after the batch was stored, and with the
    number of bytes that were read until then; with `--reparse`, with the number of captures.
    `should_stop` is called between files; if it returns True, the run stops.

    Raises NotReady if the gazetteer is not loaded, or if no stored capture was imported from one of
    the paths to reparse. Raises django.db.OperationalError or InterfaceError if the database fails;
    the batches that were passed to `advance` before the error are stored.
    """
    sources = SourceResolver()
    if not sources:
        raise NotReady(
            "Sources and places are not loaded. Run “manage.py load_gazetteer” first. Nothing was"
            " imported."
        )
    if options.is_reparse and options.paths and not stored_capture_ids(_stored_paths(options)):
        raise NotReady(
            f"No stored file was imported from {', '.join(map(shown_path, options.paths))}."
        )
    if not options.is_dry_run:
        spread_all()
    return _ImportRunner(options, sources, advance, should_stop).go()


def _stored_paths(options: Options) -> list[str] | None:
    """Return the paths in the form that the archive stores; None if `options` has no paths."""
    return [stored_path(path) for path in options.paths] or None


class _ImportRunner:
    """One import run, with its planner, its writer and its summary."""

    def __init__(
        self, options: Options, sources: SourceResolver, advance: Advance, should_stop: ShouldStop
    ) -> None:
        self.options = options
        self.sources = sources
        self.advance = advance
        self.should_stop = should_stop
        self.gazetteer = load_gazetteer_rows()
        self.planner = Planner(sources)
        self.summary = Summary()
        # The titles of the articles that a dry run would create, for the list of copies.
        self.planned_titles: dict[ArticleRef, str] = {}
        self.joined_refs: set[ArticleRef | int] = set()
        self.writer: Writer | None = None

    def go(self) -> Summary:
        """Process all files, update the search index, and return the summary."""
        started = time.monotonic()
        run = None
        if not self.options.is_dry_run:
            run = open_run(archive.VERSION, self.options.as_json())
            self.writer = Writer(run, self.sources, self.gazetteer)
            self.summary.run = run.pk
        if run:
            with search.following(_INDEX_SECONDS, self.should_stop):
                with import_session():
                    self._all_batches()
                    find_stories(self.should_stop, self.options.workers)
                close_run(run)
            self.summary.joined, self.summary.joined_articles = count_joined(run.pk)
            self.summary.index_message = search.status().message
        else:
            self._all_batches()
        self.summary.seconds = time.monotonic() - started
        return self.summary

    def _all_batches(self) -> None:
        """Parse, plan and store all files, in batches.

        The number of files in a batch is computed from the time that it took to store the previous
        batch.
        """
        size = _FIRST_BATCH
        items = self._stored_items() if self.options.is_reparse else self._file_items()
        with Workers(self.gazetteer, self.options.workers) as workers:
            read = read_ahead(items, self.options.overrides, workers, self._is_over)
            while not self._is_over() and (batch := self._take(read, size)):
                plans, seconds = self._store(batch)
                self._report(plans, batch[-1][0].position)
                # If DEBUG is true, Django keeps all SQL statements in memory; they contain whole
                # files.
                reset_queries()
                size = next_size(size, seconds)

    def _is_over(self) -> bool:
        self.summary.is_stopped = self.summary.is_stopped or self.should_stop()
        return self.summary.is_stopped or (self.options.is_fail_fast and not self.summary.is_clean)

    def _file_items(self) -> Iterator[Item]:
        in_process = self.options.workers > 1
        for read in read_files(self._files(), self.options.overrides, in_process=in_process):
            if isinstance(read.found, Entry):
                yield _item(read, read.found)
            elif isinstance(read.found, RejectedFile):
                error = FileError(read.found.reason, read.found.message)
                yield Item(read.path, error, position=read.position)
            elif read.found.columns:
                where = ", ".join(filter(None, (read.path, read.found.place)))
                self.summary.unused_columns[where] = read.found
            else:
                where = f"{read.path}, {read.found.place}"
                self.summary.skipped.pass_over(read.found.reason, where)

    def _files(self) -> Iterator[FoundFile | RejectedFile]:
        for file in walk(self.options.paths, self.summary.skipped):
            self.summary.files += 1
            yield file

    def _stored_items(self) -> Iterator[Item]:
        captures = stored_captures(stored_capture_ids(_stored_paths(self.options)))
        for number, capture in enumerate(captures, 1):
            file_bytes: FileBytes | FileError = FileBytes(
                capture.sha256, capture.size, capture.data
            )
            if capture.data is None:
                file_bytes = FileError(capture.rejection, capture.message)
            yield Item(
                capture.path,
                file_bytes,
                capture,
                place=capture.place,
                form=capture.form,
                encoding=capture.encoding,
                position=number,
            )

    def _take(
        self, read: Iterator[tuple[Item, FileResult]], size: int
    ) -> list[tuple[Item, FileResult]]:
        """Return the next batch: at most `size` files, each with the result of parsing it.

        The batch is smaller if its files are large, if no more files are left, or if the run stops.
        """
        batch: list[tuple[Item, FileResult]] = []
        weight = 0
        while len(batch) < size and weight < _BATCH_BYTES and not self._is_over():
            one = next(read, None)
            if one is None:
                break
            batch.append(one)
            weight += one[0].size
        return batch

    def _plan(self, read: Sequence[tuple[Item, FileResult]]) -> list[FilePlan]:
        results = [result for _, result in read]
        if not self.options.is_reparse:
            return self.planner.plan(results)
        return plan_reparse(
            self.planner,
            KnownItemWriter(self.sources),
            [item.stored for item, _ in read if item.stored],
            results,
        )

    def _store(self, read: Sequence[tuple[Item, FileResult]]) -> tuple[list[FilePlan], float]:
        """Plan and store a batch; return its plans and the seconds that the database was locked.

        If storing the batch raises an error, its files are stored one by one. So a bug of Dateline
        affects only the file that triggers the bug.
        """
        try:
            plans = self._cut(self._plan(read))
            seconds = self.writer.write(plans) if self.writer else 0.0
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001  a bug in storing one file must not end the run
            self._give_up()
            if len(read) > 1:
                return self._store_singly(read)
            failed = replace(read[0][1], parsed=None, error=failure(error))
            plans = [FilePlan(failed, Outcome.FAILED, error=failed.error)]
            seconds = self.writer.write(plans) if self.writer else 0.0
        if self.writer:
            self.planner.settle()
        else:
            self.planner.keep()
        return plans, seconds

    def _store_singly(
        self, read: Sequence[tuple[Item, FileResult]]
    ) -> tuple[list[FilePlan], float]:
        plans: list[FilePlan] = []
        longest = 0.0
        for item in read:
            stored, seconds = self._store([item])
            plans += stored
            longest = max(longest, seconds)
            if self._cut(plans) != plans or (self.options.is_fail_fast and plans[-1].error):
                break
        return plans, longest

    def _give_up(self) -> None:
        """Forget the planned files and the new sources of a batch that was rolled back."""
        self.planner.settle()
        self.sources.load()

    def _cut(self, plans: list[FilePlan]) -> list[FilePlan]:
        """Return these plans; if --fail-fast is set, only those up to the first plan with an error.

        The plan with the error is included, so that the file is reported as a bad file (BadFile).
        """
        if self.options.is_fail_fast:
            for number, plan in enumerate(plans, start=1):
                if plan.error:
                    return plans[:number]
        return plans

    def _report(self, plans: Sequence[FilePlan], position: int) -> None:
        for plan in plans:
            self.summary.counts[plan.outcome] += 1
            if plan.error:
                self.summary.bad_files.append(BadFile(plan.result.where, plan.outcome, plan.error))
            sources = (extract.lookup.source for extract in (*plan.extracts, *plan.reparsed))
            self.summary.unlisted_sources.update(
                source.name for source in sources if source and not source.is_listed
            )
            if not self.writer:
                self._list_copies(plan)
        self.advance([plan.outcome for plan in plans], position)

    def _list_copies(self, plan: FilePlan) -> None:
        """Add the extracts of a planned file that are further copies to the list of a dry run."""
        joined = {extract.article_ref.pk or 0 for extract in plan.extracts if extract.joined}
        stored = Article.objects.filter(pk__in=joined) if joined else Article.objects.none()
        titles = dict(stored.values_list("pk", "title"))
        for extract in plan.extracts:
            ref = extract.article_ref
            if extract.joined is None:
                self.planned_titles[ref] = extract.lookup.title
                continue
            title = titles[ref.pk] if ref.pk is not None else self.planned_titles.get(ref, "")
            self.summary.planned_copies.append(
                JoinedCopy(
                    *(plan.result.path, extract.position, ref.pk, title),
                    *(extract.joined.how, extract.joined.share),
                )
            )
            self.joined_refs.add(ref.pk or ref)
        self.summary.joined = len(self.summary.planned_copies)
        self.summary.joined_articles = len(self.joined_refs)


def next_size(size: int, seconds: float) -> int:
    """Return the size of the next batch, after storing a batch of `size` files took `seconds`.

    The next batch should take _AIM_SECONDS, but has at most twice as many files.
    """
    aim = _AIM_SECONDS[connection.vendor]
    factor = min(2.0, aim / seconds) if seconds > 0 else 2.0
    return max(1, min(_LARGEST_BATCH, round(size * factor)))


def _item(read: Read, entry: Entry) -> Item:
    content = entry.content
    return Item(
        read.path,
        as_error(content) if isinstance(content, Rejection) else content,
        place=entry.place,
        form=entry.form,
        encoding=entry.encoding,
        container=entry.container,
        position=read.position,
    )
