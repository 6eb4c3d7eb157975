"""Tests that docs/layouts.md names every layout, every rejection and every problem."""

import ast
from collections.abc import Iterator

from ingest.layouts import LAYOUTS
from tests.conftest import ROOT

WORDS = (ROOT / "docs/layouts.md").read_text()
STAGES = [
    ROOT / "ingest" / name for name in ("read.py", "parse.py", "date_witnesses.py", "html.py")
]


def codes(of: str) -> Iterator[str]:
    """Yield the first argument of each Rejection or Problem made before names are found."""
    for path in (*STAGES, *(ROOT / "ingest/layouts").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == of
            ):
                assert isinstance(node.args[0], ast.Constant), f"{path.name}:{node.lineno}"
                yield str(node.args[0].value)


def test_docs_name_every_layout() -> None:
    assert {name for name in LAYOUTS if f"| `{name}` |" not in WORDS} == set()


def test_docs_name_every_reason_and_every_problem() -> None:
    for of, least in (("Rejection", 12), ("Problem", 7)):
        found = set(codes(of))
        assert len(found) >= least
        assert {code for code in found if f"`{code}`" not in WORDS} == set()
