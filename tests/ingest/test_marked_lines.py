"""Tests of menus and links around an article, which the mark-up of a saved page shows."""

from pathlib import Path

import pytest

from ingest.html import read_page
from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.values import ParsedArticle

TITLE = "Mill Wheel Oiled"
SENTENCES = (
    "The keepers oiled the wheel of the mill and counted the herons at the pier.",
    "It turns quietly now, says the miller of the village.",
)
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
DATED = f"<p>June 1, 2024</p>{TEXT}"
FOOT = "<p>2024 © All rights reserved. www.pyongyangtimes.com.kp</p>"
SIGNED = (
    f"<p>Pyongyang, June 1 (KCNA) -- {SENTENCES[0]}</p><p>{SENTENCES[1]} -0-</p>"
    "<p>www.kcna.kp (2024.06.01.)</p>"
)


def links(*words: str) -> str:
    return "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in words)


MENU = links("Home", "Mills", "Rivers and Lakes", "Photo")


def parsed(body: str, head: str = "") -> ParsedArticle:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    (article,) = parse(decode(FileBytes.of(page.encode()), Path("page.html"))).articles
    return article


def texts(article: ParsedArticle) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in article.paragraphs)


def test_the_marks_of_a_page_are_at_its_lines() -> None:
    page = read_page(
        "<p><a href=/>Mills</a> | <a href=/b>Boats</a><br>All <a href=/c>herons</a></p>"
        "<h3>Mill<br>Wheel</h3><h2><a>Boats</a></h2><a name=top>Text<p>and more</p>"
        f"<a href=/d>{SENTENCES[0] * 4}<p>text</p><footer><p>Mills</p><a href=/e>Map</a></footer>"
    )
    assert [(name, page.text[start:end]) for name, (start, end) in page.marks] == [
        *(("links", "Mills | Boats"), ("h3", "Mill"), ("h3", "Wheel"), ("h2", "Boats")),
        *(("link", "Boats"), ("foot", "Mills"), ("foot", "Map"), ("link", "Map")),
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"<ul>{MENU}</ul><h3>{TITLE}</h3>{DATED}",
        f"<table><tr>{MENU.replace('li>', 'td>')}</tr></table><p>{TITLE}</p>{DATED}",
        f"<div><a href='/'>Economy</a></div><h3>{TITLE}</h3>{DATED}",
        f"<p><a href='/'>Home</a> | <a href='/m'>Mills</a></p><h3>{TITLE}</h3>{DATED}",
        f"<ul><li>Mills<li>Boats<li>Herons</ul><h3>{TITLE}</h3>{DATED}",
        f"<h1><a href='/'>Friends of Mills</a></h1>{MENU}<h2><a href='/x'>{TITLE}</a></h2>{DATED}",
        f"<h2>Categories</h2>{links('Mills', 'Water')}<h2>{TITLE}</h2>{DATED}",
        f"<h3>Popular</h3>{links('Old Boats Painted', 'Rye Sown')}<h1>{TITLE}</h1>{DATED}",
        f"<ul>{MENU}</ul><p><a href='/x'>{TITLE}</a></p>{DATED}",
        f"<p>We use cookies.</p>{MENU}<h1>{TITLE}</h1>{DATED}",
        f"{MENU}<h4>June 1, 2024</h4><h2>{TITLE}</h2>{TEXT}",
        f"<h1>{TITLE}</h1>{links('Facebook', 'Twitter')}{DATED}",
        f"<h3>{TITLE}</h3>{DATED}<h4>More from the valley</h4>{links('Miller sings')}",
        f"<h3>{TITLE}</h3>{DATED}{links('« Larks on the roof', 'Morning on the pier »')}",
        f"<h3>{TITLE}</h3>{DATED}<footer><p>Address: 3 Pier Street</p>{MENU}</footer>",
    ],
)
def test_menus_and_links_are_no_part_of_the_article(body: str) -> None:
    article = parsed(body + FOOT, "<title>The Pyongyang Times</title>")
    assert article.fields["title"].value == TITLE
    assert texts(article) == SENTENCES
    assert article.fields["published"].value == "2024-06-01"


@pytest.mark.parametrize(
    ("body", "added"),
    [
        (f"<h1>{TITLE}</h1><p>June 1, 2024</p>{links('Mills', 'Water')}<h3>Wheel</h3>{TEXT}", 3),
        (f"<h1>{TITLE}</h1><p>A story of mills</p><h3>First Wheel</h3>{TEXT}", 2),
        (f"{MENU}<div>{TITLE}</div><h3>First Wheel</h3>{TEXT}<h3>Second Wheel</h3>{TEXT}", 4),
        (f"<h3>{TITLE}</h3>{DATED}<p>The winners are:</p>{links('Ri Un Ha', 'Kim Chol')}", 3),
        (f"<h3>{TITLE}</h3>{DATED}{links('Ri Un Ha', 'Kim Chol')}{TEXT}", 4),
        (f"<div><a href='/x'>{TITLE}</a></div><p>A story of mills</p>{DATED}", 1),
        (f"<h3>{TITLE}</h3>{SIGNED.replace('www.kcna.kp', '<a href=/>www.kcna.kp</a>')}", 0),
    ],
)
def test_links_and_headings_of_an_article_stay(body: str, added: int) -> None:
    page = body if "KCNA" in body else body + FOOT
    article = parsed(page)
    assert article.fields["title"].value == TITLE
    assert len(article.paragraphs) == len(SENTENCES) + added


