"""Keeps stories up to date: after a correction, and after an import.

A correction finds the stories of its articles in its own transaction. An import finds them at its
end, day after day, because then each article is read and compared once. It works in parts, each in
a short transaction, so that a killed import loses nothing: what was not done is done the next time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from archive.models import ArchiveVersion, Article, StoryProgress
from archive.stories.decided import decided_articles
from archive.stories.marks import Texts, finish_marks, new_marks, store_marks
from archive.stories.matches import Findings, partners_of, store_found
from archive.stories.members import regroup
from archive.stories.reading import (
    Compared,
    Marked,
    Part,
    Step,
    compared_again,
    near_each_other,
    read_parts,
    steps_of,
)
from ingest.stories.story_marks import VERSION

_MOST_TRIES = 3  # before a part is compared while all other changes wait


def update_stories(articles: Collection[int]) -> set[int]:
    """Find the stories of these articles (ids) again.

    Returns the ids of the articles whose story changed. The caller stores the new archive version
    in these (`ArchiveVersion.stamp`), in the same transaction.
    """
    _lock()
    texts = Texts()
    rows = new_marks(articles, texts)
    store_marks(rows)
    marked = [pk for pk, *_rest in rows]
    known = {*marked, *partners_of(marked)}
    changed = _store(marked, compared_again(known, texts))
    return changed | regroup(set(articles).difference(marked))


def follow_stories(articles: Collection[int]) -> None:
    """Find the stories of these articles (ids) again, in a transaction of its own.

    Call it after the transaction that changed the articles. If the process is killed before, the
    next `find_stories` finds the stories.
    """
    with transaction.atomic():
        if changed := update_stories(articles):
            _lock_articles(changed)
            ArchiveVersion.stamp(sorted(changed))


def find_stories(should_stop: Callable[[], bool] = lambda: False, workers: int = 1) -> int:
    """Find the stories of all articles that changed since the last time; return their number.

    If there are many, `workers` processes read and compare them. If `should_stop` returns True, the
    rest is done the next time. Must not run in a transaction.
    """
    progress = StoryProgress.objects.get_or_create(pk=1)[0]
    since = progress.number if progress.marks_version == VERSION else -1
    target = ArchiveVersion.current().number
    if since >= target:
        return 0
    run = _Run(list(_changed(since, target)), target, workers)
    if not run.go(should_stop):
        return 0
    with transaction.atomic():
        _lock()
        run.stamp(regroup(decided_articles()))
        # If nobody else changed the archive, all changes since `target` are those of stories.
        is_ours = not run.was_disturbed and ArchiveVersion.current().number == run.expected
        reached = run.expected if is_ours else target
        StoryProgress.objects.filter(pk=1).update(number=reached, marks_version=VERSION)
    return run.compared


class _Run:
    """Finds the stories of many articles, part after part, beside changes by others.

    `expected` is the archive version if nobody else changes the archive. If somebody did, what was
    read may not be true any more, and the parts that are left are read again. `compared` is the
    number of articles that were new or changed.
    """

    def __init__(self, parts: Sequence[Part], version: int, workers: int) -> None:
        self.expected = version
        self.was_disturbed = False
        self.compared = 0
        self._left = {part.number: part for part in parts}
        self._workers = workers

    def go(self, should_stop: Callable[[], bool]) -> bool:
        """Store marks, matches and stories of all parts; return False if it was stopped."""
        tries = 0  # in which no part was finished
        while self._left:
            before = len(self._left)
            if tries >= _MOST_TRIES:
                self._compare_one_alone()
            elif not self._go_undisturbed(should_stop):
                return False
            if len(self._left) == before:
                tries += 1
                self._workers = 1  # to start processes again and again would take too long
            else:
                tries = 0
        return True

    def _go_undisturbed(self, should_stop: Callable[[], bool]) -> bool:
        """Go on until somebody else changes the archive; return False if it was stopped."""
        with steps_of(list(self._left.values()), self._workers) as steps:
            for step in steps:
                if should_stop():
                    return False
                with transaction.atomic():
                    _lock()
                    if self._is_disturbed():
                        return True
                    self._store(step)
        self._workers = 1  # all is done, or a worker process died
        return True

    def _compare_one_alone(self) -> None:
        """Compare one part while all other changes wait, because there are too many of them."""
        with transaction.atomic():
            _lock()
            self._is_disturbed()
            for step in read_parts(list(self._left.values()), range(1)):
                self._store(step)
                if isinstance(step, Compared):
                    break

    def _is_disturbed(self) -> bool:
        number = ArchiveVersion.current().number
        is_disturbed = number != self.expected
        self.was_disturbed |= is_disturbed
        self.expected = number
        return is_disturbed

    def _store(self, step: Step) -> None:
        if isinstance(step, Marked):
            store_marks(step.rows)
            return
        changed = _store(step.changed, step.findings)
        if step.elsewhere:
            changed |= _store([], compared_again(step.elsewhere, Texts()))
        self.stamp(changed)
        self.compared += len(step.changed)
        del self._left[step.part]

    def stamp(self, changed: Collection[int]) -> None:
        """Store a new archive version in articles whose story changed."""
        if changed:
            _lock_articles(changed)
            number = ArchiveVersion.stamp(sorted(changed)).number
            self.was_disturbed |= number != self.expected + 1
            self.expected = number


def _store(articles: Collection[int], findings: Iterable[Findings]) -> set[int]:
    """Store matches and stories; return the ids of the articles whose story changed."""
    changed = set(articles)
    for each in findings:
        changed |= store_found(each) | set(each.articles)
    finish_marks(articles)
    return regroup(changed)


def _changed(since: int, target: int) -> Iterator[Part]:
    """Yield the articles that changed after an archive version, in the order of their days."""
    rows = Article.objects.filter(version__gt=since, version__lte=target)
    ordered = rows.order_by(F("published_on").asc(nulls_last=True), "pk")
    pairs = ordered.values_list("pk", "published_on").iterator(chunk_size=10_000)
    return near_each_other((pk, (day or date.max).toordinal()) for pk, day in pairs)


def _lock_articles(articles: Collection[int]) -> None:
    """Lock articles in the order of their ids, as every transaction does before it stamps them."""
    rows = Article.objects.select_for_update(no_key=True).filter(pk__in=articles)
    list(rows.order_by("pk").values_list("pk"))


def _lock() -> None:
    """Let only one transaction at a time change stories."""
    if not StoryProgress.objects.select_for_update().filter(pk=1).exists():
        StoryProgress.objects.get_or_create(pk=1)
