"""Test that a typed text is found in a column, however Unicode writes the two."""

import pytest
from django.db.models import Q

from archive.database.typed_text import contains_typed
from archive.models import Source
from ingest.mentions.spelling import name_key
from tests.typed_variants import DIFFERENT, SAME


def finds(stored: str, typed: str) -> bool:
    Source.objects.update_or_create(slug="one", defaults={"name": stored})
    found = Source.objects.filter(Q(name__contains_typed=typed)).exists()
    assert found == contains_typed(stored, typed)
    return found


@pytest.mark.django_db
def test_the_ways_to_write_a_text_find_each_other_in_both_databases() -> None:
    for one, other in SAME:
        assert name_key(one) == name_key(other) != "", (one, other)
        assert finds(f"A {one}, too", other), (one, other)
        assert finds(f"({other})", one), (one, other)
    for one, other in DIFFERENT:
        assert not finds(one, other), (one, other)
        assert not finds(other, one), (one, other)


@pytest.mark.django_db
def test_marks_that_are_typed_are_searched_as_they_are() -> None:
    for typed, is_found in (
        ("D.P.R.K.", True),
        ("DPRK", False),
        ("100%", True),
        ("1000", False),
        ("“[the]", True),
        ("\\d", False),
        ("f_rm", False),
        ("the  farm", True),
        ("thefarm", False),
        ("—", True),
        ("’", False),
        ("far\0m", True),
    ):
        assert finds('D.P.R.K. 100% "[the] the\u3000farm - ^$', typed) == is_found, typed
