"""Reads changed articles part after part, and compares them: in this process, or in several.

Reading and comparing takes most of the time of finding stories, and changes nothing, so worker
processes can do it. Each gets parts that follow each other in time. To compare their articles, it
also reads the articles of the ten days before and after.
"""

import gc
from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from contextlib import contextmanager
from datetime import date
from itertools import accumulate, pairwise
from typing import NamedTuple

import django

from archive.database.bulk import in_slices
from archive.models import StoryMarks
from archive.stories.marks import NO_STORY, MarkRow, Texts, new_marks
from archive.stories.matches import Comparison, Findings, partners_of
from archive.stories.window import FreshMarks, Window, days_around
from ingest.stories.likeness import NEAR_DAYS
from ingest.worker_process import WorkerProcess, end_all

_PART = 500  # articles in a part
_LONGEST = 30  # days of the articles of a part, because the articles of these days are in memory
# With fewer articles, starting processes takes longer than they save.
_WORTH_WORKERS = 4_000
_AHEAD = 3  # steps that a worker process may do before they are stored


class Part(NamedTuple):
    """Some changed articles (ids), and their first and last day, as ordinal numbers."""

    number: int
    articles: "array[int]"
    first: int
    last: int


class Marked(NamedTuple):
    """The new rows of marks of the articles of a part (by its number)."""

    part: int
    rows: list[MarkRow]


class Compared(NamedTuple):
    """What the changed articles of a part found.

    `elsewhere` are ids of articles of other days that must be compared again, because they matched
    an article of the part before.
    """

    part: int
    changed: list[int]
    findings: list[Findings]
    elsewhere: list[int]


Step = Marked | Compared


@contextmanager
def steps_of(parts: Sequence[Part], workers: int) -> Iterator[Iterator[Step]]:
    """Return an iterator over the steps: each part is marked first, and compared later.

    `parts` are in the order of their days. The steps must be stored in the order of the iterator,
    and nobody else may change the archive meanwhile. Nothing is stored here.
    """
    if workers < 2 or sum(len(part.articles) for part in parts) < _WORTH_WORKERS:
        yield read_parts(parts, range(len(parts)))
        return
    readers = [_Reader(parts, own) for own in _ranges(parts, workers)]
    try:
        yield _steps_of_readers(readers)
    finally:
        end_all(reader.process for reader in readers)


def read_parts(parts: Sequence[Part], own: range) -> Iterator[Step]:
    """Yield the steps of the parts with the indexes `own`; the others are only read."""
    texts, fresh = Texts(), FreshMarks()
    window = Window(fresh)
    waiting: deque[tuple[Part, list[MarkRow]]] = deque()
    for index, part in enumerate(parts):
        while waiting and part.first - waiting[0][0].last > NEAR_DAYS:
            yield _compared_part(*waiting.popleft(), texts, window, fresh)
        rows = new_marks(part.articles, texts, fresh)
        if index in own:
            yield Marked(part.number, rows)
            waiting.append((part, rows))
    for each in waiting:
        yield _compared_part(*each, texts, window, fresh)


def _compared_part(
    part: Part, rows: Sequence[MarkRow], texts: Texts, window: Window, fresh: FreshMarks
) -> Compared:
    changed = [pk for pk, *_rest in rows]
    # Articles without marks find nothing, and their stored days can be far away from this part.
    days = {pk: date.fromisoformat(day) for pk, day, _marks, mark in rows if mark != NO_STORY}
    elsewhere: list[int] = []
    # Partners that changed too are compared as articles of their own part.
    partners = partners_of(changed).difference(changed)
    unchanged = _unchanged([pk for pk in partners if pk not in fresh], texts)
    for pk, day in unchanged.items():
        if part.first <= day.toordinal() <= part.last:
            days[pk] = day
        else:
            elsewhere.append(pk)
    gone = sorted(set(changed).difference(days))
    findings = [*compared(days, texts, window), Findings(gone, set(gone), [])]
    return Compared(part.number, changed, findings, elsewhere)


def compared(days: dict[int, date], texts: Texts, window: Window) -> Iterator[Findings]:
    """Yield what articles find; `days` has the day of each article (by id).

    There are findings for all articles whose days are near each other.
    """
    ordered = sorted((day, pk) for pk, day in days.items())
    for part in near_each_other((pk, day.toordinal()) for day, pk in ordered):
        texts.forget(window.move(*days_around([days[pk] for pk in part.articles], NEAR_DAYS)))
        yield Comparison(part.articles, window, texts).run()


