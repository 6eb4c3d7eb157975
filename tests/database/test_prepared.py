"""Test that a query whose SQL is built only once returns the rows of the ordinary query."""

from datetime import date

import pytest
from django.db.models import Q, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from archive.database.prepared import Prepared
from archive.models import Article
from tests.sample_pages import SamplePages

QUERY = Prepared(
    lambda ids: (
        Article.objects.public()
        .filter(Q(pk__in=ids), ~Q(title="no such title"))
        .annotate(constant=Value(-7))
        .values_list("pk", "published_on", "is_corrected", "problems", "constant")
    ),
    size=3,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.integers(0, 7), unique=True, max_size=8))
def test_a_prepared_query_returns_the_rows_of_the_query(
    sample_pages: SamplePages, chosen: list[int]
) -> None:
    known = [*Article.objects.order_by("pk").values_list("pk", flat=True), 10**9, 2**62]
    ids = [known[number % len(known)] for number in chosen]
    expected = {
        row[0]: row for start in range(0, len(ids), 3) for row in QUERY.make(ids[start : start + 3])
    }
    assert {row[0]: row for row in map(tuple, QUERY.rows(ids))} == expected
    assert all(
        isinstance(row[1], date | None) and isinstance(row[2], bool) for row in QUERY.rows(ids)
    )


def test_a_prepared_query_without_ids_is_not_sent(
    sample_pages: SamplePages, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert list(QUERY.rows([])) == []


def test_a_query_that_does_not_use_every_id_is_rejected(db: None) -> None:
    wrong = Prepared(lambda ids: Article.objects.filter(pk=ids[0]).values_list("pk"), size=2)
    with pytest.raises(ValueError, match="Each id must"):
        list(wrong.rows([1, 2]))
