"""Test the pages of decisions and corrections: each lists changes, and staff can undo them."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.admin import decisions
from archive.corrections import correct, redo, undo, withdraw
from archive.corrections.entity_decisions import accept, ban, describe, merge
from archive.corrections.entity_spellings import family
from archive.models import Article, Correction, Decision, Entity
from tests.factories import make_article, make_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article()


def page_of(decision: Decision) -> str:
    return reverse("admin:archive_decision_change", args=[decision.pk])


def page_on(entity: Entity) -> str:
    return reverse("admin:archive_entity_change", args=[entity.pk])


def test_lists_have_the_names_that_the_site_uses(admin_client: Client) -> None:
    front = admin_client.get(reverse("admin:index")).content.decode()
    for name, words in (
        ("decision", "Decisions"),
        ("capture", "Saved files"),
        ("extract", "Parsed articles"),
        ("knownitem", "Known items"),
        ("entity", "Places, organisations and people"),
        ("article", "Articles"),
    ):
        assert f'/archive/{name}/">{words}</a>' in front
        shown = admin_client.get(reverse(f"admin:archive_{name}_changelist")).content.decode()
        assert f"<h1>{words}</h1>" in shown


def test_every_list_explains_what_its_rows_are(admin_client: Client) -> None:
    front = admin_client.get(reverse("admin:index"))
    explanations = {
        model["object_name"].lower(): model["explanation"]
        for app in front.context["app_list"]
        if app["app_label"] == "archive"
        for model in app["models"]
    }
    assert len(set(explanations.values())) == 10
    for name, words in explanations.items():
        shown = admin_client.get(reverse(f"admin:archive_{name}_changelist")).content.decode()
        assert words.endswith(".")
        assert f'model-explanation">{words}</span>' in front.content.decode()
        assert f'list-explanation">{words}</p>' in shown


def test_times_have_a_24_hour_clock(corrector: Client, grace: User, article: Article) -> None:
    correct(article, {"title": "Another"}, "why", grace)
    Decision.objects.update(made_at=datetime(2026, 11, 22, 12, 22, tzinfo=UTC))
    for url in (reverse("admin:archive_decision_changelist"), page_of(Decision.objects.get())):
        assert "22 November 2026, 12:22<" in corrector.get(url).content.decode()


def test_a_decision_about_an_article_is_undone_and_redone_on_its_page(
    corrector: Client, grace: User, article: Article
) -> None:
    decision = correct(article, {"title": "Pills made"}, "seen in print", grace)
    assert "Undo this decision" in corrector.get(page_of(decision)).content.decode()
    shown = corrector.post(page_of(decision), {"do": "undo"}, follow=True).content.decode()
    assert "Undone. What was decided before applies again." in shown
    assert "Redo this decision" in shown
    assert Article.objects.get(pk=article.pk).title == article.title
    corrector.post(page_of(decision), {"do": "redo"})
    assert Article.objects.get(pk=article.pk).title == "Pills made"


def test_a_decision_about_names_is_undone_on_its_page(corrector: Client, grace: User) -> None:
    one, other = make_named("Health Works"), make_named("Kusong Works")
    decision = merge(one, other, "the same", grace)
    corrector.post(page_of(decision), {"do": "undo"})
    assert Entity.objects.get(pk=one.pk).merged_into is None


def test_a_decision_about_many_articles_is_undone_only_on_its_own_page(
    corrector: Client, grace: User
) -> None:
    first, second = make_article(), make_article({"title": "Another"})
    page = reverse("admin:archive_article_change", args=[first.pk])
    decision = withdraw([first, second], "error pages", grace)
    single = correct(first, {"agency": "KCNA"}, "seen in print", grace)
    shown = corrector.get(page).content.decode()
    assert re.findall(r'name="decision" value="(\d+)"', shown) == [str(single.pk)]
    link = rf'<a href="{page_of(decision)}">(Undo|Redo) on the page of the decision'
    assert re.findall(link, shown) == ["Undo"]
    undo(decision, grace)
    assert re.findall(link, corrector.get(page).content.decode()) == ["Redo"]
    assert corrector.post(page, {"do": "redo", "decision": decision.pk}).status_code == 400
    assert Article.objects.public().count() == 2


def test_a_decision_that_reaches_beyond_a_name_is_undone_only_on_its_own_page(
    corrector: Client, grace: User
) -> None:
    works, other, detected = (
        make_named("Health Works", "Works"),
        make_named("Mill"),
        make_named("Farm", is_listed=False),
    )
    far = [
        ban(works, "Works", "no name", grace),
        accept([detected, make_named("Mine", is_listed=False)], "looked up", grace),
    ]
    near = [
        describe(works, {"description": "Makes pills."}, "as they say", grace),
        accept([make_named("Hospital", is_listed=False)], "looked up", grace),
    ]
    far.append(merge(works, other, "the same", grace))
    for entity in Entity.objects.all():
        shown = corrector.get(page_on(entity)).content.decode()
        assert set(re.findall(r'name="decision" value="(\d+)"', shown)) <= {
            str(decision.pk) for decision in near
        }, entity
        linked = {
            decision.pk for decision in far if f'<a href="{page_of(decision)}">Undo on' in shown
        }
        about = set(
            Decision.objects.filter(corrections__entity__in=family(entity)).values_list(
                "pk", flat=True
            )
        )
        assert linked == about & {decision.pk for decision in far}, entity
    assert corrector.post(page_on(works), {"do": "undo", "decision": far[0].pk}).status_code == 400
    assert corrector.post(page_on(works), {"do": "undo", "decision": near[0].pk}).status_code == 302


def test_a_decision_that_cannot_be_redone_says_why(corrector: Client, grace: User) -> None:
    one, other = make_named("Health Works"), make_named("Kusong Works")
    first = merge(one, other, "the same", grace)
    corrector.post(page_of(first), {"do": "undo"})
    merge(other, one, "the other way", grace)
    shown = corrector.post(page_of(first), {"do": "redo"}, follow=True).content.decode()
    assert 'class="error"' in shown
    assert Entity.objects.get(pk=one.pk).merged_into is None


def test_staff_who_may_only_view_decisions_cannot_undo_them(
    client: Client, grace: User, article: Article
) -> None:
    decision = correct(article, {"title": "Pills made"}, "seen in print", grace)
    user = User.objects.create_user("ida", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_decision"))
    client.force_login(user)
    assert "Undo this decision" not in client.get(page_of(decision)).content.decode()
    assert client.post(page_of(decision), {"do": "undo"}).status_code == 403
    assert Decision.objects.get(pk=decision.pk).undone_at is None


@pytest.mark.parametrize("sent", [{}, {"do": "delete"}])
def test_the_page_of_a_decision_does_nothing_else(
    corrector: Client, grace: User, article: Article, sent: dict[str, str]
) -> None:
    decision = correct(article, {"title": "Pills made"}, "seen in print", grace)
    assert corrector.post(page_of(decision), sent).status_code == 403
    assert corrector.post(page_of(Decision(pk=decision.pk + 1)), {"do": "undo"}).status_code == 403
    assert Decision.objects.get(pk=decision.pk).undone_at is None


def test_the_page_of_a_decision_describes_its_changes(
    corrector: Client, grace: User, article: Article
) -> None:
    one, other = make_named("Health Works"), make_named("Kusong Works")
    shown = corrector.get(page_of(merge(one, other, "the same", grace))).content.decode()
    cells = re.findall(r"<td>(.*?)</td>", shown)
    assert cells[1:4] == ["Health Works, merged into", "nothing", "Kusong Works"]
    decision = correct(article, {"title": "Pills made"}, "seen in print", grace)
    cells = re.findall(r"<td>(.*?)</td>", corrector.get(page_of(decision)).content.decode())
    assert "Pills made" in cells[0] and cells[1:4] == ["Title", article.title, "Pills made"]


def test_a_decision_with_many_changes_has_pages_of_them(
    corrector: Client, grace: User, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "MOST_LINES", 2)
    decision = correct(
        article, {"title": "Pills made", "agency": "KCNA", "language": "ko"}, "seen in print", grace
    )
    shown = corrector.get(page_of(decision)).content.decode()
    assert len(re.findall(r"<tr><td>", shown)) == 2
    assert "1–2 of 3" in shown and 'href="?p=2"' in shown
    assert (
        len(re.findall(r"<tr><td>", corrector.get(page_of(decision), {"p": 2}).content.decode()))
        == 1
    )


def test_the_list_of_corrections_takes_equally_many_queries_for_one_and_for_several(
    corrector: Client,
    grace: User,
    article: Article,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    listed = reverse("admin:archive_correction_changelist")
    one, other, third = (
        make_named(name) for name in ("Health Works", "Kusong Works", "Pill Works")
    )
    merge(one, other, "the same", grace)
    corrector.get(listed)
    with CaptureQueriesContext(connection) as queries:
        corrector.get(listed)
    merge(third, other, "the same", grace)
    correct(article, {"title": "Pills made"}, "seen in print", grace)
    with django_assert_max_num_queries(len(queries)):
        shown = corrector.get(listed).content.decode()
    for words in ("Pill Works, merged into", "Kusong Works", "Pills made"):
        assert words in shown
    page = reverse("admin:archive_correction_change", args=[Correction.objects.earliest("pk").pk])
    assert "Health Works, merged into" in corrector.get(page).content.decode()


def test_corrections_are_filtered_by_what_they_are_about(
    corrector: Client, grace: User, article: Article
) -> None:
    merge(make_named("Health Works"), make_named("Kusong Works"), "the same", grace)
    correct(article, {"title": "Pills made"}, "seen in print", grace)
    listed = reverse("admin:archive_correction_changelist")
    expected = {
        "article": (True, False),
        "entity": (False, True),
        "mention": (False, False),
        "": (True, True),
    }
    for about, (has_title, has_merger) in expected.items():
        shown = corrector.get(listed, {"about": about} if about else {}).content.decode()
        assert ("Pills made" in shown, "Health Works, merged into" in shown) == (
            has_title,
            has_merger,
        ), about


def test_a_decision_shows_when_it_was_made_and_undone(
    corrector: Client, grace: User, article: Article
) -> None:
    decision = correct(article, {"title": "Pills made"}, "seen in print", grace)
    before = corrector.get(page_of(decision)).content.decode()
    assert "Made at:" in before and "Undone" not in before
    corrector.post(page_of(decision), {"do": "undo"})
    assert "Undone by:" in corrector.get(page_of(decision)).content.decode()


def test_the_page_of_a_decision_links_to_no_user(
    admin_client: Client, corrector: Client, grace: User, article: Article
) -> None:
    """Most staff may not open the page of a user."""
    decision = correct(article, {"title": "Bridge Opened"}, "a slip", grace)
    undo(decision, grace)
    redo(decision, grace)
    undo(decision, grace)
    for client in (admin_client, corrector):
        page = client.get(page_of(decision)).content.decode()
        assert page.count("grace") >= 3
        assert "/auth/user/" not in page.partition('id="content"')[2]