def compared_again(articles: Collection[int], texts: Texts) -> list[Findings]:
    """Return what these articles (ids) find. Their marks must be stored."""
    days: dict[int, date] = {}
    for part in in_slices(articles):
        days.update(StoryMarks.objects.filter(pk__in=part).order_by().values_list("pk", "day"))
    gone = sorted(set(articles).difference(days))
    return [*compared(days, texts, Window()), Findings(gone, set(gone), [])]


def _unchanged(articles: Collection[int], texts: Texts) -> dict[int, date]:
    """Return the days of those of these articles (ids) that are as they were marked."""
    texts.load(articles)
    days: dict[int, date] = {}
    for part in in_slices(articles):
        rows = StoryMarks.objects.filter(pk__in=part).order_by()
        for pk, day, fingerprint in rows.values_list("pk", "day", "fingerprint"):
            if (article := texts.get(pk)) and article.fingerprint == fingerprint:
                days[pk] = day
    return days


def near_each_other(days: Iterable[tuple[int, int]]) -> Iterator[Part]:
    """Yield articles (id and day), in parts of articles whose days are near each other."""
    number, ids, first, last = 0, array("q"), 0, 0
    for pk, day in days:
        is_far = ids and (day - last > 2 * NEAR_DAYS or day - first > _LONGEST)
        if is_far or len(ids) >= _PART:
            yield Part(number, ids, first, last)
            number, ids = number + 1, array("q")
        first = first if ids else day
        last = day
        ids.append(pk)
    if ids:
        yield Part(number, ids, first, last)


def _ranges(parts: Sequence[Part], count: int) -> list[range]:
    """Divide the parts into `count` ranges with about the same number of articles."""
    ends = list(accumulate(len(part.articles) for part in parts))
    cuts = [bisect_left(ends, ends[-1] * index / count) + 1 for index in range(1, count)]
    bounds = [0, *cuts, len(parts)]
    return [range(*pair) for pair in pairwise(bounds) if pair[0] < pair[1]]


class _Reader:
    """A worker process that reads the parts of a range, and the parts of the days around it."""

    def __init__(self, parts: Sequence[Part], own: range) -> None:
        first, last = parts[own.start].first - NEAR_DAYS, parts[own.stop - 1].last + NEAR_DAYS
        near = [i for i, part in enumerate(parts) if part.last >= first and part.first <= last]
        start, stop = min(near), max(near) + 1
        self.process = WorkerProcess(django.setup)
        shifted = range(own.start - start, own.stop - start)
        self._futures: deque[Future[Step | None] | None] = deque()
        self.process.submit(_begin, list(parts[start:stop]), shifted)
        for _ in range(_AHEAD):
            self.ask()

    def ask(self) -> None:
        """Ask for another step."""
        self._futures.append(self.process.submit(_next_step))

    @property
    def next(self) -> "Future[Step | None]":
        """Return the step that is ready first. Raises BrokenExecutor."""
        future = self._futures[0]
        if future is None:
            raise BrokenExecutor
        return future

    def take(self) -> Step | None:
        """Wait for the next step; None after the last one. Raises BrokenExecutor."""
        step = self.next.result()
        self._futures.popleft()
        self.ask()
        return step


def _steps_of_readers(readers: Sequence[_Reader]) -> Iterator[Step]:
    """Yield the steps of all readers as they come; stop if one of the processes is dead."""
    working = list(readers)
    while working:
        try:
            futures = {reader.next: reader for reader in working}
            done = wait(futures, return_when=FIRST_COMPLETED).done
            for future in done:
                if step := futures[future].take():
                    yield step
                else:
                    working.remove(futures[future])
        except (BrokenExecutor, CancelledError):
            return


_steps: Iterator[Step] = iter(())  # set in worker processes only


def _begin(parts: Sequence[Part], own: range) -> None:
    global _steps
    gc.disable()  # what is read here has no cycles, and searching it for them takes long
    _steps = read_parts(parts, own)


def _next_step() -> Step | None:
    return next(_steps, None)
