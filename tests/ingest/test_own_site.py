"""Tests that the marks of a site prove nothing on the page of another site."""

from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.site_addresses import host_of_page, start_of_original
from ingest.values import ParsedArticle

AGENCY = "Pyongyang, May 6 (KCNA) -- The miller oiled the wheel. It turns quietly now. -0-"
SIGNED = f"<h1>Mill Wheel Oiled</h1><p>{AGENCY}</p><p>www.kcna.kp (2024.05.06.)</p>"
TEXT = "<p>The miller oiled the wheel on Monday.</p><p>It turns quietly now.</p>"
HEADLINE = "<h1>Mill Wheel Oiled</h1>"
OTHER = "https://voices.example.net/a/1"
CACHE = "http://webcache.googleusercontent.com/"
ARCHIVED = "https://web.archive.org/web/20240601000000/"


def saved_from(address: str) -> str:
    return f"<!-- saved from url=({len(address):04})%s -->" % address


def article_of(markup: str, name: str = "page.html") -> ParsedArticle:
    return parse(decode(FileBytes.of(markup.encode()), Path(name))).articles[0]


def source_of(article: ParsedArticle) -> str | None:
    source = article.fields.get("source")
    return str(source.value) if source else None


@pytest.mark.parametrize(
    "head",
    [
        saved_from(OTHER),
        f"<link rel=canonical href='{OTHER}'>",
        f"<meta property='og:url' content='{OTHER}'>",
        saved_from(f"https://web.archive.org/web/20240601000000/{OTHER}"),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        SIGNED,
        f"{HEADLINE}<p>{AGENCY}</p><p>Copyright © 2024 www.kcna.kp</p>",
        f"{HEADLINE}<p>{AGENCY}</p><p>Copyright (C) KOREA NEWS SERVICE(KNS)</p>",
        f"<p>May. 7, 2024 Monday</p><p>Rodong Sinmun</p>{HEADLINE}<p>Politics 2024.5.6.</p>{TEXT}",
        f"{HEADLINE}<p>{TEXT}</p><p>Rodong News Team</p>",
        f"<p>2024.5.6. 《로동신문》 5면</p>{HEADLINE}{TEXT}",
        f"{HEADLINE}<p>May 6, 2024</p>{TEXT}<p>The Pyongyang Times</p>",
        f"<p>/ News</p>{HEADLINE}{TEXT}",
        f"<p>Minju Joson</p>{HEADLINE}{TEXT}",
        f"<p>Naenara</p>{HEADLINE}{TEXT}",
    ],
)
def test_an_address_of_another_site_contradicts_the_marks(head: str, body: str) -> None:
    article = article_of(f"<html><head>{head}</head><body>{body}</body></html>")
    assert source_of(article) is None
    (problem,) = [item for item in article.problems if item.code == "source-unknown"]
    assert "voices.example.net" in problem.message


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ("<meta property='og:site_name' content='Mill Friends'>", "Mill Friends"),
        (
            f"{saved_from(OTHER)}<meta property='og:site_name' content='Mill Friends'>",
            "Mill Friends",
        ),
        ("<meta property='og:site_name' content='mills.example.net'>", "mills.example.net"),
        # Names and addresses of the site itself, of a copy of it, or of no site
        ("<meta property='og:site_name' content='KCNA - News'>", "KCNA.kp (En)"),
        ("<meta property='og:site_name' content='Korean Central News Agency'>", "KCNA.kp (En)"),
        ("<meta property='og:site_name' content='Home'>", "KCNA.kp (En)"),
        ("<meta property='og:site_name' content='archive.ph'>", "KCNA.kp (En)"),
        (saved_from("http://kcna.kp/en/article"), "KCNA.kp (En)"),
        (saved_from("http://175.45.176.71/en/article"), "KCNA.kp (En)"),
        (saved_from("https://archive.ph/Ab1Cd"), "KCNA.kp (En)"),
        (saved_from(f"{ARCHIVED}http://www.kcna.kp/en/article"), "KCNA.kp (En)"),
        (saved_from("http://webcitation.org/5xY?url=http://www.kcna.kp/en"), "KCNA.kp (En)"),
        # Another listed site has the copy
        (saved_from("http://naenara.com.kp/en/news/1"), "Naenara"),
    ],
)
def test_the_head_of_a_page_names_its_site(head: str, source: str) -> None:
    article = article_of(f"<html><head>{head}</head><body>{SIGNED}</body></html>")
    assert source_of(article) == source


