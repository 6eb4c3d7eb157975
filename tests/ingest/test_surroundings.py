"""Tests of lines around a page: menus, toolbars of web archives, notes of saving, feet of pages."""

from pathlib import Path

import pytest

from ingest.html import extract_text
from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.values import ParsedFile

DATELINE = "Pyongyang, May 6 (KCNA) --"
SENTENCES = ("The miller oiled the wheel.", "It turns quietly now.")
END = f"{DATELINE} {SENTENCES[0]}\n\n{SENTENCES[1]} -0-\n"
SIGNED = f"{END}\nwww.kcna.kp (2024.05.06.)\n"
KNS = "Copyright (C) KOREA NEWS SERVICE(KNS) All Rights Reserved."
TITLE = "Mill Wheel Oiled"


def parsed(text: str, name: str = "page.txt") -> ParsedFile:
    return parse(decode(FileBytes.of(text.encode()), Path(name)))


def assert_clean(file: ParsedFile, source: str | None, published: str | None) -> None:
    (article,) = file.articles
    values = {name: evidence.value for name, evidence in article.fields.items()}
    assert values["title"] == TITLE
    assert tuple(paragraph.text for paragraph in article.paragraphs) == SENTENCES
    assert values.get("source") == source
    assert values.get("published") == published


@pytest.mark.parametrize(
    "above",
    [
        "Home > Latest News\n",
        "Skip to main content\n\n",
        "조선어 English 中国语\n\n",
        "Top News\nLatest News\n\n",
        "KCNA\nWPK General Secretary\nTop News\nLatest News\n\n",
        "HOME\n\nNews\n\nPhoto\n\nVideo\n\nMusic\n\n",
        "HOME\nNews\nPhoto\nVideo\nMusic\nSport Events of the Mills\n\n",
        "Share\n",
        "Share on Facebook\nTweet\n\n",
        "[05.05.2024 09:14] Mill News:\n",
        "Mill texts, [05.05.2024 09:14]\n",
        "r/mills\nPosted by u/miller7\n3 years ago\n\n",
        "Mill Bot\n@mill_bot\n\n",
        "Mills | Wheels | Water |||\n\n",
        "kcna.kp\n",
        "Mills of the World\nHome About Contact\n\n",
        "KCNA Watch\nLog In\n",
    ],
)
def test_lines_above_the_headline_are_no_headline(above: str) -> None:
    assert_clean(parsed(f"{above}{TITLE}\n\n{SIGNED}"), "KCNA.kp (En)", "2024-05-06")


@pytest.mark.parametrize(
    "text",
    [
        f"News\n\n{SIGNED}",
        f"Print\nMusic\n\n{SIGNED}",
        f"{TITLE}\nMills and Water\n\nHome Of The Miller\n\n{SIGNED}",
    ],
)
def test_the_only_lines_above_a_dateline_are_the_headline(text: str) -> None:
    (article,) = parsed(text).articles
    assert article.fields["title"].value == " ".join(text.split("\n\n")[0].split())


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE} | KCNA</title>",
        f"<title>KCNA : {TITLE}</title>",
        f"<title>{TITLE} - Mill Friends</title>",
        f"<title>KCNA</title><meta property='og:title' content='{TITLE}'>",
    ],
)
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<div>Mill Friends</div><div>Politics</div>", ""),
        ("<ul><li>Politics<li>Economy<li>Mills<li>Water<li>Wheels</ul>", "<div>1 minute</div>"),
        ("<div>An Album of Mills</div><div>New</div>", "<div>Share on Facebook</div>"),
    ],
)
def test_the_head_of_a_page_names_the_headline(head: str, above: str, below: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in SIGNED.splitlines() if line)
    page = f"<html><head>{head}</head><body>{above}<h2>{TITLE}</h2>{below}{text}</body></html>"
    assert_clean(parsed(page, "page.html"), "KCNA.kp (En)", "2024-05-06")


