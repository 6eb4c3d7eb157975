"""Test the read-only pages of the admin: known items, parsed articles, import runs."""

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Capture, Extract, ImportRun, KnownItem, Sighting
from tests.factories import make_article


@pytest.mark.parametrize(
    ("choice", "title"), [("yes", "Held"), ("no", "Wanted"), ("several", "Unclear")]
)
def test_an_ambiguous_item_is_neither_in_the_archive_nor_wanted(
    admin_client: Client, choice: str, title: str
) -> None:
    KnownItem.objects.create(title="Held", key="1", article=make_article())
    KnownItem.objects.create(title="Wanted", key="2")
    KnownItem.objects.create(title="Unclear", key="3", is_ambiguous=True)
    response = admin_client.get(reverse("admin:archive_knownitem_changelist"), {"held": choice})
    assert [item.title for item in response.context["cl"].queryset] == [title]


def test_an_item_shows_its_place_in_the_list_from_1(admin_client: Client) -> None:
    item = KnownItem.objects.create(title="Held", key="1", article=make_article())
    capture = Capture.objects.get()
    Sighting.objects.create(known_item=item, capture=capture, position=0, start=0, end=1)
    url = reverse("admin:archive_knownitem_change", args=[item.pk])
    page = " ".join(admin_client.get(url).content.decode().split())
    assert "Place 1 in the list of the saved file" in page
    assert '<td class="field-place"> <p>1</p> </td>' in page
    assert "Matches several articles:" in page


def test_parsed_articles_are_numbered_from_1_in_their_file(admin_client: Client) -> None:
    make_article()
    extract = Extract.objects.get()
    listed = admin_client.get(reverse("admin:archive_extract_changelist")).content.decode()
    assert f">{extract.pk}</a></th>" in listed
    assert '<td class="field-number_in_file">1</td>' in listed
    url = reverse("admin:archive_capture_change", args=[extract.capture_id])
    page = " ".join(admin_client.get(url).content.decode().split())
    assert '<td class="field-number"> <p>1</p> </td>' in page


def test_an_import_run_counts_its_files_by_outcome(admin_client: Client) -> None:
    run = ImportRun.objects.create(program_version="1", parser_version="1", created_count=1204)
    listed = admin_client.get(reverse("admin:archive_importrun_changelist")).content.decode()
    assert "Files: article created" in listed
    assert '<td class="field-created_count">1,204</td>' in listed
    url = reverse("admin:archive_importrun_change", args=[run.pk])
    assert "Files: article created:" in admin_client.get(url).content.decode()
