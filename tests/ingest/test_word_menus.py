"""Tests of menus above the headline of a page that was copied as text."""

from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.values import ParsedArticle

TITLE = "Mill Wheel Oiled"
SENTENCES = ("The keepers oiled the wheel of the mill.", "It turns quietly now.")
TEXT = "\n\n".join(SENTENCES)
TIMES = f"June 1, 2024\n\n{TEXT}\n\n2024 © All rights reserved. www.pyongyangtimes.com.kp\n"
SIGNED = f"Pyongyang, June 1 (KCNA) -- {TEXT} -0-\n\nwww.kcna.kp (2024.06.01.)\n"
NAENARA = f"{TEXT}\n\nCopyright ⓒ 2021 Naenara. All rights reserved.\n"
RODONG = f"Culture 2024.6.1.\n\n{TEXT}\n\nRodong Sinmun\n"
VOICE = f"/ News\n{TITLE}\n  {TEXT.replace(chr(10) * 2, chr(10) + '  ')}\n"


def parsed(text: str) -> ParsedArticle:
    (article,) = parse(decode(FileBytes.of(text.encode()), Path("page.txt"))).articles
    return article


@pytest.mark.parametrize(
    "text",
    [
        f"The Pyongyang Times\nHome\nPolitics\nHuman Capital\n\n{TITLE}\n\n{TIMES}",
        f"Home\nPolitics\nEconomy\nTourism\n{TITLE}\n\n{TIMES}",
        f"Mills of the World\nHome\nNews\nTravel\nShop\n{TITLE}\n\n{SIGNED}",
        f"KCNA\nHome | News | Photo\n[Past News] [Home]\n\n{TITLE}\n\n{SIGNED}",
        f"KCNA - Korean Central News Agency of DPRK\nNews | Photo | Home\n{TITLE}\n\n{SIGNED}",
        f"Naenara\nHome | Politics | Tourism\n\n{TITLE}\n\n{NAENARA}",
        f"{TITLE} | Naenara\nNAENARA\nHome | Politics | Tourism\n\n{TITLE}\n\n{NAENARA}",
        f"Rodong Sinmun\nHome\nNews\nEditorial\nJun. 2, 2024\nRodong Sinmun\n{TITLE}\n\n{RODONG}",
        f"조선중앙통신\n경애하는 김정은동지의 혁명활동\n최신소식\n{TITLE}\n{SIGNED}",
        f"Voice of Korea\nListen\n{VOICE}",
        f"VOICE OF KOREA\n조선어 中国语 English\nNews\nLetters\n\n{VOICE}",
    ],
)
def test_a_menu_of_words_is_no_headline(text: str) -> None:
    article = parsed(text)
    assert article.fields["title"].value == TITLE
    assert tuple(paragraph.text for paragraph in article.paragraphs) == SENTENCES


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("Tourism", "Tourism"),
        ("News\nPhotos", "News Photos"),
        ("Home for the Aged\nOpened", "Home for the Aged Opened"),
        (f"{TITLE}\n\nPolitics\nEconomy\nA Story", TITLE),
        ("Art\nLiterature\nMusic of the Coast", "Art Literature Music of the Coast"),
        ("Science, Education, Health\nA Day of Mills", "Science, Education, Health A Day of Mills"),
        ("Home\nPolitics\nEconomy\n\nWheel Oiled\n\nA story of mills", "Wheel Oiled"),
    ],
)
def test_words_of_menus_can_be_a_headline(above: str, title: str) -> None:
    assert parsed(f"{above}\n\n{SIGNED}").fields["title"].value == title


def test_lines_above_a_line_with_a_slash_do_not_make_it_a_section() -> None:
    with pytest.raises(Rejection, match="does not know this kind of page"):
        parsed(f"Notes of a Miller\nWater\n{VOICE.replace('/ News', '/ Thoughts')}")


@pytest.mark.parametrize(
    "below",
    [
        "Share\nFacebook\nTwitter",
        "Share\nPrint\n\nPrevious: Larks on the roof\nNext: Morning on the pier",
        "Back to list\nCopyright © 2023 Mill Friends",
        "[ BACK ] [ NEXT ] [ HOME ]",
        "Related news\nThe mill has a new wheel\nRye sown",
        "Facebook\nX\n관련기사\n섬마을의 새 배",
        "출력하기 추천하기\nfacebook  twitter  kakaostory",
        "上一篇：水车\n下一篇：灯塔",
    ],
)
@pytest.mark.parametrize("whole", [f"{TITLE}\n\n{TIMES}", f"Naenara\n{TITLE}\n\n{NAENARA}"])
def test_buttons_and_links_below_a_text_are_no_text(whole: str, below: str) -> None:
    text, end, foot = whole.partition(SENTENCES[1])
    paragraphs = parsed(f"{text}{end}\n\n{below}\n{foot}").paragraphs
    assert tuple(paragraph.text for paragraph in paragraphs) == SENTENCES


@pytest.mark.parametrize(
    "below",
    [
        "The winners:\nRi Un Ha\nKim Chol",
        "Oars of the ferry\nLine\nHome",
        "Home",
        "Related\nThe mill has a new wheel.",
        "(b) The second point\n(c) The third point",
        "Ministry of Foreign Affairs\nJune 1, 2024",
    ],
)
def test_lines_of_a_text_are_no_buttons(below: str) -> None:
    text, end, foot = f"Naenara\n{TITLE}\n\n{NAENARA}".partition(SENTENCES[1])
    paragraphs = parsed(f"{text}{end}\n\n{below}\n{foot}").paragraphs
    texts = [paragraph.text for paragraph in paragraphs[len(SENTENCES) :]]
    assert texts == below.splitlines()


def test_the_name_of_the_site_with_a_date_below_is_no_signature() -> None:
    article = parsed(f"《내나라》\n{TITLE}\n\n{TEXT}\n\n내나라\n주체109(2020)년 4월 12일\n")
    assert tuple(paragraph.text for paragraph in article.paragraphs) == SENTENCES
    assert article.fields["published"].value == "2020-04-12"
