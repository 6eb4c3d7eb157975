"""The list of known items in the admin: in the archive, wanted, or ambiguous."""

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import KnownItem
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
