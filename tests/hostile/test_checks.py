"""Test that the checks of hostile requests find faults, so that a run without any is good news."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.hostile.amount import failures_in
from tests.hostile.header_values import HOST
from tests.hostile.hostile_request import VISITORS_HOST, HostileRequest
from tests.hostile.list_counts import list_faults
from tests.hostile.odd_text import MARKUP
from tests.hostile.raw_server import RawAnswer, answers_in, differences_in
from tests.hostile.raw_server import faults_in as raw_faults_in
from tests.hostile.visits import MOST_BYTES, SITE, Visits, faults_in
from tests.views.test_security_headers import EXPECTED

LIST = HostileRequest("addresses 1.7", "/articles/")


def answer(text: str = "", status: int = 200, **headers: str) -> HttpResponse:
    return HttpResponse(text, status=status, headers=EXPECTED | headers)


BAD = {
    "the status 418": answer(status=418),
    "the status 503": answer(status=503),
    "205,000 bytes": answer("a" * (MOST_BYTES + 5_000)),
    "redirects to '//zq7": answer(status=301, Location="//zq7.example/"),
    "redirects to '/\\\\zq7": answer(status=301, Location="/\\zq7.example"),
    "redirects to 'https://zq7": answer(status=301, Location="https://zq7.example/articles/"),
    "the host of the visitor": answer(f'<a href="http://{VISITORS_HOST}/">'),
    "X-Frame-Options is 'SAMEORIGIN'": HttpResponse(headers={"X-Frame-Options": "SAMEORIGIN"}),
}


@pytest.mark.parametrize("found", BAD)
def test_a_bad_answer_is_found(found: str) -> None:
    assert found in "; ".join(faults_in(LIST, BAD[found]))


def test_a_cookie_of_a_public_page_is_found() -> None:
    page = answer()
    page.set_cookie("a", "b")
    assert list(faults_in(LIST, page)) == ["a public page sets a cookie"]
    assert not list(faults_in(replace(LIST, target="/admin/"), page))


def test_live_markup_is_found() -> None:
    for text in MARKUP:
        quoted = f'<p title="{text}"><p title=\'{text}\'><a href="{text}">'
        is_live = "&#60;" not in text and "&lt;" not in text
        assert any("contains" in fault for fault in faults_in(LIST, answer(quoted))) == is_live


def test_good_answers_have_no_faults() -> None:
    for page in (
        answer('<a href="/articles/?q=%3Czq7%3E">&lt;zq7&gt;</a>', status=400),
        answer(status=301, Location="/articles/"),
        answer(status=301, Location=f"{SITE}/articles/"),
    ):
        assert not list(faults_in(LIST, page))


def test_an_exception_is_reported_with_the_request(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(Visits, "_send", fail)
    [failure] = failures_in([LIST], Visits(Client()).faults_of)
    assert failure.startswith("addresses 1.7: GET '/articles/', host 'testserver': Traceback")
    assert "RuntimeError: a fault" in failure


class Pages:
    """A client for which the pages are given as a dict from addresses to HTML."""

    def __init__(self, **pages: str) -> None:
        self.pages = pages

    def get(self, address: str) -> HttpResponse:
        return HttpResponse(f'<p class="results">{self.pages[address]}')


def row(number: int) -> str:
    return f'<li class="row"><a href="/articles/{number}/a/?q=a">'


def test_wrong_numbers_of_a_list_are_found() -> None:
    link = (
        '<a class="facet-value__link" href="?{}"><b>KCNA</b> <i class="facet-value__count">{}</i>'
    )
    head, following = "<strong>2</strong> articles ", '<a href="?2" rel="next">'
    pages: Any = Pages(
        **{
            "/?1": head + row(1) + following,
            "/?2": head + row(2),
            "/?3": head + row(1) + row(1),
            "/?4": head + row(1) + "<a href='?2' rel='next'>" + row(2) + link.format("1", 3),
            "/?5": head + row(1) + following + link.format("1", 2),
            "/?6": "<strong>1,002</strong> articles" + row(1) + following,
        }
    )
    faults = {
        number: list(list_faults(pages, f"/?{number}", Random(1), 5)) for number in range(1, 7)
    }
    assert not faults[1] and not faults[5]
    assert faults[2] == ["the list says 2 articles, and has 1 (1 different)"]
    assert faults[3] == ["the list says 2 articles, and has 2 (1 different)"]
    assert faults[4] == ["'/?1' has 2 articles, its link says 3"]
    assert faults[6][0] == "page 2 says 2 articles, page 1 says 1002"


HEAD = b"HTTP/1.1 %d Good\r\nDate: now\r\nContent-Security-Policy: a\r\n%s\r\n"
GOOD = HEAD % (200, b"Content-Length: 4\r\n") + b"page"


def only(data: bytes) -> RawAnswer:
    [found] = answers_in(data)
    return found


def test_the_answers_of_a_connection_are_separated() -> None:
    chunked = HEAD % (200, b"Transfer-Encoding: chunked\r\n") + b"2\r\npa\r\n2\r\nge\r\n0\r\n\r\n"
    unchanged = HEAD % (304, b"Content-Length: 4\r\n")
    answers = answers_in(b"HTTP/1.1 100 Continue\r\n\r\n" + GOOD + chunked + unchanged + GOOD)
    assert [(one.status, one.body) for one in answers] == [
        *((200, b"page"), (200, b"page"), (304, b""), (200, b"page"))
    ]
    assert only(GOOD).head == only(GOOD.replace(b"now", b"later")).head


def test_another_page_is_found() -> None:
    expected, elsewhere = only(GOOD), HEAD % (301, b"Location: https://zq7.example/\r\n")
    for data in (GOOD.replace(b"page", b"evil"), HEAD % (404, b""), HEAD % (206, b""), elsewhere):
        assert list(differences_in(only(data), expected, "/")), data
    over_https = HEAD % (301, f"Location: https://{HOST}/\r\n".encode())
    for data in (GOOD, HEAD % (400, b""), HEAD % (304, b""), over_https):
        assert not list(differences_in(only(data), expected, "/")), data


def test_what_a_server_must_not_answer_is_found() -> None:
    for data in (
        HEAD % (500, b""),
        HEAD % (200, b"Set-Cookie: a=b\r\n"),
        HEAD % (200, f"Link: {VISITORS_HOST}\r\n".encode()),
        HEAD % (200, b"") + b'<a href="/evil-zq7/articles/">',
        b"HTTP/1.1 200 Good\r\n\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n<zq7>",
    ):
        assert list(raw_faults_in(only(data))), data
    for data in (GOOD, b"HTTP/1.1 400 Bad Request\r\n\r\n&lt;zq7>", HEAD % (501, b"")):
        assert not list(raw_faults_in(only(data))), data
