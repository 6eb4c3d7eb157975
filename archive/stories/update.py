"""Keeps stories up to date: after a correction, and after an import.

A correction finds the stories of its articles in its own transaction. An import finds them at its
end, day after day, because then each article is read and compared once. It works in parts, each in
a short transaction, so that a killed import loses nothing: what was not done is done the next time.
"""

from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import F

from archive.models import ArchiveVersion, Article, StoryMarks, StoryProgress
from archive.stories.decided import decided_articles
from archive.stories.marks import Texts, finish_marks, new_marks, store_marks
from archive.stories.matches import Comparison, partners_of, store_found
from archive.stories.members import regroup
from archive.stories.window import Window, days_around
from ingest.stories.likeness import NEAR_DAYS
from ingest.stories.story_marks import VERSION

_PART = 500  # articles in a transaction
_LONGEST = 30  # days of the articles of a part, because the articles of these days are in memory
_MOST_TRIES = 3  # before a part is compared while all other changes wait


def update_stories(articles: Collection[int]) -> set[int]:
    """Find the stories of these articles (ids) again.

    Returns the ids of the articles whose story changed. The caller stores the new archive version
    in these (`ArchiveVersion.stamp`), in the same transaction.
    """
    _lock()
    texts = Texts()
    marks = new_marks(articles, texts)
    store_marks(marks)
    changed = _group(marks.changed, texts, Window())
    return changed | regroup(set(articles).difference(marks.changed))


def follow_stories(articles: Collection[int]) -> None:
    """Find the stories of these articles (ids) again, in a transaction of its own.

    Call it after the transaction that changed the articles. If the process is killed before, the
    next `find_stories` finds the stories.
    """
    with transaction.atomic():
        if changed := update_stories(articles):
            _lock_articles(changed)
            ArchiveVersion.stamp(sorted(changed))


