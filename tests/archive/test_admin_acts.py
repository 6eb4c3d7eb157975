"""The admin: what waits for a person on its front page, and undoing an act on its own page."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.admin import acts
from archive.admin.alike import names_alike
from archive.corrections import correct
from archive.corrections.entities import merge
from archive.models import Act, Article, Correction, Entity
from tests.archive.making import make_article, make_mention, make_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article()


def page_of(act: Act) -> str:
    return reverse("admin:archive_act_change", args=[act.pk])


def test_the_front_page_leads_to_the_queue_of_doubt_with_its_numbers(corrector: Client, article: Article) -> None:
    make_mention(article, make_named("Health Works", is_listed=False), "works")
    front = corrector.get(reverse("admin:index")).content.decode()
    links = re.findall(r'href="([^"]+\?doubt=\w+)">([^<]+?)(?: <span class="doubts-count">([^<]+)<|<)', front)
    assert [title for _, title, _ in links] == [
        "Found, not looked at",
        "Names alike",
        "Unclear in an article",
        "Words are gone",
    ]
    assert [count for _, _, count in links] == ["1", "", "0", "0"]
    assert "Health Works" in corrector.get(links[0][0]).content.decode()


def test_the_admin_calls_things_as_the_site_does(admin_client: Client) -> None:
    front = admin_client.get(reverse("admin:index")).content.decode()
    for name, words in (
        ("act", "Decisions"),
        ("capture", "Saved files"),
        ("extract", "Readings of files"),
        ("knownitem", "Known articles"),
        ("entity", "Places, organisations and people"),
        ("article", "Articles"),
    ):
        assert f'/archive/{name}/">{words}</a>' in front
        shown = admin_client.get(reverse(f"admin:archive_{name}_changelist")).content.decode()
        assert f"<h1>{words}</h1>" in shown


def test_times_are_told_by_24_hours(corrector: Client, grace: User, article: Article) -> None:
    correct(article, {"title": "Another"}, "why", grace)
    Act.objects.update(made_at=datetime(2026, 11, 22, 12, 22, tzinfo=UTC))
    for url in (reverse("admin:archive_act_changelist"), page_of(Act.objects.get())):
        assert "22 November 2026, 12:22<" in corrector.get(url).content.decode()


def test_names_alike_are_looked_for_on_their_own_page_alone(corrector: Client) -> None:
    make_named("Health Works", is_listed=False)
    queue = reverse("admin:archive_entity_doubts")
    corrector.get(reverse("admin:index"))
    corrector.get(queue)
    assert names_alike.cache_info().misses == 0
    shown = corrector.get(f"{queue}?doubt=alike").content.decode()
    assert names_alike.cache_info().misses > 0
    assert re.search(r'aria-current="page">Names alike <span class="doubts-count">0<', shown)


def test_who_may_not_see_names_is_shown_no_doubt_about_them(client: Client) -> None:
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert "doubts" not in client.get(reverse("admin:index")).content.decode()


def test_an_act_about_an_article_is_undone_and_done_again_on_its_page(
    corrector: Client, grace: User, article: Article
) -> None:
    act = correct(article, {"title": "Pills made"}, "seen in print", grace)
    assert "Undo this" in corrector.get(page_of(act)).content.decode()
    shown = corrector.post(page_of(act), {"do": "undo"}, follow=True).content.decode()
    assert "Undone. What was decided before holds again." in shown
    assert "Do this again" in shown
    assert Article.objects.get(pk=article.pk).title == article.title
    corrector.post(page_of(act), {"do": "redo"})
    assert Article.objects.get(pk=article.pk).title == "Pills made"


def test_an_act_about_names_is_undone_on_its_page(corrector: Client, grace: User) -> None:
    one, other = make_named("Health Works"), make_named("Kusong Works")
    act = merge(one, other, "the same", grace)
    corrector.post(page_of(act), {"do": "undo"})
    assert Entity.objects.get(pk=one.pk).merged_into is None


def test_an_act_that_cannot_be_undone_says_why(corrector: Client, grace: User) -> None:
    one, other = make_named("Health Works"), make_named("Kusong Works")
    first = merge(one, other, "the same", grace)
    corrector.post(page_of(first), {"do": "undo"})
    merge(other, one, "the other way", grace)
    shown = corrector.post(page_of(first), {"do": "redo"}, follow=True).content.decode()
    assert 'class="error"' in shown
    assert Entity.objects.get(pk=one.pk).merged_into is None


def test_who_may_only_look_at_acts_undoes_none(client: Client, grace: User, article: Article) -> None:
    act = correct(article, {"title": "Pills made"}, "seen in print", grace)
    user = User.objects.create_user("ida", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_act"))
    client.force_login(user)
    assert "Undo this" not in client.get(page_of(act)).content.decode()
    assert client.post(page_of(act), {"do": "undo"}).status_code == 403
    assert Act.objects.get(pk=act.pk).undone_at is None


@pytest.mark.parametrize("sent", [{}, {"do": "delete"}])
def test_a_page_of_an_act_does_nothing_else(
    corrector: Client, grace: User, article: Article, sent: dict[str, str]
) -> None:
    act = correct(article, {"title": "Pills made"}, "seen in print", grace)
    assert corrector.post(page_of(act), sent).status_code == 403
    assert corrector.post(page_of(Act(pk=act.pk + 1)), {"do": "undo"}).status_code == 403
    assert Act.objects.get(pk=act.pk).undone_at is None


def test_the_page_of_an_act_says_in_words_what_it_changed(corrector: Client, grace: User, article: Article) -> None:
    one, other = make_named("Health Works"), make_named("Kusong Works")
    shown = corrector.get(page_of(merge(one, other, "the same", grace))).content.decode()
    cells = re.findall(r"<td>(.*?)</td>", shown)
    assert cells[1:4] == ["Health Works, merged into", "nothing", "Kusong Works"]
    act = correct(article, {"title": "Pills made"}, "seen in print", grace)
    cells = re.findall(r"<td>(.*?)</td>", corrector.get(page_of(act)).content.decode())
    assert "Pills made" in cells[0] and cells[1:4] == ["Title", article.title, "Pills made"]


def test_a_long_act_shows_some_of_what_it_changed(
    corrector: Client, grace: User, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_LINES", 2)
    act = correct(article, {"title": "Pills made", "agency": "KCNA", "language": "ko"}, "seen in print", grace)
    shown = corrector.get(page_of(act)).content.decode()
    assert len(re.findall(r"<tr><td>", shown)) == 2
    assert "and 1 more" in shown


def test_the_list_of_corrections_says_them_in_words_with_as_many_queries_for_one_as_for_several(
    corrector: Client, grace: User, article: Article, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    listed = reverse("admin:archive_correction_changelist")
    one, other, third = (make_named(name) for name in ("Health Works", "Kusong Works", "Pill Works"))
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


def test_corrections_are_filtered_by_what_they_are_about(corrector: Client, grace: User, article: Article) -> None:
    merge(make_named("Health Works"), make_named("Kusong Works"), "the same", grace)
    correct(article, {"title": "Pills made"}, "seen in print", grace)
    listed = reverse("admin:archive_correction_changelist")
    expected = {"article": (True, False), "entity": (False, True), "mention": (False, False), "": (True, True)}
    for about, (has_title, has_merger) in expected.items():
        shown = corrector.get(listed, {"about": about} if about else {}).content.decode()
        assert ("Pills made" in shown, "Health Works, merged into" in shown) == (has_title, has_merger), about


def test_an_act_tells_when_it_was_made_and_undone(corrector: Client, grace: User, article: Article) -> None:
    act = correct(article, {"title": "Pills made"}, "seen in print", grace)
    before = corrector.get(page_of(act)).content.decode()
    assert "Made at:" in before and "Undone" not in before
    corrector.post(page_of(act), {"do": "undo"})
    assert "Undone by:" in corrector.get(page_of(act)).content.decode()
