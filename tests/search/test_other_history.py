"""Test that an index is not used if it contains changes that the database does not have.

This happens after a backup was restored: the archive then uses the same version numbers for other
changes.
"""

import json
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from archive.models import ArchiveVersion, Article, VersionMark
from archive.search import IndexState, IndexUnavailable, SearchQuery, catch_up, search, status
from archive.search.index import follower, open_index
from archive.search.index.generations import Generation
from tests.search_library import Library

BACKUP = 3  # changes that were indexed after the backup, and are not in the restored database


@pytest.fixture
def restored(library: Library) -> Library:
    """Return an archive that was restored from a backup, with the index of the lost changes.

    After the backup, BACKUP more changes were made and indexed. The index still has them.
    """
    rows = list(VersionMark.objects.values_list("number", "mark"))
    number = ArchiveVersion.current().number
    lost = [library.article(f"Lost {position}").pk for position in range(BACKUP)]
    catch_up()
    Article.objects.filter(pk__in=lost).delete()
    VersionMark.objects.exclude(number__in=[row[0] for row in rows]).delete()
    ArchiveVersion.objects.update(number=number)
    open_index._open = None  # a restored database belongs to a new process
    return library


def generation() -> Generation:
    current = Generation.current()
    assert current is not None
    return current


@pytest.mark.parametrize("changes", range(2 * BACKUP))
def test_the_index_is_rejected_after_any_number_of_changes(restored: Library, changes: int) -> None:
    for position in range(changes):
        restored.article(f"New {position}")
    expected = IndexState.AHEAD if changes < BACKUP else IndexState.OTHER_HISTORY
    assert status().state == expected
    assert not status().is_usable
    health = Client().get("/healthz")
    assert health.status_code == 503
    assert f"index: {expected}" in health.content.decode()
    assert Client().get("/articles/").status_code == 503
    with pytest.raises(IndexUnavailable):
        search(SearchQuery())


def test_nothing_is_written_to_the_index_of_another_history(
    restored: Library, caplog: pytest.LogCaptureFixture
) -> None:
    for position in range(2 * BACKUP):
        restored.article(f"New {position}")
    before = generation().reached()
    assert catch_up() == 0
    assert "another history" in caplog.text
    assert not follower.catch_up_if_behind()
    assert generation().reached() == before


def test_check_warns_of_an_index_of_another_history(
    restored: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    for position in range(BACKUP):
        restored.article(f"New {position}")
    call_command("check")
    assert "another history" in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("check", fail_level="WARNING")


def test_rebuild_if_needed_repairs_the_index(
    restored: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    for position in range(BACKUP):
        restored.article(f"New {position}")
    call_command("rebuild_index", if_needed=True)
    assert "another history" in capsys.readouterr().out
    assert status().state == IndexState.READY
    assert search(SearchQuery()).total == Article.objects.count()
    call_command("rebuild_index", if_needed=True)
    assert "complete" in capsys.readouterr().out


def test_an_index_without_a_mark_is_rejected(library: Library) -> None:
    path = generation().folder / "state.json"
    state = json.loads(path.read_text())
    path.write_text(json.dumps({key: state[key] for key in ("format", "reached")}))
    assert status().state == IndexState.OTHER_HISTORY


def test_pages_of_another_history_have_another_etag(library: Library) -> None:
    etag = Client().get("/about/").headers["ETag"]
    VersionMark.objects.update(mark="of-the-other")
    assert Client().get("/about/").headers["ETag"] != etag


@pytest.mark.parametrize("seed", range(5))
def test_an_index_that_follows_its_own_database_is_always_accepted(
    library: Library, seed: int
) -> None:
    chance = Random(seed)
    for position in range(12):
        with transaction.atomic():
            library.article(f"Article {position}")
        if chance.random() < 0.4:
            catch_up()
        assert status().state in {IndexState.READY, IndexState.BEHIND}
    catch_up()
    assert search(SearchQuery()).total == Article.objects.count()
