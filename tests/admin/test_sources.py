"""Test the page of a source in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Source
from tests.factories import make_source

pytestmark = pytest.mark.django_db


def test_the_old_address_of_a_source_redirects(admin_client: Client) -> None:
    source = Source.objects.create(name="Ryugyong", slug="ryugyong-2", is_listed=False)
    listed = make_source()
    address = reverse("admin:archive_source_change", args=[source.pk])
    rows = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
    sent = {
        "name": "Ryugyong",
        "slug": "ryugyong",
        "home_page": "",
        "description": "Weekly.",
    } | rows
    assert admin_client.post(address, sent).status_code == 302
    source.refresh_from_db()
    assert (source.slug, source.description) == ("ryugyong", "Weekly.")
    assert source.old_slugs.get().slug == "ryugyong-2"
    page = admin_client.get(reverse("admin:archive_source_change", args=[listed.pk]))
    assert 'name="slug"' not in page.content.decode()


def test_the_address_of_a_source_that_files_name_cannot_be_changed(admin_client: Client) -> None:
    source = Source.objects.create(name="Ryugyong", slug="ryugyong-2", is_listed=False)
    source.names.create(name="Ryugyong (En)", key="ryugyong (en)", language="en")
    address = reverse("admin:archive_source_change", args=[source.pk])
    page = admin_client.get(address).content.decode()
    assert 'name="slug"' not in page
    assert "the import uses this part to find the articles of the source" in page
    rows = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
    sent = {
        "name": "Ryugyong",
        "slug": "ryugyong",
        "home_page": "",
        "description": "Weekly.",
    } | rows
    assert admin_client.post(address, sent).status_code == 302
    source.refresh_from_db()
    assert (source.slug, source.description) == ("ryugyong-2", "Weekly.")


def test_a_listed_source_cannot_be_changed(admin_client: Client) -> None:
    source = make_source()
    before = (source.name, source.slug, source.home_page, source.description)
    address = reverse("admin:archive_source_change", args=[source.pk])
    page = admin_client.get(address).content.decode()
    for name in ("name", "slug", "home_page", "description"):
        assert f'name="{name}"' not in page
    rows = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
    sent = {"name": "X", "slug": "x", "home_page": "", "description": "Weekly."} | rows
    assert admin_client.post(address, sent).status_code == 302
    source.refresh_from_db()
    assert (source.name, source.slug, source.home_page, source.description) == before
