"""Test that our assumptions about tantivy's private files are true for the installed version."""

import json
import tomllib
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import pytest
import tantivy

from archive.search.analysis.schema import register_analyzers, schema
from archive.search.index.segment_files import SEGMENT_PARTS, SegmentFiles
from tests.conftest import ROOT


@pytest.fixture
def files(tmp_path: Path) -> SegmentFiles:
    """Return the files of an index that has two segments and a deleted article."""
    folder = tmp_path / "segments"
    folder.mkdir()
    index = tantivy.Index(schema(), path=str(folder))
    register_analyzers(index)
    for ids in ([1, 2, 3], [4, 5]):
        writer = index.writer(15_000_000, 1)
        writer.delete_documents_by_query(tantivy.Query.term_query(schema(), "id", 2))
        for pk in ids:
            writer.add_document(tantivy.Document.from_dict({"id": pk, "body": "iron"}, schema()))
        writer.commit()
        writer.wait_merging_threads()
    return SegmentFiles(folder, "test")


def test_the_installed_tantivy_is_the_version_that_we_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [requirement] = [text for text in project["dependencies"] if text.startswith("tantivy")]
    lowest, limit = requirement.removeprefix("tantivy>=").split(",<")
    numbers = [tuple(map(int, text.split("."))) for text in (lowest, version("tantivy"), limit)]
    assert all(lower <= higher for lower, higher in pairwise(numbers)), requirement
    (major, minor), (next_major, next_minor) = numbers[0][:2], numbers[2][:2]
    assert (next_major, next_minor) == (major, minor + 1), (
        "pyproject.toml allows more than one minor version"
    )


def test_meta_json_names_every_file_of_a_segment(files: SegmentFiles) -> None:
    names = files.names()
    assert len(files.segment_ids()) == 2
    assert sum(name.endswith(".del") for name in names) == 1
    assert {name.rpartition(".")[2] for name in names} == {*SEGMENT_PARTS, "del"}
    written = {path.name for path in files.folder.iterdir() if not path.name.startswith(".")}
    assert written == {*names, "meta.json"}


def test_managed_json_lists_the_same_files(files: SegmentFiles) -> None:
    managed = json.loads((files.folder / ".managed.json").read_text())
    assert set(managed) == {*files.names(), "meta.json"}
    assert not files.is_merging()


def test_a_segment_that_only_managed_json_lists_is_a_running_merge(files: SegmentFiles) -> None:
    path = files.folder / ".managed.json"
    path.write_text(json.dumps([*json.loads(path.read_text()), f"{'a' * 32}.term"]))
    assert files.is_merging()


def test_every_file_ends_with_its_checksum(files: SegmentFiles) -> None:
    files.check(is_thorough=True)
    for name in files.names():
        footer = (files.folder / name).read_bytes()[-200:]
        assert b'"crc":' in footer, name


def test_each_commit_changes_the_stamp_of_meta_json(files: SegmentFiles) -> None:
    before = files.meta_stamp()
    writer = tantivy.Index.open(str(files.folder)).writer(15_000_000, 1)
    writer.commit()
    assert files.meta_stamp() != before
