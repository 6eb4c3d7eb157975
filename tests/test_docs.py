"""The documentation names every setting and every option of every command."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.conftest import ROOT

OURS = sorted(name for name, app in get_commands().items() if app in {"archive", "ingest"})
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def options(command: BaseCommand) -> set[str]:
    """The long options that a command adds to those of every Django command."""

    def named(parser_of: BaseCommand) -> set[str]:
        parser = parser_of.create_parser("manage.py", "command")
        return {
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--")
        }

    return named(command) - named(BaseCommand())


@pytest.mark.parametrize("name", OURS)
def test_docs_name_every_command_and_option(name: str) -> None:
    words = "\n".join(page.read_text() for page in PAGES)
    assert name in words
    command = load_command_class(get_commands()[name], name)
    missing = {option for option in options(command) if option not in words}
    assert not missing


def test_docs_name_no_option_that_does_not_exist() -> None:
    known = {
        option
        for name in OURS
        for option in options(load_command_class(get_commands()[name], name))
    }
    for page in PAGES:
        for line in page.read_text().splitlines():
            if any(command in line for command in OURS):
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
