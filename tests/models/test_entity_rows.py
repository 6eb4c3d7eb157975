"""Test that reading the gazetteer does not take longer if many names were detected."""

from typing import Any

import pytest
from django.db import connection

from archive.models import Entity, EntityName
from tests.sqlite_steps import STEPS, steps_of


@pytest.mark.django_db
def test_reading_listed_names_takes_no_longer_with_many_detected_names() -> None:
    kinds = [Entity.Kind.PLACE, Entity.Kind.ORGANISATION, Entity.Kind.PERSON]
    listed = [
        Entity(kind=kinds[number % 3], name=f"Listed {number}", slug=f"listed-{number}")
        for number in range(300)
    ]
    Entity.objects.bulk_create(listed)
    EntityName.objects.bulk_create(
        EntityName(entity=each, name=each.name, kind="variant") for each in listed
    )

    def read() -> tuple[list[Any], list[Any]]:
        return Entity.objects.as_rows(), Entity.objects.as_name_rows()

    rows, steps = read(), steps_of(read)
    assert sum(map(len, rows)) == 300
    found = [
        Entity(
            kind=kinds[1 + number % 2],
            name=f"Found {number}",
            slug=f"found-{number}",
            is_listed=False,
        )
        for number in range(6_000)
    ]
    Entity.objects.bulk_create(found)
    EntityName.objects.bulk_create(
        EntityName(entity=each, name=each.name, kind="variant") for each in found
    )
    assert read() == rows
    assert steps > 10 * STEPS or connection.vendor != "sqlite"
    assert steps_of(read) <= 1.2 * steps
