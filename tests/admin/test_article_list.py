"""Test the list of articles in the admin: filters and search."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.corrections import confirm, correct, withdraw
from tests.factories import make_article, make_mention, make_place, make_problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("problems=yes", ["Problem"]),
        ("problem=place-ambiguous", ["Problem"]),
        ("problem=no-such", []),
        ("doubtful=yes", ["Doubtful"]),
        ("detached=yes", ["Detached"]),
        ("corrected=yes", ["Detached"]),
        ("withdrawn=yes", ["Withdrawn"]),
        ("layout=rodong", ["Rodong"]),
        ("q=doubt", ["Doubtful"]),
        ("rule=title.title&layout=rodong", ["Rodong"]),
        ("rule=title.no-such", []),
    ],
)
def test_a_filter_shows_its_articles(
    corrector: Client, grace: User, query: str, titles: list[str]
) -> None:
    problem = make_problem("place-ambiguous", "Two Unsans.")
    make_article({"title": "Problem"}, problems=[problem])
    make_article({"title": "Doubtful"}, is_date_doubtful=True)
    make_article({"title": "Rodong"}, layout="rodong")
    detached = make_article({"title": "Detached"})
    confirm([make_mention(detached, make_place("Kujang"))], "checked", grace)
    correct(detached, {"body": "Another text."}, "wrong file", grace)
    withdraw(make_article({"title": "Withdrawn"}, body="Nothing."), "why", grace)
    response = corrector.get(reverse("admin:archive_article_changelist") + f"?{query}")
    assert [one.title for one in response.context["cl"].result_list] == titles


def test_the_kinds_of_problem_have_labels_in_the_filter(corrector: Client) -> None:
    for code in ("place-ambiguous", "dates-disagree"):
        make_article(problems=[make_problem(code)])
    make_article(problems=[make_problem("title-long") | {"code": "of-an-older-parser"}])
    response = corrector.get(reverse("admin:archive_article_changelist"))
    (problem_filter,) = (
        spec for spec in response.context["cl"].filter_specs if spec.title == "kind of problem"
    )
    assert problem_filter.lookup_choices == [
        ("dates-disagree", "Dates disagree"),
        ("place-ambiguous", "Name can mean several places"),
        ("of-an-older-parser", "of-an-older-parser"),
    ]


def test_articles_are_found_by_number_and_by_saved_file(corrector: Client) -> None:
    article, _another = make_article(), make_article()
    address = reverse("admin:archive_article_changelist")
    assert article.shown_extract is not None
    for words in (
        str(article.pk),
        article.shown_extract.capture.short_id,
        article.shown_extract.capture.sha256,
    ):
        response = corrector.get(address, {"q": words})
        assert [one.pk for one in response.context["cl"].result_list] == [article.pk]


def test_the_list_takes_few_queries_and_does_not_count_to_its_end(
    corrector: Client, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.base_classes.BoundedPaginator.LIMIT", 3)
    for _ in range(5):
        make_article()
    with django_assert_max_num_queries(16):
        response = corrector.get(reverse("admin:archive_article_changelist"))
    assert "Only its first 3 rows are shown" in response.content.decode()
