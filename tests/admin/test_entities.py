"""Test the pages of places, organisations and people: preview, make and undo decisions."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from archive.admin.entity_page import decision_url
from archive.admin.entity_previews import count_mentions
from archive.corrections import undo
from archive.corrections.entity_decisions import add_spelling, ban, merge, rename
from archive.corrections.entity_spellings import family
from archive.models import Article, Decision, Entity, Mention, Version
from archive.search import IndexState, IndexStatus
from tests.factories import make_article, make_mention, make_named, make_place

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
    """Request the preview of a decision, then make the decision with the form of the preview."""
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
def test_a_decision_changes_what_its_preview_shows(
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
        assert count_mentions(family(entity) if entity else []) == (
            row.articles_after,
            row.mentions_after,
        )
    page = corrector.get(page_of(works)).content.decode()
    assert "because" in page
    before = count_mentions(family(works))
    url = (
        page_of(works)
        if decision == "describe"
        else reverse("admin:archive_decision_change", args=[done.pk])
    )
    assert corrector.post(url, {"do": "undo", "decision": done.pk}).status_code == 302
    assert count_mentions(family(works)) == (1, 1)
    assert corrector.post(url, {"do": "redo", "decision": done.pk}).status_code == 302
    assert count_mentions(family(works)) == before


def test_the_preview_of_an_alias_that_was_banned_counts_what_is_shown_again(
    corrector: Client, works: Entity, article: Article, grace: User
) -> None:
    make_mention(make_article(body="Health Works opened."), works, "Health Works")
    ban(works, "Pharmaceutical Works", "no name", grace)
    assert count_mentions(family(works)) == (1, 1)
    spelling = {"spelling": "Pharmaceutical works", "kind": "variant"}
    preview, response = do(corrector, decision_url(works, "spell", **spelling))
    assert response.status_code == 302
    (row,) = preview.counts
    assert (row.articles, row.mentions) == (1, 1)
    assert (row.articles_after, row.mentions_after) == (2, 2) == count_mentions(family(works))


def test_a_detected_name_is_accepted(corrector: Client) -> None:
    detected = make_named("Kusong Works", is_listed=False)
    _, response = do(corrector, decision_url(detected, "accept"))
    assert response.status_code == 302
    detected.refresh_from_db()
    assert detected.is_listed


def test_the_column_of_spelling_kinds_is_called_kind(corrector: Client, works: Entity) -> None:
    for url in (page_of(works), decision_url(works, "spell")):
        shown = corrector.get(url).content.decode()
        assert re.search(r"<(th|label)[^>]*>Kind:?</", shown) and not re.search(
            r">Sort:?<", shown
        ), url


def test_a_decision_without_a_reason_is_not_made(corrector: Client, works: Entity) -> None:
    url = decision_url(works, "ban", spelling="Pharmaceutical Works")
    response = corrector.post(url, {"reason": "", "seen": ""})
    assert (response.status_code, Decision.objects.count()) == (400, 0)


def test_a_preview_that_changed_in_the_meantime_is_shown_again(
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
        ("ban", {"spelling": "Nothing"}, "is not an alias of Health Works"),
        (
            "spell",
            {"spelling": "Health Works", "kind": "variant"},
            "an alias of Health Works already",
        ),
        ("rename", {"new_name": "Works", "slug": "twin-works"}, "the address of Twin Works"),
        ("rename", {"new_name": "Health Works", "slug": ""}, "Nothing was changed"),
        ("describe", {"korean_name": "", "description": "", "site": ""}, "Nothing was changed"),
        ("apart", {"other": "health-works"}, "this is the same"),
    ],
)
def test_an_impossible_decision_is_explained_and_has_no_preview(
    corrector: Client, works: Entity, decision: str, values: dict[str, str], words: str
) -> None:
    make_named("Twin Works")
    make_named("Twin Works", slug="twin-works-2")
    response = corrector.get(decision_url(works, decision, **values))
    assert words in response.content.decode()
    assert response.context["preview"] is None


def test_a_merged_entity_names_the_other_and_offers_no_decisions(
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


def test_staff_who_may_only_view_entities_are_offered_no_decisions(
    client: Client, works: Entity, article: Article
) -> None:
    looker = User.objects.create_user("lin", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_entity"))
    client.force_login(looker)
    page = client.get(page_of(works)).content.decode()
    assert "Ban…" not in page and "Merge into" not in page
    assert client.get(decision_url(works, "merge")).status_code == 403
    assert client.post(page_of(works), {"do": "undo", "decision": "1"}).status_code == 403
    queue = reverse("admin:archive_entity_review")
    assert client.get(queue).status_code == 200
    assert client.post(queue, {"entity": works.pk}).status_code == 403
    assert client.post(reverse("admin:archive_entity_finish")).status_code == 403


def test_a_decision_about_another_entity_is_not_undone_here(
    corrector: Client, works: Entity, grace: User
) -> None:
    decision = ban(make_named("Kusong Works"), "Kusong Works", "no name", grace)
    assert (
        corrector.post(page_of(works), {"do": "undo", "decision": decision.pk}).status_code == 400
    )
    decision.refresh_from_db()
    assert decision.undone_at is None


def test_an_interrupted_decision_is_finished_from_the_page(
    corrector: Client, works: Entity, article: Article, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("archive.corrections.entity_decisions.spread", lambda decision: None)
        ban(works, "Pharmaceutical Works", "no name", grace)
    assert "was interrupted" in corrector.get(page_of(works)).content.decode()
    assert corrector.post(reverse("admin:archive_entity_finish")).status_code == 302
    assert not article.mentions.shown().exists()
    assert "was interrupted" not in corrector.get(page_of(works)).content.decode()


def test_similar_detected_names_are_offered_for_a_merger(corrector: Client) -> None:
    make_named("Hwang Pyong So", kind="person")
    paek = make_named("Hwang Paek Ha", kind="person", is_listed=False)
    for name in ("Hwang Baek Ha", "Kim Paek Ha", "Hwang Su Gil Yong Chol"):
        make_named(name, kind="person", is_listed=False)
    make_named("Hwang Paek Mill", is_listed=False)
    offered = corrector.get(decision_url(paek, "merge")).context["names"]
    assert offered == ("Hwang Baek Ha", "Hwang Pyong So")


def test_a_name_without_words_in_its_articles_is_not_called_missing(
    corrector: Client, works: Entity
) -> None:
    assert (
        "No article that readers can see contains" in corrector.get(page_of(works)).content.decode()
    )
    make_article().mentions.create(entity=works, rule=Mention.STAFF_RULE, state="added")
    page = corrector.get(page_of(works)).content.decode()
    assert "1 article, 1 mention" in page
    assert "contains this name" not in page
    assert "but no words in their titles or texts are marked" in page


def test_the_list_of_entities_has_the_filter_in_the_gazetteer(
    corrector: Client, works: Entity
) -> None:
    html = corrector.get(reverse("admin:archive_entity_changelist")).content.decode()
    assert "<summary> In the gazetteer</summary>" in html
    assert 'scope="col" class="column-is_in_gazetteer"' in html


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


def test_the_message_mentions_an_index_that_is_behind(
    corrector: Client, works: Entity, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = IndexStatus(IndexState.BEHIND, "It is catching up.", "", 1, Version(2), 0)
    monkeypatch.setattr("archive.admin.entities.status", lambda: behind)
    url = decision_url(works, "ban", spelling="Pharmaceutical Works")
    response = corrector.post(url, {"reason": "no name", "seen": ""}, follow=True)
    assert "The spelling is banned. It is catching up." in response.content.decode()


def test_the_history_says_how_many_changes_it_does_not_show(
    corrector: Client, works: Entity, grace: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.entity_page.LINES", 2)
    change_count = rename(
        works, "Works of Health", "works-of-health", "they say so", grace
    ).corrections.count()
    page = corrector.get(page_of(works)).content.decode()
    assert change_count > 3
    assert f"and {change_count - 2} more" in page
