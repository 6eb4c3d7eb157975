"""Test the names of an article: in its text, beside it, and on the page of its evidence."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Article, Correction, Decision, Entity, Mention
from archive.search import rebuild
from ingest.limits import MOST_MENTIONS
from tests.search_library import Library

pytestmark = pytest.mark.django_db

BODY = (
    "Kim Tok Hun visited the Kim Chaek Iron and Steel Complex.\n\n"
    "Officials of Kujang County and of the Kim Chaek complex met Kim Tok Hun. Ri Su Yong was there."
)


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def article(library: Library) -> Article:
    """Return an article with mentions of every kind.

    They are mentions of three people, of a named place, of an implied place, and of an organisation
    in two spellings, which begin with the words of one person ("Kim Chaek").
    """
    article = library.article("Kim Chaek Complex in Focus", BODY)
    complex_ = ("kim-chaek-complex", "Kim Chaek Iron and Steel Complex")
    name(library, article, *complex_, rule="listed-name", confidence=0.95)
    name(
        library,
        article,
        "pyongyang",
        complex_[1],
        rule="organisation-site",
        confidence=0.9,
        is_implied=True,
    )
    name(library, article, "jo-yong-won", "Kim Chaek", rule="person-grammar", confidence=0.7)
    name(
        library, article, "kim-tok-hun", "Kim Tok Hun", times=2, rule="listed-name", confidence=0.95
    )
    name(library, article, "kujang", "Kujang", rule="typed-name", confidence=0.98)
    name(
        library,
        article,
        "kim-chaek-complex",
        "Kim Chaek complex",
        rule="listed-name",
        confidence=0.95,
    )
    name(library, article, "ri-su-yong", "Ri Su Yong", rule="person-grammar", confidence=0.9)
    name(
        library,
        article,
        "kim-chaek-complex",
        "Kim Chaek Complex",
        field="title",
        rule="listed-name",
    )
    rebuild()
    return article


def name(
    library: Library, article: Article, entity: str, words: str, *, times: int = 1, **fields: Any
) -> None:
    """Add `times` mentions of an entity, at the first occurrences of these words in the article."""
    text = article.title if fields.get("field") == "title" else article.body
    for found in list(re.finditer(re.escape(words), text))[:times]:
        library.mention(article, entity, start=found.start(), end=found.end(), text=words, **fields)


def html_of(client: Client, article: Article, query: str = "") -> str:
    response = client.get(article.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def links_in(html: str) -> list[tuple[str, str]]:
    """Return the kinds and words of the names that are links in the text."""
    text = html.partition('<div class="article__text"')[2].partition("</div>")[0]
    return re.findall(r'<a class="mention mention--(\w+)"[^>]*>([^<]*)</a>', text)


def test_names_of_every_kind_are_linked_and_the_longest_is_used(
    client: Client, article: Article
) -> None:
    html = html_of(client, article)
    assert links_in(html) == [
        ("person", "Kim Tok Hun"),
        ("organisation", "Kim Chaek Iron and Steel Complex"),
        ("place", "Kujang"),
        ("organisation", "Kim Chaek complex"),
        ("person", "Kim Tok Hun"),
        ("person", "Ri Su Yong"),
    ]
    start = BODY.index("Kim Chaek Iron")
    assert (
        '<a class="mention mention--organisation" href="/organisations/kim-chaek-complex/" '
        f'title="Organisation: Kim Chaek Iron and Steel Complex" id="body-{start}">' in html
    )
    assert 'href="/people/kim-tok-hun/"' in html
    assert 'id="title-0">Kim Chaek Complex</a> in Focus' in html


def test_each_kind_has_a_block_with_each_name_once(client: Client, article: Article) -> None:
    blocks = client.get(article.get_absolute_url()).context["blocks"]
    said = {
        block.title: [
            (entity.name, entity.times_label, entity.anchor, entity.implied_label)
            for entity in block.first
        ]
        for block in blocks
    }
    start = BODY.index("Kim Chaek Iron")
    assert said == {
        "Places in this article": [
            ("Pyongyang", "1×", f"body-{start}", "implied by Kim Chaek Iron and Steel Complex"),
            ("Kujang County", "1×", f"body-{BODY.index('Kujang')}", ""),
        ],
        "Organisations in this article": [
            ("Kim Chaek Iron and Steel Complex", "3×", "title-0", "")
        ],
        "People in this article": [
            ("Kim Tok Hun", "2×", "body-0", ""),
            # The words are part of the organisation's name, so the link leads to that name.
            ("Jo Yong Won", "1×", f"body-{start}", ""),
            ("Ri Su Yong", "1×", f"body-{BODY.index('Ri Su')}", ""),
        ],
    }


def test_links_in_the_blocks_lead_to_words_on_the_page(client: Client, article: Article) -> None:
    for query in ("", "?names=off", "?q=visited", "?q=visited&names=off"):
        html = html_of(client, article, query)
        targets = re.findall(r'class="mentioned__times" href="#([^"]+)"', html)
        assert len(targets) == 6
        for target in [
            *targets,
            *re.findall(r'class="mention mention--\w+" href="#([^"]+)"', html),
        ]:
            assert html.count(f'id="{target}"') == 1, target


def test_a_place_both_named_and_implied_is_not_shown_as_implied(
    client: Client, library: Library, article: Article
) -> None:
    start = BODY.index("County")
    library.mention(article, "pyongyang", start=start, end=start + 6, text="County")
    places = client.get(article.get_absolute_url()).context["blocks"][0].first
    assert (places[0].name, places[0].times, places[0].anchor) == ("Pyongyang", 1, f"body-{start}")
    assert places[0].implied_label == ""


def test_the_number_beside_an_implied_place_says_what_is_counted(
    client: Client, article: Article
) -> None:
    html = html_of(client, article)
    assert '<span class="unseen">Words that imply Pyongyang: </span>1×' in html
    assert '<span class="unseen">Kujang County in the text: </span>1×' in html
    assert "Pyongyang in the text" not in html


def test_organisations_that_imply_a_place_are_counted(
    client: Client, library: Library, article: Article
) -> None:
    other = Entity.objects.create(kind="organisation", name="Complex", slug="complex")
    library.entities["complex"] = other
    name(library, article, "complex", "complex")
    name(library, article, "pyongyang", "complex", is_implied=True)
    pyongyang, _kujang = client.get(article.get_absolute_url()).context["blocks"][0].first
    assert pyongyang.implied_label == "implied by Kim Chaek Iron and Steel Complex and 1 more"
    assert pyongyang.times_label == "2×"


def test_decisions_of_staff_are_shown_beside_the_name(
    client: Client, library: Library, article: Article, admin_user: User
) -> None:
    decision = Decision.objects.create(
        kind="names", reason="The sentence says so.", made_by=admin_user
    )
    for words, state in (("Kujang", "confirmed"), ("Kim Chaek", "rejected")):
        article.mentions.filter(text=words).update(state=state)
        said = article.mentions.get(text=words)
        Correction.objects.create(
            decision=decision,
            mention=said,
            kind="mention_state",
            parsed_value="parsed",
            corrected_value=state,
        )
    library.mention(article, "kusong", state="added")
    places, _organisations, people = client.get(article.get_absolute_url()).context["blocks"]
    assert {entity.name: (entity.staff_note, entity.times_label) for entity in places.first} == {
        "Pyongyang": ("", "1×"),
        "Kujang County": ("confirmed by staff", "1×"),
        "Kusong City": ("added by staff", ""),
    }
    assert [entity.name for entity in people.first] == ["Kim Tok Hun", "Ri Su Yong"]
    evidence = client.get(f"/articles/{article.pk}/evidence/").content.decode()
    assert "rejected by staff" in evidence
    assert "The sentence says so." in evidence


def test_merged_names_link_to_the_other_entity_and_rejected_names_are_hidden(
    client: Client, library: Library, article: Article
) -> None:
    Entity.objects.filter(slug="ri-su-yong").update(merged_into=library.entities["kim-tok-hun"])
    article.mentions.filter(text="Kujang").update(state=Mention.State.REJECTED)
    html = html_of(client, article)
    assert ("person", "Ri Su Yong") in links_in(html)
    assert "/people/ri-su-yong/" not in html
    assert "/people/kim-tok-hun/" in html
    assert "place" not in [kind for kind, _words in links_in(html)]
    assert ">places</a>" not in html


def test_names_that_staff_add_without_words_come_last(client: Client, library: Library) -> None:
    article = library.article("Two", "Kujang County")
    library.mention(article, "kusong", state="added")
    library.mention(article, "kujang", start=0, end=6, text="Kujang")
    (places,) = client.get(article.get_absolute_url()).context["blocks"]
    assert [entity.name for entity in places.first] == ["Kujang County", "Kusong City"]
    evidence = client.get(f"/articles/{article.pk}/evidence/").context["blocks"][0].mentions
    assert [mention.title for mention in evidence] == ["Kujang County", "Kusong City"]
    assert evidence[1].where == "not quoted"


def test_evidence_says_that_the_words_of_a_mention_are_no_longer_in_the_text(
    client: Client, library: Library
) -> None:
    article = library.article("Two", "Kujang County")
    library.mention(article, "kusong", text="Kusong City")
    (kusong,) = client.get(f"/articles/{article.pk}/evidence/").context["blocks"][0].mentions
    assert (kusong.quotes, kusong.where) == (("Kusong City",), "no longer in the text")


def test_only_many_names_are_folded(client: Client, library: Library) -> None:
    article = library.article("Many", "ab " * 20)
    people = [
        Entity(kind="person", name=f"Ri {number}", slug=f"ri-{number}") for number in range(15)
    ]
    Entity.objects.bulk_create(people)
    for number, person in enumerate(people[:13]):
        Mention.objects.create(
            article=article, entity=person, start=3 * number, end=3 * number + 2, rule="test"
        )
    html = html_of(client, article)
    assert "<details" not in html
    assert html.count('class="mentioned__line"') == 13
    for number, person in enumerate(people[13:], start=13):
        Mention.objects.create(
            article=article, entity=person, start=3 * number, end=3 * number + 2, rule="test"
        )
    html = html_of(client, article)
    assert "<summary>3 more people</summary>" in html
    assert html.count('class="mentioned__line"') == 15


def test_a_note_says_that_an_article_names_more_than_is_stored(
    client: Client, library: Library
) -> None:
    article = library.article("Many", "ab " * MOST_MENTIONS)
    ri = Entity.objects.create(kind="person", name="Ri", slug="ri")
    Mention.objects.bulk_create(
        Mention(article=article, entity=ri, start=3 * number, end=3 * number + 2, rule="test")
        for number in range(MOST_MENTIONS - 1)
    )
    note = "only 2,000 mentions are linked and counted"
    assert note not in html_of(client, article)
    Mention.objects.create(article=article, entity=ri, start=5_997, end=5_999, rule="test")
    assert note in html_of(client, article)


def test_links_of_names_can_be_switched_off(client: Client, article: Article) -> None:
    html = html_of(client, article, "?names=off")
    assert links_in(html) == []
    assert "mention--" not in html
    assert "Names in the text are not linked." in html
    assert f'<a href="{article.get_absolute_url()}" rel="nofollow">Link names</a>' in html
    assert f'<link rel="canonical" href="http://testserver{article.get_absolute_url()}">' in html
    assert (
        f'href="{article.get_absolute_url()}?names=off" rel="nofollow">Hide links</a>'
        in html_of(client, article)
    )


def test_links_to_other_articles_keep_names_off(
    client: Client, library: Library, article: Article
) -> None:
    other = library.article("Another", "Ri Su Yong visited a mine.", on="2025-04-16")
    rebuild()
    html = html_of(client, article, "?q=visited&names=off")
    assert f'href="{article.get_absolute_url()}?q=visited" rel="nofollow">Link names</a>' in html
    assert f'href="{other.get_absolute_url()}?q=visited&amp;names=off" rel="' in html
    assert f'href="{article.get_absolute_url()}?names=off">Hide search highlights</a>' in html
    old = client.get(f"/articles/{article.pk}/old-slug/?names=off")
    assert (old.status_code, old.headers["Location"]) == (
        301,
        f"{article.get_absolute_url()}?names=off",
    )


@pytest.mark.parametrize("query", ["names=on", "names=no&q=visited", "names=%00%ff"])
def test_any_other_value_of_names_is_rejected(client: Client, article: Article, query: str) -> None:
    response = client.get(f"{article.get_absolute_url()}?{query}")
    assert response.status_code == 400
    kept = "?q=visited" if "q=" in query else ""
    assert (
        f'<a href="{article.get_absolute_url()}{kept}" rel="nofollow">Remove it</a>'
        in response.content.decode()
    )


def test_an_article_without_names_has_no_switch(client: Client, library: Library) -> None:
    article = library.article("Nothing", "Nobody was named.")
    assert "Hide links" not in html_of(client, article)


@pytest.mark.parametrize("url", ["/people/kim-tok-hun/", "/organisations/kim-chaek-complex/"])
def test_the_link_of_a_name_leads_to_its_articles(
    client: Client, article: Article, url: str
) -> None:
    response = client.get(url, follow=True)
    assert response.status_code == 200
    assert article.get_absolute_url() in response.content.decode()


def test_evidence_shows_how_each_name_was_found(client: Client, article: Article) -> None:
    response = client.get(f"/articles/{article.pk}/evidence/")
    blocks = {block.title: block.mentions for block in response.context["blocks"]}
    assert list(blocks) == ["Places", "Organisations", "People"]
    complex_ = blocks["Organisations"][0]
    assert complex_.quotes == ("Kim Chaek Complex",)
    implied, kujang = blocks["Places"]
    assert implied.rule == "the place of an organisation that is named here"
    assert (kujang.rule, kujang.confidence) == (
        "the name with the word for its kind after it: “City”, “County” …",
        "almost certain, 98\N{NO-BREAK SPACE}%",
    )
    kim = blocks["People"][0]
    second = BODY.rindex("Kim Tok Hun")
    url = article.get_absolute_url()
    assert (
        kim.where == f'<a href="{url}#body-0">text 1</a><span aria-hidden="true"> · </span><a'
        f' href="{url}#body-{second}">2</a>'
    )
    assert kim.url == "/people/kim-tok-hun/"
    assert "Staff decision" not in response.content.decode()


def test_links_in_the_evidence_lead_to_words_of_the_article(
    client: Client, article: Article
) -> None:
    evidence = client.get(f"/articles/{article.pk}/evidence/").content.decode()
    html = html_of(client, article)
    targets = re.findall(rf'href="{re.escape(article.get_absolute_url())}#([^"]+)"', evidence)
    assert len(targets) == article.mentions.count()
    for target in targets:
        assert f'id="{target}"' in html, target


def test_two_person_filters_in_the_search_find_articles_with_both(
    client: Client, library: Library, article: Article
) -> None:
    library.article("Only one", names=["kim-tok-hun"])
    rebuild()
    both = client.get("/articles/", {"q": 'person:"Kim Tok Hun" person:ri-su-yong'})
    assert [row.url.partition("?")[0] for row in both.context["rows"]] == [
        article.get_absolute_url()
    ]
    either = client.get("/articles/?person=kim-tok-hun&person=ri-su-yong")
    assert either.context["total"] == 2
