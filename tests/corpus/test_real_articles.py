"""Tests with a sample of the real articles beside the project.

They are skipped, with a message, if the articles are not on this machine.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ARCHIVES, ROOT
from tests.corpus.kept_texts import distinct, texts_in

DAYS = ARCHIVES / "kcna-co-jp-1997-2018"
ADDRESSES = ARCHIVES / "new-year-addresses-ko"
EACH = 60
"""One of so many day files is imported, so that the sample has files of all years."""

pytestmark = pytest.mark.skipif(
    not (DAYS.is_dir() and ADDRESSES.is_dir()),
    reason=f"the articles are not beside the project: {ARCHIVES}",
)


def sample() -> list[Path]:
    """Return one of sixty day files, and four days in which texts were kept twice."""
    return [
        path
        for number, path in enumerate(sorted(DAYS.glob("*.json")))
        if number % EACH == 0 or path.name.startswith(("2011-07-15", "2011-07-18", "2001-02-04"))
    ]


def test_no_text_of_a_sample_is_lost(tmp_path: Path) -> None:
    figures_file = tmp_path / "figures.json"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.corpus", *map(str, sample())),
            *("--bare", f"{ADDRESSES}=KCNA", "--json", str(figures_file)),
            *("--keep", str(tmp_path / "scratch")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(figures_file.read_text())
    counts, search = figures["counts"], figures["search"]
    rows = [row for path in [*sample(), *ADDRESSES.glob("*.txt")] for row in texts_in(path)]
    assert figures["kept"]["rows"] == len(rows) > 500
    assert figures["kept"]["distinct"] == len(distinct(rows)[0])
    assert (search["swallowed"], search["merged"], search["unexplained"]) == (0, 0, 0)
    assert counts["outcomes"]["failed"] == counts["undated"] == 0
    assert counts["articles"] == search["own"]
    assert figures["kept"]["links"] > figures["kept"]["links_not_rejected"] == 0
    assert search["inside"] == 0
    assert search["own"] + search["rejected"] == figures["kept"]["distinct"]
    assert counts["languages"].get("ko") == len(list(ADDRESSES.glob("*.txt")))
    assert counts["languages"].get("es", 0) > 20
    assert set(figures["rejections"]) <= {
        *("empty", "row-unreadable", "several-articles", "not-an-article")
    }
