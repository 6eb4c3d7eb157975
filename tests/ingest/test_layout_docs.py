"""Tests that the docs name every layout, every rejection and every problem."""

import pytest

from ingest.errors import FILE_CODES, PAGE_CODES
from ingest.layouts import LAYOUTS
from ingest.problem_codes import PROBLEM_CODES
from tests.conftest import ROOT

LAYOUT_DOCS = (ROOT / "docs/layouts.md").read_text()
DOCS = LAYOUT_DOCS + (ROOT / "docs/import.md").read_text()


def test_docs_name_every_layout() -> None:
    assert [name for name in LAYOUTS if f"| `{name}` |" not in LAYOUT_DOCS] == []


@pytest.mark.parametrize(
    "codes",
    [FILE_CODES, PAGE_CODES, PROBLEM_CODES.keys()],
    ids=["files", "pages", "problems"],
)
def test_docs_name_every_code(codes: frozenset[str]) -> None:
    assert {code for code in codes if f"`{code}`" not in DOCS} == set()
