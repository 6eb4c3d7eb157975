"""Test that every search gets a page with true numbers, whatever is typed."""

import re
from collections.abc import Iterator
from random import Random

from django.test import Client

from archive.models import Article
from tests.hostile.amount import Amount, failures_in
from tests.hostile.hostile_request import HostileRequest
from tests.hostile.list_counts import list_faults
from tests.hostile.searches import hostile_searches
from tests.hostile.site_map import SiteMap
from tests.hostile.visits import Visits

COUNTED = 10  # the numbers of every tenth list are checked
FOLLOWED = 2  # links of facets for each of these lists


def test_no_search_breaks_a_page_or_has_wrong_numbers(site: SiteMap, visits: Visits) -> None:
    amount = Amount.chosen()
    requests = hostile_searches(site, words(), amount.seed, amount.count, amount.first)
    reader = Client()

    def faults_of(request: HostileRequest) -> Iterator[str]:
        yield from visits.faults_of(request)
        if request.number % COUNTED == 0:
            yield from list_faults(reader, request.target, Random(request.name), FOLLOWED)

    assert not failures_in(requests, faults_of)


def words() -> list[str]:
    """Return all words of the titles and texts of the archive."""
    texts = Article.objects.values_list("title", "body")
    return sorted({word for pair in texts for text in pair for word in re.findall(r"\w+", text)})
