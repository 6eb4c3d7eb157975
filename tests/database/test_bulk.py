"""Test that rows of every kind of column can be updated together."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from archive.database.bulk import update_objects
from archive.models import Article
from tests.factories import make_article

CHANGES: tuple[dict[str, Any], ...] = (
    {
        "title": "A {quoted} \"title\", NULL, with a back\\slash and a 'mark'",
        "problems": [{"code": "x", "words": ['{"a"}', "한국"]}],
        "published_on": date(1997, 1, 2),
        "published_precision": "day",
        "withdrawn_at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        "has_problems": True,
        "word_count": 70_000,
    },
    {
        "title": "NULL",
        "problems": [],
        "published_on": None,
        "published_precision": "",
        "withdrawn_at": None,
        "has_problems": False,
        "word_count": 1,
    },
)


@pytest.mark.django_db
def test_objects_get_exactly_their_own_values() -> None:
    articles = [make_article() for _ in CHANGES]
    for article, change in zip(articles, CHANGES, strict=True):
        for name, value in change.items():
            setattr(article, name, value)
    update_objects(articles, tuple(CHANGES[0]))
    for article, change in zip(articles, CHANGES, strict=True):
        stored = Article.objects.get(pk=article.pk)
        assert {name: getattr(stored, name) for name in change} == change
    update_objects(articles[1:], tuple(CHANGES[0]))  # a date and a moment that are None in all rows
