"""Test that code outside archive.search does not import modules inside its packages."""

import ast

from tests.conftest import ROOT


def test_the_archive_imports_no_module_inside_a_package_of_search() -> None:
    paths = [
        path
        for path in (ROOT / "archive").rglob("*.py")
        if not path.is_relative_to(ROOT / "archive/search")
    ]
    imports = {
        (path.relative_to(ROOT).as_posix(), node.module)
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert any(module == "archive.search" for _path, module in imports)
    inner = {
        (path, module)
        for path, module in imports
        if module.startswith("archive.search.") and module.count(".") > 2
    }
    assert inner == set()
