"""Tests of the facts in the head of a page, and of what they add to an article."""

import time
from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.html import read_page
from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.values import ParsedFile

BODY = "<p>Pyongyang, May 6 (KCNA) -- A mill wheel was oiled.</p><p>It turns again. -0-</p>"


def facts(markup: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in read_page(markup)[1]:
        found.setdefault(name, []).append(value)
    return found


def parsed(head: str, body: str = BODY, before: str = "") -> ParsedFile:
    markup = f"{before}<html><head>{head}</head><body>{body}</body></html>"
    return parse(decode(FileBytes.of(markup.encode()), Path("page.html")))


def title_of(head: str, body: str = BODY) -> str:
    (article,) = parsed(head, body).articles
    codes = {problem.code for problem in article.problems}
    return "" if "title-missing" in codes else article.fields["title"].value


@pytest.mark.parametrize(
    ("head", "name", "values"),
    [
        ("<title>Mill\n &amp; Wheel </title>", "head_title", ["Mill & Wheel"]),
        ("<title>Mill</title><title>Other</title>", "head_title", ["Mill"]),
        ("<TITLE>Mill</TITLE><svg><title>Icon</title></svg>", "head_title", ["Mill"]),
        (
            '<title>Mill - Site</title><meta property="og:title" content="Mill">',
            "head_title",
            ["Mill", "Mill - Site"],
        ),
        ('<meta content="Mill" name="twitter:title">', "head_title", ["Mill"]),
        ('<meta property="og:title" content="">', "head_title", []),
        ("<title>" + "x" * 501 + "</title>", "head_title", []),
        ("<link rel=canonical href='http://a.example/1'>", "head_url", ["http://a.example/1"]),
        (
            '<link rel="canonical alternate" href="http://a.example/1 ">',
            "head_url",
            ["http://a.example/1"],
        ),
        ('<link rel="canonical" href="/1">', "head_url", []),
        ('<link rel="canonical" href="javascript:alert(1)">', "head_url", []),
        ('<link rel="stylesheet" href="http://a.example/1">', "head_url", []),
        (
            '<meta property="og:url" content="https://a.example/2">',
            "head_url",
            ["https://a.example/2"],
        ),
        (
            '<meta property="article:published_time" content="2024-05-06T09:00:00+09:00">',
            "head_date",
            ["2024-05-06T09:00:00+09:00"],
        ),
        ('<meta itemprop="datePublished" content="2024-05-06">', "head_date", ["2024-05-06"]),
        ('<meta name="DC.date.issued" content="2024-05-06">', "head_date", ["2024-05-06"]),
        ('<meta property="article:modified_time" content="2024-05-06">', "head_date", []),
        ('<meta property="og:site_name" content="Lamp Herald">', "head_site", ["Lamp Herald"]),
        ('<meta property="og:locale" content="ko_KR">', "head_language", ["ko_KR"]),
        ('<meta http-equiv="Content-Language" content="ko">', "head_language", ["ko"]),
        (
            '<meta name="savepage-url" content="http://a.example/3">',
            "saved_from",
            ["http://a.example/3"],
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Mill",'
            ' "datePublished": "2024-05-06"}</script>',
            "head_date",
            ["2024-05-06"],
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "S"},'
            ' {"@type": ["Article"], "headline": "M", "publisher": {"name": "Herald"}}]}</script>',
            "head_site",
            ["Herald"],
        ),
        (  # a list of articles: none of them describes the page
            '<script type="application/ld+json">[{"@type": "NewsArticle", "headline": "Mill"},'
            ' {"@type": "NewsArticle", "headline": "Lamp"}]</script>',
            "head_title",
            [],
        ),
        ('<script type="application/ld+json">{"@type": "NewsArticle", </script>', "head_title", []),
        ('<script type="application/ld+json">' + "[" * 50_000 + "</script>", "head_title", []),
        ('<script>{"@type": "NewsArticle", "headline": "Mill"}</script>', "head_title", []),
    ],
)
def test_the_head_of_a_page_gives_facts(head: str, name: str, values: list[str]) -> None:
    assert facts(f"<html><head>{head}</head><body>{BODY}").get(name, []) == values


