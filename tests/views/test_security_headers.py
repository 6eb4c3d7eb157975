"""Test that every answer has the security headers, whichever part of Dateline made it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.sample_addresses import faults_of, pages_of
from tests.sample_pages import SamplePages

EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}


def check(response: Any, status: int, expected: Mapping[str, str] = EXPECTED) -> None:
    """Check the status and the security headers of an answer; directives may be in any order."""
    name = f"{response.request['REQUEST_METHOD']} {response.request['PATH_INFO']}"
    assert response.status_code == status, name
    found = {header: response.headers.get(header, "") for header in expected}
    policy = "Content-Security-Policy"
    assert sorted(found[policy].split("; ")) == sorted(expected[policy].split("; ")), name
    assert {**found, policy: ""} == {**expected, policy: ""}, name


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def test_pages_and_their_redirects(visitor: Client, sample_pages: SamplePages) -> None:
    for url in [*pages_of(sample_pages).values(), "/robots.txt", "/healthz", "/articles/feed/"]:
        answer = visitor.get(url)
        check(answer, 200)
        if "ETag" in answer.headers:
            check(visitor.get(url, headers={"If-None-Match": answer.headers["ETag"]}), 304)
        check(visitor.head(url), 200)
    check(visitor.get("/articles"), 301)
    check(visitor.get(f"/articles/{sample_pages.usual.pk}/another-title/"), 301)
    check(visitor.get("/admin/"), 302)
    check(visitor.get("/admin/login/"), 200)


def test_error_pages(
    visitor: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url, status in faults_of(sample_pages).values():
        check(visitor.get(url), status)
    check(visitor.get("/", headers={"Host": "evil.example"}), 400)
    check(visitor.get("/no-such-page/"), 404)
    check(visitor.post("/articles/"), 405)
    check(visitor.post("/admin/login/", {"username": "grace"}), 403)
    check(visitor.generic("POST", "/admin/login/", CONTENT_LENGTH=2_500_001), 413)
    page = f"/admin/archive/article/{sample_pages.usual.pk}/change/"
    visitor.force_login(User.objects.create_user("ada", is_staff=True, is_superuser=True))
    check(visitor.generic("POST", page, CONTENT_LENGTH=32_000_001), 413)
    (project.INDEX_DIR / "current").unlink()
    check(visitor.get("/articles/"), 503)
    check(visitor.get("/healthz"), 503)

    def fail(*arguments: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("archive.views.article.find_public_article", fail)
    check(visitor.get(sample_pages.usual.get_absolute_url()), 500)


def test_a_locked_login(client: Client, grace: User) -> None:
    for _ in range(10):
        answer = client.post(reverse("admin:login"), {"username": "grace", "password": "wrong"})
    check(answer, 429)


def test_static_files(db: None, visitor: Client, collected_static: Path) -> None:
    for path in ("css/base.css", "img/favicon.svg", "js/unsaved.js", "admin/js/core.js"):
        url = f"/static/{path}"
        answer = visitor.get(url)
        check(answer, 200)
        modified = answer.headers["Last-Modified"]
        check(visitor.get(url, headers={"If-Modified-Since": modified}), 304)
        check(visitor.get(url, headers={"Range": "bytes=0-9"}), 206)
        check(visitor.get(url, headers={"Range": "bytes=999999-"}), 416)
        check(visitor.head(url), 200)
        check(visitor.post(url), 405)
    check(visitor.get("/static/no-such-file.css"), 404)


def test_answers_before_the_view_with_https(db: None, settings: Settings) -> None:
    """Check the redirect to HTTPS and the rejection of hosts, with and without SITE_URL."""
    settings.ALLOWED_HOSTS = ["archive.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    for site_url in ("", "https://archive.example.org"):
        settings.SITE_URL = site_url
        visitor = Client()
        for host, statuses in [("archive.example.org", (301, 200)), ("evil.example", (400, 400))]:
            plain = {"Host": host, "X-Forwarded-Proto": "http"}
            check(visitor.get("/robots.txt", headers=plain), statuses[0])
            secure = {"Host": host, "X-Forwarded-Proto": "https"}
            check(visitor.get("/robots.txt", headers=secure), statuses[1], EXPECTED | HSTS)
