"""Test the page of an article in the admin: correct, withdraw, restore, undo and redo."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.corrections import correct, settle, withdraw
from archive.corrections.problems import problem_key
from archive.models import Article, Decision
from tests.admin.article_form import form_of, page_of
from tests.factories import make_article, make_mention, make_place, make_problem, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article(is_date_doubtful=True)


def test_a_correction_is_stored_with_its_reason(
    corrector: Client, grace: User, article: Article
) -> None:
    make_source("Voice of Korea", "voice-of-korea")
    sent = form_of(article, published="2025-04", source="voice-of-korea")
    response = corrector.post(page_of(article), sent, follow=True)
    assert response.redirect_chain == [(page_of(article), 302)]
    article.refresh_from_db()
    assert article.source is not None
    assert (article.source.slug, article.published_precision, article.is_date_doubtful) == (
        "voice-of-korea",
        "month",
        False,
    )
    decision = Decision.objects.get()
    assert (decision.made_by, decision.reason, decision.corrections.count()) == (
        grace,
        "because",
        2,
    )
    page = response.content.decode()
    assert "<b>Found in the saved file:</b> <span>2025-04-17</span>" in page
    assert "KCNA.kp → Voice of Korea" in page


def test_a_field_without_evidence_says_why(corrector: Client, article: Article) -> None:
    assert (
        "No value was read from the saved file." in corrector.get(page_of(article)).content.decode()
    )
    Article.objects.update(shown_extract=None)
    page = corrector.get(page_of(article)).content.decode()
    assert "There is no saved file, so no value was read." in page
    assert "from the saved file." not in page


@pytest.mark.parametrize("do", ["correct", "names", "problems", "withdraw", "restore"])
def test_the_help_text_of_a_reason_tells_whether_readers_see_it(
    corrector: Client, grace: User, do: str
) -> None:
    problem = make_problem("title-missing", "No title.")
    article = make_article(problems=[problem])
    mention = make_mention(article, make_place("Kujang"))
    if do == "restore":
        withdraw([article], "hidden", grace)
    form = getattr(
        corrector.get(page_of(article)).context["page"],
        {"correct": "correction"}.get(do, do) + "_form",
    )
    chosen = {
        "correct": form_of(article, title="Another"),
        "names": {f"names-decide_{mention.pk}": "confirm"},
        "problems": {"problems-settled": problem_key(problem)},
    }
    sent = chosen.get(do, {}) | {f"{do}-reason": "because of this", "do": do}
    assert corrector.post(page_of(article), sent).status_code == 302
    shown = "".join(
        corrector.get(url, follow=True).content.decode()
        for url in (article.get_absolute_url(), reverse("article-evidence", args=[article.pk]))
    )
    help_text = form.fields["reason"].help_text
    assert ("because of this" in shown) is help_text.startswith("Readers see it")
    assert ("because of this" not in shown) is ("Only staff see it." in help_text)


def test_a_doubtful_date_can_be_marked_as_right(corrector: Client, article: Article) -> None:
    corrector.post(page_of(article), form_of(article) | {"correct-is_date_right": "on"})
    article.refresh_from_db()
    assert (article.is_date_doubtful, article.is_corrected) == (False, True)


def test_a_date_marked_as_right_is_stale_if_somebody_changed_it(
    corrector: Client, article: Article, grace: User
) -> None:
    sent = form_of(article) | {"correct-is_date_right": "on"}
    correct(article, {"published": "2025-04-16"}, "better", grace)
    Article.objects.update(is_date_doubtful=True)
    assert corrector.post(page_of(article), sent).status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"correct-published": "2025-02-30"}, "“2025-02-30” is not a valid date. Use 2025-04-17"),
        ({"correct-title": ""}, "This field is required."),
        ({"correct-reason": ""}, "This field is required."),
        ({}, "Nothing was changed."),
        (
            {"correct-published": "2025-04-16", "correct-is_date_right": "on"},
            "This date is new: untick",
        ),
        ({"do": "burn"}, "asks for nothing that this page can do"),
    ],
)
def test_an_invalid_form_shows_what_is_wrong(
    corrector: Client, article: Article, changes: dict[str, str], words: str
) -> None:
    response = corrector.post(page_of(article), form_of(article) | changes)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Decision.objects.exists()


def test_a_stale_form_shows_what_changed_and_keeps_typed_text(
    corrector: Client, article: Article, grace: User
) -> None:
    sent = form_of(article, title="Typed by me")
    correct(article, {"title": "Changed by another", "agency": "KCNA"}, "better", grace)
    response = corrector.post(page_of(article), sent)
    assert response.status_code == 409
    form = response.context["page"].correction_form
    assert "Changed by another" in str(form.errors["title"])
    assert form["title"].value() == "Typed by me"
    assert form["agency"].value() == "KCNA"
    again = {
        form.add_prefix(name): form[name].value() for name in form.fields if name != "is_date_right"
    }
    corrector.post(page_of(article), again | {"do": "correct"})
    article.refresh_from_db()
    assert (article.title, article.agency) == ("Typed by me", "KCNA")


def test_stale_problems_are_shown_again_with_ticks_and_reason(
    corrector: Client, grace: User
) -> None:
    first, second = (
        make_problem("possible-duplicate", f"Article {number} …", candidates=str(number))
        for number in (7, 8)
    )
    article = make_article(problems=[first, second])
    keys = [problem_key(first), problem_key(second)]
    sent = {"problems-settled": keys, "problems-reason": "two notices", "do": "problems"}
    settle(article, keys[:1], "seen", grace)
    response = corrector.post(page_of(article), sent)
    assert response.status_code == 409
    form = response.context["page"].problems_form
    assert (form["settled"].value(), form["reason"].value()) == (keys[1:], "two notices")
    assert "The problems changed while you had the page open." in str(form["settled"].errors)
    settle(article, keys[1:], "seen", grace)
    response = corrector.post(page_of(article), sent)
    assert response.status_code == 409
    assert "The problems changed while you had the page open." in response.content.decode()


def test_an_article_is_withdrawn_and_restored(corrector: Client, article: Article) -> None:
    corrector.post(page_of(article), {"do": "withdraw", "withdraw-reason": "an error page"})
    article.refresh_from_db()
    assert article.withdrawn_reason == "an error page"
    assert "an error page" in corrector.get(page_of(article)).content.decode()
    corrector.post(page_of(article), {"do": "restore", "restore-reason": "no, it is one"})
    article.refresh_from_db()
    assert article.withdrawn_at is None


def test_a_decision_about_another_article_is_not_undone_here(
    corrector: Client, article: Article, grace: User
) -> None:
    decision = correct(make_article(), {"agency": "KCNA"}, "why", grace)
    assert (
        corrector.post(page_of(article), {"do": "undo", "decision": decision.pk}).status_code == 400
    )
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_unknown_articles_are_not_found(corrector: Client) -> None:
    for key in ("999999", "x", "9" * 30):
        assert corrector.get(reverse("admin:archive_article_change", args=[key])).status_code == 404
