"""Test that the follower updates the index if a writer died, and continues after errors."""

import threading
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from archive.database.background_loop import log_errors
from archive.models import ArchiveVersion, Article
from archive.search import FACETS, catch_up
from archive.search.index import follower, open_index
from tests.search_library import Library, current, total
from tests.sqlite_steps import steps_of

pytestmark = pytest.mark.django_db


def test_the_follower_catches_up_for_a_writer_that_died(
    library: Library, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    follower.catch_up_if_behind()  # opens the index
    with django_assert_num_queries(1):
        assert not follower.catch_up_if_behind()
    library.article("Shipyard")
    assert follower.catch_up_if_behind()
    assert total("shipyard") == 1


def test_the_follower_waits_while_another_process_catches_up(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(follower.time, "monotonic", lambda: now)
    lag = follower.Lag()
    assert not follower.catch_up_if_behind(lag)
    for number in range(3):
        library.article("Shipyard")
        assert not follower.catch_up_if_behind(lag)
        assert total("shipyard") == number
        now += follower.MAX_STANDSTILL_SECONDS - 0.1
        catch_up()  # another process is working
        library.article("Tannery")
        assert not follower.catch_up_if_behind(lag)
    now += follower.MAX_STANDSTILL_SECONDS
    assert follower.catch_up_if_behind(lag)
    assert total("tannery") == 3


def test_the_follower_counts_the_archive_in_advance(library: Library) -> None:
    library.article("Shipyard", names=["ri-su-yong"])
    follower.catch_up_if_behind()
    ready = open_index.current_index().counts
    assert ready.of_field("person").counts == {0: 5, library.entities["ri-su-yong"].pk: 1}
    assert set(ready._fields) == {facet.field for facet in FACETS.values()}
    follower.catch_up_if_behind()
    assert open_index.current_index().counts is ready


def test_the_query_for_changed_articles_uses_a_database_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_index, "MAX_CHANGED_SHARE", 1.0)
    follower.catch_up_if_behind()
    changed = library.article("Shipyard")
    Article.objects.bulk_create(
        Article(title=f"Tannery {number}", version=1) for number in range(3_000)
    )
    catch_up()
    assert steps_of(open_index.current_index) < 1_000
    earlier = open_index.current_index().counts.earlier
    assert earlier and earlier.article_ids == [changed.pk]


def test_the_follower_survives_a_missing_or_damaged_index(
    library: Library, settings: Settings
) -> None:
    (current().folder / "state.json").unlink()
    assert not follower.catch_up_if_behind()
    settings.INDEX_DIR = settings.STATE_DIR / "elsewhere"
    assert not follower.catch_up_if_behind()


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_the_follower_survives_database_errors(
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    kind: type[Exception],
) -> None:
    def fail(number: int) -> int:
        raise kind("gone")

    monkeypatch.setattr(ArchiveVersion, "current_and_mark_of", fail)
    monkeypatch.setattr(connection, "close", lambda: None)  # this test uses the connection, too
    log_errors(follower.catch_up_if_behind)
    assert "gone" in caplog.text


def test_the_follower_survives_unexpected_errors(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(number: int) -> int:
        raise RuntimeError("never seen before")

    monkeypatch.setattr(ArchiveVersion, "current_and_mark_of", fail)
    log_errors(follower.catch_up_if_behind)
    assert "never seen before" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_following_continues_until_the_block_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    called = threading.Semaphore(0)

    def fail(_seconds: float, **options: Any) -> None:
        called.release()
        if "is_repeated" in options:
            raise ValueError

    monkeypatch.setattr(follower, "catch_up", fail)
    with follower.following(0.001, lambda: False):
        assert called.acquire(timeout=60) and called.acquire(timeout=60), "one failure ended it"
    assert "index-following" not in {thread.name for thread in threading.enumerate()}
    with transaction.atomic(), follower.following(0.001, lambda: False):
        assert "index-following" not in {thread.name for thread in threading.enumerate()}