@pytest.mark.parametrize(
    ("below", "left_out"),
    [
        (links("Miller of Milland", "Baker"), "Miller of Milland / Baker"),
        (f"{links('Miller of Milland')}<h4>More</h4>{links('Well')}", "Miller of Milland"),
        (f"<h4>More from the valley</h4>{links('Miller of Milland')}", ""),
        (links("« Larks on the roof", "Home", "Mills"), ""),
        ("<blockquote><p>Good</p><footer>A. Baker, of the bakery</footer></blockquote>", ""),
    ],
)
def test_links_below_a_text_are_told_if_they_can_be_a_list(below: str, left_out: str) -> None:
    article = parsed(f"<h3>{TITLE}</h3>{DATED}{below}{FOOT}")
    told = [it.words for it in article.problems if it.code == "lines-left-out"]
    assert " / ".join(told) == left_out
    assert ("A. Baker, of the bakery" in texts(article)) is ("blockquote" in below)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<h1>{TITLE}</h1><h3>Life</h3>{DATED}", f"<title>{TITLE} - Life - Mill Gazette</title>"),
        (f"<p>{TITLE}</p><p>By the Miller</p><h3>Wheel Turns Again</h3>{DATED}", ""),
        (f"{links('Home', 'Mills')}<li><a>{TITLE} Again</a></li><p>A story</p>{DATED}", ""),
        (f"{links('Home', 'Mills', f'{TITLE} Again')}<p>A story of the river</p>{DATED}", ""),
        (f"<h2><a href='/'>My Mill Blog</a></h2><h2>{TITLE}</h2>{DATED}", "<title></title>"),
    ],
)
def test_the_headline_is_not_a_section_or_a_heading_below_it(body: str, head: str) -> None:
    article = parsed(body + FOOT, head)
    assert article.fields["title"].value.removesuffix(" Again") == TITLE
    told = [it.words for it in article.problems if it.code == "lines-left-out"]
    assert told == (["My Mill Blog"] if "Blog" in body else [])


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Mill Friends</p><p>By the river since 1950</p><h1>{TITLE}</h1>{DATED}",
        f"<p>Mill Friends</p><p>By the river since 1950</p><h2>{TITLE}</h2>{DATED}",
        f"<h2><a href='/x'>{TITLE}</a></h2><h2>Wheel</h2>{DATED}<h2>Roof</h2>{TEXT}",
        f"<h1><a href='/x'>{TITLE}</a></h1><h3>Wheel</h3>{DATED}",
        f"{links('Home', 'Mills', 'News: the bakery of the town mended')}<p>{TITLE}</p>{DATED}",
        f"{links('Home', 'Mills', 'Bakery Roof Mended')}<p>{TITLE}</p>{DATED}",
    ],
)
def test_a_motto_or_a_link_above_the_headline_is_no_headline(body: str) -> None:
    assert parsed(body + FOOT).fields["title"].value == TITLE


@pytest.mark.parametrize("name", ["Mill Friends", "Mill Wheel"])
@pytest.mark.parametrize("below", ["{}", "<p>See also: <b>{}</b></p><p>{}</p><p>© {}</p>"])
def test_the_title_of_the_head_below_the_text_is_no_headline(name: str, below: str) -> None:
    """The sentences above the name must stay."""
    body = f"<h2>{TITLE}</h2>{TEXT}<div>{below.replace('{}', name)}</div>"
    article = parsed(
        body, f"<title>{name}</title><link rel=canonical href='http://naenara.com.kp/5'>"
    )
    assert article.fields["title"].value == TITLE
    assert texts(article)[:2] == SENTENCES


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("<a href='/'>Ministry of Foreign Affairs of the {0}</a>{1}<h1>{2}</h1>", TITLE),
        ("<div>Ministry of Foreign Affairs of the {0}</div>{1}<h2>{2}</h2>", TITLE),
        ("<a href='/'>Notes of the Ministry of Foreign Affairs of {0}</a>{1}<h1>{2}</h1>", TITLE),
        ("<a href='/'>Home</a>{1}<h1>Ministry of Foreign Affairs on {0}</h1>", ""),
    ],
)
def test_the_whole_name_of_an_office_is_no_headline(above: str, title: str) -> None:
    name = "Democratic People's Republic of Korea"
    address = "<link rel=canonical href='http://www.mfa.gov.kp/en/view/article/20311'>"
    article = parsed(above.format(name, MENU, title) + DATED, address)
    assert article.fields["title"].value == (title or f"Ministry of Foreign Affairs on {name}")
    assert article.fields["published"].value == "2024-06-01"
    assert article.fields["source"].value == "Ministry of Foreign Affairs"
