"""Test that addresses with hundreds of values get a small page, made with few queries."""

from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.listing.address import MAX_CHOICES
from archive.models import Entity
from archive.search import FACETS
from tests.factories import make_place
from tests.fixtures import writes_forbidden
from tests.sample_pages import SamplePages

LISTS = ("/articles/", "/articles/place/", "/articles/date/", "/articles/feed/")
PATHS = (*LISTS, "/wanted/", "/people/", "/organisations/", "/places/")
NAMES = ("q", *FACETS, "view", "sort", "page", "find", "by", "letter", "colour")


def ask(client: Client, path: str, pairs: Sequence[tuple[str, str]]) -> tuple[int, int, int]:
    """Request an address; return the status, the number of bytes, and the number of queries."""
    with writes_forbidden(), CaptureQueriesContext(connection) as queries:
        response = client.get(f"{path}?{urlencode(pairs)}")
    return response.status_code, len(response.content), len(queries)


@pytest.mark.parametrize("path", PATHS)
def test_a_parameter_that_is_repeated_a_thousand_times_gives_a_small_page(
    client: Client, sample_pages: SamplePages, path: str
) -> None:
    _status, plain, _queries = ask(client, path, [])
    for name in NAMES:
        for values in (
            [f"{name}-{number}" for number in range(1_000)],
            [f"-{name}{number:040}" for number in range(1_000)],
            [str(number) for number in range(1_000, 2_000)],
        ):
            status, size, queries = ask(client, path, [(name, value) for value in values])
            assert status in {200, 400, 404}, name
            assert size < plain + 20_000, name
            assert queries < 40, name


def test_hundreds_of_values_in_every_facet_are_one_error(
    client: Client, sample_pages: SamplePages
) -> None:
    """Check that the error says how many values there are, and that its link has fewer values.

    The link keeps the first MAX_CHOICES values of the address.
    """
    for path in LISTS:
        sizes = []
        for number in (30, 120):
            values = [f"-x{value:03}" for value in range(number)]
            pairs = [("q", "works"), *((name, value) for name in FACETS for value in values)]
            response = client.get(f"{path}?{urlencode(pairs)}")
            assert response.status_code == 400, path
            [error] = response.context["errors"]
            assert error.sentence == (
                f"There are {6 * number} values of filters in this address; at most {MAX_CHOICES}"
                " can be chosen together."
            )
            assert error.drop_url.count("=") == 1 + MAX_CHOICES, path
            sizes.append(len(response.content))
        assert sizes[0] == pytest.approx(sizes[1], abs=10), path


def test_a_page_with_many_wrong_values_does_not_repeat_them_all(
    client: Client, sample_pages: SamplePages
) -> None:
    sizes = []
    for length in (1_000, 4_000):
        values = [f"{number}{'한' * length}" for number in range(MAX_CHOICES)]
        status, size, _ = ask(client, "/articles/", [("person", value) for value in values])
        assert status == 400
        sizes.append(size)
    assert sizes[0] == sizes[1] < 20_000


def test_the_page_does_not_grow_with_the_square_of_the_chosen_values(
    client: Client, sample_pages: SamplePages
) -> None:
    province = Entity.objects.get(kind="place", slug="north-phyongan")
    places = [make_place(f"Village {number}", parent=province).slug for number in range(40)]
    for sign in ("", "-"):
        sizes = {}
        for number in (5, 20, 40):
            chosen = [("place", f"{sign}{slug}") for slug in places[:number]]
            _status, sizes[number], _ = ask(client, "/articles/", chosen)
        assert sizes[20] < 4 * sizes[5]
        assert sizes[40] < sizes[20]


def test_an_article_opened_from_a_list_with_too_many_values_is_shown(
    client: Client, sample_pages: SamplePages
) -> None:
    page = sample_pages.usual.get_absolute_url()
    pairs = [("person", f"-p{number}") for number in range(1_000)]
    response = client.get(f"{page}?{urlencode(pairs)}")
    assert response.status_code == 200
    assert "There are 1,000 values of filters in this address" in response.content.decode()
    # The address is repeated once, in the link that switches off the links of names.
    assert len(response.content) < len(client.get(page).content) + 5_000 + len(urlencode(pairs))


def test_more_parameters_than_django_reads_are_a_bad_request(
    client: Client, sample_pages: SamplePages
) -> None:
    pairs = [("source", str(number)) for number in range(1_001)]
    assert ask(client, "/articles/", pairs)[0] == 400