def test_lines_that_a_layout_needs_stay_above_the_headline() -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div>May. 7, 2024 Tuesday</div>"
        f"<div>Rodong Sinmun</div><div>Politics</div><div>{TITLE}</div><div>2024.5.6.</div>"
        f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></body></html>"
    )
    assert_clean(parsed(page, "page.html"), "Rodong Sinmun (En)", "2024-05-06")


TOOLBAR = (
    "12 captures\n07 May 2004 - 03 Sep 2014\nAPR MAY JUN\n07\n2003 2004 2005\n"
    "About this capture\n\n"
)


@pytest.mark.parametrize(
    ("above", "published"),
    [
        (f"http://www.kcna.co.jp/item/2004/200405/news05/06.htm\tGo\n{TOOLBAR}", "2004-05-06"),
        (f"http://www.kcna.co.jp/index-e.htm Go\n{TOOLBAR}", None),
        ("9 captures\n6 May 2010 - 3 Sep 2014\n\n", None),
        (
            "Wayback Machine\nSuccess\nhttp://www.kcna.co.jp/index-e.htm Go\nMay JUN Jul\n07\n"
            "2014 2015 2016\n3 captures\n7 Jun 2015 - 9 Sep 2016\nAbout this capture\n"
            "COLLECTED BY\nOrganization: Mills\nA crawl of mills. It took years.\nTIMESTAMPS\n\n",
            None,
        ),
        (
            "archive.today webpage capture\nSaved from\nhttp://www.kcna.co.jp/index-e.htm\nsearch\n"
            "5 May 2012 10:11:12 UTC\nAll snapshots from host www.kcna.co.jp\nWebpage\nScreenshot\n"
            "share download .zip report bug or abuse\n\n",
            None,
        ),
        (
            "archive.ph\nSaved from http://www.kcna.co.jp/item/2004/200405/news05/06.htm\n"
            "5 May 2012 10:11:12 UTC\n\n",
            "2004-05-06",
        ),
        ("Google Translate\nOriginal text\nRate this translation\n\n", None),
        ("谷歌翻译\n原文\n请对此翻译评分\n\n", None),
        (
            "This is Google's cache of http://www.kcna.co.jp/item/2004/200405/news05/06.htm. It is"
            " a snapshot of the page as it appeared on 7 May 2010 04:05:06 GMT. The current page"
            " could have changed in the meantime. Learn more.\n\nFull version Text-only version"
            " View source\n\n",
            "2004-05-06",
        ),
    ],
)
def test_the_head_of_a_web_archive_is_no_part_of_the_page(
    above: str, published: str | None
) -> None:
    text = f"{above}{TITLE}\n\n{DATELINE} {SENTENCES[0]}\n\n{SENTENCES[1]}\n\n{KNS}\n"
    assert_clean(parsed(text), "KCNA.co.jp (En)", published)


def test_a_word_of_a_toolbar_can_be_the_headline() -> None:
    (article,) = parsed(f"{TOOLBAR}History\n\n{END}").articles
    assert article.fields["title"].value == "History"
    assert_clean(parsed(f"{TOOLBAR}History\n\n{TITLE}\n\n{END}"), None, None)


def test_the_toolbar_in_a_saved_page_is_no_part_of_the_page() -> None:
    page = (
        "<html><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp-base'><p>Mills were"
        " saved.</p><p>02 Nov 2024 - 05 Mar 2025</p></div><!-- END WAYBACK TOOLBAR INSERT -->"
        f"<b>{TITLE}</b><p>{DATELINE} {SENTENCES[0]}</p><p>{SENTENCES[1]}</p><p>{KNS}</p></body>"
    )
    assert_clean(parsed(page, "page.html"), "KCNA.co.jp (En)", None)
    open_toolbar = page.replace("END WAYBACK", "END OF")
    assert "Mills were saved." in extract_text(open_toolbar)


