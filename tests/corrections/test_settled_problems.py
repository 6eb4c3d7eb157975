"""What a person looked at and found to be right is not asked again."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.corrections import CorrectionError, StaleForm, reapply, settle, undo
from archive.corrections.problems import problem_key
from archive.models import Article, Decision
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def problem(code: str, message: str = "Unsure.") -> dict[str, Any]:
    return {"code": code, "message": message, "spans": [], "candidates": []}


FIRST, SECOND = (
    problem("possible-duplicate", "Article 7 …"),
    problem("possible-duplicate", "Article 8 …"),
)


@pytest.fixture
def article() -> Article:
    return make_article(problems=[FIRST, SECOND])


def open_now(article: Article) -> list[dict[str, Any]]:
    problems: list[dict[str, Any]] = Article.objects.get(pk=article.pk).problems
    return problems


def test_a_settled_problem_stays_away_until_that_is_undone(article: Article, ada: User) -> None:
    decision = settle(article, [problem_key(FIRST)], "two different notices", ada)
    assert open_now(article) == [SECOND]
    reapply([article.pk])
    assert open_now(article) == [SECOND]
    settle(article, [problem_key(SECOND)], "and a third", ada)
    assert open_now(article) == []
    settled = Article.objects.get(pk=article.pk)
    assert not settled.has_problems
    assert not settled.is_corrected
    undo(decision, ada)
    assert open_now(article) == [FIRST]


def test_a_problem_that_is_not_open_cannot_be_settled(article: Article, ada: User) -> None:
    with pytest.raises(StaleForm):
        settle(article, [problem_key(FIRST), problem_key(problem("other"))], "seen", ada)
    with pytest.raises(CorrectionError, match="No problem was chosen"):
        settle(article, [], "seen", ada)
    with pytest.raises(CorrectionError, match="Say why"):
        settle(article, [problem_key(FIRST)], " ", ada)
    assert open_now(article) == [FIRST, SECOND]
    assert not Decision.objects.exists()


def test_problems_are_settled_on_the_page_of_the_article(
    article: Article, admin_client: Client
) -> None:
    address = reverse("admin:archive_article_change", args=[article.pk])
    sent = {
        "do": "problems",
        "problems-settled": [problem_key(FIRST)],
        "problems-reason": "two notices",
    }
    assert admin_client.post(address, {**sent, "problems-reason": ""}).status_code == 400
    assert (
        admin_client.post(address, {"do": "problems", "problems-reason": "seen"}).status_code == 400
    )
    assert open_now(article) == [FIRST, SECOND]
    assert admin_client.post(address, sent).status_code == 302
    assert open_now(article) == [SECOND]
    page = admin_client.get(address).content.decode()
    assert "Looked at, and fine: Article 7 …" in page
    again = admin_client.post(address, sent)
    assert again.status_code == 409
    assert "The problems changed while you had the page open." in again.content.decode()
