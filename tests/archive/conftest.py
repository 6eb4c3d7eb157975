"""A small archive to look at, and a guard that no page writes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

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