@pytest.mark.parametrize(
    ("comment", "address", "day"),
    [
        ("saved from url=(0027)http://a.example/item/1.htm", "http://a.example/item/1.htm", None),
        (
            "\n Page saved with SingleFile \n url: http://a.example/1 \n saved date: Mon May 06"
            " 2024 23:34:56 GMT+0900 (대한민국 표준시)\n",
            "http://a.example/1",
            "2024-05-06",
        ),
        (
            "\n Page saved with SingleFile\n url: http://a.example/1\n saved date: Tue May 07 2024"
            " 01:34:56 GMT+0900 (Korean Standard Time)\n info: lamp\n",
            "http://a.example/1",
            "2024-05-06",
        ),
        (
            "\n Archive processed by SingleFile \n url: http://a.example/1 \n saved date: Sun May"
            " 05 2024 10:00:00 GMT-0400 (EDT)\n",
            "http://a.example/1",
            "2024-05-05",
        ),
        (
            " Mirrored from a.example/item/1.html by HTTrack Website Copier/3.x [XR&CO'2014], Mon,"
            " 06 May 2024 10:10:10 GMT ",
            "http://a.example/item/1.html",
            "2024-05-06",
        ),
        (
            "\n     FILE ARCHIVED ON 12:34:56 May 06, 2024 AND RETRIEVED FROM THE\n     INTERNET"
            " ARCHIVE ON 08:00:00 Nov 03, 2024.\n",
            None,
            "2024-05-06",
        ),
        (
            " Saved from http://a.example/1 at 2024-05-06T07:08:09Z using monolith v2.8.1 ",
            "http://a.example/1",
            "2024-05-06",
        ),
        (" saved from the fire ", None, None),
        (" a comment with url: http://a.example/1 ", None, None),
        ("saved from url=(0014)about:internet", None, None),
        ("saved from url=(0022)file:///C:/pages/1.htm", None, None),
    ],
)
def test_programs_that_save_pages_note_address_and_moment(
    comment: str, address: str | None, day: str | None
) -> None:
    file = parsed("<title>Mill Wheel Oiled</title>", before=f"<!--{comment}-->")
    link = file.articles[0].fields.get("original_url")
    assert (link and link.value) == address
    assert (file.saved_not_before and file.saved_not_before.value) == day
    assert file.saved_not_after == file.saved_not_before


def test_of_two_moments_the_earlier_one_counts() -> None:
    """A page of the Wayback Machine is saved again by SingleFile."""
    single = (
        "Page saved with SingleFile\n url: http://a.example/1\n"
        " saved date: Fri May 09 2025 10:00:00 GMT+0000 (UTC)"
    )
    wayback = "FILE ARCHIVED ON 12:34:56 May 06, 2024 AND RETRIEVED FROM THE INTERNET ARCHIVE"
    file = parsed("", BODY + f"<!--{wayback}-->", before=f"<!-- {single} -->")
    assert file.saved_not_after
    assert file.saved_not_after.value == "2024-05-06"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (
            "https://web.archive.org/web/20100506123456/http://www.a.example/item/1.htm",
            "http://www.a.example/item/1.htm",
        ),
        ("http://web.archive.org/web/2010id_/http://a.example/1", "http://a.example/1"),
        ("http://a.example/?go=http://b.example/1", "http://a.example/?go=http://b.example/1"),
    ],
)
def test_the_link_is_that_of_the_page_in_the_wayback_machine(address: str, link: str) -> None:
    file = parsed("", before=f"<!-- saved from url=({len(address):04}){address} -->")
    assert file.articles[0].fields["original_url"].value == link


def test_the_link_of_the_head_is_used_last_and_never_if_it_is_a_home_page() -> None:
    canonical = '<link rel="canonical" href="http://a.example{}">'
    link = parsed(canonical.format("/item/1")).articles[0].fields["original_url"]
    assert (link.value, link.rule) == ("http://a.example/item/1", "url")
    assert "original_url" not in parsed(canonical.format("/")).articles[0].fields
    both = parsed(canonical.format("/2"), before="<!-- saved from url=(0018)http://a.example/1 -->")
    assert both.articles[0].fields["original_url"].value == "http://a.example/1"


