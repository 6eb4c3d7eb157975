"""Test that several processes can update the index without long waits or lost changes."""

import time
from contextlib import suppress
from itertools import count
from typing import Any

import pytest

from archive.models import ArchiveVersion
from archive.search import catch_up, following
from archive.search.index import catch_up as updating
from archive.search.index.generations import Generation
from archive.search.index.segment_files import SegmentFiles
from tests.search_library import Library, current, total

pytestmark = pytest.mark.django_db


def test_catching_up_sends_a_request_to_a_busy_writer_and_waits_only_briefly(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "WAIT_SECONDS", 0.05)
    before = ArchiveVersion.current().number
    library.article("Shipyard")
    with current().writer_lock() as is_held:
        assert is_held
        assert catch_up(is_repeated=True) == before
        assert current().last_request() == 0
        assert catch_up() == before
        assert current().last_request() > 0
    assert catch_up() == before + 1


def test_a_request_during_a_merge_is_applied_at_once(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "MERGE_FROM", 1)
    monkeypatch.setattr(updating, "APPLY_SECONDS", 1_000.0)
    library.article("Shipyard")
    totals: list[int] = []
    sleep = time.sleep
    monkeypatch.setattr(
        SegmentFiles, "is_merging", lambda files: 1 not in totals and len(totals) < 20
    )

    def request_meanwhile(seconds: float) -> None:
        if not totals:
            library.article("Later")
            current().request_catch_up()
        sleep(seconds)
        totals.append(total("later"))

    monkeypatch.setattr(updating.time, "sleep", request_meanwhile)
    updating.apply_all(current(), 1_000.0)
    assert totals[0] == 0
    assert totals[-1] == 1


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Make `is_merging` always return True; return a list with an entry for each of its calls.

    An entry is True if the index contained the article "Shipyard" when `is_merging` was called.
    """
    looks: list[bool] = []

    def is_merging(files: SegmentFiles) -> bool:
        looks.append(total("shipyard") == 1)
        return True

    monkeypatch.setattr(updating, "MERGE_FROM", 1)
    monkeypatch.setattr(SegmentFiles, "is_merging", is_merging)
    return looks


def test_catching_up_waits_for_merges_until_it_is_cancelled(
    library: Library, looks: list[bool]
) -> None:
    library.article("Shipyard")
    updating.apply_all(current(), 1_000.0, lambda: len(looks) == 3)
    assert looks == [True, True, True]


def test_catching_up_removes_files_of_an_aborted_merge_without_waiting(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "MERGE_FROM", 1)
    folder, stray = current().files.folder, "0123456789abcdef" * 2
    kept = {*current().files.names(), "meta.json", ".managed.json", "notes.store"}
    for name in (f"{stray}.store", f"{stray}.7.del", "notes.store"):
        (folder / name).write_bytes(b"cut short")
    library.article("Shipyard")
    looks = count()
    updating.apply_all(current(), 1_000.0, lambda: next(looks) > 100)
    assert next(looks) < 100, "it waited for a merge that is not running"
    assert total("shipyard") == 1
    assert kept <= {path.name for path in folder.iterdir()}
    assert not list(folder.glob(f"{stray}.*"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [True, False])
def test_following_waits_for_merges_at_the_end_unless_it_fails_or_is_cancelled(
    library: Library, looks: list[bool], *, fails: bool
) -> None:
    library.article("Shipyard")
    with suppress(KeyError), following(0.001, lambda: len(looks) >= 100):
        while not looks:
            time.sleep(0.001)
        if fails:
            raise KeyError
    assert (len(looks) < 100) is fails


@pytest.mark.parametrize("is_repeated", [True, False])
def test_catching_up_does_not_wait_for_commits_that_come_later(
    library: Library, monkeypatch: pytest.MonkeyPatch, *, is_repeated: bool
) -> None:
    library.article("Shipyard")
    wanted, apply_all = ArchiveVersion.current().number, updating.apply_all

    def apply_while_more_comes(generation: Generation, *options: Any) -> None:
        apply_all(generation, *options)
        library.article("Later")

    monkeypatch.setattr(updating, "apply_all", apply_while_more_comes)
    assert catch_up(is_repeated=is_repeated) == wanted
    assert (total("shipyard"), total("later")) == (1, 0)


def test_a_request_during_catch_up_leads_to_another_pass(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.article("Shipyard")
    apply_all, passes = updating.apply_all, []

    def apply_during_a_request(generation: Generation, *options: Any) -> None:
        apply_all(generation, *options)
        passes.append(generation)
        if len(passes) == 1:
            library.article("Later")
            generation.request_catch_up()

    monkeypatch.setattr(updating, "apply_all", apply_during_a_request)
    assert catch_up() == ArchiveVersion.current().number
    assert total("later") == 1
    assert len(passes) == 2
