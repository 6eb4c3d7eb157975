"""A small archive to look at, those who correct it, and a guard that no page writes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

from archive.admin.access import CORRECTORS
from tests.archive.exhibits import Exhibits

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
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
