"""Test that typed text is not lost if the login or the page is out of date."""

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.models import Article, Decision
from tests.admin.article_form import form_of, page_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db

TYPED = "Typed <script>alert(1)</script> & 못 잃는 글"


@pytest.fixture
def strict(grace: User) -> Client:
    """Return a client that checks CSRF tokens, as browsers' requests are checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(grace)
    return client


@pytest.fixture
def article() -> Article:
    return make_article()


def hidden_values(page: str) -> dict[str, str]:
    """Return the hidden inputs of a page, as a browser sends them."""
    found = re.findall(r'<input type="hidden"[^>]* name="([^"]*)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def token_of(page: str) -> str:
    return hidden_values(page)["csrfmiddlewaretoken"]


def log_in(client: Client, sent: dict[str, str]) -> str:
    sent = {"username": "grace", "password": "a-long-way-to-nowhere"} | sent
    return client.post(reverse("admin:login"), sent).content.decode()


def test_text_that_was_typed_before_the_login_ended_can_be_sent_again(
    strict: Client, article: Article
) -> None:
    address = f"{page_of(article)}?_changelist_filters=corrected%3Dyes"
    token = token_of(strict.get(address).content.decode())
    strict.cookies.pop("sessionid")
    sent = form_of(article, title=TYPED) | {"csrfmiddlewaretoken": token}
    response = strict.post(address, sent)
    page = response.content.decode()
    assert response.status_code == 403
    assert "You are not logged in any more, so nothing was stored." in page
    assert "<script>alert" not in page
    # A wrong password loses nothing either.
    page = log_in(strict, hidden_values(page) | {"password": "wrong"})
    page = log_in(strict, hidden_values(page))
    assert "You are logged in again. Nothing is stored yet." in page
    assert html.escape(TYPED) in page and "<script>alert" not in page
    assert not Decision.objects.exists()
    again = hidden_values(page)
    assert f'action="{html.escape(address)}"' in page
    assert strict.post(address, again).status_code == 302
    article.refresh_from_db()
    assert article.title == TYPED


def test_a_page_that_was_opened_before_the_last_login_can_be_sent_again(
    strict: Client, article: Article
) -> None:
    sent = form_of(article, title=TYPED) | {"csrfmiddlewaretoken": "0" * 64}
    strict.get(page_of(article))
    response = strict.post(page_of(article), sent, headers={"Origin": "http://testserver"})
    page = response.content.decode()
    assert response.status_code == 403 and "nothing was stored" in page
    assert re.findall("<dt>(.*?)</dt>", page) == ["Title", "Reason"]
    assert strict.post(page_of(article), hidden_values(page)).status_code == 302
    article.refresh_from_db()
    assert article.title == TYPED


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_values_from_another_site_are_not_offered(
    strict: Client, article: Article, headers: dict[str, str]
) -> None:
    response = strict.post(page_of(article), form_of(article, title="Evil"), headers=headers)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Evil" not in page and "was not sent from a page of this archive" in page


def test_an_old_login_page_keeps_typed_text_but_no_password(
    strict: Client, article: Article
) -> None:
    typed = '[["do", "correct"], ["correct-title", "Kept"]]'
    sent = {"username": "grace", "password": "secret words", "typed": typed}
    sent["next"] = page_of(article)
    page = strict.post(reverse("admin:login"), sent).content.decode()  # logged in elsewhere
    assert "<dd>Kept</dd>" in page and "secret words" not in page
    strict.logout()
    page = strict.post(reverse("admin:login"), sent).content.decode()
    assert "secret words" not in page and "Log in again" in page
    assert '<input type="hidden" form="login-form" name="typed"' in page
    elsewhere = strict.post(reverse("admin:login"), sent | {"next": "https://evil.example/"})
    assert "evil.example" not in elsewhere.content.decode()
