"""Test that the index follows the database, reports its state, and can be rebuilt during use."""

import json
import os
from collections.abc import Iterator
from inspect import currentframe
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import tantivy
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries, Settings

from archive.models import NEW_ARCHIVE, ArchiveVersion, Article, Version
from archive.search import (
    IndexState,
    IndexUnavailable,
    SearchQuery,
    catch_up,
    file_status,
    rebuild,
    search,
    status,
)
from archive.search.analysis.schema import schema
from archive.search.index import catch_up as updating
from archive.search.index import documents, files, follower, open_index, segment_files
from archive.search.index.generations import Generation, index_dir, rebuild_lock
from tests.search_library import Library, change, current, total, withdraw

pytestmark = pytest.mark.django_db


def test_a_change_is_found_after_catching_up(library: Library) -> None:
    article = library.article("Shipyard")
    assert total("shipyard") == 0
    assert catch_up() == ArchiveVersion.current().number
    assert total("shipyard") == 1
    article.title = "Dockyard"
    change(article)
    catch_up()
    assert (total("shipyard"), total("dockyard"), total()) == (0, 1, 6)


def test_a_withdrawn_article_is_removed_and_a_restored_one_returns(library: Library) -> None:
    article = Article.objects.get(title="Factory 3")
    withdraw(article)
    change(article)
    catch_up()
    assert total() == 4
    article.withdrawn_at, article.withdrawn_reason = None, ""
    change(article)
    catch_up()
    assert total() == 5


def test_catching_up_again_changes_nothing(library: Library) -> None:
    assert catch_up() == catch_up()
    current().write_reached(NEW_ARCHIVE)
    assert catch_up() == ArchiveVersion.current().number
    assert total() == 5


def test_more_changes_than_one_chunk_or_commit_are_all_applied(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updating, "CHUNK", 3)
    monkeypatch.setattr(updating, "COMMIT_EVERY", 4)
    change(*[library.article(f"Mill {number}", stamp=False) for number in range(11)])
    assert catch_up() == ArchiveVersion.current().number
    assert total("mill") == 11


def test_the_index_follows_a_version_without_changed_articles(library: Library) -> None:
    ArchiveVersion.stamp()
    assert status().state == IndexState.BEHIND
    assert catch_up() == ArchiveVersion.current().number
    assert status().state == IndexState.READY


def test_segments_are_merged_while_changes_arrive(library: Library) -> None:
    for number in range(10):
        library.article(f"Mill {number}")
        catch_up(merge_seconds=10)
    assert len(current().files.segment_ids()) < updating.MERGE_FROM
    assert total("mill") == 10


def test_the_first_operation_of_a_writer_survives_a_merge(library: Library) -> None:
    """Check that the first deletion of a writer is not lost when the writer starts a merge.

    docs/design.md explains this fault of tantivy. The fault happens only if there are eight
    segments, one of them with a deletion.
    """

    def apply(deleted: list[int], added: list[int], *, is_merged: bool = False) -> None:
        writer = generation.open_writer(15_000_000, 1)
        for pk in deleted:
            writer.delete_documents_by_query(tantivy.Query.term_query(schema(), "id", pk))
        for pk in added:
            writer.add_document(tantivy.Document.from_dict({"id": pk}, schema()))
        writer.commit()
        if is_merged:
            writer.wait_merging_threads()

    for _attempt in range(
        20
    ):  # tantivy sometimes merges the segments before the last writer has ended
        generation = Generation.create()
        for start in range(10, 80, 10):
            apply([], list(range(start, start + 4)))
        apply([11], [80, 81, 82, 83])
        if len(generation.files.segment_ids()) == 8:
            break
    else:
        pytest.fail("the segments were always merged too early")
    apply([10], [10], is_merged=True)
    assert len(generation.files.segment_ids()) < 8
    assert generation.open().searcher().num_docs == 4 * 8 - 1


def test_searching_without_an_index_is_reported(library: Library) -> None:
    (index_dir() / "current").unlink()
    assert catch_up() == 0
    assert status().state == IndexState.MISSING
    with pytest.raises(IndexUnavailable, match="has not been built yet"):
        total()


def written_files() -> list[Path]:
    return sorted(
        path for path in current().files.folder.iterdir() if not path.name.startswith(".")
    )


def damages() -> Iterator[tuple[str, str]]:
    for part in (*segment_files.SEGMENT_PARTS, "json"):
        for damage in ("removed", "cut short", "emptied"):
            yield part, damage


