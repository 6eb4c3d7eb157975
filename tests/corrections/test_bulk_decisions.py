"""Test decisions about a whole list: the plan, the decision, undo and redo, and interruptions."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive.corrections import (
    CorrectionError,
    StaleForm,
    bulk_steps,
    correct,
    redo,
    settle,
    undo,
    withdraw,
)
from archive.corrections.article_overlay import rebuild
from archive.corrections.bulk_changes import CHANGES
from archive.corrections.bulk_decisions import decide_about_list
from archive.corrections.bulk_plans import BulkPlan, plan_change
from archive.corrections.problems import problem_key
from archive.corrections.unfinished import Finisher
from archive.models import Article, Correction, Decision, Mention
from tests.corrections.many_rows import make_articles, move_dates, rows
from tests.factories import (
    make_article,
    make_mention,
    make_place,
    make_problem,
    make_source,
    simple_finder,
)
from tests.saved_files import plain, run_import, save

pytestmark = pytest.mark.django_db


def plan(name: str, value: str = "", **options: Any) -> BulkPlan:
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    return plan_change(ids, CHANGES[name], CHANGES[name].clean(value), **options)


def dates() -> list[str]:
    return [
        str(day) for day in Article.objects.order_by("pk").values_list("published_on", flat=True)
    ]


def test_3000_articles_are_corrected_undone_and_redone_and_the_history_only_grows(
    ada: User,
) -> None:
    articles = make_articles(3000)
    before = rows()
    decision = move_dates(articles, ada)
    after = rows()
    assert all(new != old for new, old in zip(after, before, strict=True))
    assert not Article.objects.filter(has_problems=True).exists()
    history = list(Correction.objects.order_by("pk").values())
    assert len(history) == 3000
    undo(decision, ada)
    assert rows() == before
    redo(decision, ada)
    assert rows() == after
    assert list(Correction.objects.order_by("pk").values()) == history
    assert (Decision.objects.count(), Decision.objects.get().waiting) == (1, None)


def test_a_plan_counts_every_article_of_the_list(ada: User) -> None:
    values = ["2024-03-05", "2024-03-03", "2024-03-25", "2024-04-05", "2024", ""]
    articles = [make_article({"published": value}) for value in values]
    correct(articles[3], {"published": "2024-04-05"}, "seen in print", ada)
    planned = plan("exchange")
    assert [each[1:3] for each in planned.changes] == [("2024-03-05", "2024-05-03")]
    assert (planned.total, planned.same_count, planned.corrected_count) == (6, 1, 1)
    assert dict(planned.impossible) == {
        "The calendar does not have the new date.": 1,
        "The day is unknown.": 1,
        "The date is unknown.": 1,
    }
    thorough = plan("exchange", with_corrected=True)
    assert [each.article for each in thorough.changes] == [articles[0].pk, articles[3].pk]
    assert planned.digest != thorough.digest


def test_examples_come_from_the_whole_list() -> None:
    articles = make_articles(40)
    shown = [each.article for each in plan("move", "1").examples]
    assert (len(shown), shown[0], shown[-1]) == (10, articles[0], articles[-1])
    assert shown == sorted(set(shown))


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("source", "voice-of-korea", "source__slug", "voice-of-korea"),
        ("source", "", "source__slug", None),
        ("language", "ko", "language", "ko"),
        ("agency", "KCNA", "agency", "KCNA"),
        ("place", "Kujang", "dateline_place", "Kujang"),
        ("date", "2024-02", "published_precision", "month"),
        ("year", "2020", "published_on__year", 2020),
        ("witness", "dateline", "published_on__day", 19),
        ("month", "", "published_precision", "month"),
        ("only-year", "", "published_precision", "year"),
        ("no-date", "", "published_on", None),
        ("right", "", "is_date_doubtful", False),
        ("start", "Health", "title", "Works Renovated"),
        ("end", "Renovated", "title", "Health Works"),
        ("settle", "dates-disagree", "has_problems", False),
        ("withdraw", "", "withdrawn_reason", "why"),
    ],
)
def test_every_change_is_made_undone_and_equal_to_what_a_reparse_computes(
    ada: User, name: str, value: str, field: str, expected: object
) -> None:
    make_source("Voice of Korea", "voice-of-korea")
    problem = make_problem("dates-disagree", field="published")
    article = make_article(problems=[problem], is_date_doubtful=True)
    article.extracts.update(witnesses={"dateline": {"value": "2025-04-19"}})
    rebuild([article.pk])
    before = rows()
    decision = decide_about_list(plan(name, value), "why", ada, "")
    assert Article.objects.values_list(field, flat=True).get() == expected
    assert Decision.objects.get().kind == CHANGES[name].kind
    after = rows()
    rebuild([article.pk])
    assert rows() == after
    undo(decision, ada)
    assert rows() == before


def test_single_corrections_keep_their_order_with_the_decision_about_the_list(ada: User) -> None:
    first, second, _third = make_articles(3)
    one = correct(Article.objects.get(pk=first), {"published": "2020"}, "seen", ada)
    decision = decide_about_list(plan("date", "2021"), "why", ada, "")
    assert dates() == ["2020-01-01", "2021-01-01", "2021-01-01"]
    later = correct(Article.objects.get(pk=second), {"published": "2022"}, "seen", ada)
    undo(decision, ada)
    assert dates() == ["2020-01-01", "2022-01-01", "2024-01-03"]
    redo(decision, ada)
    assert dates() == ["2020-01-01", "2022-01-01", "2021-01-01"]
    thorough = decide_about_list(plan("date", "2023", with_corrected=True), "why", ada, "")
    assert dates() == ["2023-01-01"] * 3
    undo(thorough, ada)
    undo(one, ada)
    undo(later, ada)
    assert dates() == ["2024-01-01", "2021-01-01", "2021-01-01"]


def test_problems_with_names_that_are_settled_together_come_back(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.corrections.article_overlay.find_in", simple_finder)
    make_place("Unsan")
    articles = [make_article({"title": f"To Unsan {number}"}) for number in range(3)]
    make_mention(articles[0], make_place("Kusong"))
    rebuild([article.pk for article in articles])
    before, names = rows(), list(Mention.objects.values())
    planned = plan("settle", "place-ambiguous")
    assert len(planned.changes) == 3
    decision = decide_about_list(planned, "all in Pyongan", ada, "")
    assert not Article.objects.filter(has_problems=True).exists()
    undo(decision, ada)
    assert (rows(), list(Mention.objects.values())) == (before, names)


def test_nothing_is_stored_if_an_article_changed_after_the_plan(ada: User) -> None:
    first, _second = make_articles(2)
    planned = plan("date", "2021")
    settle(
        Article.objects.get(pk=first),
        [problem_key(Article.objects.get(pk=first).problems[0])],
        "checked",
        ada,
    )
    with pytest.raises(StaleForm):
        decide_about_list(planned, "why", ada, "")
    with pytest.raises(CorrectionError, match="Nothing would change"):
        decide_about_list(plan("settle", "dates-disagree"), "why", ada, "")
    with pytest.raises(CorrectionError, match="Give a reason"):
        decide_about_list(plan("date", "2021"), " ", ada, "")
    assert Decision.objects.count() == 1


def test_withdrawn_articles_are_restored_together(ada: User) -> None:
    articles = [make_article(), make_article(), make_article()]
    withdraw(articles[:2], "error pages", ada)
    planned = plan("restore")
    assert (len(planned.changes), planned.same_count) == (2, 1)
    decision = decide_about_list(planned, "they are right", ada, "")
    assert Article.objects.public().count() == 3
    undo(decision, ada)
    assert Article.objects.public().count() == 1


@pytest.mark.usefixtures("archive")
def test_an_interrupted_decision_is_finished_or_undone_and_never_forgotten(
    ada: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_steps, "STEP", 3)
    articles = make_articles(8)
    before = rows()
    decision = move_dates(articles, ada, seconds=0)
    assert rows() == before
    bulk_steps.take_step(decision)
    assert bulk_steps.applied_count(decision) == 3
    with pytest.raises(StaleForm):
        decide_about_list(plan("language", "ko"), "why", ada, "")
    finisher = Finisher()
    finisher.look()
    bulk_steps.take_step(decision)  # another process makes progress, so it is left alone
    finisher.look()
    assert decision.waiting
    finisher.look()
    decision.refresh_from_db()
    assert decision.waiting is None
    after = rows()
    assert all(new != old for new, old in zip(after, before, strict=True))
    undone = undo(decision, ada, seconds=0)
    bulk_steps.take_step(undone)
    assert before != rows() != after
    redo(undone, ada)
    assert rows() == after
    undo(redo(undo(decision, ada, seconds=0), ada, seconds=0), ada)
    assert rows() == before
    redo(decision, ada, seconds=0)
    run_import(save(folder, "another", plain()))
    assert rows()[:-1] == after
