"""An archive with outlets and places, ready for an import."""

from pathlib import Path

import pytest

from tests.ingest.saved_files import make_outlets_and_places


@pytest.fixture
def archive(db: None) -> None:
    make_outlets_and_places()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for saved files."""
    made = tmp_path / "saved"
    made.mkdir()
    return made
