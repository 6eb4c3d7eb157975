"""Test which addresses are rejected, which redirect, and how errors are answered."""

import re
from collections.abc import Callable
from concurrent.futures import Future
from functools import cache
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client, RequestFactory
from pytest_django import Settings

from archive.models import ArchiveVersion, Article
from archive.search import FACETS, one_search, rebuild
from archive.search.ranking import page_hits
from tests.fixtures import writes_forbidden
from tests.sample_addresses import pages_of
from tests.sample_pages import SamplePages, capture_of
from tests.search_library import Library

ODD = [
    "\0",
    "a\0b",
    "%",
    "\u202e",
    "\ud83d",
    "﷽" * 50,
    "'",
    '"',
    "<b>",
    "..",
    "1 OR 1=1",
    "٣",
    "-",
    "--",
    "\r\nX: y",
    "ﬃ",
]
MACHINE_PAGES = ["/healthz", "/robots.txt"]
PAGED_LISTS = (
    *("/articles/", "/articles/place/", "/articles/feed/"),
    *("/wanted/", "/people/", "/places/"),
)
STATUSES = [
    ("/articles/?source=nobody", 400),
    ("/articles/?source=-nobody", 400),
    ("/articles/?place=nowhere", 400),
    ("/articles/?date=2025-13", 400),
    ("/articles/?date=2025-02-30", 400),
    ("/articles/?date=yesterday", 400),
    ("/articles/?sort=best", 400),
    ("/articles/?page=0", 400),
    ("/articles/?page=-1", 400),
    ("/articles/?page=two", 400),
    ("/articles/?page=1000000000", 404),
    ("/articles/?page=" + "9" * 18, 404),
    ("/articles/?page=" + "9" * 400, 400),
    *(
        (f"{path}page={'0' * 5_000}1", 200)
        for path in (
            "/articles/?",
            "/articles/?q=works&view=concordance&",
            "/articles/place/?",
            "/articles/feed/?",
            "/wanted/?",
            "/people/?",
            "/places/?",
        )
    ),
    *((f"{path}?page=１", 400) for path in ("/articles/", "/articles/place/", "/wanted/")),
    ("/wanted/?page=" + "9" * 18, 404),
    ("/wanted/?page=0", 400),
    ("/wanted/?page=1²", 400),
    ("/articles/?date=２０２５", 301),
    ("/articles/?date=2025-0٤", 400),
    ("/articles/?date=..202⁵", 301),
    ("/articles/?q=" + "x" * 1_000, 200),
    ("/articles/?q=" + "word " * 4_000, 200),
    ('/articles/?q="unbalanced', 200),
    ("/articles/?q=AND OR NOT ((( ]] title: :", 200),
    ("/articles/?q=", 200),
    ("/articles/?source=&date=&place=&sort=&page=", 200),
    ("/articles/?colour=red&utm_source=mail", 200),
    ("/articles/0/", 404),
    ("/articles/01/x/", 404),
    ("/articles/-1/x/", 404),
    ("/articles/999999999/x/", 404),
    ("/articles/" + "9" * 18 + "/x/", 404),
    ("/articles/" + "9" * 300 + "/x/", 404),
    ("/articles/٣/x/", 404),
    ("/articles/999999999/evidence/", 404),
    ("/captures/000000000000/", 404),
    ("/captures/zzzzzzzzzzzz/", 404),
    ("/captures/abc/", 404),
    ("/sources/nobody/", 404),
    ("/places/nowhere/", 404),
    ("/people/nobody/", 404),
    ("/organisations/kujang/", 404),
    ("/people/?letter=", 200),
    ("/people/?letter=AB", 400),
    ("/organisations/?by=province", 400),
    ("/places/?page=two", 400),
    ("/places/?page=1000000000", 404),
    ("/favicon.ico", 404),
    ("/wp-login.php", 404),
]


def ask(client: Client, url: str, **headers: str) -> tuple[int, str]:
    with writes_forbidden():
        response = client.get(url, headers=headers)
    return response.status_code, response.headers.get("Location", "")


def test_bad_input_is_answered_with_its_status(client: Client, sample_pages: SamplePages) -> None:
    answers = [(url, status, ask(client, url)[0]) for url, status in STATUSES]
    assert [answer for answer in answers if answer[1] != answer[2]] == []


def test_odd_characters_in_a_parameter_never_break_a_page(
    client: Client, sample_pages: SamplePages
) -> None:
    sent = [*(quote(odd.encode("utf-8", "surrogatepass")) for odd in ODD), "%ff%fe%80"]
    for name in ("q", *FACETS, "sort", "page", "unknown"):
        allowed = {200} if name in {"q", "unknown"} else {200, 301, 400, 404}
        for odd in sent:
            url = f"/articles/?{name}={odd}"
            assert ask(client, url)[0] in allowed, url


