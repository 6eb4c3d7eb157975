"""Fixtures for all tests: small archives, staff users, and a check that pages do not write."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client

from archive.admin.access import CORRECTORS
from archive.search import rebuild
from tests.conftest import SEEDS
from tests.sample_pages import SamplePages
from tests.saved_files import make_sources_and_places, run_import
from tests.search_library import Library, five_factories

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE
)


def reject_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    assert not WRITES.match(sql), f"a page writes: {sql}"
    return execute(sql, params, many, context)


@contextmanager
def writes_forbidden() -> Iterator[None]:
    """Raise AssertionError for every SQL statement in this context that writes to the database."""
    with connection.execute_wrapper(reject_writes):
        yield


@pytest.fixture
def reading_only() -> Iterator[None]:
    """Forbid writes to the database. Request this fixture after the fixtures that write."""
    with writes_forbidden():
        yield


@pytest.fixture
def sample_pages(db: None) -> SamplePages:
    """Store an example of everything that a page can show, and index the examples."""
    return SamplePages()


@pytest.fixture
def library(db: None) -> Library:
    """Make and index articles about five factories.

    Some test modules define their own fixture `library`, which replaces this one.
    """
    return five_factories()


@pytest.fixture
def ada(db: None) -> User:
    """Make the user Ada, who makes corrections."""
    return User.objects.create_user("ada")


@pytest.fixture
def grace(db: None) -> User:
    """Make the user Grace, who is in the group Correctors and has no other rights."""
    user = User.objects.create_user("grace", password="a-long-way-to-nowhere", is_staff=True)
    user.groups.add(Group.objects.get(name=CORRECTORS))
    return user


@pytest.fixture
def corrector(client: Client, grace: User) -> Client:
    """Return a test client in which the user Grace is logged in."""
    client.force_login(grace)
    return client


@pytest.fixture
def seeds_imported(db: None, tmp_path: Path) -> Path:
    """Import a copy of the saved files in `seeds/`, with the real gazetteer; return its path."""
    folder = tmp_path / "saved"
    shutil.copytree(SEEDS, folder)
    call_command("load_gazetteer", verbosity=0)
    rebuild()
    assert run_import(folder).counts == {"created": 4}
    return folder


@pytest.fixture
def archive(db: None) -> None:
    """Make sources and places, so that files can be imported."""
    make_sources_and_places()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make an empty folder for saved files."""
    made = tmp_path / "saved"
    made.mkdir()
    return made
