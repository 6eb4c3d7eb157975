"""Test the queue of names to review: when a name is in a section, and when it leaves it."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.admin.entity_page import decision_url
from archive.corrections import undo
from archive.corrections.entity_decisions import ban, keep_apart, merge
from archive.models import Article, Decision, Entity
from tests.factories import make_article, make_mention, make_named, make_place, make_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    """Return an article that mentions the organisation "Health Works" by an alias."""
    article = make_article()
    works = make_named("Health Works", "Pharmaceutical Works")
    make_mention(article, works, "pharmaceutical works")
    return article


def queue(client: Client, section: str, **values: str) -> Any:
    return client.get(reverse("admin:archive_entity_review"), {"doubt": section} | values).context[
        "page"
    ]


def about(page: Any) -> list[list[str]]:
    return [[subject.label for subject in row.subjects] for row in page.rows]


def test_a_detected_name_waits_until_somebody_reviews_it(
    corrector: Client, grace: User, article: Article
) -> None:
    good, same, no_name = (
        make_named(f"{word} Mill", is_listed=False) for word in ("Good", "Same", "Factory")
    )
    make_named("Kim Song Chol", kind="person", is_listed=False)
    page = queue(corrector, "found", kind="organisation")
    assert about(page) == [["Good Mill"], ["Same Mill"], ["Factory Mill"]]
    assert [section.count for section in page.sections if section.is_chosen] == ["3"]
    assert about(queue(corrector, "found", kind="person")) == [["Kim Song Chol"]]
    url = reverse("admin:archive_entity_review")
    assert corrector.post(url, {"entity": [good.pk], "reason": "looked it up"}).status_code == 302
    merged = merge(same, good, "the same", grace)
    ban(no_name, "Factory Mill", "no name", grace)
    assert about(queue(corrector, "found", kind="organisation")) == []
    undo(merged, grace)
    assert about(queue(corrector, "found", kind="organisation")) == [["Same Mill"]]


def test_names_are_accepted_only_with_a_tick_and_a_reason(
    corrector: Client,
) -> None:
    first, second = (make_named(f"{word} Mill", is_listed=False) for word in ("First", "Second"))
    url = reverse("admin:archive_entity_review", query={"doubt": "found", "kind": "organisation"})
    box = re.compile(r'<input type="checkbox" name="entity" value="(\d+)"( checked)?')
    response = corrector.post(url, {"entity": [second.pk], "reason": ""})
    shown = response.content.decode()
    assert response.status_code == 400
    assert set(box.findall(shown)) == {(str(first.pk), ""), (str(second.pk), " checked")}
    assert re.search(
        r'<ul class="errorlist" id="id_reason_error"><li>This field is required.', shown
    )
    assert re.search(
        r'<input[^>]* name="reason"[^>]* aria-describedby="[^"]*id_reason_error"', shown
    )
    response = corrector.post(url, {"reason": "looked it up"})
    shown = response.content.decode()
    assert response.status_code == 400
    assert re.search(r'<input[^>]* name="reason" value="looked it up"', shown)
    assert re.search(
        r'<ul class="errorlist" id="id_entity_error"><li>Tick the names that you reviewed.', shown
    )
    assert 'aria-label="Not reviewed" tabindex="0" aria-describedby="id_entity_error"' in shown
    assert Entity.objects.filter(is_listed=True).count() == 0


def test_a_name_that_somebody_else_accepted_cannot_be_ticked(corrector: Client) -> None:
    mill = make_named("Good Mill")
    url = reverse("admin:archive_entity_review")
    for ticks in ([mill.pk], ["x"], ["9" * 40]):
        assert corrector.post(url, {"entity": ticks, "reason": "looked it up"}).status_code == 400
    assert not Decision.objects.exists()


def test_similar_names_wait_until_they_are_merged_or_kept_apart(
    corrector: Client, grace: User
) -> None:
    one = make_named("Kujang Coal-mining Complex")
    other = make_named("Kujang Coal Mining Complex", is_listed=False, slug="coal-mining")
    kuzang = make_named("Kuzang Coal Mining Complex", is_listed=False)
    make_named("10th Infantry Regiment", is_listed=False)
    make_named("14th Infantry Regiment", is_listed=False)
    page = queue(corrector, "alike", kind="organisation")
    assert [(row.explanation.partition(", ")[2], row.subjects[0].label) for row in page.rows] == [
        ("the same letters", "Kujang Coal-mining Complex"),
        ("one letter apart", "Kujang Coal-mining Complex"),
        ("one letter apart", "Kujang Coal Mining Complex"),
    ]
    assert queue(corrector, "alike", kind="person").rows == ()
    decision = keep_apart(other, one, "two of them", grace)
    assert len(queue(corrector, "alike").rows) == 2
    undo(decision, grace)
    merge(other, one, "the same", grace)
    assert len(queue(corrector, "alike").rows) == 1
    decision = ban(kuzang, kuzang.name, "no name", grace)
    assert queue(corrector, "alike").rows == ()
    undo(decision, grace)
    assert len(queue(corrector, "alike").rows) == 1


def test_similar_names_show_why_they_are_similar(corrector: Client) -> None:
    one, twin = (make_named("Kyongru-dong", kind="place", slug=f"kyongru-{n}") for n in (1, 2))
    make_named("Phanmunjom", "Panmun-jom", kind="place")
    make_named("Panmunjom", kind="place", is_listed=False)
    make_named("Moran Hill", "Moranbong", kind="place")
    make_named("Moranbong", kind="place", is_listed=False)
    rows = queue(corrector, "alike").rows
    assert [([one.label for one in row.subjects], row.explanation) for row in rows] == [
        (["Kyongru-dong, kyongru-1", "Kyongru-dong, kyongru-2"], "place, the same letters"),
        (["Phanmunjom", "Panmunjom"], "place, the same letters: “Panmun-jom” and “Panmunjom”"),
        (["Moran Hill", "Moranbong"], "place, both spelled “Moranbong”"),
    ]
    html = (
        corrector.get(reverse("admin:archive_entity_review"), {"doubt": "alike"})
        .content.decode()
        .replace("&amp;", "&")
    )
    named = re.findall(r'<a href="([^"]*)">((?:Merge|Keep) .*?)</a>', html)
    assert [(re.sub("<[^>]*>", "", words), url) for url, words in named[:3]] == [
        (
            "Merge Kyongru-dong (kyongru-1) into Kyongru-dong (kyongru-2)…",
            decision_url(one, "merge", target=twin.slug),
        ),
        (
            "Merge Kyongru-dong (kyongru-2) into Kyongru-dong (kyongru-1)…",
            decision_url(twin, "merge", target=one.slug),
        ),
        (
            "Keep apart… Kyongru-dong (kyongru-1) and Kyongru-dong (kyongru-2)",
            decision_url(one, "apart", other=twin.slug),
        ),
    ]
    assert [words for _url, words in named[3:5]] == [
        "Merge Phanmunjom into Panmunjom…",
        "Merge Panmunjom into Phanmunjom…",
    ]


def test_listed_names_one_letter_apart_are_not_similar_names(corrector: Client) -> None:
    make_place("Thosan-ni North")
    make_place("Chosan-ni North")
    make_place("Khosan-ni North")
    assert queue(corrector, "alike").rows == ()


def test_ambiguous_and_detached_names_link_to_their_articles(
    corrector: Client, article: Article
) -> None:
    unclear = make_article(
        problems=[make_problem("place-ambiguous", "“Unsan” can mean two places.")]
    )
    make_article(problems=[make_problem("date-unknown", "No date.")])
    mention = article.mentions.get()
    mention.state, mention.start, mention.end, mention.is_detached = "confirmed", None, None, True
    mention.save()
    page = queue(corrector, "unclear")
    assert [row.explanation for row in page.rows] == ["“Unsan” can mean two places."]
    url = page.rows[0].subjects[0].url
    assert url.startswith(reverse("admin:archive_article_change", args=[unclear.pk]))
    assert "1 of 1" in corrector.get(url).content.decode()
    assert [section.count for section in page.sections] == ["0", "0", "1", "1", "0", "2"]
    assert about(queue(corrector, "detached")) == [["Health Works"]]


def test_the_queue_is_paged_and_counts_what_it_lists(
    corrector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.review_sections.PER_PAGE", 2)
    for number in range(5):
        make_named(f"Mill {number}", is_listed=False)
    pages = [queue(corrector, "found", page=str(number)) for number in (1, 2, 3)]
    assert sum(len(page.rows) for page in pages) == 5
    assert [section.count for section in pages[0].sections if section.is_chosen] == ["5"]
    assert (pages[0].previous, pages[0].following) == ("", "?doubt=found&page=2")
    assert (pages[2].previous, pages[2].following) == ("?doubt=found&page=2", "")