@pytest.mark.parametrize(
    ("above", "saved"),
    [
        ("Printed: 9 May 2012", "2012-05-09"),
        ("Saved May 8, 2012", "2012-05-08"),
        ("Saved on 2026-03-05 from http://www.kcna.kp/en/article/q/71ab.kcmsf", "2026-03-05"),
        ("Retrieved on 5 March 2026 at 10:11", "2026-03-05"),
        ("Date of access: 2026.3.5.", "2026-03-05"),
        ("열람날자: 2026년 3월 5일", "2026-03-05"),
        ("Accessed 05/03/2026", None),
    ],
)
def test_a_note_of_saving_is_no_date_and_no_headline(above: str, saved: str | None) -> None:
    file = parsed(f"{above}\n\n{TITLE}\n\n{END}")
    assert_clean(file, "KCNA.kp" if "kcna.kp" in above else None, None)
    assert (file.saved_not_after.value if file.saved_not_after else None) == saved


def test_a_headline_can_begin_like_a_note_of_saving() -> None:
    (article,) = parsed(f"Saved Mill Opened on May 6\n\n{END}").articles
    assert article.fields["title"].value == "Saved Mill Opened on May 6"


@pytest.mark.parametrize(
    ("head", "foot", "saved"),
    [
        ("2024-05-09, 10:11    KCNA", "http://www.kcna.kp/en/article/q/1.kcmsf    ", "2024-05-09"),
        ("05/06/2024, 10:11    KCNA", "http://www.kcna.kp/en/article/q/1.kcmsf    ", None),
        (f"5/9/24, 10:11 AM    {TITLE}", "kcna.kp/en/article/q/1.kcmsf    ", None),
    ],
)
def test_heads_and_feet_of_printed_pages_are_no_text(
    head: str, foot: str, saved: str | None
) -> None:
    first, second = SIGNED.split("\n\n", 1)
    file = parsed(f"{head}\n\n{TITLE}\n\n{first}\n\n{foot}1/2\n{head}\n\n{second}\n{foot}2/2\n")
    assert_clean(file, "KCNA.kp (En)", "2024-05-06")
    assert (file.saved_not_after.value if file.saved_not_after else None) == saved


@pytest.mark.parametrize(
    ("below", "source"),
    [
        (line, "KCNA.kp (En)")
        for line in (
            *("Top", "Next", "Previous\n\nNext", "Photo: KCNA", "© KCNA", "Tags: mill, wheel"),
            "Copyright © 2000-2025 Korean Central News Agency. All rights reserved.",
            "All Rights Reserved. Copyright (C) 2011 Korean Central News Agency of the DPRK",
            *("Copyright © 2000-2025 조선중앙통신사. All rights reserved.", "Accessed 9 May 2024."),
            *("Related articles\nBells Cast\nLamps Lit", "Latest stories:\nBells Cast"),
        )
    ]
    + [
        (line, None)
        for line in (
            "Comments (0)",
            "Related posts\nBells Cast",
            "저작권자 © 물레방아신문",
            "© 2024 Mill Friends",
        )
    ],
)
def test_lines_below_the_sign_off_are_no_text(below: str, source: str | None) -> None:
    assert_clean(parsed(f"{TITLE}\n\n{SIGNED}\n{below}\n"), source, "2024-05-06")


@pytest.mark.parametrize(
    "below",
    [
        "The next mill was oiled on Tuesday by the same miller.",
        "Mill Door Painted\n\nThe miller painted the door of the mill in red.",
    ],
)
def test_sentences_below_the_sign_off_are_not_left_out(below: str) -> None:
    (article,) = parsed(f"{TITLE}\n\n{SIGNED}\n{below}\n").articles
    assert below.splitlines()[-1] in article.body
    assert "furniture-left" in {problem.code for problem in article.problems}


def test_a_row_of_dashes_is_no_end_above_a_signature() -> None:
    text = f"{TITLE}\n\n{DATELINE} {SENTENCES[0]}\n\n---\n\nThe Millers of Hamju\n"
    assert "The Millers of Hamju" in parsed(text).articles[0].body


