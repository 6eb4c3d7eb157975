"""Test the likely answers to problems: which are offered, and what one of them decides."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive.admin.likely_answers import Answer, answer, problem_rows
from archive.corrections import StaleForm, correct, undo
from archive.models import Article, Decision, Source
from tests.factories import make_article, make_place, make_problem, make_source, simple_finder

pytestmark = pytest.mark.django_db


def answers_of(article: Article) -> list[Answer]:
    """Return the answers to the first problem of an article."""
    return list(problem_rows(Article.objects.get(pk=article.pk))[0].answers)


def choose(article: Article, number: int, user: User) -> Decision:
    rows = problem_rows(article)
    answer(article, rows, rows[0].answers[number].key, user)
    article.refresh_from_db()
    return Decision.objects.latest("pk")


def article_with(
    code: str, fields: Mapping[str, Any] | None = None, body: str = "A mill.", **values: str
) -> Article:
    return make_article(fields, body=body, problems=[make_problem(code, **values)])


def test_the_marks_in_the_text_suggest_an_unknown_source(ada: User) -> None:
    make_source("Voice of Korea", "voice-of-korea")
    Source.objects.filter(slug="voice-of-korea").update(home_page="http://www.vok.rep.kp/")
    text = "A mill was oiled.\n\nwww.vok.rep.kp"
    article = article_with("source-unknown", {"source": "", "agency": "KCNA"}, text)
    offered = [(item.label, item.evidence) for item in answers_of(article)]
    assert offered == [
        ("Source: Voice of Korea", "the saved text has “vok.rep.kp”"),
        ("Source: KCNA.kp", "the agency is KCNA"),
        ("Leave the source unknown", "checked"),
    ]
    assert choose(article, 0, ada).reason == f"{offered[0][0]} ({offered[0][1]})."
    assert str(article.source) == "Voice of Korea" and not article.problems


def test_both_titles_are_offered_if_two_disagree(ada: User) -> None:
    article = article_with("titles-disagree", {"title": "Mill oiled"}, words="Roof mended")
    shown, other = answers_of(article)
    assert (shown.label, shown.is_shown) == ("Title: Mill oiled", True)
    assert (other.label, other.evidence) == ("Title: Roof mended", "the other title in the file")
    settled = choose(article, 0, ada)
    assert not article.problems and not article.is_corrected  # nothing was corrected
    undo(settled, ada)
    article.refresh_from_db()
    choose(article, 1, ada)
    assert article.title == "Roof mended"
    with pytest.raises(StaleForm, match="changed while you had the page open"):
        answer(article, problem_rows(article), other.key, ada)


def test_a_date_in_the_future_can_be_confirmed_or_removed(ada: User) -> None:
    article = article_with("date-in-future", {"published": "2025-05-06"})
    removed, kept = answers_of(article)
    assert (removed.label, removed.changes) == ("Published: unknown", {"published": ""})
    assert kept.changes == {"published": "2025-05-06"}  # a confirmed date is not doubtful
    choose(article, 0, ada)
    assert article.published_on is None


def test_an_ambiguous_name_is_linked_at_all_its_places(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.corrections.article_overlay.find_in", simple_finder)
    make_place("Unsan")
    make_place("Unsan", slug="unsan-too")
    article = make_article(body="Unsan has a mill, and Unsan has a roof.")
    undo(correct(article, {"agency": "KCNA"}, "a test", ada), ada)  # finds the names again
    article.refresh_from_db()
    assert [item.label for item in answers_of(article)][2:] == ["It means none of our places"]
    decision = choose(article, 1, ada)
    assert not article.problems
    linked = article.mentions.values_list("entity__slug", "start", "state")
    assert sorted(linked) == [("unsan-too", 0, "added"), ("unsan-too", 22, "added")]
    undo(decision, ada)
    article.refresh_from_db()
    assert [problem["code"] for problem in article.problems] == ["place-ambiguous"] * 2


def test_versions_that_differ_are_compared_and_settled(ada: User) -> None:
    article = article_with("version-differs", words="1 2")
    (looked_at,) = answers_of(article)
    assert looked_at.label == "I compared the versions: nothing has to be done"
    choose(article, 0, ada)
    assert not article.has_problems
