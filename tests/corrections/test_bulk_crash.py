"""Test that a decision about a list whose process is killed is finished, continued or undone."""

import signal
import time
from collections.abc import Callable
from datetime import date, timedelta

from archive.models import Article, Correction, Decision, Extract
from tests.separate_archive import SeparateArchive

ALL = 400
DAY = timedelta(days=1)


def test_kill_9_at_any_moment_leaves_nothing_half_applied_unseen(
    make_archive: Callable[[], SeparateArchive],
) -> None:
    archive = make_archive()
    decisions = Decision.objects.using(archive.alias)
    call = "tests.corrections.many_rows.act({})".format
    killed = 0
    # The first process stores the decision, the second undoes it and the third redoes it. Each of
    # them begins while the one before is not finished.
    for acts, wanted in (("'make', 'decide'", 0), ("'undo'", 100), ("'redo'", 60)):
        process = archive.start_call(call(acts))
        before = decisions.first()
        while process.poll() is None:
            now = decisions.first()
            is_turned = now and (not before or now.undone_at != before.undone_at)
            if is_turned and now and now.waiting and now.waiting["after_correction"] >= wanted:
                break
            time.sleep(0.001)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        assert Correction.objects.using(archive.alias).count() == ALL
        decision = decisions.get()
        is_finished = decision.waiting is None
        assert moved(archive) == (not decision.undone_at) or not is_finished
    assert killed == 3, "the processes were over before they could be killed"
    assert archive.start_call(call("'finish'")).wait() == 0
    assert (moved(archive), decisions.get().waiting) == (True, None)
    state, _, total = archive.contents()["index"]
    assert (state, total) == ("ready", ALL)


def moved(archive: SeparateArchive) -> bool | None:
    """Return True if all dates are moved, False if none is, None if only some of them are."""
    parsed = Extract.objects.using(archive.alias).values_list("article", "fields")
    old = {pk: date.fromisoformat(fields["published"]["value"]) for pk, fields in parsed}
    shown = Article.objects.using(archive.alias).values_list("pk", "published_on")
    are_moved = {(day - old[pk]) == DAY for pk, day in shown if day}
    return are_moved.pop() if len(are_moved) == 1 else None
