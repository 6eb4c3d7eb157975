"""Tests that the heads of mails, chats, readers and monitoring services are no part of a text."""

import pytest

from ingest.parse import parse
from ingest.values import SavedFile
from tests.ingest.test_text_kept import SIGNED, TEXT, parsed

ARTICLE = f"Mill Oiled\n\n{TEXT}{SIGNED}"
MAIL = "From: Miller, John\nSent: Tuesday, May 7, 2024 9:13 AM\nTo: Baker, Jane\nSubject: {}\n\n"
PAGE = "http://www.kcna.kp/en/article/q/1.kcmsf"
FBIS = "SK0605104224 Pyongyang KCNA in English 1032 GMT 6 May 2024\n\n"


@pytest.mark.parametrize(
    "text",
    [
        MAIL.format("FW: Mills") + ARTICLE,
        "---------- Forwarded message ----------\n" + MAIL.format("Mills") + ARTICLE,
        MAIL.format("Fwd: [mills] Mill Oiled") + TEXT + SIGNED,
        MAIL.format("Mills").replace("To: Baker", "To: Smith, Ann;\n Baker") + ARTICLE,
        f"Gmail    Jane\n\nMills\n1 message\n\nJohn <j@a.org>   May 7, 2024\nTo: Jane\n\n{ARTICLE}",
        "".join(f"> {line}\n" if line else ">\n" for line in ARTICLE.splitlines()),
        f"[07/05/2024, 10:22:33] Kim Lee: {ARTICLE}[07/05/2024, 10:23:01] Bob: wow\n",
        f"07/05/2024, 10:22 - Kim Lee: {ARTICLE}",
        f"Mill News\n10:11\nMill News\n{ARTICLE}",
        f"Mill Friends\nMay 7, 2024 · 🌐\n\n{ARTICLE}",
        f"Mill Friends\n2h · Public\n\n{ARTICLE}",
        f"kcna.kp\nMill Oiled\n3-4 minutes\n\n{ARTICLE}",
        f"Mill Oiled\n3 min read\n\n{TEXT}{SIGNED}",
        f"Mill Oiled\nSource: {PAGE}\nCreated: 5/21/2024 7:14 AM\nTags: mill\n\n{TEXT}{SIGNED}",
        f"Mill Oiled\n\nURL: {PAGE}\nTags: mill, wheel\n\n{TEXT}{SIGNED}",
        f"Created: May 7, 2024 10:11\nLast Edited: May 8, 2024\n\n{ARTICLE}",
        f"Mill Oiled\n태그: 방아\n출처: {PAGE}\n\n{TEXT}{SIGNED}",
        f"Mill Oiled\nBy KCNA, kcna.kp\nMay 6, 2024\nView original\n\n{TEXT}{SIGNED}",
        f"Embassy in Mill Land\nPress release No. 12/2024\n\n{ARTICLE}",
        f"{ARTICLE}\nSent from my iPhone\n",
        f"Mill Oiled\n방앗간 ・ 2024. 5. 6. 10:11\nURL 복사  이웃추가\n\n{TEXT}{SIGNED}",
        f"Mill Oiled\n来源：朝中社 2024-05-06\n\n{TEXT}{SIGNED}",
        f'{FBIS}["Mill Oiled" -- KCNA headline]\n\n[FBIS Transcribed Text] {TEXT}{SIGNED}',
        f"Mill Oiled\n\n[OSC Translated Text] {TEXT}{SIGNED}",
        f"[FBIS Report]\n\nMill Oiled\n\n{TEXT}{SIGNED}",
        f"{FBIS}[Computer selected and disseminated without editing]\n\n{ARTICLE}",
        "BBC Summary of World Broadcasts\nMay 7, 2024, Tuesday\nPart 3 Asia; FE/1990/D\n\n"
        f"HEADLINE: Mill Oiled\n\nSOURCE: KCNA in English 0912 gmt 6 May 24\n\n{TEXT}{SIGNED}",
    ],
)  # fmt: skip
def test_the_head_of_a_message_is_no_part_of_the_article(text: str) -> None:
    (article,) = parsed(text).articles
    assert article.fields["title"].value == "Mill Oiled"
    assert article.body.startswith("The wheel")
    assert article.body.endswith("twice as high.")
    assert article.fields["published"].value == "2024-05-06"
    assert not article.problems


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"From Mill to Mill: a Journey\n\n{TEXT}{SIGNED}", "From Mill to Mill: a Journey"),
        (f"Press Statement\n\n{TEXT}{SIGNED}", "Press Statement"),
        (f"To: the Millers\n\n{TEXT}{SIGNED}", "To: the Millers"),
        (f"Tags: the New Almanac\n\n{TEXT}{SIGNED}", "Tags: the New Almanac"),
        (f"[Text] of the Letter Found\n\n{TEXT}{SIGNED}", "[Text] of the Letter Found"),
        (f"Original Text\n\n{TEXT}{SIGNED}", "Original Text"),
        (f"View Original\n\n{TEXT}{SIGNED}", "View Original"),
    ],
)
def test_a_headline_like_the_head_of_a_message_stays(text: str, title: str) -> None:
    assert parsed(text).articles[0].fields["title"].value == title