@pytest.mark.parametrize(("part", "damage"), list(damages()))
def test_damage_is_detected_and_repaired(library: Library, part: str, damage: str) -> None:
    victim = next(path for path in written_files() if path.name.endswith(f".{part}"))
    if damage == "removed":
        victim.unlink()
    else:
        os.truncate(victim, victim.stat().st_size // 2 if damage == "cut short" else 0)
    index_status = status()
    assert index_status.state == IndexState.DAMAGED
    assert not index_status.is_usable
    assert index_status.message.endswith("Run manage.py rebuild_index.")
    assert str(index_dir()) not in index_status.message
    open_index._open = None
    with pytest.raises(IndexUnavailable) as unavailable:
        total('"factory was" -nothing')
    assert str(index_dir()) not in unavailable.value.reason
    call_command("rebuild_index", "--if-needed", stdout=StringIO(), stderr=StringIO())
    assert status().state == IndexState.READY
    assert total("factory") == 5


@pytest.mark.parametrize("part", segment_files.SEGMENT_PARTS)
def test_a_thorough_check_detects_a_flipped_bit(library: Library, part: str) -> None:
    victim = next(path for path in written_files() if path.name.endswith(f".{part}"))
    content = bytearray(victim.read_bytes())
    content[0] ^= 1
    victim.write_bytes(content)
    assert status().state == IndexState.READY
    assert "checksum" in status(is_thorough=True).message
    call_command("rebuild_index", "--if-needed", stdout=StringIO(), stderr=StringIO())
    assert status(is_thorough=True).state == IndexState.READY


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "reached": "x"}'])
def test_an_index_with_an_unreadable_state_is_damaged(library: Library, text: str) -> None:
    total()
    (current().folder / "state.json").write_text(text)
    assert status().state == IndexState.DAMAGED
    assert catch_up() == 0


def test_an_old_format_is_reported(library: Library) -> None:
    state = current().folder / "state.json"
    state.write_text(json.dumps(json.loads(state.read_text()) | {"format": 0}))
    assert status().state == IndexState.OLD_FORMAT
    open_index._open = None
    with pytest.raises(IndexUnavailable, match="has format 0"):
        total()
    library.article("Shipyard")
    assert catch_up() == 0
    rebuild()
    assert total("shipyard") == 1


def test_an_index_of_a_later_database_is_reported(library: Library) -> None:
    current().write_reached(Version(ArchiveVersion.current().number + 1))
    index_status = status()
    assert index_status.state == IndexState.AHEAD
    assert not index_status.is_usable


def test_an_index_whose_folder_was_deleted_is_damaged(library: Library) -> None:
    current().remove()
    assert status().state == IndexState.DAMAGED
    assert catch_up() == 0
    rebuild()
    assert total() == 5


def test_the_old_index_is_used_during_a_rebuild_and_removed_afterwards(
    library: Library,
) -> None:
    old = current()
    library.article("Shipyard")
    progress_calls = []

    def progress(done: int, of: int) -> None:
        progress_calls.append((done, of, total(), current() == old))
        if done == of:
            library.article("Meanwhile")

    built = rebuild(progress)
    assert progress_calls == [(6, 6, 5, True)]
    assert built.document_count == 6
    assert total() == 7, "the new index has the changes that were committed meanwhile"
    assert not old.folder.exists()
    assert [path for path in index_dir().iterdir() if path.is_dir()] == [current().folder]


def test_an_open_searcher_works_after_its_folder_is_removed(library: Library) -> None:
    opened = open_index.current_index()
    rebuild()
    assert opened.searcher.num_docs == 5
    assert open_index.current_index().generation != opened.generation


def test_a_second_rebuild_at_the_same_time_is_rejected(library: Library) -> None:
    with rebuild_lock() as is_held:
        assert is_held
        with pytest.raises(CommandError, match="Another rebuild is running"):
            call_command("rebuild_index", stdout=StringIO())


def test_rebuild_if_needed_keeps_a_sound_index(library: Library) -> None:
    before = current()
    library.article("Shipyard")
    out = StringIO()
    call_command("rebuild_index", "--if-needed", stdout=out)
    assert current() == before
    assert out.getvalue() == "The search index is complete: 6 articles.\n"
    out = StringIO()
    call_command("rebuild_index", stdout=out, stderr=StringIO())
    assert current() != before
    assert "Indexed 6 articles" in out.getvalue()


