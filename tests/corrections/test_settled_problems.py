"""Test that problems that staff settled stay settled."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.corrections import CorrectionError, StaleForm, correct, reapply, settle, undo
from archive.corrections.mention_decisions import NameToAdd, decide_mentions
from archive.corrections.problems import merged, problem_key
from archive.models import Article, Decision, Extract
from ingest.values import Problem
from tests.factories import make_article, make_place, make_problem, simple_finder
from tests.saved_files import codes, kcnawatch, plain, run_import, save, sentences, stories

pytestmark = pytest.mark.django_db

FIRST, SECOND = (
    make_problem("possible-duplicate", f"Article {number} …", candidates=str(number))
    for number in (7, 8)
)

Swap = Callable[[], None]


@pytest.fixture
def article() -> Article:
    return make_article(problems=[FIRST, SECOND])


@pytest.fixture
def swap_messages(monkeypatch: pytest.MonkeyPatch) -> Swap:
    """Return a function that replaces the messages of all stored and all later problems.

    This simulates a new version of Dateline that has other messages.
    """
    as_json = Problem.as_json

    def swap() -> None:
        for extract in Extract.objects.all():
            for problem in extract.problems:
                problem["message"] = "In the title: 1."
            extract.save()
        monkeypatch.setattr(
            Problem, "as_json", lambda problem: as_json(problem) | {"message": "In the title: 1."}
        )

    return swap


def open_now(article: Article) -> list[dict[str, Any]]:
    problems: list[dict[str, Any]] = Article.objects.get(pk=article.pk).problems
    return problems


def test_a_settled_problem_stays_settled_until_undone(article: Article, ada: User) -> None:
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
        settle(article, [problem_key(FIRST), problem_key(make_problem("title-long"))], "seen", ada)
    with pytest.raises(CorrectionError, match="No problem was chosen"):
        settle(article, [], "seen", ada)
    with pytest.raises(CorrectionError, match="Give a reason"):
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
    assert "Problem settled: Article 7 …" in page
    again = admin_client.post(address, sent)
    assert again.status_code == 409
    assert "The problems changed while you had the page open." in again.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"code": "possible-twin"},
        {"field": "title"},
        {"words": "Works"},
        {"candidates": ["8"]},
    ],
    ids=["code", "field", "words", "candidates"],
)
def test_another_code_field_quotation_or_candidate_is_another_problem(
    change: dict[str, Any],
) -> None:
    assert problem_key(FIRST | change) != problem_key(FIRST)


@pytest.mark.parametrize(
    "change", [{"message": "Another sentence."}, {"spans": [[3, 9]]}], ids=["message", "spans"]
)
def test_another_message_or_position_is_the_same_problem(change: dict[str, Any]) -> None:
    assert problem_key(FIRST | change) == problem_key(FIRST)


def save_problem_files(folder: Path) -> None:
    """Save files whose articles have problems of many kinds."""
    story, other = stories(2)
    twin = kcnawatch(story).replace(story.body[:200], sentences(99, 2))
    save(folder, "a", kcnawatch(story))
    save(folder, "b", twin)
    save(folder, "dates", kcnawatch(other).replace(f"{other.on:%Y.%m.%d}", "2021.01.05"))
    save(folder, "long", plain("A bridge of many words " * 20, sentences(3)))
    save(folder, "garbled", plain("The worker\u2019s b\u00c3\u00a9 bridge", sentences(4)))
    save(folder, "no-title", "\n".join(["", sentences(5), "", "More From KCNA.kp (En)", ""]))
    save(folder, "place", plain("In Nowhere County", f"{sentences(6)} He saw Nowhere County."))


@pytest.mark.usefixtures("archive")
def test_another_message_does_not_reopen_a_settled_problem(
    folder: Path, ada: User, swap_messages: Swap
) -> None:
    save_problem_files(folder)
    run_import(folder)
    doubtful = list(Article.objects.filter(has_problems=True))
    settled_codes = {code for article in doubtful for code in codes(article)}
    assert len(settled_codes) >= 4, settled_codes
    for article in doubtful:
        settle(article, list(map(problem_key, article.problems)), "looked at", ada)
    assert not Article.objects.filter(has_problems=True).exists()
    swap_messages()
    run_import("--reparse")
    assert not Article.objects.filter(has_problems=True).exists()
    for decision in Decision.objects.all():
        undo(decision, ada)
    reopened = [problem for article in Article.objects.all() for problem in article.problems]
    assert {problem["message"] for problem in reopened} == {"In the title: 1."}
    assert {problem["code"] for problem in reopened} == settled_codes


def test_a_correction_settles_problems_of_its_field_with_any_message(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settled_by_corrections(message: str) -> list[list[str]]:
        problems = [
            make_problem(code, message, field=field)
            for code, field in (
                ("dates-disagree", "published"),
                ("unreadable-field", "agency"),
                ("title-long", "title"),
                ("possible-duplicate", ""),
            )
        ]
        article = make_article(problems=problems)
        steps = []
        for change in ({"title": "A bridge"}, {"agency": "KCNA"}, {"published": "2025-04-16"}):
            correct(article, change, "as printed", ada)
            steps.append([problem["code"] for problem in open_now(article)])
        return steps

    expected = [
        ["dates-disagree", "unreadable-field", "possible-duplicate"],
        ["dates-disagree", "possible-duplicate"],
        ["possible-duplicate"],
    ]
    assert settled_by_corrections("Unsure of the title.") == expected
    assert settled_by_corrections("Something in the text.") == expected


@pytest.mark.parametrize("message", ["in the title", "in the text"])
def test_a_decided_name_settles_only_the_problem_of_its_words(
    ada: User, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    as_json = Problem.as_json
    monkeypatch.setattr(Problem, "as_json", lambda problem: as_json(problem) | {"message": message})
    monkeypatch.setattr("archive.corrections.article_overlay.find_in", simple_finder)
    make_place("Unsan")
    other = make_place("Kujang")
    article = make_article({"title": "Unsan Works"}, body="Unsan Works was renovated.")
    reapply_all(article, ada)
    assert [problem["field"] for problem in open_now(article)] == ["title", "body"]
    decide_mentions(article, "it is there", ada, added=[NameToAdd(other, "Works was renovated")])
    assert len(open_now(article)) == 2
    decide_mentions(article, "it is there", ada, added=[NameToAdd(other, "Unsan Works was")])
    assert [problem["field"] for problem in open_now(article)] == ["title"]


def reapply_all(article: Article, user: User) -> None:
    """Make Dateline find the names in an article again, by making and undoing a correction."""
    undo(correct(article, {"agency": "KCNA"}, "a test", user), user)


def test_a_corrected_text_does_not_settle_the_problems_of_its_names(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.corrections.article_overlay.find_in", simple_finder)
    make_place("Unsan")
    article = make_article(body="Unsan Works was renovated.")
    correct(article, {"body": "In spring the Unsan Works was renovated."}, "as printed", ada)
    (problem,) = open_now(article)
    settle(article, [problem_key(problem)], "seen", ada)
    correct(article, {"body": "In the autumn the Unsan Works was renovated."}, "as printed", ada)
    assert open_now(article) == []


def test_one_problem_with_two_messages_is_listed_once() -> None:
    old = make_problem("title-missing", "No title stands on the page.")
    new = make_problem("title-missing", "The page has no title.")
    assert merged([old], [new]) == [old]
