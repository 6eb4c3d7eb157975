"""Test that long texts and odd addresses cause no errors in the admin, with either database."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.models import Article
from tests.admin.article_form import form_of, page_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_very_long_korean_text_can_be_corrected(admin_client: Client, admin_user: User) -> None:
    """Send the form as a browser does, with nine bytes for each letter."""
    article = make_article()
    body = "한국어 " * 200_000
    response = admin_client.post(
        page_of(article),
        urlencode(form_of(article, body=body)),
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.body == body.strip()


@pytest.mark.parametrize("model", ["article", "capture"])
@pytest.mark.parametrize(
    "name", ["q", "layout", "problem", "has_problems", "corrected", "withdrawn", "p", "o", "date"]
)
@pytest.mark.parametrize("value", ["\0", "a\0b", "%", "9" * 40, "-1", "'"])
def test_no_parameter_of_a_list_causes_an_error(
    admin_client: Client, model: str, name: str, value: str
) -> None:
    make_article(problems=[{"code": "source-unknown"}])
    address = f"{reverse(f'admin:archive_{model}_changelist')}?{urlencode({name: value})}"
    assert admin_client.get(address).status_code in {200, 302, 400}
    assert Article.objects.count() == 1