@pytest.mark.parametrize(
    ("above", "below", "source"),
    [
        ("https://fields.example.net/2024/05/mill.html\n\n", "", None),
        ("URL: https://fields.example.net/2024/05/mill.html\n\n", "", None),
        ("", "\nhttps://fields.example.net/2024/05/mill.html\n", None),
        ("", "\nt.me/fieldnews/12\n", None),
        ("http://www.kcna.kp/en/article/q/1.kcmsf\n\n", "", "KCNA.kp (En)"),
        (f"{ARCHIVED}http://www.kcna.kp/en/article/q/1.kcmsf\n\n", "", "KCNA.kp (En)"),
    ],
)
def test_the_address_at_the_edge_of_a_text(above: str, below: str, source: str | None) -> None:
    text = f"{above}Mill Wheel Oiled\n\n{AGENCY}\n\nwww.kcna.kp (2024.05.06.)\n{below}"
    article = article_of(text, "page.txt")
    assert source_of(article) == source
    assert article.fields["title"].value == "Mill Wheel Oiled"
    assert article.body == "The miller oiled the wheel. It turns quietly now."


def test_the_word_of_the_archivist_is_used_if_the_address_contradicts_the_marks() -> None:
    data = f"<html><head>{saved_from(OTHER)}</head><body>{SIGNED}</body></html>".encode()
    (article,) = parse(decode(FileBytes.of(data), Path("page.html")), source="Mill Voices").articles
    assert source_of(article) == "Mill Voices"
    assert [problem.code for problem in article.problems] == []


@pytest.mark.parametrize(
    ("address", "host", "original"),
    [
        ("http://www.kcna.kp/en/1", "www.kcna.kp", "http://www.kcna.kp/en/1"),
        (f"{ARCHIVED}http://www.kcna.kp/en/1", "www.kcna.kp", "http://www.kcna.kp/en/1"),
        ("https://web.archive.org/web/2010/www.kcna.kp/1", "www.kcna.kp", "www.kcna.kp/1"),
        ("https://b.example/way/2010/http:/a.example/1", "a.example", "http:/a.example/1"),
        (
            "https://archive.ph/2013.05.02-101010/http://a.example/1",
            "a.example",
            "http://a.example/1",
        ),
        ("https://archive.ph/Ab1Cd", "", "https://archive.ph/Ab1Cd"),
        ("https://a.example/share?u=http://www.kcna.kp/1", "a.example", None),
        (f"{CACHE}search?q=cache:AbCdEfGh:a.example/1", "a.example", None),
        ("https://translate.google.com/translate?u=http%3A%2F%2Fa.example%2F1", "a.example", None),
        ("https://www-kcna-kp.translate.goog/en/1", "www.kcna.kp", None),
        ("http://175.45.176.71/1", "", None),
        ("http://[bad", "", None),
        ("", "", ""),
    ],
)
def test_the_host_of_a_page(address: str, host: str, original: str | None) -> None:
    assert host_of_page(address) == host
    if original is not None:
        assert address[start_of_original(address) :] == original


ESSAY = "The silo was painted. We asked a miller about it.\n\nHe said that it is red.\n"


@pytest.mark.parametrize(
    ("text", "is_advised"),
    [
        (f"Silo Painted\nMay 6, 2024\n\n{ESSAY}", True),
        (f"Silo Painted\nBy Ri Chol Ho\nMay 6, 2024\n\n{ESSAY}", True),
        (f"Silo Painted\nBy: Ann Writer\nMay 6, 2024\n\n{ESSAY}", False),
        (f"North Korea Paints Silo\nMay 6, 2024\n\n{ESSAY}", False),
        (f"Silo Painted\nMay 6, 2024\n\n{ESSAY}\nNK News\n", False),
        (f"Silo Painted\nMay 6, 2024\n\n{ESSAY}\nhttps://fields.example.net/a/1\n", False),
        (f"What Naenara Does Not Say\nMay 6, 2024\n\n{ESSAY}", False),
        (f"BBC Monitoring Asia\nMay 6, 2024\n\nSilo Painted\n\n{ESSAY}", False),
    ],
)
def test_advice_names_no_outlet_that_the_page_contradicts(text: str, is_advised: bool) -> None:
    with pytest.raises(Rejection) as caught:
        article_of(text, "page.txt")
    assert ("as pages of" in caught.value.message) is is_advised
