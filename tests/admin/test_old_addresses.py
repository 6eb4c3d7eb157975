"""Test that old addresses of the admin redirect to the new addresses."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.corrections import correct
from tests.factories import make_article, make_named

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/admin/archive/act/", "/admin/archive/decision/"),
        ("/admin/archive/act/?kind=merge&p=2", "/admin/archive/decision/?kind=merge&p=2"),
        ("/admin/archive/act/12/change/", "/admin/archive/decision/12/change/"),
        ("/admin/archive/act/12/history/?a=/act/", "/admin/archive/decision/12/history/?a=/act/"),
        (
            "/admin/archive/entity/7/act/merge/?target=kusong-works&q=a%26b%20%C3%A9",
            "/admin/archive/entity/7/decision/merge/?target=kusong-works&q=a%26b%20%C3%A9",
        ),
        ("/admin/archive/entity/7/act/split/", "/admin/archive/entity/7/decision/split/"),
    ],
)
def test_an_old_address_redirects_for_good_and_keeps_the_rest(
    client: Client, old: str, new: str
) -> None:
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, new)


def test_old_addresses_lead_to_pages(corrector: Client, grace: User) -> None:
    decision = correct(make_article(), {"title": "Pills made"}, "seen in print", grace)
    works = make_named("Health Works")
    make_named("Kusong Works")
    for old, words in (
        ("/admin/archive/act/", "seen in print"),
        (f"/admin/archive/act/{decision.pk}/change/", "Pills made"),
        (f"/admin/archive/entity/{works.pk}/act/merge/?target=kusong-works", "stands for both"),
    ):
        response = corrector.get(old, follow=True)
        assert response.status_code == 200
        assert words in response.content.decode()
