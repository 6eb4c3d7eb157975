"""Test that no correction is lost if two people correct an article at the same moment.

One of the two people gets a message that the article has changed.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection

from archive.corrections import StaleForm, correct, fingerprints, undo
from archive.models import ArchiveVersion, Article, Decision
from archive.stories import find_stories
from tests.conftest import ROOT
from tests.factories import make_article
from tests.stories.random_articles import (
    START,
    TEXTS,
    found_anew,
    stored_stories,
)

PROGRAM = """
import django
django.setup()
from django.core.management import call_command
from tests.corrections import test_concurrent_corrections
call_command("migrate", verbosity=0)
test_concurrent_corrections.{name}()
"""


def send_two_forms() -> None:
    article = make_article()
    people = [User.objects.create_user(name) for name in ("ada", "grace")]
    seen, start = fingerprints(article), Barrier(2)

    def send(person: User) -> str:
        start.wait()
        try:
            correct(article, {"title": f"By {person.username}"}, "better", person, seen=seen)
        except StaleForm:
            return "refused"
        finally:
            connection.close()
        return f"By {person.username}"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, people))
    assert answers[1] == "refused", answers
    assert Article.objects.get().title == answers[0]
    assert Decision.objects.count() == 1


def undo_four_decisions() -> None:
    article = make_article()
    ada = User.objects.create_user("ada")
    decisions = [
        correct(article, {"title": f"Title {number}"}, "better", ada) for number in range(4)
    ]
    before, start = ArchiveVersion.current().number, Barrier(4)

    def take_back(decision: Decision) -> None:
        start.wait()
        try:
            undo(decision, ada)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(take_back, decisions))
    assert Article.objects.get().title == "Health Works Renovated"
    assert not Article.objects.get().is_corrected
    assert ArchiveVersion.current().number == before + 4


def correct_while_stories_are_found() -> None:
    """Four people correct articles of the same stories; a fifth process finds stories meanwhile."""
    for number in range(24):
        make_article({"title": f"Bridge {number}"}, body=TEXTS[number % len(TEXTS)])
    ada = User.objects.create_user("ada")
    find_stories()
    failures: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = failures.append  # type: ignore[method-assign, assignment]
    logging.getLogger("django").addHandler(handler)
    start = Barrier(5)

    def change(seed: int) -> None:
        random = Random(seed)
        start.wait()
        try:
            for _ in range(6):
                article = random.choice(list(Article.objects.order_by("pk")))
                day = START + timedelta(random.randrange(20))
                correct(article, {"published": day.isoformat()}, "better", ada)
        finally:
            connection.close()

    def find() -> None:
        start.wait()
        try:
            for _ in range(6):
                find_stories()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        for future in [*(pool.submit(change, seed) for seed in range(4)), pool.submit(find)]:
            future.result()
    logging.getLogger("django").removeHandler(handler)
    assert not failures, [record.getMessage() for record in failures]
    find_stories()
    found = stored_stories()
    assert found[1]
    assert found == found_anew()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "story", [send_two_forms, undo_four_decisions, correct_while_stories_are_found]
)
def test_concurrent_decisions_are_all_kept(story: Callable[[], None], state_dir: Path) -> None:
    if connection.vendor != "sqlite":
        story()
        return
    # Other tests use SQLite in memory, where one writer never waits for another. This test needs a
    # database in a file, as a real site has it.
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "archive.settings",
        "DATELINE_SECRET_KEY": "for-this-test",
        "DATELINE_ALLOWED_HOSTS": "testserver",
        "DATELINE_STATE_DIR": str(state_dir),
        "DATABASE_URL": f"sqlite:///{state_dir / 'test.sqlite3'}",
    }
    program = PROGRAM.format(name=story.__name__)
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
