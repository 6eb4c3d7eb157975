"""Test that the load test runs, finds no fault, and ends everything that it started."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.front_servers.servers import is_installed

SIZE = "--count 60 --files 20 --seconds 2 --readers 3 --slow 8 --broken 4 --any-ratio"


@pytest.mark.skipif(not is_installed("nginx"), reason="nginx is not installed")
def test_the_load_test_finds_no_fault(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.load", *SIZE.split(), "--json", str(figures)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    read = json.loads(figures.read_text())
    assert read["faults"] == []
    assert read["alone"]["count"] > 0
    assert read["beside"]["count"] > 0
    assert read["corrections"]["count"] > 0
    assert read["imports"] and read["slow"] and read["broken"]
