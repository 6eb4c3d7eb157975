"""The gazetteer's rows of the database: what they cost does not grow with what was found."""

from collections.abc import Callable

import pytest
from django.db import connection

from archive.models import Entity, EntityName

_STEPS = 100  # of SQLite's machine between two calls


def steps_of(act: Callable[[], object]) -> int:
    """How much SQLite works for this."""
    calls = 0

    def count() -> None:
        nonlocal calls
        calls += 1

    connection.connection.set_progress_handler(count, _STEPS)
    try:
        act()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return calls * _STEPS


@pytest.mark.django_db
def test_the_listed_are_read_past_the_found_ones() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells how much it works; PostgreSQL does not.")
    kinds = [Entity.Kind.PLACE, Entity.Kind.ORGANISATION, Entity.Kind.PERSON]
    listed = [Entity(kind=kinds[number % 3], name=f"Listed {number}", slug=f"listed-{number}") for number in range(300)]
    Entity.objects.bulk_create(listed)
    EntityName.objects.bulk_create(EntityName(entity=each, name=each.name, sort="variant") for each in listed)

    def read() -> None:
        Entity.objects.as_rows()
        Entity.objects.as_name_rows()

    before = steps_of(read)
    found = [
        Entity(kind=kinds[1 + number % 2], name=f"Found {number}", slug=f"found-{number}", is_listed=False)
        for number in range(6_000)
    ]
    Entity.objects.bulk_create(found)
    EntityName.objects.bulk_create(EntityName(entity=each, name=each.name, sort="variant") for each in found)
    assert before > 10 * _STEPS
    assert steps_of(read) < 1.2 * before
