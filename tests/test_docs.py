"""Test that the docs name every setting, command and option, and only paths that exist."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.conftest import ROOT

COMMANDS = sorted(name for name, app in get_commands().items() if app in {"archive", "ingest"})
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(archive|docs|ingest|seeds|static|templates|tests)/[\w./-]*")
PACKAGES = ("archive", "ingest", "tests")
MOST_TERMS = 30


def options(command: BaseCommand) -> set[str]:
    """Return the long options of a command, except those that every Django command has."""

    def named(parser_of: BaseCommand) -> set[str]:
        parser = parser_of.create_parser("manage.py", "command")
        return {
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--")
        }

    return named(command) - named(BaseCommand())


@pytest.mark.parametrize("name", COMMANDS)
def test_docs_name_every_command_and_option(name: str) -> None:
    words = "\n".join(page.read_text() for page in PAGES)
    assert name in words
    command = load_command_class(get_commands()[name], name)
    missing = {option for option in options(command) if option not in words}
    assert not missing


def test_docs_name_no_option_that_does_not_exist() -> None:
    known = {
        option
        for name in COMMANDS
        for option in options(load_command_class(get_commands()[name], name))
    }
    for page in PAGES:
        for line in page.read_text().splitlines():
            if any(command in line for command in COMMANDS):
                for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line):
                    assert option in known, f"{page.name}: {option}"


def test_docs_name_every_setting() -> None:
    settings = set(
        re.findall(r'"(DATELINE_[A-Z_]+|DATABASE_URL)"', (ROOT / "archive/settings.py").read_text())
    )
    documented = set(
        re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/deploy.md").read_text(), re.MULTILINE)
    )
    assert settings == documented


def test_docs_name_every_make_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {
        "help"
    }
    words = "\n".join(page.read_text() for page in PAGES)
    assert {target for target in targets if f"make {target}" not in words} == set()


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def paths_in(text: str) -> set[str]:
    """Return the paths in backquotes on a page of the documentation, except patterns (`*.py`)."""
    return {code for code in CODE.findall(text) if PATH.fullmatch(code)}


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_paths_in_documents_exist(document: Path) -> None:
    assert {path for path in paths_in(document.read_text()) if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_modules_in_documents_exist(document: Path) -> None:
    modules = {path.name for top in PACKAGES for path in (ROOT / top).rglob("*.py")} | {"manage.py"}
    named = {code for code in CODE.findall(document.read_text()) if re.fullmatch(r"\w+\.py", code)}
    assert named <= modules


def test_paths_in_code_type_are_recognised() -> None:
    text = "`archive/urls.py`, `tests/cases/<layout>/`, `ingest/`, archive/no.py, `make run`"
    assert paths_in(text) == {"archive/urls.py", "ingest/"}


def test_the_glossary_is_short_and_in_order() -> None:
    glossary = (ROOT / "docs/design.md").read_text().partition("\n## Glossary\n")[2]
    rows = re.findall(
        r"^\| (?!term |---)([^|]+) \| [^|]+ \|$", glossary.partition("\n## ")[0], re.M
    )
    assert 20 <= len(rows) <= MOST_TERMS
    assert rows == sorted(rows)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.name)
def test_documents_name_only_files_that_exist(document: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in re.findall(r"`([\w/-]+\.(?:py|html|css|toml|csv|service))`", document.read_text()):
        assert any(f"/{path}".endswith(f"/{name}") for path in tracked), name