def test_an_empty_archive_has_an_empty_index() -> None:
    rebuild()
    results = search(SearchQuery())
    assert (results.ids, results.total, results.page_count) == ((), 0, 1)
    assert status().state == IndexState.READY


def test_the_system_check_warns_but_not_while_migrating(library: Library) -> None:
    assert [message for message in run_checks() if message.id == "archive.W001"] == []
    (index_dir() / "current").unlink()
    [warning] = [message for message in run_checks() if message.id == "archive.W001"]
    assert "manage.py rebuild_index" in warning.msg
    assert [
        message for message in run_checks(databases=["default"]) if message.id == "archive.W001"
    ] == []


def test_file_status_runs_no_query(
    library: Library, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert file_status().document_count == 5
    with django_assert_num_queries(1):
        status()


def test_a_database_error_is_not_reported_as_a_damaged_index(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(number: int) -> int:
        raise DatabaseError("gone")

    monkeypatch.setattr(ArchiveVersion, "current_and_mark_of", fail)
    with pytest.raises(DatabaseError):
        catch_up()


def test_a_lock_is_released_although_a_fork_has_the_file_open(library: Library) -> None:
    reading, writing = os.pipe()
    with current().writer_lock() as is_held:
        assert is_held
        child = os.fork()
        if not child:
            os.read(reading, 1)
            os._exit(0)
    try:
        with current().writer_lock() as is_held:
            assert is_held
    finally:
        os.write(writing, b".")
        os.waitpid(child, 0)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x80", b"..", b"segments", b"20250101-000000-xyz1", b"/etc"]
)
def test_an_invalid_pointer_is_detected_and_repaired(library: Library, content: bytes) -> None:
    pointer = current().folder.parent / "current"
    pointer.write_bytes(content)
    with pytest.raises(IndexUnavailable):
        total()
    assert file_status().state == IndexState.DAMAGED
    assert catch_up() == 0
    assert not follower.catch_up_if_behind()
    rebuild()
    assert total() == 5
    assert [path.name for path in pointer.parent.iterdir() if path.is_dir()] == [current().name]


def test_a_file_in_place_of_the_folder_is_reported(library: Library, settings: Settings) -> None:
    settings.INDEX_DIR = Path(settings.STATE_DIR) / "a-file"
    settings.INDEX_DIR.write_text("")
    with pytest.raises(IndexUnavailable):
        total()
    assert file_status().state == IndexState.DAMAGED
    assert catch_up() == 0
    assert not follower.catch_up_if_behind()
    with pytest.raises(CommandError, match="The index cannot be built"):
        call_command("rebuild_index", stdout=StringIO())


def test_a_read_only_index_is_used_even_if_it_is_behind(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "access", lambda *arguments: False)
    monkeypatch.setattr(files, "_acquire", refuse)
    assert status().state == IndexState.READY
    library.article("Shipyard")
    assert catch_up() == 0
    index_status = status()
    assert index_status.state == IndexState.STUCK
    assert index_status.is_usable
    assert not index_status.is_healthy
    assert "cannot be written" in index_status.message
    assert total("factory") == 5


def test_a_panic_over_damaged_files_makes_the_index_unavailable(library: Library) -> None:
    """Check the error for an index with invalid values in the columns that every search reads.

    tantivy panics when it reads these values.
    """
    for path in current().files.folder.glob("*.fast"):
        content = bytearray(path.read_bytes())
        content[: len(content) // 2 + 1] = bytes(
            byte ^ 0x5A for byte in content[: len(content) // 2 + 1]
        )
        path.write_bytes(content)
    with pytest.raises(IndexUnavailable, match="cannot be"):
        total("factory")
    assert status(is_thorough=True).state == IndexState.DAMAGED
    rebuild()
    assert total("factory") == 5


def test_the_index_is_updated_again_although_something_keeps_the_frames_of_an_update(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django keeps exceptions with their frames, from Python 3.12 on for longer than a call."""
    rebuild()
    kept: list[FrameType | None] = []

    def changes(*arguments: Any) -> Any:
        kept.append(currentframe())
        return documents.changes_of(*arguments)

    monkeypatch.setattr(updating, "changes_of", changes)
    for number in range(3):
        library.article(f"Mill {number}")
        assert catch_up() == ArchiveVersion.current().number
        assert total() == 6 + number
    assert len(kept) == 3