def find_stories(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Find the stories of all articles that changed since the last time; return their number.

    If `should_stop` returns True, the rest is done the next time. Must not run in a transaction.
    """
    progress = StoryProgress.objects.get_or_create(pk=1)[0]
    since = progress.number if progress.marks_version == VERSION else -1
    target = ArchiveVersion.current().number
    if since >= target:
        return 0
    run = _Run(target)
    for part in _changed(since, target):
        if should_stop():
            return 0
        run.mark(part)
        run.group_before(run.first_day)
    run.group_before(date.max)
    with transaction.atomic():
        _lock()
        run.stamp(regroup(decided_articles()))
        # Without changes by others, all that happened since are our own changes.
        reached = target if run.was_disturbed else ArchiveVersion.current().number
        reached = reached if reached == run.expected else target
        StoryProgress.objects.filter(pk=1).update(number=reached, marks_version=VERSION)
    return run.compared


class _Run:
    """Finds the stories of many articles, part after part, beside changes by others.

    A part is marked, and grouped later, when all articles of the days after it are marked. Articles
    are read and compared before the transaction that stores the result. `expected` is the archive
    version if nobody else changes the archive. If somebody did, what is in memory may not be true
    any more, and the part is compared again. `compared` is the number of articles that were new or
    changed, and `first_day` that of the part that was marked last.
    """

    def __init__(self, version: int) -> None:
        self.expected = version
        self.was_disturbed = False
        self.compared = 0
        self.first_day = date.min
        self.texts = Texts()
        self.window = Window()
        self._marked: deque[tuple[list[int], date]] = deque()

    def mark(self, part: Sequence[int]) -> None:
        """Store the marks of a part of the articles; the parts are in the order of their days."""

        def read() -> Callable[[], set[int]]:
            marks = new_marks(part, self.texts)

            def store() -> set[int]:
                store_marks(marks)
                days = [day for _pk, day, *_rest in marks.rows]
                self.first_day = date.fromisoformat(min(days)) if days else self.first_day
                last = date.fromisoformat(max(days)) if days else date.min
                self._marked.append((marks.changed, last))
                self.compared += len(marks.changed)
                return set()

            return store

        self._do(read)

    def group_before(self, day: date) -> None:
        """Group the marked parts that a part which begins on this day cannot change any more."""
        while self._marked and (day - self._marked[0][1]).days > NEAR_DAYS:
            part = self._marked.popleft()[0]
            self._do(partial(self._grouped, part))

    def stamp(self, changed: Collection[int]) -> None:
        """Store a new archive version in articles whose story changed."""
        if changed:
            _lock_articles(changed)
            number = ArchiveVersion.stamp(sorted(changed)).number
            if number != self.expected + 1:
                self._forget()
            self.expected = number

    def _grouped(self, part: Sequence[int]) -> Callable[[], set[int]]:
        comparisons = list(_compared(part, self.texts, self.window))
        return lambda: _store(part, comparisons)

    def _do(self, read: Callable[[], Callable[[], set[int]]]) -> None:
        for _ in range(_MOST_TRIES):
            self._refresh()
            store = read()
            with transaction.atomic():
                _lock()
                if ArchiveVersion.current().number == self.expected:
                    self.stamp(store())
                    return
        with transaction.atomic():
            _lock()
            self._refresh()
            self.stamp(read()())

    def _refresh(self) -> None:
        number = ArchiveVersion.current().number
        if number != self.expected:
            self.expected = number
            self._forget()

    def _forget(self) -> None:
        """Note that somebody else changed the archive: what is in memory may not be true."""
        self.was_disturbed = True
        self.texts, self.window = Texts(), Window()


def _group(articles: Collection[int], texts: Texts, window: Window) -> set[int]:
    return _store(articles, list(_compared(articles, texts, window)))


def _compared(articles: Collection[int], texts: Texts, window: Window) -> Iterator[Comparison]:
    """Yield comparisons of these articles (ids), and of those that they matched before.

    There is one for all articles whose days are near each other.
    """
    known = {*articles, *partners_of(articles)}
    rows = StoryMarks.objects.filter(pk__in=known).order_by("day", "pk")
    days = list(rows.values_list("pk", "day"))
    without = known.difference(pk for pk, _day in days)
    for part in _near_each_other(days):
        window.move(*days_around([day for _pk, day in part], NEAR_DAYS))
        comparison = Comparison([pk for pk, _day in part], window, texts)
        comparison.run()
        yield comparison
    if without:
        yield Comparison.of_nothing(without)


def _store(articles: Collection[int], comparisons: Sequence[Comparison]) -> set[int]:
    """Store matches and stories; return the ids of the articles whose story changed."""
    changed = set(articles)
    for comparison in comparisons:
        changed |= store_found(comparison) | set(comparison.articles)
    finish_marks(articles)
    return regroup(changed)


def _changed(since: int, target: int) -> Iterator[list[int]]:
    """Yield the ids of the articles that changed after an archive version, in parts.

    They are in the order of their days, and the days of a part are near each other.
    """
    rows = Article.objects.filter(version__gt=since, version__lte=target)
    ids, days = array("q"), array("l")
    ordered = rows.order_by(F("published_on").asc(nulls_last=True), "pk")
    for pk, day in ordered.values_list("pk", "published_on").iterator(chunk_size=10_000):
        ids.append(pk)
        days.append((day or date.max).toordinal())
    pairs = ((pk, date.fromordinal(day)) for pk, day in zip(ids, days, strict=True))
    for part in _near_each_other(pairs):
        yield [pk for pk, _day in part]


def _near_each_other(days: Iterable[tuple[int, date]]) -> Iterator[list[tuple[int, date]]]:
    """Yield articles with their days, in parts of articles whose days are near each other."""
    part: list[tuple[int, date]] = []
    for pk, day in days:
        is_far = part and (
            (day - part[-1][1]).days > 2 * NEAR_DAYS or (day - part[0][1]).days > _LONGEST
        )
        if is_far or len(part) >= _PART:
            yield part
            part = []
        part.append((pk, day))
    if part:
        yield part


def _lock_articles(articles: Collection[int]) -> None:
    """Lock articles in the order of their ids, as every transaction does before it stamps them."""
    rows = Article.objects.select_for_update(no_key=True).filter(pk__in=articles)
    list(rows.order_by("pk").values_list("pk"))


def _lock() -> None:
    """Let only one transaction at a time change stories."""
    if not StoryProgress.objects.select_for_update().filter(pk=1).exists():
        StoryProgress.objects.get_or_create(pk=1)
