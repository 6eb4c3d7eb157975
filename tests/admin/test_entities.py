"""The admin's pages about places, organisations and people: each act is shown before it is done,
and can be undone."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from archive.admin.entity_page import decision_url
from archive.admin.entity_previews import naming
from archive.corrections import undo
from archive.corrections.entity_decisions import (
    add_spelling,
    ban,
    family,
    keep_apart,
    merge,
    rename,
)
from archive.models import Article, Decision, Entity
from archive.search import IndexState, IndexStatus
from tests.factories import make_article, make_mention, make_named, make_place, make_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def works() -> Entity:
    return make_named("Health Works", "Pharmaceutical Works")


@pytest.fixture
def article(works: Entity) -> Article:
    article = make_article()
    make_mention(article, works, "pharmaceutical works")
    return article


def page_of(entity: Entity) -> str:
    return reverse("admin:archive_entity_change", args=[entity.pk])


def do(client: Client, url: str, **sent: str) -> Any:
    """Look at what an act would change, then do it with the form that was shown."""
    shown = client.get(url)
    assert shown.context["preview"] is not None, (
        shown.context["errors"] or shown.context["form"].errors
    )
    response = client.post(url, {"reason": "because", "seen": shown.context["seen"]} | sent)
    return shown.context["preview"], response


DECISION_FORMS = {
    "merge": {"target": "kusong-works"},
    "split": {"spelling": "Pharmaceutical Works"},
    "ban": {"spelling": "pharmaceutical works"},
    "spell": {"spelling": "Works of Health", "kind": "variant"},
    "rename": {"new_name": "Works of Health", "slug": ""},
    "describe": {"korean_name": "공장", "description": "Makes pills.", "site": "kujang"},
}


@pytest.mark.parametrize("decision", DECISION_FORMS)
def test_what_was_shown_before_an_act_is_what_it_changes(
    corrector: Client, works: Entity, article: Article, grace: User, decision: str
) -> None:
    make_mention(make_article(), make_named("Kusong Works"), "Kusong")
    make_mention(article, Entity.objects.get(slug="kusong-works"), "Kusong")
    make_place("Kujang")
    preview, response = do(corrector, decision_url(works, decision, **DECISION_FORMS[decision]))
    assert response.status_code == 302
    done = Decision.objects.get()
    assert (done.reason, done.made_by, done.waiting) == ("because", grace, None)
    for row in preview.counts:
        named = Entity.objects.filter(
            name=row.name.removesuffix(" (new)"), merged_into=None
        ).first()
        entity = Entity.objects.get(slug="works-of-health") if decision == "rename" else named
        assert naming(family(entity) if entity else []) == (row.articles_after, row.mentions_after)
    page = corrector.get(page_of(works)).content.decode()
    assert "because" in page
    before = naming(family(works))
    url = (
        page_of(works)
        if decision == "describe"
        else reverse("admin:archive_decision_change", args=[done.pk])
    )
    assert corrector.post(url, {"do": "undo", "decision": done.pk}).status_code == 302
    assert naming(family(works)) == (1, 1)
    assert corrector.post(url, {"do": "redo", "decision": done.pk}).status_code == 302
    assert naming(family(works)) == before


def test_what_was_found_is_listed(corrector: Client) -> None:
    found = make_named("Kusong Works", is_listed=False)
    _, response = do(corrector, decision_url(found, "accept"))
    assert response.status_code == 302
    found.refresh_from_db()
    assert found.is_listed


def test_what_a_spelling_is_is_called_its_kind(corrector: Client, works: Entity) -> None:
    for url in (page_of(works), decision_url(works, "spell")):
        shown = corrector.get(url).content.decode()
        assert re.search(r"<(th|label)[^>]*>Kind:?</", shown) and not re.search(
            r">Sort:?<", shown
        ), url


def test_an_act_without_a_reason_is_not_done(corrector: Client, works: Entity) -> None:
    url = decision_url(works, "ban", spelling="Pharmaceutical Works")
    response = corrector.post(url, {"reason": "", "seen": ""})
    assert (response.status_code, Decision.objects.count()) == (400, 0)


def test_what_changed_since_it_was_shown_is_shown_again(
    corrector: Client, works: Entity, grace: User
) -> None:
    make_named("Kusong Works")
    url = decision_url(works, "merge", target="kusong-works")
    seen = corrector.get(url).context["seen"]
    add_spelling(works, "Works No. 1", "variant", "seen", grace)
    response = corrector.post(url, {"reason": "because", "seen": seen})
    assert response.status_code == 409
    assert "changed while you had the page open" in response.content.decode()
    again = {
        "reason": response.context["confirm"]["reason"].value(),
        "seen": response.context["seen"],
    }
    assert (again["reason"], again["seen"] != seen) == ("because", True)
    works.refresh_from_db()
    assert works.merged_into is None
    assert corrector.post(url, again).status_code == 302


@pytest.mark.parametrize(
    ("decision", "values", "words"),
    [
        ("merge", {"target": "Atlantis"}, "There is no organisation “Atlantis”"),
        ("merge", {"target": "health-works"}, "into itself"),
        ("merge", {"target": "Twin Works"}, "Type one of these addresses"),
        ("split", {"spelling": "Health Works"}, "is its name"),
        ("ban", {"spelling": "Nothing"}, "no spelling of Health Works"),
        (
            "spell",
            {"spelling": "Health Works", "kind": "variant"},
            "a spelling of Health Works already",
        ),
        ("rename", {"new_name": "Works", "slug": "twin-works"}, "the address of Twin Works"),
        ("rename", {"new_name": "Health Works", "slug": ""}, "Nothing was changed"),
        ("describe", {"korean_name": "", "description": "", "site": ""}, "Nothing was changed"),
        ("apart", {"other": "health-works"}, "That is itself"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_offered(
    corrector: Client, works: Entity, decision: str, values: dict[str, str], words: str
) -> None:
    make_named("Twin Works")
    make_named("Twin Works", slug="twin-works-2")
    response = corrector.get(decision_url(works, decision, **values))
    assert words in response.content.decode()
    assert response.context["preview"] is None


def test_a_merged_entity_is_told_as_such_and_no_longer_altered(
    corrector: Client, works: Entity, grace: User
) -> None:
    other = make_named("Kusong Works")
    decision = merge(works, other, "the same", grace)
    page = corrector.get(page_of(works))
    assert "merged into" in page.content.decode()
    assert corrector.get(decision_url(works, "ban", spelling="Health Works")).status_code == 404
    assert "Health Works" in corrector.get(page_of(other)).content.decode()
    merge(other, make_named("Third Works"), "the same", grace)
    undo(decision, grace)
    assert "merged into each other" not in corrector.get(page_of(works)).content.decode()


def test_who_may_only_look_is_offered_nothing(
    client: Client, works: Entity, article: Article
) -> None:
    looker = User.objects.create_user("lin", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_entity"))
    client.force_login(looker)
    page = client.get(page_of(works)).content.decode()
    assert "Ban it" not in page and "Merge into" not in page
    assert client.get(decision_url(works, "merge")).status_code == 403
    assert client.post(page_of(works), {"do": "undo", "decision": "1"}).status_code == 403
    doubts = reverse("admin:archive_entity_doubts")
    assert client.get(doubts).status_code == 200
    assert client.post(doubts, {"entity": works.pk}).status_code == 403
    assert client.post(reverse("admin:archive_entity_finish")).status_code == 403


def test_an_act_about_another_is_not_undone_here(
    corrector: Client, works: Entity, grace: User
) -> None:
    decision = ban(make_named("Kusong Works"), "Kusong Works", "no name", grace)
    assert (
        corrector.post(page_of(works), {"do": "undo", "decision": decision.pk}).status_code == 400
    )
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_an_interrupted_act_is_finished_from_the_page(
    corrector: Client, works: Entity, article: Article, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("archive.corrections.entity_decisions.spread", lambda decision: None)
        ban(works, "Pharmaceutical Works", "no name", grace)
    assert "was interrupted" in corrector.get(page_of(works)).content.decode()
    assert corrector.post(reverse("admin:archive_entity_finish")).status_code == 302
    assert not article.mentions.shown().exists()
    assert "was interrupted" not in corrector.get(page_of(works)).content.decode()


def doubts(client: Client, doubt: str, **values: str) -> Any:
    return client.get(reverse("admin:archive_entity_doubts"), {"doubt": doubt} | values).context[
        "page"
    ]


def about(page: Any) -> list[list[str]]:
    return [[part.label for part in row.parts] for row in page.rows]


def test_what_was_found_waits_until_somebody_looked_at_it(
    corrector: Client, grace: User, article: Article
) -> None:
    good, same, no_name = (
        make_named(f"{word} Mill", is_listed=False) for word in ("Good", "Same", "Factory")
    )
    make_named("Kim Song Chol", kind="person", is_listed=False)
    page = doubts(corrector, "found", kind="organisation")
    assert about(page) == [["Good Mill"], ["Same Mill"], ["Factory Mill"]]
    assert [each.count for each in page.doubts if each.is_chosen] == ["3"]
    assert about(doubts(corrector, "found", kind="person")) == [["Kim Song Chol"]]
    url = reverse("admin:archive_entity_doubts")
    assert corrector.post(url, {"entity": [good.pk], "reason": "looked it up"}).status_code == 302
    merged = merge(same, good, "the same", grace)
    ban(no_name, "Factory Mill", "no name", grace)
    assert about(doubts(corrector, "found", kind="organisation")) == []
    undo(merged, grace)
    assert about(doubts(corrector, "found", kind="organisation")) == [["Same Mill"]]


def test_nothing_is_listed_without_a_tick_and_a_reason_and_what_there_is_of_them_stays(
    corrector: Client,
) -> None:
    first, second = (make_named(f"{word} Mill", is_listed=False) for word in ("First", "Second"))
    url = reverse("admin:archive_entity_doubts", query={"doubt": "found", "kind": "organisation"})
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
        r'<ul class="errorlist" id="id_entity_error"><li>Tick what you looked at.', shown
    )
    assert 'aria-label="Doubts" tabindex="0" aria-describedby="id_entity_error"' in shown
    assert Entity.objects.filter(is_listed=True).count() == 0


def test_what_somebody_else_listed_meanwhile_is_no_tick(corrector: Client) -> None:
    mill = make_named("Good Mill")
    url = reverse("admin:archive_entity_doubts")
    for ticks in ([mill.pk], ["x"], ["9" * 40]):
        assert corrector.post(url, {"entity": ticks, "reason": "looked it up"}).status_code == 400
    assert not Decision.objects.exists()


def test_found_names_spelled_alike_are_offered_to_merge_into(corrector: Client) -> None:
    make_named("Hwang Pyong So", kind="person")
    paek = make_named("Hwang Paek Ha", kind="person", is_listed=False)
    for name in ("Hwang Baek Ha", "Kim Paek Ha", "Hwang Su Gil Yong Chol"):
        make_named(name, kind="person", is_listed=False)
    make_named("Hwang Paek Mill", is_listed=False)
    offered = corrector.get(decision_url(paek, "merge")).context["names"]
    assert offered == ("Hwang Baek Ha", "Hwang Pyong So")


def test_places_are_filtered_by_their_type(corrector: Client) -> None:
    make_place("Kujang")
    make_place("North Phyongan", "province")
    make_named("Health Works")
    listed = reverse("admin:archive_entity_changelist")
    html = corrector.get(listed).content.decode()
    choices = re.findall(r'place_type=([^"&]*)"', html)
    assert set(choices) == {"county", "province"}
    html = corrector.get(listed, {"place_type": "county"}).content.decode()
    assert "Kujang" in html
    assert "North Phyongan County" not in html and "Health Works" not in html


def test_names_alike_wait_until_they_are_merged_or_kept_apart(
    corrector: Client, grace: User
) -> None:
    one = make_named("Kujang Coal-mining Complex")
    other = make_named("Kujang Coal Mining Complex", is_listed=False, slug="coal-mining")
    kuzang = make_named("Kuzang Coal Mining Complex", is_listed=False)
    make_named("10th Infantry Regiment", is_listed=False)
    make_named("14th Infantry Regiment", is_listed=False)
    page = doubts(corrector, "alike", kind="organisation")
    assert [
        (row.words.partition(", ")[2], about(page)[at][0]) for at, row in enumerate(page.rows)
    ] == [
        ("the same letters", "Kujang Coal-mining Complex"),
        ("one letter apart", "Kujang Coal-mining Complex"),
        ("one letter apart", "Kujang Coal Mining Complex"),
    ]
    assert doubts(corrector, "alike", kind="person").rows == ()
    decision = keep_apart(other, one, "two of them", grace)
    assert len(doubts(corrector, "alike").rows) == 2
    undo(decision, grace)
    merge(other, one, "the same", grace)
    assert len(doubts(corrector, "alike").rows) == 1
    decision = ban(kuzang, kuzang.name, "no name", grace)
    assert doubts(corrector, "alike").rows == ()
    undo(decision, grace)
    assert len(doubts(corrector, "alike").rows) == 1


def test_names_alike_are_told_apart_and_say_why_they_are_alike(corrector: Client) -> None:
    one, twin = (make_named("Kyongru-dong", kind="place", slug=f"kyongru-{n}") for n in (1, 2))
    make_named("Phanmunjom", "Panmun-jom", kind="place")
    make_named("Panmunjom", kind="place", is_listed=False)
    make_named("Moran Hill", "Moranbong", kind="place")
    make_named("Moranbong", kind="place", is_listed=False)
    rows = doubts(corrector, "alike").rows
    assert [(about(doubts(corrector, "alike"))[at], row.words) for at, row in enumerate(rows)] == [
        (["Kyongru-dong, kyongru-1", "Kyongru-dong, kyongru-2"], "place, the same letters"),
        (["Phanmunjom", "Panmunjom"], "place, the same letters: “Panmun-jom” and “Panmunjom”"),
        (["Moran Hill", "Moranbong"], "place, both spelled “Moranbong”"),
    ]
    html = (
        corrector.get(reverse("admin:archive_entity_doubts"), {"doubt": "alike"})
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


def test_listed_names_one_letter_apart_are_no_doubt(corrector: Client) -> None:
    make_place("Thosan-ni North")
    make_place("Chosan-ni North")
    make_place("Khosan-ni North")
    assert doubts(corrector, "alike").rows == ()


def test_unclear_names_and_detached_ones_lead_to_their_article(
    corrector: Client, article: Article
) -> None:
    unclear = make_article(
        problems=[make_problem("place-ambiguous", "“Unsan” can mean two places.")]
    )
    make_article(problems=[make_problem("date-missing", "No date.")])
    mention = article.mentions.get()
    mention.state, mention.start, mention.end, mention.is_detached = "confirmed", None, None, True
    mention.save()
    page = doubts(corrector, "unclear")
    assert [row.words for row in page.rows] == ["“Unsan” can mean two places."]
    assert page.rows[0].parts[0].url == reverse("admin:archive_article_change", args=[unclear.pk])
    assert [each.count for each in page.doubts] == ["0", "", "1", "1"]
    assert about(doubts(corrector, "detached")) == [["Health Works"]]


def test_the_queue_is_paged_and_counts_what_it_lists(
    corrector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.review_queue.PER_PAGE", 2)
    for number in range(5):
        make_named(f"Mill {number}", is_listed=False)
    pages = [doubts(corrector, "found", page=str(number)) for number in (1, 2, 3)]
    assert sum(len(page.rows) for page in pages) == 5
    assert [each.count for each in pages[0].doubts if each.is_chosen] == ["5"]
    assert (pages[0].previous, pages[0].following) == ("", "?doubt=found&page=2")
    assert (pages[2].previous, pages[2].following) == ("?doubt=found&page=2", "")


def test_an_index_that_has_to_follow_is_told_of(
    corrector: Client, works: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = IndexStatus(IndexState.BEHIND, "It is catching up.", "", 1, 2, 0)
    monkeypatch.setattr("archive.admin.entities.status", lambda: behind)
    url = decision_url(works, "ban", spelling="Pharmaceutical Works")
    response = corrector.post(url, {"reason": "no name", "seen": ""}, follow=True)
    assert "The spelling is banned. It is catching up." in response.content.decode()


def test_a_long_act_says_how_many_changes_it_does_not_show(
    corrector: Client, works: Entity, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.entity_page.LINES", 2)
    change_count = rename(
        works, "Works of Health", "works-of-health", "they say so", grace
    ).corrections.count()
    page = corrector.get(page_of(works)).content.decode()
    assert change_count > 3
    assert f"and {change_count - 2} more" in page
