"""Test that every address gets a page, a redirect or an error page, whatever it contains."""

from tests.hostile.addresses import hostile_addresses
from tests.hostile.amount import Amount, failures_in
from tests.hostile.site_map import SiteMap
from tests.hostile.visits import Visits


def test_no_address_breaks_a_page(site: SiteMap, visits: Visits) -> None:
    amount = Amount.chosen()
    requests = hostile_addresses(site, amount.seed, amount.count, amount.first)
    assert not failures_in(requests, visits.faults_of)
