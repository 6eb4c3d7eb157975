"""Fixtures for tests with hostile addresses and searches."""

import pytest
from django.test import Client
from pytest_django import Settings

from tests.hostile.site_map import SiteMap, read_site
from tests.hostile.visits import SITE, Visits
from tests.sample_addresses import pages_of
from tests.sample_pages import SamplePages


@pytest.fixture
def site(sample_pages: SamplePages, corrector: Client) -> SiteMap:
    """Read the map of the site from the sample pages and the admin."""
    return read_site(pages_of(sample_pages).values(), corrector)


@pytest.fixture
def visits(site: SiteMap, corrector: Client, settings: Settings) -> Visits:
    """Set the address of the site, and let each invented host reach the views."""
    settings.SITE_URL = SITE
    settings.ALLOWED_HOSTS = ["*"]
    return Visits(corrector)
