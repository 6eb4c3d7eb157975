"""Test every public page: its answer, its title and links, and that it changes nothing."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from archive.display.saved_dates import saved_between
from archive.models import Article
from archive.search import rebuild
from archive.views.parts.article_rows import rows_for
from tests.factories import make_mention, make_place
from tests.fixtures import writes_forbidden
from tests.sample_addresses import faults_of, pages_of
from tests.sample_pages import HOSTILE, SamplePages

POLICY = "default-src 'none'"


class Outline(HTMLParser):
    """The tags of a page, and those tags that the Content-Security-Policy forbids.

    `tags` are pairs of a tag's name and its attributes. `forbidden` are scripts, styles and event
    handlers inside the page, as HTML.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.forbidden: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if (
            tag == "style"
            # A block of data is not executed, so the policy does not concern it.
            or (tag == "script" and attributes != {"type": "application/ld+json"})
            or "style" in attributes
            or any(name.startswith("on") for name in attributes)
        ):
            self.forbidden.append(self.get_starttag_text() or tag)

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)

    def find(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_every_page_renders_without_writing_to_the_database(
    client: Client, sample_pages: SamplePages, collected_static: object
) -> None:
    client.cookies["sessionid"] = "a-session-that-no-page-may-look-at"
    for name, url in pages_of(sample_pages).items():
        with writes_forbidden():
            response = client.get(url)
        html = response.content.decode()
        outline = Outline(html)
        assert response.status_code == 200, name
        assert outline.count("h1") == 1, name
        assert outline.count("main") == 1, name
        assert not outline.forbidden, name
        assert HOSTILE not in html, name
        assert POLICY in response.headers["Content-Security-Policy"], name
        assert "unsafe" not in response.headers["Content-Security-Policy"], name
        assert "Set-Cookie" not in response.headers, name
        assert not response.cookies, name
        assert "cookie" not in response.headers.get("Vary", "").lower(), name
        assert response.headers["ETag"].startswith('W/"'), name
        assert re.search(r"/static/css/base\.[0-9a-f]{12}\.css", html), name
        canonical = [
            link["href"] for link in outline.find("link") if link.get("rel") == "canonical"
        ]
        assert len(canonical) == 1, name
        assert (canonical[0] or "").startswith("http://testserver/"), name


@pytest.mark.parametrize(
    "cookie", ["sessionid=short", "csrftoken=short", "messages=x", "sessionid=a-session-long-gone"]
)
def test_no_cookie_makes_a_page_set_another(
    client: Client, sample_pages: SamplePages, cookie: str
) -> None:
    urls = [
        *pages_of(sample_pages).values(),
        "/healthz",
        "/robots.txt",
        "/nothing/",
        "/articles/?sort=best",
        "/articles",
    ]
    for url in urls:
        response = client.get(url, headers={"Cookie": cookie})
        assert not response.cookies, url
        assert "cookie" not in response.headers.get("Vary", "").lower(), url


def test_every_page_has_a_different_title(client: Client, sample_pages: SamplePages) -> None:
    titles = {}
    for name, url in pages_of(sample_pages).items():
        match = re.search(r"<title>(.*?)</title>", client.get(url).content.decode(), re.DOTALL)
        assert match is not None, name
        titles[name] = match[1]
    assert titles["article"] == "Medical Oxygen Factory · KCNA.kp, 14 September 2025 · Dateline"
    assert titles["list"] == "All articles · Dateline"
    assert titles["list-last"] == "All articles, page 2 · Dateline"
    assert titles["place"] == "Kujang County · Dateline"
    assert len(set(titles.values())) == len(titles)


def test_errors_have_their_own_pages(
    client: Client, sample_pages: SamplePages, collected_static: object
) -> None:
    for name, (url, status) in faults_of(sample_pages).items():
        with writes_forbidden():
            response = client.get(url)
        outline = Outline(response.content.decode())
        assert response.status_code == status, name
        assert outline.count("h1") == 1, name
        assert not outline.forbidden, name
        assert {"name": "robots", "content": "noindex"} in outline.find("meta"), name
        assert "ETag" not in response.headers, name
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate", name
        assert HOSTILE not in response.content.decode(), name


QUERIES = {
    "home": 6,
    "list": 5,
    "list-filtered": 4,
    "list-searched": 8,  # one of these queries finds the entities with the searched name
    "article": 9,  # three of these queries find the other articles of its story
    "evidence": 5,
    "capture": 5,
    "sources": 2,
    "source": 7,
    "places": 2,
    "place": 13,  # one of these queries finds the places that were merged into this place
    "places-found": 5,
    "organisations": 4,
    "organisation": 11,
    "people": 4,
    "person": 11,
    "about": 1,
}


def test_the_number_of_queries_is_fixed(
    client: Client, sample_pages: SamplePages, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Check the number of queries for pages with many rows, places and known items."""
    pages = pages_of(sample_pages)
    client.get(
        "/"
    )  # loads the names of sources and places and the numbers of files, which a process caches
    for name, number in QUERIES.items():
        with django_assert_num_queries(number, info=name):
            client.get(pages[name])


def test_the_count_on_the_front_page_is_the_length_of_the_list(
    client: Client, sample_pages: SamplePages
) -> None:
    front = client.get("/")
    total = client.get("/articles/").context["total"]
    assert total == Article.objects.public().count()
    assert f"Search {total} articles" in front.content.decode()
    counts = [
        count
        for name in ("sources", "places", "organisations", "people")
        for count in front.context[name]
    ]
    assert len({count.url.partition("=")[0] for count in counts}) == 4
    for count in counts:
        assert client.get(count.url).context["total"] == count.count, count.label


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "on an unknown day"),
        (date(2025, 9, 14), None, "on or after 14 September 2025"),
        (None, date(2026, 3, 2), "on or before 2 March 2026 (UTC)"),
        (date(2025, 9, 14), date(2026, 3, 2), "between 14 September 2025 and 2 March 2026 (UTC)"),
        (date(2026, 3, 2), date(2026, 3, 2), "on 2 March 2026"),
        (
            date(2026, 3, 3),
            date(2026, 3, 2),
            "on 3 March 2026",
        ),  # imported when it was already 3 March in Korea
    ],
)
def test_the_first_and_last_day_of_saving_are_shown(
    first: date | None, last: date | None, words: str
) -> None:
    assert saved_between(first, last) == words


def test_a_list_page_is_small_when_compressed(client: Client, sample_pages: SamplePages) -> None:
    response = client.get("/articles/", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert sorted(response.headers["Vary"].split(", ")) == ["Accept", "Accept-Encoding"]
    assert len(response.content) < 25_000


def test_a_place_shows_its_spellings_except_banned_ones(
    client: Client, sample_pages: SamplePages
) -> None:
    spellings = client.get("/places/kujang/").context["spellings"]
    assert [(spelling.name, spelling.kind) for spelling in spellings] == [
        ("Gujang", "variant"),
        ("구장군", "Korean"),
    ]


def test_places_are_listed_under_their_province(client: Client, sample_pages: SamplePages) -> None:
    country = make_place("Korea", "country")
    sample_pages.province.parent = country
    sample_pages.province.save()
    abroad = make_place("Russia", "country")
    make_mention(sample_pages.usual, abroad, "exhibition")
    rebuild()
    context = client.get("/places/").context
    assert [division.title for division in context["divisions"]] == ["North Phyongan Province"]
    assert [count.label for count in context["divisions"][0].places] == [
        "Kujang County",
        "Kusong City",
        "Sakju County",
    ]
    assert [(count.label, count.count) for count in context["abroad"]] == [("Russia", 1)]


def test_the_pattern_page_is_shown_only_in_tests(
    client: Client, db: None, settings: Settings
) -> None:
    settings.DEBUG = True
    assert client.get("/patterns/").status_code == 404
    settings.ROOT_URLCONF = "tests.pattern_page"
    response = client.get("/patterns/")
    assert response.status_code == 200
    assert not Outline(response.content.decode()).forbidden


def test_an_empty_archive_shows_which_command_to_run(client: Client, db: None) -> None:
    rebuild()
    for url in ("/", "/articles/", "/sources/", "/places/"):
        response = client.get(url)
        assert response.status_code == 200, url
        assert "manage.py" in response.content.decode(), url


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("A mill.\n\nIt runs.", "A mill. It runs."),
        ("word " * 100, "word " * 46 + "word…"),
        ("가" * 300, "가" * 240 + "…"),
    ],
)
def test_a_row_shows_the_first_words_uncut(
    sample_pages: SamplePages, body: str, shown: str
) -> None:
    Article.objects.filter(pk=sample_pages.usual.pk).update(body=body)
    (row,) = rows_for([sample_pages.usual.pk])
    assert row.lead == shown


@pytest.mark.parametrize("name", ["list", "list-searched", "list-empty", "concordance"])
def test_a_skip_link_leads_past_the_filters_to_the_results(
    client: Client, sample_pages: SamplePages, name: str
) -> None:
    outline = Outline(client.get(pages_of(sample_pages)[name]).content.decode())
    skips = [link["href"] for link in outline.find("a") if link.get("class") == "skip-link"]
    assert skips == ["#content", "#results"]
    assert [
        section.get("tabindex")
        for section in outline.find("section")
        if section.get("id") == "results"
    ] == ["-1"]
