"""Catching up while others do: nobody waits for long, nothing is lost, and who follows an import can rest."""

import time

import pytest

from archive.models import ArchiveVersion
from archive.search import catch_up, index
from archive.search.generations import Generation
from tests.archive.library import Library, current, total

pytestmark = pytest.mark.django_db


def test_while_another_writes_it_is_asked_and_not_waited_for_longer_than_it_may(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "WAIT_SECONDS", 0.05)
    before = ArchiveVersion.current()
    library.article("Shipyard")
    with current().writer_lock() as is_held:
        assert is_held
        assert catch_up(is_repeated=True) == before
        assert current().knocked() == 0
        assert catch_up() == before
        assert current().knocked() > 0
    assert catch_up() == before + 1


def test_who_is_asked_while_segments_merge_applies_at_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MERGE_FROM", 1)
    monkeypatch.setattr(index, "APPLY_SECONDS", 1_000.0)
    library.article("Shipyard")
    found: list[int] = []
    sleep = time.sleep
    monkeypatch.setattr(index, "_is_merging", lambda generation: 1 not in found and len(found) < 20)

    def knock_meanwhile(seconds: float) -> None:
        if not found:
            library.article("Later")
            current().knock()
        sleep(seconds)
        found.append(total("later"))

    monkeypatch.setattr(index.time, "sleep", knock_meanwhile)
    index.apply_all(current(), 1_000.0)
    assert found[0] == 0
    assert found[-1] == 1


@pytest.mark.parametrize("is_repeated", [True, False])
def test_what_is_committed_later_is_left_to_who_committed_it(
    library: Library, monkeypatch: pytest.MonkeyPatch, *, is_repeated: bool
) -> None:
    library.article("Shipyard")
    wanted, apply_all = ArchiveVersion.current(), index.apply_all

    def apply_while_more_comes(generation: Generation, settle_seconds: float) -> None:
        apply_all(generation, settle_seconds)
        library.article("Later")

    monkeypatch.setattr(index, "apply_all", apply_while_more_comes)
    assert catch_up(is_repeated=is_repeated) == wanted
    assert (total("shipyard"), total("later")) == (1, 0)


def test_who_was_knocked_for_looks_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.article("Shipyard")
    apply_all, passes = index.apply_all, []

    def apply_while_another_knocks(generation: Generation, settle_seconds: float) -> None:
        apply_all(generation, settle_seconds)
        passes.append(generation)
        if len(passes) == 1:
            library.article("Later")
            generation.knock()

    monkeypatch.setattr(index, "apply_all", apply_while_another_knocks)
    assert catch_up() == ArchiveVersion.current()
    assert total("later") == 1
    assert len(passes) == 2