@pytest.mark.parametrize(
    ("text", "published"),
    [
        (f"{TITLE}\t6 May 2024\n\n{END}", "2024-05-06"),
        (f"2024-05-06     {TITLE}\n\n{END}", "2024-05-06"),
        (f"Mill Friends\nOld mills\n\n{TITLE}\nPosted on 7 May 2024 by me\n\n{END}", "2024-05-07"),
        (f"{TITLE}\n\nPosted on May 7, 2024 by miller7\n\n{END}", "2024-05-07"),
        (
            f"Mill Friends\n\n{TITLE}\n\nKorean Central News Agency of DPRK\n\n"
            f"Posted on May 7, 2024 by me\n\n{END}",
            "2024-05-07",
        ),
        (f"{TITLE}\nhttp://www.kcna.kp/en/article/q/1.kcmsf\n\n{END}", None),
    ],
)
def test_dates_and_addresses_beside_the_headline(text: str, published: str | None) -> None:
    assert_clean(parsed(text), "KCNA.kp (En)" if "kcna.kp" in text else None, published)


def test_the_top_of_a_page_of_kcna_watch_for_telephones_is_no_headline() -> None:
    text = (
        f"≡\nKCNA Watch\nLog In\n{TITLE}\n"
        f"Date: 06/05/2024 | Source: KCNA.kp (En) | Read original version at source\n{SIGNED}"
        "More From KCNA.kp (En)\nWell Dug\nWell Dug\nPyongyang, May 6 (KCNA) -- A well ...\n"
        "May 06, 2024\n"
    )
    assert_clean(parsed(text), "KCNA.kp (En)", "2024-05-06")


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        (f"{TITLE}\n2024-05-06 11:52\n\n{END}", TITLE, "2024-05-06"),
        (f"calendar>>May 6. 2010 |\n| {TITLE} |\n| |\n{END}\n{KNS}\n", TITLE, "2010-05-06"),
    ],
)
def test_lines_of_an_article_are_no_menu(text: str, title: str, published: str | None) -> None:
    (article,) = parsed(text).articles
    assert article.fields["title"].value == title
    day = article.fields.get("published")
    assert (day.value if day else None) == published


def test_a_section_in_the_title_of_the_head_is_no_headline() -> None:
    page = (
        f"<html><head><title>Politics</title></head><body><div>{TITLE}</div><div>Politics</div>"
        f"<p>{DATELINE} {SENTENCES[0]}</p><p>{SENTENCES[1]} -0-</p></body></html>"
    )
    assert TITLE in parsed(page, "page.html").articles[0].fields["title"].value


def test_the_name_of_a_site_in_a_network_is_not_the_address_of_a_page() -> None:
    text = f"{TITLE}\n\n{SIGNED}\nhttps://twitter.com/mill_friends\n"
    assert_clean(parsed(text), "KCNA.kp (En)", "2024-05-06")


@pytest.mark.parametrize("menu", ["첫페지 | 최신소식 | 론평 | 동영상", "Home > News > Mills"])
def test_a_menu_below_the_day_of_viewing_is_no_headline(menu: str) -> None:
    """Only the lines above the form are text, and the earlier of the two days is the article's."""
    form = "인쇄하기  감상글쓰기\n\n이름\n내용\n홈페지봉사에 대한 문의\n"
    text = (
        f"주체113(2024)년 5월 8일 (수)\n우리민족끼리\n{menu}\n\n"
        f"주체113(2024)년 5월 6일\n\n{TITLE}\n\n"
        f"{SENTENCES[0]}\n\n{SENTENCES[1]}\n\n{form}Copyright© 2003 - 2024 《조선륙일오편집사》\n"
    )
    file = parsed(text)
    assert_clean(file, "Uriminzokkiri", "2024-05-06")
    assert file.saved_not_before and file.saved_not_before.value == "2024-05-08"
