"""Test that /healthz, `manage.py check` and the documentation agree in every state of the index."""

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import Error
from django.test import Client

from archive.models import NEW_ARCHIVE, ArchiveVersion, Version, VersionMark
from archive.search import IndexState, catch_up, status
from archive.search.analysis.schema import FORMAT
from archive.search.index import catch_up as updating
from archive.search.index.generations import Generation
from tests.conftest import ROOT
from tests.search_library import Library

REPAIRED = "The search index is complete"


def generation() -> Generation:
    current = Generation.current()
    assert current is not None
    return current


def leave(library: Library) -> None:
    """Change nothing: the state of a good index."""


def fall_behind(library: Library) -> None:
    library.article("Shipyard")


def get_stuck(library: Library) -> None:
    library.article("Shipyard")
    updating._problem.report("No space left on device.")


def lose_the_index(library: Library) -> None:
    generation().folder.rename(generation().folder.with_name("elsewhere"))
    (generation().folder.parent / "current").unlink()


def damage_a_file(library: Library) -> None:
    (generation().files.folder / "meta.json").write_text("{")


def write_an_older_format(library: Library) -> None:
    path = generation().folder / "state.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": FORMAT - 1}))


def get_ahead(library: Library) -> None:
    generation().write_reached(Version(ArchiveVersion.current().number + 1, "later"))


def have_another_history(library: Library) -> None:
    VersionMark.objects.update(mark="another")


STATES: dict[IndexState, Callable[[Library], None]] = {
    IndexState.READY: leave,
    IndexState.BEHIND: fall_behind,
    IndexState.STUCK: get_stuck,
    IndexState.MISSING: lose_the_index,
    IndexState.DAMAGED: damage_a_file,
    IndexState.OLD_FORMAT: write_an_older_format,
    IndexState.AHEAD: get_ahead,
    IndexState.OTHER_HISTORY: have_another_history,
}


def documented() -> dict[str, tuple[int, bool]]:
    """Return, for each state in docs/deploy.md, the status of /healthz and whether lists work."""
    table = {}
    for line in (ROOT / "docs/deploy.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and (names := re.findall(r"`([a-z-]+)`", cells[0])):
            for name in names:
                table[name] = (int(cells[1][:3]), cells[2].startswith("work"))
    return table


def test_every_state_is_documented_and_tested() -> None:
    assert set(documented()) == set(IndexState) == set(STATES)


@pytest.mark.parametrize("state", STATES)
def test_everything_says_the_same(
    library: Library, state: IndexState, capsys: pytest.CaptureFixture[str]
) -> None:
    STATES[state](library)
    expected_status, do_lists_work = documented()[state]
    health = Client().get("/healthz")
    text = health.content.decode()
    assert (health.status_code, f"index: {state}" in text) == (expected_status, True)
    assert Client().get("/articles/").status_code == (200 if do_lists_work else 503)
    call_command("check")
    warned = capsys.readouterr().err
    assert ("archive.W001" in warned) == (expected_status == 503)
    if expected_status == 503:
        assert status().message in warned
        assert f"reason: {status().message}" in text


@pytest.mark.parametrize("state", STATES)
def test_rebuilding_if_needed_repairs_every_state(library: Library, state: IndexState) -> None:
    STATES[state](library)
    updating.end_problem()
    output = StringIO()
    call_command("rebuild_index", if_needed=True, stdout=output)
    assert (REPAIRED in output.getvalue()) == (state in {"ready", "behind", "stuck"})
    assert "Run manage.py" not in output.getvalue()  # this command is what the sentence asks for
    assert status().state == IndexState.READY
    assert catch_up() == ArchiveVersion.current().number
    assert ArchiveVersion.current() != NEW_ARCHIVE


def test_a_full_disk_and_a_database_that_is_away_are_reported_alike(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(folder: Path) -> str:
        return "No space left on device"

    def lose(*arguments: object) -> None:
        raise Error("gone")

    for module in ("archive.views.health", "archive.checks"):
        monkeypatch.setattr(f"{module}.write_problem", fail)
    health = Client().get("/healthz")
    assert health.status_code == 503
    assert "storage: No space left on device" in health.content.decode()
    call_command("check")
    assert "archive.W004" in capsys.readouterr().err
    monkeypatch.setattr(ArchiveVersion, "current_and_mark_of", lose)
    health = Client().get("/healthz")
    assert health.status_code == 503
    assert "database: not reachable" in health.content.decode()
    call_command("check")
    assert "archive.W003" in capsys.readouterr().err
