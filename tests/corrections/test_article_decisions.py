"""Test that corrections of an article replace parsed values, and that staff can undo them."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from archive.corrections import (
    FIELDS,
    CorrectionError,
    StaleForm,
    correct,
    correct_all,
    fingerprints,
    parsed_values,
    pinned,
    reapply,
    redo,
    restore,
    shown_values,
    undo,
    withdraw,
)
from archive.models import ArchiveVersion, Article, Correction, Decision, Extract
from tests.factories import make_article, make_problem, make_source
from tests.saved_files import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article()


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_a_corrected_value_is_shown_and_the_parsed_one_kept(article: Article, ada: User) -> None:
    decision = correct(article, {"title": "  Works\n renovated "}, "typing error", ada)
    assert fresh(article).title == "Works renovated"
    assert fresh(article).is_corrected
    correction = Correction.objects.get()
    assert (correction.parsed_value, correction.corrected_value) == (
        "Health Works Renovated",
        "Works renovated",
    )
    assert (decision.kind, decision.made_by, decision.reason) == ("correct", ada, "typing error")


def test_every_field_can_be_corrected_and_undone(article: Article, ada: User) -> None:
    make_source("Voice of Korea", "voice-of-korea")
    values = {
        "title": "Another",
        "published": "2024-02",
        "source": "voice-of-korea",
        "dateline_place": "Sinuiju",
        "dateline_on": "2024-02-29",
        "agency": "KCNA",
        "language": "ko",
        "original_url": "https://example.org/1",
        "body": "One.\n\nTwo.",
    }
    assert set(values) == set(FIELDS)
    decision = correct(article, values, "all wrong", ada)
    changed = fresh(article)
    assert shown_values(changed) == values
    assert (changed.published_on, changed.published_precision, changed.word_count) == (
        date(2024, 2, 1),
        "month",
        2,
    )
    undo(decision, ada)
    assert shown_values(fresh(article)) == parsed_values(article.shown_extract)
    assert not fresh(article).is_corrected


@pytest.mark.parametrize(
    ("value", "day", "precision"),
    [("", None, ""), ("2025", date(2025, 1, 1), "year"), ("2025-06", date(2025, 6, 1), "month")],
)
def test_a_date_can_be_partly_known(
    article: Article, ada: User, value: str, day: date | None, precision: str
) -> None:
    correct(article, {"published": value}, "no day is given", ada)
    assert (fresh(article).published_on, fresh(article).published_precision) == (day, precision)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("published", "2025-02-30", "“2025-02-30” is not a valid date"),
        ("published", "17/04/2025", "is not a valid date"),
        ("published", "1944-12-31", "not between 1945 and"),
        ("published", "9999", "not between 1945 and"),
        ("published", "٢٠٢٥", "is not a valid date"),
        ("dateline_on", "2025-02", "not a complete date"),
        ("source", "nobody", "no source"),
        ("title", " \n ", "needs a title"),
        ("title", "x" * 1001, "1,001 characters"),
        ("title", "a\x00b", "NUL"),
        ("body", " \n\n ", "needs a text"),
        ("body", "a\x00", "NUL"),
        ("agency", "x" * 201, "201 characters"),
        ("language", "english", "not a language tag"),
        ("original_url", "javascript:alert(1)", "not a web address"),
        ("original_url", "https://example.org/" + "x" * 2000, "limit is 2,000"),
        ("colour", "red", "not one of the fields that can be corrected"),
    ],
)
def test_a_bad_value_is_rejected_and_changes_nothing(
    article: Article, ada: User, field: str, value: str, words: str
) -> None:
    with pytest.raises(CorrectionError) as caught:
        correct(article, {"agency": "KCNA", field: value}, "why not", ada)
    assert words in caught.value.messages[field]
    assert not Decision.objects.exists()
    assert fresh(article).agency == ""


def test_the_latest_year_of_a_date_is_next_year(article: Article, ada: User) -> None:
    next_year = str(timezone.now().year + 1)
    correct(article, {"published": next_year}, "an almanac", ada)
    assert fresh(article).published_on == date(int(next_year), 1, 1)


def test_a_reason_and_a_change_are_required(article: Article, ada: User) -> None:
    with pytest.raises(CorrectionError, match="Give a reason"):
        correct(article, {"title": "New"}, "  ", ada)
    with pytest.raises(CorrectionError, match="Nothing was changed"):
        correct(article, {}, "why", ada)
    assert not Decision.objects.exists()


def test_correcting_a_date_makes_it_certain_until_undone(ada: User) -> None:
    article = make_article(is_date_doubtful=True)
    decision = correct(article, {"published": "2025-04-17"}, "the sign-off is right", ada)
    assert not fresh(article).is_date_doubtful
    assert fresh(article).is_corrected
    undo(decision, ada)
    assert fresh(article).is_date_doubtful


def test_correcting_back_to_the_parsed_value_is_recorded(article: Article, ada: User) -> None:
    correct(article, {"title": "New"}, "better", ada)
    correct(article, {"title": "Health Works Renovated"}, "no, it was right", ada)
    assert fresh(article).title == "Health Works Renovated"
    assert Correction.objects.count() == 2


def test_the_last_active_correction_applies_after_an_undo(article: Article, ada: User) -> None:
    first = correct(article, {"title": "First", "agency": "KCNA"}, "1", ada)
    second = correct(article, {"title": "Second"}, "2", ada)
    third = correct(article, {"title": "Third"}, "3", ada)
    undo(second, ada)
    assert fresh(article).title == "Third"
    undo(third, ada)
    assert (fresh(article).title, fresh(article).agency) == ("First", "KCNA")
    redo(second, ada)
    assert fresh(article).title == "Second"
    undo(first, ada)
    assert (fresh(article).title, fresh(article).agency) == ("Second", "")


def test_undo_and_redo_record_user_and_time_only_once(article: Article, ada: User) -> None:
    grace = User.objects.create_user("grace")
    decision = correct(article, {"title": "New"}, "better", ada)
    undone = undo(decision, grace)
    version = ArchiveVersion.current().number
    assert (undone.undone_by, undone.undone_at is not None) == (grace, True)
    assert undo(decision, ada).undone_by == grace
    assert ArchiveVersion.current().number == version
    redone = redo(decision, ada)
    assert (redone.undone_by, redone.undone_at, redone.redone_by) == (None, None, ada)
    assert redo(decision, grace).redone_by == ada
    assert fresh(article).title == "New"


def test_withdrawing_hides_an_article_and_restoring_shows_it(article: Article, ada: User) -> None:
    decision = withdraw(article, "not an article", ada)
    hidden = fresh(article)
    assert (hidden.withdrawn_reason, hidden.withdrawn_at) == ("not an article", decision.made_at)
    assert not Article.objects.public().exists()
    with pytest.raises(CorrectionError, match="already withdrawn"):
        withdraw(article, "again", ada)
    restore(article, "it is one", ada)
    assert fresh(article).withdrawn_at is None
    with pytest.raises(CorrectionError, match="is not withdrawn"):
        restore(article, "again", ada)
    undo(Decision.objects.get(kind="restore"), ada)
    assert fresh(article).withdrawn_reason == "not an article"
    assert not fresh(article).is_corrected


def test_a_bulk_decision_is_undone_as_one(ada: User) -> None:
    articles = [make_article(), make_article()]
    decision = correct_all(articles, {"agency": "KCNA"}, "all credited", ada)
    assert [fresh(each).agency for each in articles] == ["KCNA", "KCNA"]
    assert {fresh(each).version for each in articles} == {ArchiveVersion.current().number}
    undo(decision, ada)
    assert [fresh(each).agency for each in articles] == ["", ""]


def test_a_stale_form_is_rejected_with_the_changed_fields(article: Article, ada: User) -> None:
    seen = fingerprints(article)
    correct(article, {"title": "Grace was here"}, "better", ada)
    with pytest.raises(StaleForm) as caught:
        correct(article, {"title": "Ada was here"}, "better", ada, seen=seen)
    assert list(caught.value.messages) == ["title"]
    assert "Grace was here" in caught.value.messages["title"]
    assert fresh(article).title == "Grace was here"
    correct(article, {"title": "Ada was here"}, "better", ada, seen=fingerprints(fresh(article)))


def test_reapply_applies_corrections_to_new_parsed_values(article: Article, ada: User) -> None:
    correct(article, {"title": "Right", "body": "A better text."}, "better", ada)
    extract = article.shown_extract
    assert extract is not None
    extract.fields["title"]["value"] = "Parsed anew"
    extract.fields["agency"] = {"value": "KCNA", "rule": "agency", "spans": [], "confidence": 1}
    extract.body = "Parsed anew."
    extract.save()
    Article.objects.filter(pk=article.pk).update(
        title="Parsed anew", body="Parsed anew.", word_count=2, agency="KCNA"
    )
    reapply([article.pk])
    shown = fresh(article)
    assert (shown.title, shown.body, shown.word_count, shown.agency) == (
        "Right",
        "A better text.",
        3,
        "KCNA",
    )
    undo(Decision.objects.get(), ada)
    assert fresh(article).title == "Parsed anew"


def test_reapply_is_cheap_without_decisions(
    article: Article, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(2):
        reapply([article.pk])


def test_a_corrected_text_keeps_its_extract(article: Article, ada: User) -> None:
    other = make_article()
    correct(other, {"title": "Only a title"}, "better", ada)
    decision = correct(article, {"body": "A better text."}, "better", ada)
    assert pinned([article.pk, other.pk]) == {article.pk}
    undo(decision, ada)
    assert pinned([article.pk, other.pk]) == set()


def test_the_fullest_extract_is_shown_after_a_corrected_text_is_undone(
    article: Article, ada: User
) -> None:
    decision = correct(article, {"body": "A better text."}, "better", ada)
    fuller = make_article(
        {"title": "Health Works Wholly Renovated"}, body=f"{article.body}\n\nIt goes on."
    ).shown_extract
    assert fuller is not None
    Extract.objects.filter(pk=fuller.pk).update(article=article)
    reapply([article.pk])
    assert fresh(article).shown_extract_id == article.shown_extract_id
    undo(decision, ada)
    assert fresh(article).shown_extract_id == fuller.pk
    assert (fresh(article).title, fresh(article).body) == (
        "Health Works Wholly Renovated",
        fuller.body,
    )


def test_a_settled_problem_is_open_again_after_undoing_the_correction(
    article: Article, ada: User
) -> None:
    doubt = make_problem("link-shared", field="original_url")
    other = make_article(body="Short.").shown_extract
    assert other is not None
    Extract.objects.filter(pk=other.pk).update(article=article, problems=[doubt])
    decision = correct(article, {"original_url": "https://example.org/own"}, "its own link", ada)
    assert "link-shared" not in codes(fresh(article))
    undo(decision, ada)
    assert doubt in fresh(article).problems


def test_a_corrected_field_settles_only_its_own_problems(ada: User) -> None:
    article = make_article(
        problems=[
            make_problem("dates-disagree", field="published"),
            make_problem("source-unknown", field="source"),
            make_problem("possible-duplicate"),
        ]
    )
    dated = correct(article, {"published": "2025-04-16"}, "the sign-off is right", ada)
    assert [each["code"] for each in fresh(article).problems] == [
        "source-unknown",
        "possible-duplicate",
    ]
    undo(dated, ada)
    assert len(fresh(article).problems) == 3
    assert fresh(article).has_problems


def test_a_correction_does_not_settle_problems_of_identity(article: Article, ada: User) -> None:
    other = make_article()
    doubt = make_problem("key-changed", "Unsure.")
    extract = other.shown_extract
    assert extract is not None
    Extract.objects.filter(pk=extract.pk).update(article=article, problems=[doubt])
    Article.objects.filter(pk=article.pk).update(problems=[doubt])
    correct(article, {"title": "Right"}, "better", ada)
    assert fresh(article).problems == [doubt]


def test_a_source_name_matches_with_any_tag(ada: User) -> None:
    make_source("Naenara", "naenara")
    article = make_article({"source": "Naenara (English)"})
    assert parsed_values(article.shown_extract)["source"] == "naenara"
