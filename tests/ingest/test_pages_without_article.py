"""Tests of the rejection of pages without an article, by their name and with advice."""

import re

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.values import SavedFile

KNS = "Copyright (C) KOREA NEWS SERVICE(KNS) All Rights Reserved."
MFA = "Copyright © 2022 Ministry of Foreign Affairs"
TITLES = ("Mill Wheel Oiled", "Bakery Roof Mended", "Three Ponds Dug", "Ropeway Repaired")
TEXT = "The wheel of the mill was oiled on Monday."
DATELINE = "Pyongyang, May 6 (KCNA) -- "
LEXIS = "LENGTH: 88 words\nDATELINE: Pyongyang May 6"

PAGES = {
    "list of a day": (("May 6. 2008 Juche 97", *TITLES, KNS), "Save the pages of its articles."),
    "two headlines": (("May 6. 2008 Juche 97", *TITLES[:2], KNS), "a listing"),
    "calendar": (
        ("http://www.kcna.co.jp/item/6.htm", "June 2003", "1 2 3", "4 5 6", KNS),
        "listing",
    ),
    "gallery": (("Photos", "1 / 24", "2 / 24", "www.kcna.kp (2024.05.06.)"), "a listing"),
    "statements": (
        ("Statements", *(f"{title} 2022.08.10." for title in TITLES), MFA),
        "with a date",
    ),
    "statements without a space": (
        (*(f"{title}2022.08.10." for title in TITLES), MFA),
        "with a date",
    ),
    "dates below headlines": (("\n2022.08.10.\n".join(TITLES), MFA), "a listing"),
    "menu": (("DPRK", "Ministry of Foreign Affairs", "Home", "Statements", MFA), "a menu"),
    "download": (("조선의 오늘", "내려받기", "Android 4.4 이상", "설치방법"), "a menu"),
    "search": (
        ("mills - Google Search", TITLES[0], f"{DATELINE}{TEXT}", TITLES[1], f"{DATELINE}{TEXT}"),
        "a listing",
    ),
    "results": (("Showing 1-4 of 312 results", *TITLES), "a listing"),
    "form in Korean": (
        ("회원가입", "아이디 비밀번호", "비밀번호를 잊으셨습니까?"),
        "a page to log in",
    ),
    "form": (("Log in", "EmailPassword", "Forgot your password?", "Sign up"), "a page to log in"),
    "for payers": (
        ("You have read all of your free articles.", "Monthly $9.99", "Subscribe to keep reading."),
        "a page for subscribers",
    ),
    "menu of a radio": (("Voice of Korea", "Home", "News", "Radio", "Music", "English"), "a menu"),
    "weekdays": (("Mills", "Sun Mon Tue Wed Thu Fri Sat", "1 2 3", "4 5 6", "7 8"), "a calendar"),
    "pictures": (("Mills", *(f"{title} 1 / {len(title)}" for title in TITLES)), "a gallery"),
    "counts": (("All sources", "Today", "Mills 24", "Boats 1,312", "Ponds 9"), "a listing"),
    "front page": (("Naenara", "Politics | Economy | Culture | Music", "DPRK"), "a listing"),
    "for subscribers": (
        (
            TITLES[0],
            "Date: 04/04/2024 | Source: KCNA.kp (En)",
            "Please log in or subscribe to read.",
        ),
        "a page for subscribers",
    ),
    "log-in": (("KCNA Watch", "Log in to your account", "Password", "Remember Me"), "Log in, and"),
    "code": (
        ("http://www.kcna.kp/en", "Please enter the characters below.", TEXT),
        "asks for a code",
    ),
    "robot": (
        ("kcnawatch.org", "Checking if the site connection is secure", TEXT),
        "asks for a code",
    ),
    "attention": (("Attention Required! | Cloudflare", "Mill", TEXT), "asks for a code"),
    "not archived": (
        ("Wayback Machine", "The Wayback Machine has not archived that URL."),
        "archive",
    ),
    "cookies": (("We value your privacy", "We use cookies to enhance your stay."), "cookies"),
    "Lexis": (("1 of 12 DOCUMENTS", TITLES[0], LEXIS, DATELINE + TEXT), "an export of LexisNexis"),
    "Factiva": (
        (TITLES[0], "120 words", DATELINE + TEXT, "Document KCNA000020100506e6560015p"),
        "Factiva",
    ),
    "BBC": (
        ("BBC Monitoring Asia Pacific", TITLES[0], "LENGTH: 214 words", TEXT),
        "BBC Monitoring",
    ),
    "Meari": (
        ("아리랑메아리", "물레방아를 수리", "물레방아를 수리하였다."),
        '--source "Arirang-Meari"',
    ),
    "KCTV": (
        ("조선중앙텔레비죤 2023년 5월 6일 20시보도", "물레방아를 수리하였다."),
        "--layout bare",
    ),
}


