"""Test that the load test notices wrong answers."""

import gzip
from dataclasses import replace

import pytest

from tests.front_servers.servers import SITE
from tests.load.answers import Answer, fault_of, links_of, style_sheets_of

PATH = "/articles/?q=salt&page=2"
HTML = f"""<!doctype html>
<link rel="canonical" href="{SITE}/articles/?q=salt&amp;page=2">
<link rel="stylesheet" href="/static/css/base.123.css">
<a href="/articles/1/salt/?q=salt&amp;page=2#content">Salt</a> <a href="#content">Skip</a>
<a href="/admin/">Staff</a> <a href="https://example.org/">Original</a>
</html>
"""
PACKED = gzip.compress(HTML.encode())
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}
PAGE = Answer(PATH, "", 200, HEADERS, PACKED)


def test_a_complete_page_has_no_fault() -> None:
    assert fault_of(PAGE) == ""
    plain = {"Content-Type": HEADERS["Content-Type"]}
    assert fault_of(replace(PAGE, headers=plain, body=HTML.encode())) == ""


def test_an_unchanged_page_has_no_fault() -> None:
    assert fault_of(replace(PAGE, etag='W/"1"', status=304, body=b"")) == ""


@pytest.mark.parametrize(
    "answer",
    [
        replace(PAGE, status=502),
        replace(PAGE, status=304, body=b""),
        replace(PAGE, status=304, etag='W/"1"'),
        replace(PAGE, status=301, headers={"Location": "https://evil.example/"}),
        replace(PAGE, headers=HEADERS | {"Content-Type": "text/plain"}),
        replace(PAGE, body=PACKED[:-1]),
        replace(PAGE, body=PACKED[:20] + b"x" + PACKED[21:]),
        replace(PAGE, body=gzip.compress(b"")),
        replace(PAGE, body=gzip.compress(HTML[:-10].encode())),
        replace(PAGE, body=gzip.compress(b"\xff</html>")),
        replace(PAGE, path="/articles/1/salt/"),
        replace(PAGE, path="/articles/feed/"),
        replace(PAGE, path="/static/css/base.123.css"),
    ],
)
def test_a_wrong_answer_has_a_fault(answer: Answer) -> None:
    assert fault_of(answer) != ""


def test_readers_follow_the_links_of_the_site() -> None:
    assert links_of(HTML) == ["/articles/1/salt/?q=salt&page=2"]
    assert style_sheets_of(HTML) == ["/static/css/base.123.css"]
