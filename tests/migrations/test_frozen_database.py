"""Test that a database of the frozen first state keeps its rows through all migrations."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from archive.models import Correction, Decision, ImportRun
from tests.conftest import ROOT
from tests.migrations import frozen
from tests.separate_archive import SeparateArchive, separate_archives

FIRST_MIGRATION = "0e27f1510ef7924a0d9e507dd42f41077540d6a3538284757f38f869a87760cc"
"""The first migration as it was frozen. It is never edited again: a change of the schema is a new
migration, which keeps the rows of archives that exist."""


@pytest.fixture
def migrated(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker, django_db_setup: None
) -> Iterator[SeparateArchive]:
    """Load the frozen rows into a separate archive, and apply all later migrations to it."""
    with django_db_blocker.unblock(), separate_archives(tmp_path) as make:
        archive = make()
        archive.run("manage.py", "migrate", "--verbosity", "0", "auth")
        archive.run("manage.py", "migrate", "--verbosity", "0", "archive", frozen.FIRST)
        frozen.load(archive.alias)
        archive.run("manage.py", "migrate", "--verbosity", "0")
        archive.run("manage.py", "rebuild_index")
        yield archive


def test_the_first_migration_is_frozen() -> None:
    path = ROOT / "archive" / "migrations" / f"{frozen.FIRST}.py"
    assert sha256(path.read_bytes()).hexdigest() == FIRST_MIGRATION, (
        "Write a new migration instead of editing the first one."
    )


def test_the_frozen_database_has_rows_of_every_table_and_decisions_of_every_kind() -> None:
    tables = frozen.read()
    assert all(tables.values())
    assert len(tables["Decision"]) > 100
    kinds = {
        "Decision": set(Decision.Kind.values) - {Decision.Kind.SEPARATE, Decision.Kind.STORY},
        "Correction": set(Correction.Kind.values)
        - {Correction.Kind.SEPARATED, Correction.Kind.STORY},
    }
    for name, wanted in kinds.items():
        assert wanted <= {value for row in tables[name] for value in row if isinstance(value, str)}


def test_the_migrations_keep_all_rows_and_decisions_and_pages_answer(
    migrated: SeparateArchive,
) -> None:
    expected = frozen.without_removed(migrated.alias, frozen.read())
    for name, rows in frozen.dump_surviving(migrated.alias).items():
        assert rows == expected[name], name
    statuses = json.loads(migrated.run("-m", "tests.migrations.print_pages"))
    assert len(statuses) > 100
    assert {address: status for address, status in statuses.items() if status != 200} == {}


def test_runs_of_earlier_versions_have_no_number_of_joined_copies(
    migrated: SeparateArchive,
) -> None:
    runs = ImportRun.objects.using(migrated.alias)
    assert set(runs.values_list("joined_count", flat=True)) == {None}
    assert runs.create(program_version="0", parser_version="0").joined_count == 0


def test_importing_the_frozen_decisions_again_changes_nothing(
    migrated: SeparateArchive, tmp_path: Path
) -> None:
    """Check that importing all frozen decisions again changes nothing that articles show."""
    before = migrated.contents()
    migrated.run("manage.py", "export_corrections", str(tmp_path / "decisions.jsonl"))
    migrated.run("manage.py", "import_corrections", str(tmp_path / "decisions.jsonl"))
    count = len(frozen.read()["Decision"])
    lines = (tmp_path / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == count + 1
    assert migrated.contents() == before
