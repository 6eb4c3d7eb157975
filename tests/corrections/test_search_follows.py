"""Test that search finds a correction as soon as it is made."""

import pytest
from django.contrib.auth.models import User

from archive.corrections import correct, reject, undo, withdraw
from archive.models import Article
from archive.search import SearchQuery, rebuild, search
from tests.factories import make_article, make_mention, make_place

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_correction_is_searchable_at_once(ada: User) -> None:
    article = make_article()
    rebuild()
    assert search(SearchQuery(words="pomegranates")).ids == ()
    decision = correct(article, {"title": "Pomegranates Harvested"}, "another headline", ada)
    assert search(SearchQuery(words="pomegranates")).ids == (article.pk,)
    undo(decision, ada)
    assert search(SearchQuery(words="pomegranates")).ids == ()
    withdraw(article, "an error page", ada)
    assert search(SearchQuery()).total == 0


def test_a_rejected_place_is_not_counted(ada: User) -> None:
    article = make_article()
    kujang = make_place("Kujang", parent=make_place("North Phyongan", "province"))
    mention = make_mention(article, kujang)
    rebuild()
    query = SearchQuery().choosing("place", kujang.pk)
    assert search(query).total == 1
    reject([mention], "a person's name", ada)
    assert search(query).total == 0


def test_a_correction_works_without_an_index(ada: User) -> None:
    article = make_article()
    correct(article, {"title": "Right"}, "better", ada)
    assert Article.objects.get().title == "Right"
