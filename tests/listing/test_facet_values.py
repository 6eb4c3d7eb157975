"""Test the page of one facet, which lists all its values with exact counts."""

import random
import re
from collections import Counter, defaultdict
from html import unescape

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from archive.listing import facet_values
from archive.models import ArchiveVersion, Article, Entity, EntityName, Mention
from archive.search import FACETS, rebuild
from tests.search_library import NAMES, PLACES, SOURCES, Library

pytestmark = pytest.mark.django_db

VALUE = re.compile(
    r'class="facet-value__link" href="(?P<url>[^"]+)"[^>]*><span'
    r' class="facet-value__label"><bdi>(?P<label>[^<]*)</bdi>'
    r'.*?facet-value__count">(?P<count>[0-9,]+)<'
)
TOTAL = re.compile(r"<strong>([0-9,]+)</strong> article")


@pytest.fixture
def library() -> Library:
    library = Library()
    chance = random.Random(11)
    for number in range(60):
        library.article(
            f"Report {number}",
            chance.choice(["Iron and coal.", "Coal.", "Rice."]),
            source=chance.choice([*SOURCES, None]),
            language=chance.choice(["en", "ko", ""]),
            on=chance.choice(["2025-04-17", "2025-05", "2024", "2023-12-31", None]),
            places=chance.sample(list(PLACES), chance.choice([0, 1, 2])),
            names=chance.sample(list(NAMES), chance.choice([0, 1, 3])),
        )
    rebuild()
    return library


def values_at(client: Client, address: str) -> list[tuple[str, str, int]]:
    """Return a link, label and count for each value of a facet on a page."""
    response = client.get(address)
    assert response.status_code == 200, address
    matches = VALUE.finditer(response.content.decode())
    return [
        (unescape(m["url"]), unescape(m["label"]), int(m["count"].replace(",", "")))
        for m in matches
    ]


def total_at(client: Client, address: str) -> int:
    match = TOTAL.search(client.get(address).content.decode())
    return int(match[1].replace(",", "")) if match else 0


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=coal",
        "q=coal&place=kujang&source=-kcna-kp",
        "date=2025&person=-ri-su-yong",
        "language=ko&language=-en",
        "q=nothing",
    ],
)
@pytest.mark.parametrize("name", FACETS)
def test_every_value_gives_exactly_its_count(
    library: Library, client: Client, name: str, query: str
) -> None:
    values = values_at(client, f"/articles/{name}/?{query}")
    assert bool(values) == (query != "q=nothing")
    for url, label, count in values:
        assert count > 0 or f"{name}=" in query
        assert total_at(client, url) == count, (label, url)


def test_a_list_links_to_the_page_of_a_facet_with_more_values(
    library: Library, client: Client
) -> None:
    page = unescape(client.get("/articles/?q=coal&sort=oldest").content.decode())
    address = "/articles/place/?q=coal&sort=oldest"
    assert f'href="{address}"' in page
    shown = re.search(r">All ([0-9]+) places<", page)
    assert shown
    assert int(shown[1]) == len(
        [label for _, label, _ in values_at(client, address) if label != "No place found"]
    )
    assert "/articles/source/" not in page  # because the list shows all sources


def test_values_are_listed_by_count_or_by_name(library: Library, client: Client) -> None:
    by_count = [(-count, label) for _, label, count in values_at(client, "/articles/place/")][:-1]
    assert by_count == sorted(by_count)
    by_name = [label for _, label, _ in values_at(client, "/articles/place/?by=name")][:-1]
    assert by_name == sorted(by_name)
    assert {label for _, label in by_count} == set(by_name)
    assert "Unsan County (North Phyongan Province)" in by_name


def test_the_page_says_how_many_values_it_lists(library: Library, client: Client) -> None:
    assert "<strong>3</strong> years</p>" in client.get("/articles/date/").content.decode()
    assert (
        "<strong>1</strong> place with"
        in client.get("/articles/place/?find=kujang").content.decode()
    )


def test_a_value_of_a_facet_is_found_by_a_part_of_any_alias(
    library: Library, client: Client
) -> None:
    EntityName.objects.create(entity=library.entities["kusong"], name="Kusŏng-si", kind="variant")
    EntityName.objects.create(entity=library.entities["kujang"], name="Kusong-like", kind="banned")
    assert [label for _, label, _ in values_at(client, "/articles/place/?find=ŏng-SI")] == [
        "Kusong City"
    ]
    assert [label for _, label, _ in values_at(client, "/articles/place/?find=kusong")] == [
        "Kusong City"
    ]
    nothing = client.get("/articles/place/?find=<b>").content.decode()
    assert "None of these places has “<bdi>&lt;b&gt;</bdi>” in a name." in nothing


