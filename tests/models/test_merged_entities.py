"""Test the pointers of mergers: if A is merged into B and B into C, A and B point to C."""

import pytest
from django.contrib.auth.models import User

from archive.corrections import undo
from archive.corrections.entity_decisions import merge
from archive.models import Entity
from tests.factories import make_named

pytestmark = pytest.mark.django_db


def targets() -> dict[str, str | None]:
    return dict(Entity.objects.values_list("slug", "merged_into__slug"))


def test_merging_a_target_moves_what_was_merged_into_it(ada: User) -> None:
    first, second, third = (make_named(name) for name in ("One", "Two", "Three"))
    merge(first, second, "the same", ada)
    merge(third, second, "the same", ada)
    undone = merge(second, last := make_named("Last"), "the same", ada)
    assert targets() == {"one": "last", "two": "last", "three": "last", "last": None}
    assert not Entity.objects.filter(merged_into__merged_into__isnull=False).exists()
    first.refresh_from_db()
    assert first.meant == last
    undo(undone, ada)
    assert targets() == {"one": "two", "two": None, "three": "two", "last": None}
