"""What all tests share: a state folder of their own, so that no test ever touches var/."""

from pathlib import Path

import pytest
from pytest_django import Settings

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
CORPUS = ROOT.parent / "shared" / "corpus"


@pytest.fixture(autouse=True)
def state_dir(tmp_path: Path, settings: Settings) -> Path:
    """Each test has an index folder of its own."""
    settings.STATE_DIR = tmp_path / "var"
    settings.INDEX_DIR = settings.STATE_DIR / "index"
    settings.STATE_DIR.mkdir()
    return settings.STATE_DIR
