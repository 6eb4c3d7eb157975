"""Test that a typed name links to the articles that mention it in any spelling."""

import re
from html import unescape

import pytest
from django.test import Client

from archive.display.labels import forget_labels
from archive.models import Entity, EntityName
from archive.search import rebuild
from archive.views.parts.typed_names import name_typed
from ingest.mentions.spelling import name_key
from tests.factories import make_place
from tests.search_library import Library

pytestmark = pytest.mark.django_db

LINE = re.compile(
    r'<p class="see-also">See also the (\w+) <a href="([^"]+)"><bdi>(.+?)</bdi></a>, '
    r'(?:mentioned|counted) in <a href="([^"]+)">([^<]+)</a></p>'
)


@pytest.fixture
def named() -> Library:
    """Make an archive of three articles; two of them name a person, in different spellings.

    The third article has all three words of the person's name, but as parts of other names.
    """
    library = Library()
    for slug in ("kim-tok-hun", "ri-su-yong", "kujang"):
        entity = library.entities[slug]
        EntityName.objects.create(
            entity=entity, name=entity.name, key=name_key(entity.name), kind="official"
        )
    library.article(
        "One",
        "Kim Tok Hun visited Kujang.",
        names=["kim-tok-hun"],
        places=["kujang"],
        on="2025-04-01",
    )
    library.article("Two", "Kim Tok-hun went home.", names=["kim-tok-hun"], on="2025-05-01")
    library.article("Three", "Kim Il Man, Ri Tok and Pak Hun spoke.", on="2025-05-02")
    rebuild()
    return library


def lines(client: Client, **asked: str) -> list[tuple[str, str, str, str, str]]:
    page = client.get("/articles/", asked).content.decode()
    return [tuple(unescape(each) for each in line) for line in LINE.findall(page)]  # type: ignore[misc]


@pytest.mark.parametrize(
    "typed", ["Kim Tok Hun", "kim tok-hun", '"Kim Tok Hun"', "  KIM  TOK HUN "]
)
def test_a_typed_name_links_to_the_person(client: Client, named: Library, typed: str) -> None:
    ((kind, page, name, articles, count),) = lines(client, q=typed)
    assert (kind, name, count) == ("person", "Kim Tok Hun", "2 articles")
    assert page == "/people/kim-tok-hun/"
    assert client.get(page).status_code == 200
    shown = client.get(articles).content.decode()
    assert "<strong>2</strong> articles" in shown
    assert 'class="see-also"' not in shown


def test_see_also_links_keep_the_other_filters(client: Client, named: Library) -> None:
    ((*_, articles, count),) = lines(client, q="kim tok hun", date="2025-05")
    assert count == "1 article"
    assert articles == "/articles/?date=2025-05&person=kim-tok-hun"
    ((*_, count),) = lines(client, q="kim tok hun", count="stories")
    assert count == "2 stories"


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "kim tok hun", "person": "kim-tok-hun"},
        {"q": "kim tok hun", "date": "2024"},
        {"q": "kim tok hun", "view": "concordance"},
        {"q": "-kim tok hun"},
        {"q": "kim OR tok hun"},
        {"q": "title:kim tok hun"},
        {"q": "kim tok*"},
        {"q": "ri su yong"},  # no article names him
        {"q": "kim tok"},
        {},
    ],
)
def test_no_link_is_shown_without_a_matching_name(
    client: Client, named: Library, asked: dict[str, str]
) -> None:
    assert lines(client, **asked) == []


def test_a_banned_spelling_has_no_link(client: Client, named: Library) -> None:
    person = named.entities["kim-tok-hun"]
    EntityName.objects.create(
        entity=person, name="Premier Kim", key=name_key("Premier Kim"), kind="variant"
    )
    assert [line[2] for line in lines(client, q="premier kim")] == ["Kim Tok Hun"]
    EntityName.objects.filter(name="Premier Kim").update(kind="banned")
    assert lines(client, q="premier kim") == []


def test_a_merged_name_links_to_the_entity_it_was_merged_into(
    client: Client, named: Library
) -> None:
    other = named.entities["ri-su-yong"]
    other.merged_into = named.entities["kim-tok-hun"]
    other.save()
    assert [line[2] for line in lines(client, q="ri su yong")] == ["Kim Tok Hun"]


def test_places_are_shown_by_their_full_name(client: Client, named: Library) -> None:
    assert [line[0::2] for line in lines(client, q="kujang")] == [
        ("place", "Kujang County", "1 article")
    ]


def test_places_with_the_same_name_show_their_province(client: Client, named: Library) -> None:
    for slug in ("unsan-north-phyongan", "unsan-south-phyongan"):
        EntityName.objects.create(entity=named.entities[slug], name="Unsan", kind="official")
        named.article("Unsan", "Unsan County.", places=[slug])
    rebuild()
    assert [line[2] for line in lines(client, q="Unsan")] == [
        "Unsan County (North Phyongan Province)",
        "Unsan County (South Phyongan Province)",
    ]


def test_a_korean_name_matches_without_the_word_for_its_kind(
    client: Client, named: Library
) -> None:
    EntityName.objects.create(entity=named.entities["kujang"], name="구장군", kind="korean")
    assert [
        [line[2] for line in lines(client, q=typed)] for typed in ("구장군", "구장", "구", "장군")
    ] == [
        ["Kujang County"],
        ["Kujang County"],
        [],
        [],
    ]
    page = client.get("/articles/", {"q": "구장"}).content.decode()
    assert "use English words for articles in English" in page


def test_the_line_about_a_place_says_what_is_counted(client: Client, named: Library) -> None:
    country = make_place("Democratic Republic", "country")
    EntityName.objects.create(entity=country, name="Homeland", kind="variant")
    Entity.objects.filter(slug="north-phyongan").update(parent=country)
    rebuild()
    forget_labels()
    said = (
        '</bdi></a>, counted in <a href="/articles/?place=democratic-republic">1 article</a> for'
        " the places in it</p>"
    )
    assert said in client.get("/articles/", {"q": "homeland"}).content.decode()
    assert "</bdi></a>, counted in <a" in client.get("/articles/", {"q": "kujang"}).content.decode()
    assert (
        "</bdi></a>, mentioned in <a"
        in client.get("/articles/", {"q": "kim tok hun"}).content.decode()
    )
    shown = client.get("/articles/", {"place": "democratic-republic"}).content.decode()
    assert ">Articles mentioning places in the Democratic Republic</h1>" in shown


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", ""),
        ("()", ""),
        ('"a b" c', ""),
        ("a NEAR b", ""),
        ('"a b"', "a b"),
        ("a (b c)", "a b c"),
    ],
)
def test_a_typed_name_is_all_the_words_or_the_only_phrase(typed: str, name: str) -> None:
    assert name_typed(typed) == name