def test_odd_characters_in_a_path_are_not_found(client: Client, sample_pages: SamplePages) -> None:
    for path in (
        "/{}/",
        "/articles/{}/",
        "/captures/{}/",
        "/sources/{}/",
        "/places/{}/",
        "/people/{}/",
        "/people/{}/feed/",
    ):
        for odd in [*ODD, "a" * 5_000]:
            url = path.format(quote(odd.encode("utf-8", "surrogatepass"), safe=""))
            # The client resolves ".." before it sends the request.
            assert odd == ".." or ask(client, url)[0] == 404, url


def test_a_wrong_page_number_is_one_error(client: Client, sample_pages: SamplePages) -> None:
    for path, page in product(PAGED_LISTS, ("2\0", "\0", "two", "0")):
        response = client.get(f"{path}?page={quote(page)}")
        assert response.status_code == 400, path
        [error] = response.context["errors"]
        assert error.sentence == (
            f"“{page}” is not the number of a page. Pages are numbered from 1."
        ), path


def test_an_error_page_links_to_the_list_without_the_bad_value(
    client: Client, sample_pages: SamplePages
) -> None:
    response = client.get("/articles/?source=nobody&place=kujang&date=2025-13")
    links = [error.drop_url for error in response.context["errors"]]
    assert len(links) == 2
    assert [client.get(link).status_code for link in links] == [400, 400]
    once = client.get(links[0]).context["errors"]
    assert client.get(once[0].drop_url).status_code == 200


def test_a_wrong_slug_redirects_to_the_right_one(client: Client, sample_pages: SamplePages) -> None:
    right = sample_pages.usual.get_absolute_url()
    pk = sample_pages.usual.pk
    for slug in ("x", "medical-oxygen", "%3Cscript%3E", "a%00b", "한국", "MEDICAL-OXYGEN-FACTORY"):
        assert ask(client, f"/articles/{pk}/{slug}/") == (301, right), slug
    assert ask(client, f"/articles/{pk}/") == (301, right)
    assert ask(client, right.rstrip("/"))[0] == 301
    # Browsers must not cache redirects for ever. Otherwise, after a title is changed and changed
    # back, the cached redirect and the new redirect would be a loop.
    assert (
        client.get(f"/articles/{pk}/").headers["Cache-Control"]
        == "public, max-age=0, must-revalidate"
    )


def test_old_addresses_redirect(client: Client, sample_pages: SamplePages) -> None:
    for old, new in (
        ("/sources/kcna/", "/sources/kcna-kp/"),
        ("/places/kujang-gun/", "/places/kujang/"),
        ("/places/kuchang/", "/places/kujang/"),
        ("/people/ri-su-jong/", "/people/ri-su-yong/"),
        ("/articles/?place=kujang-gun&q=works", "/articles/?q=works&place=kujang"),
        ("/articles/?source=kcna", "/articles/?source=kcna-kp"),
    ):
        assert ask(client, old) == (301, new)


def test_pages_accept_only_get_and_head(sample_pages: SamplePages) -> None:
    strict = Client(enforce_csrf_checks=True)
    pages = {**pages_of(sample_pages), **{path: path for path in MACHINE_PAGES}}
    for method, (name, url) in product(
        ("post", "put", "patch", "delete", "options"), pages.items()
    ):
        with writes_forbidden():
            response = getattr(strict, method)(url)
        assert response.status_code == 405, (name, method)
        assert response.headers["Allow"] == "GET, HEAD", (name, method)


def test_head_has_the_status_and_etag_of_get_without_a_body(
    client: Client, sample_pages: SamplePages
) -> None:
    for name, url in pages_of(sample_pages).items():
        head, get = client.head(url), client.get(url)
        assert (head.status_code, head.content) == (200, b""), name
        assert head.headers["ETag"] == get.headers["ETag"], name


def test_wsgi_answers_head_with_the_length_and_without_a_body(sample_pages: SamplePages) -> None:
    """Call the WSGI application directly, because the test client removes a body itself."""
    answers = {}
    for method in ("GET", "HEAD"):
        environ = RequestFactory().generic(method, "/articles/").environ
        headers: dict[str, str] = {}
        body = b"".join(
            get_wsgi_application()(environ, lambda status, pairs, kept=headers: kept.update(pairs))
        )
        answers[method] = (body, headers["Content-Length"])
    assert answers["HEAD"] == (b"", str(len(answers["GET"][0])))


