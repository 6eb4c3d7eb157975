"""Random articles of a few texts, and all stories that were found in them."""

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from archive.models import (
    ArchiveVersion,
    Article,
    Source,
    StoryMarks,
    StoryMatch,
    StoryMember,
    StoryProgress,
)
from archive.stories import find_stories, reading
from ingest.worker_process import WorkerProcess
from tests.ingest.test_stories import BRIDGE, CUT, GREETINGS, OTHER_BRIDGE, RETOLD, SPANISH

TEXTS = [BRIDGE, CUT, RETOLD, SPANISH, OTHER_BRIDGE, GREETINGS]
START = date(2024, 5, 1)

Stored = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]


def add_articles(random: Random, count: int) -> None:
    """Add articles with random texts, sources and days of two months."""
    sources = Source.objects.order_by("pk")[:3]
    new = [
        Article.objects.create(
            title=f"Article {number}", source=random.choice(sources), **_values(random)
        )
        for number in range(count)
    ]
    with transaction.atomic():
        ArchiveVersion.stamp([article.pk for article in new])


def change_articles(random: Random, count: int) -> None:
    """Give other texts and days to some articles, and withdraw some."""
    changed = random.sample(list(Article.objects.values_list("pk", flat=True)), count)
    for pk in changed:
        Article.objects.filter(pk=pk).update(**_values(random))
    with transaction.atomic():
        ArchiveVersion.stamp(sorted(changed))


def _values(random: Random) -> dict[str, Any]:
    body = random.choice(TEXTS)
    return {
        "body": body,
        "language": "es" if body == SPANISH else "en",
        "published_on": START + timedelta(random.randrange(60)),
        "published_precision": Article.Precision.DAY,
        "withdrawn_at": random.choice([None, None, None, "2026-01-01T00:00Z"]),
    }


def stored_stories() -> Stored:
    """Return all matches, and all articles of stories."""
    rows = StoryMatch.objects.order_by("article", "other")
    members = StoryMember.objects.order_by("article")
    return (
        list(rows.values_list("article", "other", "kind", "measure")),
        list(members.values_list("article", "story")),
    )


def found_anew(workers: int = 1) -> Stored:
    """Forget all stories, find them again, and return them."""
    for rows in (StoryMarks, StoryMatch, StoryMember, StoryProgress):
        rows.objects.all().delete()
    find_stories(workers=workers)
    return stored_stories()


def compare_workers() -> None:
    """Print what one process finds, and two, and two of which one is killed."""
    add_articles(Random(1), 60)
    found = {"one process": found_anew()}
    reading._WORTH_WORKERS, reading._PART = 1, 3
    found["two processes"] = found_anew(2)
    submit: Callable[..., Future[Any] | None] = WorkerProcess.submit
    calls = 0

    def deadly(process: WorkerProcess, function: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 12:
            submit(process, _die)
        return submit(process, function, *arguments)

    WorkerProcess.submit = deadly  # type: ignore[method-assign, assignment]
    found["one process was killed"] = found_anew(2)
    assert calls >= 12
    print(json.dumps(found))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