def test_many_values_are_split_into_pages(
    library: Library, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = values_at(client, "/articles/place/?q=coal&by=name")
    monkeypatch.setattr(facet_values, "PAGE_SIZE", 4)
    pages = [
        values_at(client, f"/articles/place/?q=coal&by=name&page={number}") for number in (1, 2, 3)
    ]
    assert [value for page in pages for value in page] == whole
    assert [len(page) for page in pages[:2]] == [4, 4]
    beyond = client.get("/articles/place/?q=coal&by=name&page=4")
    assert beyond.status_code == 404
    assert "There is no page 4 of these places." in beyond.content.decode()


@pytest.mark.parametrize("query", ["place=atlantis", "by=size", "page=zero", "date=tomorrow"])
def test_an_error_on_the_page_repeats_the_value(
    library: Library, client: Client, query: str
) -> None:
    response = client.get(f"/articles/place/?find=ku&{query}")
    assert response.status_code == 400
    assert query.partition("=")[2] in response.content.decode()


def test_an_old_slug_redirects_to_the_new_one(library: Library, client: Client) -> None:
    kusong = library.entities["kusong"]
    kusong.merged_into = library.entities["kujang"]
    kusong.save()
    response = client.get("/articles/person/?q=coal&place=kusong")
    assert (response.status_code, response["Location"]) == (
        301,
        "/articles/person/?q=coal&place=kujang",
    )


def test_an_unknown_facet_has_no_page(client: Client) -> None:
    assert client.get("/articles/weather/").status_code == 404


def test_a_chosen_person_is_shown_even_if_few_articles_name_him(client: Client) -> None:
    library = Library()
    for number in range(130):
        library.entities[f"p{number}"] = Entity.objects.create(
            kind="person", name=f"Person {number}", slug=f"p{number}"
        )
        for _copy in range(2 if number else 1):
            library.article(names=[f"p{number}"], stamp=False)
    with transaction.atomic():
        ArchiveVersion.stamp(Article.objects.values_list("pk", flat=True))
    rebuild()
    for query in ("", "person=p0", "person=-p0", "person=p0&person=p1"):
        page = client.get(f"/articles/?{query}").content.decode()
        assert ("<bdi>Person 0</bdi>" in page) == ("p0" in query)


def copy_row(row: Model, times: int, **columns: str) -> None:
    """Store copies of a row with one SQL command, which is far quicker than `bulk_create`.

    `columns` has SQL expressions for the columns that differ. In them, `n` is the number of the
    copy, from 0.
    """
    names = [str(field.column) for field in row._meta.concrete_fields if not field.primary_key]
    table, values = (
        row._meta.db_table,
        ", ".join(columns.get(name, f'copied."{name}"') for name in names),
    )
    into = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({into}) WITH RECURSIVE numbers(n) AS"
            " (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
            f" SELECT {values} FROM numbers, {table} AS copied WHERE copied.id = %s",
            [times - 1, row.pk],
        )
        # Without new statistics, PostgreSQL uses plans that were made for an empty table. It would
        # then read the whole table for each foreign key that it checks.
        cursor.execute(f"ANALYZE {table}")


def test_a_hundred_thousand_people_are_counted_exactly(client: Client) -> None:
    chance = random.Random(3)
    library = Library()
    articles = [
        library.article(
            body=chance.choice(["Iron.", "Coal."]), source=chance.choice(list(SOURCES)), stamp=False
        )
        for _number in range(100)
    ]
    copy_row(
        Entity.objects.create(kind="person", name="Somebody", slug="somebody"),
        100_000,
        name="'Person ' || substr(CAST(1000000 + n AS text), 2)",
        slug="'person-' || n",
    )
    people = list(
        Entity.objects.filter(name__startswith="Person ")
        .order_by("name")
        .values_list("pk", flat=True)
    )
    assert people == list(range(people[0], people[0] + 100_000))
    assert [article.pk for article in articles] == list(range(articles[0].pk, articles[0].pk + 100))
    one = Mention.objects.create(article=articles[0], entity_id=people[0], rule="test")
    for times, person, article in (
        (100_000, "n", "n"),
        (5_000, "n * 17", "n * 31"),
        (50, "42", "n * 2"),
    ):
        copy_row(
            one,
            times,
            entity_id=f"{people[0]} + ({person}) %% 100000",
            article_id=f"{articles[0].pk} + ({article}) %% 100",
        )
    named = defaultdict(set)
    for pk, person_name in Mention.objects.values_list("article", "entity__name"):
        named[pk].add(person_name)
    with transaction.atomic():
        ArchiveVersion.stamp(named)
    rebuild()
    for query, wanted in (
        ("", articles),
        ("q=coal", [article for article in articles if article.body == "Coal."]),
    ):
        plain = Counter(name for article in wanted for name in named[article.pk])
        by_count = sorted((-count, name) for name, count in plain.items())
        expected = by_count[:300]
        address = f"/articles/person/?{query}"
        shown = [(-count, label) for _, label, count in values_at(client, address)]
        assert shown == expected
        assert f"<strong>{len(plain):,}</strong> people" in client.get(address).content.decode()
        last = -(-len(plain) // 300)
        rarest = [
            (-count, label) for _, label, count in values_at(client, f"{address}&page={last}")
        ]
        assert rarest == by_count[(last - 1) * 300 :]
        url, label, count = values_at(client, f"{address}&find=000042")[0]
        assert (label, count) == ("Person 000042", plain["Person 000042"])
        assert total_at(client, url) == count
        beside = [
            (-count, label)
            for _, label, count in values_at(client, f"/articles/?{query}")
            if "Person" in label
        ]
        assert beside == expected[: len(beside)]
        assert len(beside) == 10