CHAT = "[07/05/2024, 10:22] Kim: "
MENDED = "Roof Mended. The baker of the town mended the roof. It is dry now, says the miller.\n"


def told(page: str) -> list[str]:
    problems = parsed(page).articles[0].problems
    return [problem.words for problem in problems if problem.code == "lines-left-out"]


def test_a_chat_with_two_articles_does_not_lose_one() -> None:
    page = f"{CHAT}{ARTICLE}{CHAT}Well Dug\n\n{TEXT}"
    titles = [article.fields["title"].value for article in parsed(page).articles]
    assert titles == ["Mill Oiled", "Well Dug"]
    assert MENDED.strip() in parsed(f"{CHAT}{ARTICLE}{CHAT}{MENDED}").articles[-1].body
    assert told(f"{CHAT}{ARTICLE}{CHAT}wow. nice! really?\n") == []
    long = f"{CHAT}look at what the miller of the old town has oiled again this year\n"
    assert told(f"{CHAT}{ARTICLE}{long}") == [long.strip()]


LETTER = "From: the miller\nTo: the town\nDate: 6 May 2024\n\nDear town, the wheel is wet.\n"


@pytest.mark.parametrize(
    ("text", "title", "left_out"),
    [
        (f"Mill Oiled\n\nThe miller wrote to the town.\n{LETTER}", "Mill Oiled", []),
        (f"Mill Oiled\n\n{LETTER}", "Mill Oiled", []),
        (MAIL.format("Mill Oiled") + "The wheel is wet.\n\nIt turns.\n", "Mill Oiled", []),
        (MAIL.format("The Wheel Turns") + "Mill Oiled\n\nIt turns.\n", "Mill Oiled",
         ["The Wheel Turns"]),
        ("A Day at the Mill\n" + MAIL.format("Mills") + "Mill Oiled\n\nIt turns.\n", "Mill Oiled",
         ["A Day at the Mill"]),
        ("Hi Jane, please look.\n\n" + MAIL.format("Mills") + "Mill Oiled\n\nIt turns.\n",
         "Mill Oiled", ["Hi Jane, please look."]),
        ("Mill Oiled\nMay 6, 2021 · —\n\nIt turns.\n\nIt is wet.\n", "Mill Oiled", []),
    ],
)  # fmt: skip
def test_a_headline_beside_the_head_of_a_message_is_not_lost(
    text: str, title: str, left_out: list[str]
) -> None:
    saved = SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text)
    file = parse(saved, layout="bare", source="KCNA")
    (article,) = file.articles
    words = [problem.words for problem in article.problems if problem.code == "lines-left-out"]
    assert (article.fields["title"].value, words) == (title, left_out)
    assert LETTER not in text or (file.saved_not_after is None and "the town" in article.body)


def test_the_properties_of_a_work_are_no_head_of_a_note() -> None:
    work = "Author: Ri Un Ha\nCreated: 1961\nLocation: Mill Museum"
    (article,) = parsed(f"Mill in Spring\n\n{work}\n\n{TEXT}{SIGNED}").articles
    assert all(line in article.body for line in work.splitlines())
    note = f"Mill Oiled\nAuthor: Ri Un Ha\nTags: mill\n\n{TEXT}{SIGNED}"
    told = [it.words for it in parsed(note).articles[0].problems if it.code == "lines-left-out"]
    assert told == ["Author: Ri Un Ha"]


@pytest.mark.parametrize("below", ["", "\n[Description of Source: Pyongyang KCNA]\n"])
def test_a_mark_of_a_service_is_no_headline(below: str) -> None:
    (article,) = parsed(f"[FBIS Transcribed Text] {TEXT.splitlines()[0]}\n{below}").articles
    assert "title-missing" in {problem.code for problem in article.problems}
    assert article.body == TEXT.splitlines()[0].partition("-- ")[2]
