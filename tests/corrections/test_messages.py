"""Test that no logic depends on the message of a problem."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

MODULES = sorted(
    path
    for package in ("archive", "ingest")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)


def is_message(node: ast.AST) -> bool:
    """Return True if an expression reads a message: `.message`, `["message"]`, `get("message")`."""
    match node:
        case ast.Attribute(attr="message") | ast.Subscript(slice=ast.Constant(value="message")):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value="message"), *_]):
            return True
        case ast.Call(func=ast.Attribute(value=value)):
            return is_message(value)
        case ast.Call(func=ast.Name(), args=[argument, *_]):
            return is_message(argument)
    return False


def decisions_by_message(tree: ast.AST) -> Iterator[int]:
    """Yield the line number of each piece of source code that compares or searches a message."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            found = any(map(is_message, [node.left, *node.comparators]))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_test = node.func.attr in {"startswith", "endswith", "find", "index", "count"}
            is_match = node.func.attr in {"search", "match", "fullmatch", "findall"}
            found = (is_test and is_message(node.func.value)) or (
                is_match and any(map(is_message, node.args))
            )
        else:
            continue
        if found:
            yield node.lineno


@pytest.mark.parametrize(
    "code",
    [
        '"in the title" in problem["message"]',
        'problem.message == "Unsure."',
        'problem.get("message", "").startswith("Article")',
        'str(problem.get("message")).lower().endswith("x")',
        're.search("title", problem.message)',
    ],
)
def test_the_check_notices_a_decision_by_a_message(code: str) -> None:
    assert list(decisions_by_message(ast.parse(code))) == [1]


def test_no_module_decides_by_a_message() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        for line in decisions_by_message(ast.parse(Path(path).read_text(encoding="utf-8")))
    ]
    assert found == []
