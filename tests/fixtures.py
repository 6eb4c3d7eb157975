"""Fixtures for all tests: small archives, staff users, and a guard that fails when a page
writes."""

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
from tests.sample_pages import Exhibits
from tests.saved_files import make_outlets_and_places, run_import
from tests.search_library import Library, five_factories

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE
)


def refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    assert not WRITES.match(sql), f"a page writes: {sql}"
    return execute(sql, params, many, context)


@contextmanager
def writes_forbidden() -> Iterator[None]:
    """Inside, a statement that would change the database is an AssertionError."""
    with connection.execute_wrapper(refuse_writes):
        yield


@pytest.fixture
def reading_only() -> Iterator[None]:
    """The test may read from here on, and no more. Ask for it after the fixtures that store."""
    with writes_forbidden():
        yield


@pytest.fixture
def exhibits(db: None) -> Exhibits:
    """One of everything that a page can show, indexed."""
    return Exhibits()


@pytest.fixture
def library(db: None) -> Library:
    """Articles about five factories, indexed; modules that look for other things have a library of
    their own."""
    return five_factories()


@pytest.fixture
def ada(db: None) -> User:
    """Somebody who corrects."""
    return User.objects.create_user("ada")


@pytest.fixture
def grace(db: None) -> User:
    """A member of the group Correctors, and nothing more."""
    user = User.objects.create_user("grace", password="a-long-way-to-nowhere", is_staff=True)
    user.groups.add(Group.objects.get(name=CORRECTORS))
    return user


@pytest.fixture
def corrector(client: Client, grace: User) -> Client:
    """A browser in which Grace is logged in."""
    client.force_login(grace)
    return client


@pytest.fixture
def seeds_imported(db: None, tmp_path: Path) -> Path:
    """A copy of the seeds, imported by the real command, with everything that is listed."""
    folder = tmp_path / "saved"
    shutil.copytree(SEEDS, folder)
    call_command("load_gazetteer", verbosity=0)
    rebuild()
    assert run_import(folder).counts == {"created": 4}
    return folder


@pytest.fixture
def archive(db: None) -> None:
    """An archive with sources and places, ready for an import."""
    make_outlets_and_places()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for saved files."""
    made = tmp_path / "saved"
    made.mkdir()
    return made