def test_without_an_index_search_reports_it_and_articles_work(
    client: Client, sample_pages: SamplePages
) -> None:
    (project.INDEX_DIR / "current").unlink()
    for url in (
        "/",
        "/articles/",
        "/articles/?q=works",
        "/sources/",
        "/sources/kcna-kp/",
        "/places/",
        "/places/kujang/",
        "/people/",
        "/people/ri-su-yong/",
        "/people/ri-su-yong/feed/",
        "/articles/feed/",
    ):
        with writes_forbidden():
            response = client.get(url)
        html = response.content.decode()
        assert response.status_code == 503, url
        assert "The search index has not been built yet." in html, url
        assert "Medical Oxygen Factory" in html, url
        assert response.headers["Cache-Control"] == "no-store", url
        assert "ETag" not in response.headers, url
    for url in (
        sample_pages.usual.get_absolute_url(),
        f"/articles/{sample_pages.usual.pk}/evidence/",
        capture_of(sample_pages.usual).get_absolute_url(),
        "/about/",
    ):
        assert client.get(url).status_code == 200, url
    health = client.get("/healthz")
    assert health.status_code == 503
    assert "index: missing" in health.content.decode()


def test_a_request_beyond_the_last_page_leaves_no_work_running(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[Future[Any]] = []

    def begin(work: Callable[[], Any], _article_count: int) -> Callable[[], Any]:
        done: Future[Any] = Future()
        left.append(done)

        def result() -> Any:
            done.set_result(work())
            return done.result()

        return cache(result)

    monkeypatch.setattr(one_search, "start_in_thread", begin)
    assert client.get("/articles/?page=900").status_code == 404
    assert left and all(each.done() for each in left)


def test_an_index_of_another_database_is_not_used(
    client: Client, sample_pages: SamplePages
) -> None:
    """Check that pages report an index that is newer than the database.

    This happens if an older backup of the database is restored. The counts of the index would then
    not fit the articles.
    """
    ArchiveVersion.objects.update(number=0)
    for url in ("/", "/articles/", "/sources/"):
        response = client.get(url)
        assert response.status_code == 503, url
        assert "belongs to another or a later database" in response.content.decode(), url


def test_health_is_plain_text_and_never_cached(client: Client, sample_pages: SamplePages) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content.decode().startswith("database: ok\nstorage: ok\nindex: ready\n")


def test_a_server_error_is_a_static_page(
    sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch, collected_static: object
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("archive.views.article.find_public_article", fail)
    response = Client(raise_request_exception=False).get(sample_pages.usual.get_absolute_url())
    assert response.status_code == 500
    assert "This is an error on our side" in response.content.decode()
    assert "a fault" not in response.content.decode()


def test_an_unknown_host_is_rejected_with_a_static_page(client: Client, db: None) -> None:
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_pages_contain_the_site_url_even_if_another_host_was_sent(
    sample_pages: SamplePages, settings: Settings
) -> None:
    settings.SITE_URL = "https://archive.example.org"
    settings.ALLOWED_HOSTS = [".example.org"]
    for host in ("archive.example.org", "ARCHIVE.example.org:99", "old.example.org"):
        page = Client().get("/articles/", headers={"Host": host}).content.decode()
        assert 'rel="canonical" href="https://archive.example.org/articles/"' in page
        feed = Client().get("/articles/feed/", headers={"Host": host}).content.decode()
        assert set(re.findall(r'href="([a-z]+://[^/]*)/', feed)) == {"https://archive.example.org"}
    assert Client().get("/articles/", headers={"Host": "example.com"}).status_code == 400


@pytest.mark.django_db
def test_the_last_page_sorted_by_relevance_says_where_the_rest_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library()
    for _number in range(50):
        library.article(stamp=False)
    with transaction.atomic():
        ArchiveVersion.stamp(Article.objects.values_list("pk", flat=True))
    rebuild()
    said = "Only the first 40 articles are sorted by relevance."
    assert said not in client.get("/articles/?q=factory&page=3").content.decode()
    for module in (page_hits, one_search):
        monkeypatch.setattr(module, "MAX_RANKED", 40)
    assert said not in client.get("/articles/?q=factory").content.decode()
    last = client.get("/articles/?q=factory&page=2").content.decode()
    assert said in last
    assert '<a href="/articles/?q=factory&amp;sort=newest">Newest first</a> lists all 50.' in last
    assert client.get("/articles/?q=factory&page=3").status_code == 404
    assert client.get("/articles/?q=factory&sort=newest&page=3").status_code == 200