@pytest.mark.parametrize(
    "title",
    [
        "Mill Wheel Oiled",
        "Mill Wheel Oiled | KCNA Watch",
        "Mill Wheel Oiled - Voice of Korea",
        "Mill Wheel Oiled – Rodong Sinmun",
        "Mill Wheel Oiled :: www.kcna.kp",
        "KCNA.kp | Mill Wheel Oiled",
        "The Pyongyang Times: Mill Wheel Oiled",
        "Mill Wheel Oiled | News | Voice of Korea",
        "Naenara » Mill Wheel Oiled",
        "KCNA | Article | Mill Wheel Oiled",
        "조선중앙통신 | 기사 | Mill Wheel Oiled",
        "Mill Wheel Oiled｜朝鮮中央通信",
        "Mill Wheel Oiled | Новости | Голос Кореи",
    ],
)
def test_a_title_of_the_head_loses_the_name_of_the_site(title: str) -> None:
    head = f"<title>{title}</title><link rel=canonical href=http://www.kcna.kp/1>"
    assert title_of(head) == "Mill Wheel Oiled"


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<title></title>",
        "<title>KCNA Watch</title>",
        "<title>Home | Lamp Herald</title><meta property=og:site_name content='Lamp Herald'>",
        "<title>Untitled Document</title>",
        "<title>www.kcna.kp</title><link rel=canonical href=http://www.kcna.kp/1>",
        "<title>Voice of Korea (EN)</title>",
        "<title>The Pyongyang Times</title>",
        "<title>::</title>",
        "<title>로동신문</title>",
        "<title>뉴스 | 우리민족끼리</title>",
    ],
)
def test_the_name_of_a_site_is_no_title(head: str) -> None:
    assert title_of(head) == ""


def test_a_part_of_a_headline_that_is_no_name_of_a_site_stays() -> None:
    assert title_of("<title>Mill - Pride of the Village</title>") == "Mill - Pride of the Village"
    assert title_of("<title>물레방아를 돌리다 | KCNA Watch</title>") == "물레방아를 돌리다"


def test_a_headline_of_the_page_comes_before_the_title_of_the_head() -> None:
    assert title_of("<title>Lamp</title>", f"<h1>Mill Wheel Oiled</h1>{BODY}") == "Mill Wheel Oiled"


def test_a_page_with_facts_and_without_text_is_empty() -> None:
    with pytest.raises(Rejection) as caught:
        decode(FileBytes.of(b"<html><head><title>Mill</title></head>"), Path("page.html"))
    assert caught.value.reason == "empty"


@pytest.mark.parametrize("frames", ["<frameset><frame src=a>", "<body><iframe src=a></iframe>"])
def test_a_page_of_frames_says_which_file_to_import(frames: str) -> None:
    markup = f"<html><head><title>Mill</title></head>{frames}".encode()
    with pytest.raises(Rejection, match="Import the file of the frame") as caught:
        decode(FileBytes.of(markup), Path("page.html"))
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    "fragment",
    [
        '<meta property="og:title" content="a">',
        "<title>",
        "<title>a</title>",
        '<script type="application/ld+json">{"@type":"Article","@graph":[',
        '<script type="application/ld+json">{"@type":"Article"}</script>',
        "<!-- Page saved with SingleFile\n url: a\n -->",
        "<!-- saved from url=(0001)",
        "<!-- Mirrored from a by HTTrack ],-->",
        '<link rel="canonical" href="http://a.example/1">',
        "<html lang=en>",
    ],
)
def test_the_time_is_proportional_to_the_length(fragment: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        read_page(fragment * (size // len(fragment)))
        return time.process_time() - started

    assert min(seconds(400_000) for _ in range(2)) < 16 * min(seconds(100_000) for _ in range(2))