def saved(text: str) -> SavedFile:
    return SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text)


@pytest.mark.parametrize(("lines", "words"), PAGES.values(), ids=PAGES.keys())
def test_a_page_without_an_article_is_rejected_by_its_name(
    lines: tuple[str, ...], words: str
) -> None:
    with pytest.raises(Rejection) as caught:
        parse(saved("\n\n".join(lines)))
    assert caught.value.reason in ("not-an-article", "layout-known-unsupported")
    assert words in caught.value.message


@pytest.mark.parametrize("name", ["Lexis", "Meari", "KCTV"])
def test_the_advice_of_a_rejection_works(name: str) -> None:
    lines, _ = PAGES[name]
    with pytest.raises(Rejection) as caught:
        parse(saved("\n\n".join(lines)))
    set_source = re.search(r'--layout (\w+) --source "([^"]+)"', caught.value.message)
    if set_source:
        text = "\n\n".join((TITLES[0], TEXT))
        parsed = parse(saved(text), layout=set_source[1], source=set_source[2])
    else:
        headers = re.findall(r'"(\w+: [^"]+)"', caught.value.message)
        parsed = parse(saved("\n".join((*headers, "", TEXT))))
    (article,) = parsed.articles
    assert article.fields["title"].value == TITLES[0]
    assert article.fields["source"].value == (set_source[2] if set_source else "KCNA")
    assert [paragraph.text for paragraph in article.paragraphs] == [TEXT]


SHORT = {
    "without a full stop": (TITLES[0], DATELINE + "The wheel turns", "www.kcna.kp (2024.05.06.)"),
    "names with an end mark": (
        TITLES[0],
        "Kim, miller\nPak, baker\nRi, cook -0-",
        "www.kcna.kp (2024.05.06.)",
    ),
    "one sentence": (TITLES[0], TEXT, KNS),
    "dated headings": (
        TITLES[0],
        DATELINE + TEXT,
        "May 6, 1961",
        TEXT,
        "June 7, 1974",
        TEXT,
        "July 8, 2003",
        TEXT,
    ),
    "a headline about a log-in": (
        "Log In",
        DATELINE + TEXT,
        "The reader must log in to the library.",
    ),
    "a headline about letters": ("Children Write the Letters of Thanks", DATELINE + TEXT),
    "a headline about attention": ("Attention Required in Forests", DATELINE + TEXT),
    "a sentence about subscribers": (
        TITLES[0],
        DATELINE + "Please log in at the desk of the library.",
        TEXT,
    ),
}


@pytest.mark.parametrize("lines", SHORT.values(), ids=SHORT.keys())
def test_a_short_article_is_read(lines: tuple[str, ...]) -> None:
    (article,) = parse(saved("\n\n".join(lines))).articles
    assert article.fields["title"].value == lines[0]


@pytest.mark.parametrize(
    "lines",
    [
        ("Mill", "The wheel turns", "Home of the river", "Music of the water", "O mill"),
        ("방아", "물레방아 도네", "강물의 노래", "내 고향의 봄"),
        ("Password of Spring", "The herons know the password", "O spring", "They sing"),
        ("Ages of the Millers", "Kim 24", "the oldest of them all", "and the others", "are young"),
    ],
)
def test_a_poem_is_no_list(lines: tuple[str, ...]) -> None:
    """It is not known, but the advice helps: with this layout it is read."""
    with pytest.raises(Rejection, match="set --layout bare") as caught:
        parse(saved("\n".join(lines)))
    assert caught.value.reason == "layout-none"
