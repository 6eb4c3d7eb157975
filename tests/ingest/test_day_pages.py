"""Tests of pages of kcna.co.jp with the news of a day, below a heading and a list of headlines."""

from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.read import read_file
from ingest.values import ParsedFile

HEADING = "KOREAN NEWS\nNews from KOREAN CENTRAL NEWS AGENCY of DPRK : May 07, 2003"
LONG = "KOREAN NEWS\nfrom KOREAN CENTRAL NEWS AGENCY of DPRK(Democratic People's Republic of Korea)"
LIST = "Mill Oiled\nBakery Mended"
MORE = f"{LIST}\nPond Dug\nWell Cleaned\nRoad Paved"
TEXT = (
    "Mill Oiled\n\nPyongyang, May 6 (KCNA) -- The wheel turns.\n\n"
    "Bakery Mended\n\nPyongyang, May 6 (KCNA) -- The roof is dry."
)
BELOW = "".join(f"\n\n{line}\n\nThis was done, too." for line in MORE.splitlines()[2:])
SAVED = "<html><!-- saved from url=(0052)http://www.kcna.co.jp/item/2003/200305/news05/07.htm -->"


def paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines() if line)


def read(folder: Path, page: str) -> ParsedFile:
    path = folder / ("page.html" if page.startswith("<") else "page.txt")
    path.write_text(page, encoding="utf-8")
    return parse(read_file(path))


@pytest.mark.parametrize(
    ("page", "rule", "published"),
    [
        (f"{HEADING}\n\n{MORE}\n\n{TEXT}", "source-implied", "2003-05-07"),
        (f"{LONG}\n\n{LIST}\n\n{TEXT}", "source-implied", None),
        (f"{LONG}\n\n{HEADING}\n\n{TEXT}", "source-implied", "2003-05-07"),
        (f"{SAVED}{paragraphs(LIST)}{paragraphs(TEXT)}", "source-of-layout", "2003-05-07"),
        (f"{SAVED}{paragraphs(HEADING)}{paragraphs(TEXT)}", "source-of-layout", "2003-05-07"),
        (f"{MORE}\n\n{TEXT}{BELOW}", None, None),
    ],
)
def test_the_articles_of_a_day(
    tmp_path: Path, page: str, rule: str | None, published: str | None
) -> None:
    articles = read(tmp_path, page).articles[:2]
    assert [article.fields["title"].value for article in articles] == [
        "Mill Oiled",
        "Bakery Mended",
    ]
    assert [article.body for article in articles] == ["The wheel turns.", "The roof is dry."]
    for article in articles:
        source, day = article.fields.get("source"), article.fields.get("published")
        assert (source.rule if source else None) == rule
        assert (day.value if day else None) == published


@pytest.mark.parametrize(
    "page",
    [
        f"{HEADING}\n\n{LIST}",
        f"{SAVED}{paragraphs(LIST)}",
        f"{SAVED}<p>Korean News Service</p><p>The calendar has the news of each day.</p>",
        f"{MORE}\n\nMilland, May 6 -- The wheel turns.\n\nThe roof is dry.",
    ],
)
def test_pages_without_an_article_of_the_agency_are_rejected(tmp_path: Path, page: str) -> None:
    with pytest.raises(Rejection):
        read(tmp_path, page)


def test_the_day_above_korean_news(tmp_path: Path) -> None:
    page = (
        "<html><!-- saved from url=(0043)http://www.kcna.co.jp/calendar/2004/0611.htm -->"
        "<p>조선통신 주체93(2004)년 6월 11일</p><p>물레방아를 수리</p>"
        "<p>(평양 6월 11일발 조선중앙통신)물레방아를 수리하였다.</p>"
        "<p>Copyright (C) KOREA NEWS SERVICE(KNS) All Rights Reserved.</p>"
    )
    (article,) = read(tmp_path, page).articles
    assert article.fields["title"].value == "물레방아를 수리"
    assert article.fields["published"].value == "2004-06-11"


def test_the_sign_off_of_the_other_site_of_the_agency_decides_how_a_page_is_read(
    tmp_path: Path,
) -> None:
    page = f"{SAVED}{paragraphs(TEXT.partition('Bakery')[0])}<p>www.kcna.kp (2003.05.06.)</p>"
    file = read(tmp_path, page)
    assert file.layout == "kcna_kp"
    assert file.articles[0].fields["source"].value == "KCNA.co.jp"
