"""Test the pages about stories: of a story, of an article, of lists, and the page for staff."""

import pytest
from django.test import Client

from archive.models import Article, Decision, StoryMatch, StoryMember
from archive.search import catch_up
from archive.stories import find_stories
from tests.factories import make_article
from tests.sample_pages import SamplePages

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_a_story_lists_its_articles_with_comparisons(
    client: Client, sample_pages: SamplePages
) -> None:
    usual, wordy, korean = sample_pages.usual, sample_pages.wordy, sample_pages.korean
    page = text_of(client, f"/stories/{usual.pk}/")
    assert "3 articles tell this story, in KCNA.kp, Voice of Korea" in page
    # The Korean article has only a year, so its first possible day is the earliest.
    assert f"/articles/{korean.pk}/compare-with/{usual.pk}/" in page
    assert [page.index(f">{each.title}<") for each in (korean, usual)] == sorted(
        page.index(f">{each.title}<") for each in (korean, usual)
    )
    moved = client.get(f"/stories/{wordy.pk}/")
    assert (moved.status_code, moved["Location"]) == (302, f"/stories/{usual.pk}/")
    text_of(client, f"/stories/{sample_pages.long.pk}/", 404)
    text_of(client, "/stories/999999/", 404)


def test_an_article_says_where_else_its_story_is(client: Client, sample_pages: SamplePages) -> None:
    page = text_of(client, sample_pages.usual.get_absolute_url())
    assert "Also in Voice of Korea" in page
    assert "in Korean" in page
    assert f"/stories/{sample_pages.usual.pk}/" in page
    assert "Also in" not in text_of(client, sample_pages.long.get_absolute_url())


def test_a_list_of_stories_has_one_row_for_each(client: Client, sample_pages: SamplePages) -> None:
    articles = text_of(client, "/articles/?place=kusong")
    stories = text_of(client, "/articles/?count=stories&amp;place=kusong".replace("&amp;", "&"))
    assert "count=stories" in articles
    assert "Each story once" in stories
    assert "</strong> stories" in stories
    assert stories.count("Also in ") == 1
    assert text_of(client, "/articles/?count=words", 400)


def test_a_withdrawn_article_is_in_no_story(client: Client, sample_pages: SamplePages) -> None:
    usual = sample_pages.usual
    StoryMember.objects.filter(article__in=[sample_pages.korean.pk]).delete()
    Article.objects.filter(pk=sample_pages.wordy.pk).update(
        withdrawn_at="2026-01-01T00:00Z", withdrawn_reason="Not public."
    )
    text_of(client, f"/stories/{usual.pk}/", 404)
    assert "Also in" not in text_of(client, usual.get_absolute_url())


@pytest.fixture
def two(db: None) -> tuple[Article, Article]:
    one, other = make_article({"title": "One"}), make_article({"title": "Other"})
    return one, other


def test_staff_join_and_part_stories(corrector: Client, two: tuple[Article, Article]) -> None:
    one, other = two
    url = f"/admin/archive/article/{one.pk}/story/"
    assert "no other article that tells the story" in text_of(corrector, url)
    wrong = corrector.post(url, {"story-decision": "join", "story-reason": "Same bridge."})
    assert wrong.status_code == 400
    sent = {
        "story-decision": "join",
        "story-number": other.pk,
        "story-reason": "Same bridge.",
        "story-seen": str(one.pk),
    }
    assert corrector.post(url, sent).status_code == 302
    find_stories()
    assert set(StoryMember.objects.values_list("article", flat=True)) == {one.pk, other.pk}
    page = text_of(corrector, url)
    assert "These articles tell one story" in page
    parted = {
        "story-decision": "part",
        "story-others": [other.pk],
        "story-reason": "Another bridge.",
        "story-seen": f"{one.pk},{other.pk}",
    }
    assert corrector.post(url, parted).status_code == 302
    find_stories()
    assert not StoryMember.objects.exists()
    assert [each.kind for each in Decision.objects.all()] == ["story", "story"]
    history = text_of(corrector, f"/admin/archive/article/{one.pk}/change/")
    assert "The same story as" in history or "Another story than" in history


def test_readers_cannot_decide(client: Client, two: tuple[Article, Article]) -> None:
    url = f"/admin/archive/article/{two[0].pk}/story/"
    assert client.post(url, {"story-decision": "join"}).status_code == 403
    assert "login" in client.get(url)["Location"]
    assert not Decision.objects.exists()
    assert not StoryMatch.objects.exists()
    catch_up()
