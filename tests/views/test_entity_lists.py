"""Test that the lists of names are complete, sorted, exact, and searchable by any spelling."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils.text import slugify
from pytest_django import DjangoAssertNumQueries

from archive.models import Entity
from archive.search import rebuild
from archive.views import entity_lists
from tests.sample_pages import SamplePages
from tests.search_library import Library

pytestmark = pytest.mark.django_db


def names_at(client: Client, url: str) -> list[tuple[str, int]]:
    response = client.get(url)
    assert response.status_code == 200, url
    return [(row.name, row.count) for group in response.context["groups"] for row in group.rows]


@pytest.fixture
def named() -> Library:
    """Return a library with detected and listed people, with none to three articles each.

    One person is named only in a withdrawn article.
    """
    library = Library()
    for slug, name, is_listed in (
        ("an-il", "An Il", False),
        ("kim-a", "Kim A", False),
        ("kim-b", "Kim B", True),
        ("elite", "Élite Guard", True),
        ("kim-chol", "김철", False),
        ("gone", "Gone Long", False),
    ):
        library.entities[slug] = Entity.objects.create(
            kind="person", name=name, slug=slug, is_listed=is_listed
        )
    Entity.objects.filter(slug__in=["kim-tok-hun", "ri-su-yong", "jo-yong-won"]).update(
        merged_into=library.entities["kim-b"]
    )
    for names in (["an-il", "kim-a"], ["kim-a", "kim-chol"], ["kim-a", "kim-chol", "kim-tok-hun"]):
        library.article(names=names)
    library.article(names=["gone"], withdrawn=True)
    rebuild()
    return library


def test_names_are_sorted_under_their_letters(client: Client, named: Library) -> None:
    groups = client.get("/people/").context["groups"]
    assert [(group.title, [(row.name, row.count) for row in group.rows]) for group in groups] == [
        ("A", [("An Il", 1)]),
        ("K", [("Kim A", 3), ("Kim B", 1)]),
        ("Other names", [("Élite Guard", 0), ("김철", 2)]),
    ]


def test_capitals_and_digits_do_not_change_the_order(client: Client, db: None) -> None:
    for name in (
        "zoo of Rason",
        "9th Brigade",
        "FIFA",
        "Far East Library",
        "al-Ahram",
        "Academy of Sciences",
    ):
        Entity.objects.create(kind="organisation", name=name, slug=slugify(name))
    rebuild()
    names = [name for name, _ in names_at(client, "/organisations/")]
    assert names == [
        "Academy of Sciences",
        "al-Ahram",
        "Far East Library",
        "FIFA",
        "zoo of Rason",
        "9th Brigade",
    ]
    assert names_at(client, "/organisations/?letter=A") == [
        ("Academy of Sciences", 0),
        ("al-Ahram", 0),
    ]


def test_detected_names_without_public_articles_are_not_listed(
    client: Client, named: Library
) -> None:
    names = dict(names_at(client, "/people/"))
    assert "Gone Long" not in names
    assert names["Élite Guard"] == 0
    assert client.get("/people/gone/").status_code == 200


def test_every_count_equals_the_total_of_the_linked_page(
    client: Client, sample_pages: SamplePages
) -> None:
    for url in ("/people/", "/organisations/", "/places/?by=name"):
        rows = [row for group in client.get(url).context["groups"] for row in group.rows]
        assert len(rows) > 1, url
        for row in rows:
            assert client.get(row.url).context["total"] == row.count, row.url


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("by=count", ["Kim A", "김철", "An Il", "Kim B", "Élite Guard"]),
        ("letter=K", ["Kim A", "Kim B"]),
        ("letter=k", ["Kim A", "Kim B"]),
        ("letter=K&by=count&find=a", ["Kim A"]),
        ("letter=other", ["Élite Guard", "김철"]),
        ("letter=Z", []),
        ("find=KIM", ["Kim A", "Kim B"]),
        ("find=%EC%B2%A0", ["김철"]),
        ("find=nobody", []),
        ("find=&letter=&by=&page=", ["An Il", "Kim A", "Kim B", "Élite Guard", "김철"]),
        ("colour=red", ["An Il", "Kim A", "Kim B", "Élite Guard", "김철"]),
    ],
)
def test_parameters_filter_and_sort_names(
    client: Client, named: Library, query: str, names: list[str]
) -> None:
    assert [name for name, _count in names_at(client, f"/people/?{query}")] == names


def test_letters_link_to_their_names_and_keep_the_order(client: Client, named: Library) -> None:
    letters = client.get("/people/?by=count").context["letters"]
    assert [letter.label for letter in letters if letter.url] == ["All", "A", "G", "K", "Other"]
    assert len(letters) == 28
    found = [
        name for letter in letters[1:] if letter.url for name, _ in names_at(client, letter.url)
    ]
    assert sorted(found) == sorted(name for name, _ in names_at(client, "/people/"))
    assert names_at(client, next(each.url for each in letters if each.label == "K")) == [
        ("Kim A", 3),
        ("Kim B", 1),
    ]


def test_long_lists_are_split_into_pages(
    client: Client, named: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entity_lists, "PAGE_SIZE", 2)
    seen = []
    url = "/people/?by=name"
    while url:
        seen += [name for name, _ in names_at(client, url)]
        url = client.get(url).context["pages"].next
    assert seen == ["An Il", "Kim A", "Kim B", "Élite Guard", "김철"]
    assert client.get("/people/?page=4").status_code == 404
    assert "There is no page 4 of these people." in client.get("/people/?page=4").content.decode()


@pytest.mark.parametrize(
    ("url", "said", "left"),
    [
        (
            "/people/?by=best&find=kim",
            "“best” is not an order of names. Use name or count.",
            "/people/?find=kim",
        ),
        (
            "/people/?by=province",
            "“province” is not an order of names. Use name or count.",
            "/people/",
        ),
        (
            "/places/?by=best",
            "“best” is not an order of names. Use province, name or count.",
            "/places/",
        ),
        ("/people/?letter=KK", "“KK” is not a letter of this list.", "/people/"),
        ("/organisations/?letter=%C3%89", "“É” is not a letter of this list.", "/organisations/"),
        ("/people/?page=two&letter=K", "“two” is not the number of a page.", "/people/?letter=K"),
        ("/people/?page=0", "“0” is not the number of a page.", "/people/"),
    ],
)
def test_an_invalid_value_is_rejected(
    client: Client, named: Library, url: str, said: str, left: str
) -> None:
    response = client.get(url)
    assert response.status_code == 400
    (error,) = response.context["errors"]
    assert said in error.sentence
    assert error.drop_url == left
    assert client.get(left).status_code == 200


@pytest.mark.parametrize("name", ["find", "letter", "by", "page"])
def test_odd_characters_never_break_a_list(client: Client, named: Library, name: str) -> None:
    for odd in ("\0", "%", "\u202e", "\ud83d", "﷽" * 99, "'", "<b>", "٣", "-", "_", "\\"):
        url = f"/people/?{name}={quote(odd.encode('utf-8', 'surrogatepass'))}"
        assert client.get(url).status_code in ({200} if name == "find" else {200, 400}), url


def test_detected_names_are_marked(client: Client, named: Library) -> None:
    html = client.get("/people/").content.decode()
    marked = re.findall(
        r'<bdi>([^<]*)</bdi>(?: <span class="names__where">[^<]*</span>)? <span'
        r' class="names__detected">',
        html,
    )
    assert marked == ["An Il", "Kim A", "김철"]


def test_places_are_grouped_by_province_by_default(
    client: Client, sample_pages: SamplePages
) -> None:
    assert "divisions" in client.get("/places/?by=province").context
    assert "divisions" in client.get("/places/").context
    assert names_at(client, "/places/?find=gujang") == [("Kujang County", 28)]
    by_count = names_at(client, "/places/?by=count")
    assert [name for name, _ in by_count] == [
        "Kujang County",
        "North Phyongan Province",
        "Kusong City",
        "Sakju County",
    ]
    assert [count for _, count in by_count] == sorted(
        (count for _, count in by_count), reverse=True
    )
    assert names_at(client, "/places/?find=kuchang") == []
    html = client.get("/places/").content.decode()
    assert '<a href="/places/?by=name">A to Z</a>' in html
    assert 'name="find"' in html


def test_an_organisation_shows_its_site(client: Client, sample_pages: SamplePages) -> None:
    rows = [row for group in client.get("/organisations/").context["groups"] for row in group.rows]
    assert {row.name: row.where for row in rows if row.where} == {
        "Kusong Pharmaceutical Works": "Kusong City"
    }


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("/people/", "There are no people yet."),
        ("/organisations/", "There are no organisations yet."),
        ("/places/?by=name", "There are no places yet."),
        ("/people/?letter=K", "No people under K."),
        ("/people/?find=kim", "No people have “<bdi>kim</bdi>” in a name."),
    ],
)
def test_an_empty_list_explains_why(client: Client, url: str, said: str) -> None:
    rebuild()
    assert said in client.get(url).content.decode()


def test_the_number_of_queries_of_a_list_is_fixed(
    client: Client, named: Library, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/people/")
    for url in ("/people/", "/people/?letter=K", "/people/?by=count"):
        with django_assert_num_queries(3, info=url):
            client.get(url)
