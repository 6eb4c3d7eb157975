"""Tests that text stays, or is told, though it looks like lines that pages have around a text."""

import pytest

from tests.ingest.test_message_lines import FBIS
from tests.ingest.test_text_kept import SIGNED, TEXT, parsed

DATELINE = "Pyongyang, May 6 (KCNA) --"
OPEN = f"Mill Oiled\n\n{DATELINE} The wheel of the old mill was\n"


def told(text: str) -> str:
    """Return the words of the lines of the only article that were left out but can be text."""
    problems = parsed(text).articles[0].problems
    return " / ".join(it.words for it in problems if it.code == "lines-left-out")


@pytest.mark.parametrize(
    "line",
    [
        "maintained by the millers of the town and their sons, who live in the",
        "revised in June 1992, and again in the year of the rain by the",
        "subscribe to the book of the mill and to the",
        *("back", "back to the top", "share"),
    ],
)
def test_a_wrapped_line_is_no_furniture(line: str) -> None:
    (article,) = parsed(f"{OPEN}{line}\nvillage. It is a good house. -0-\n").articles
    assert f"was {line} village. It" in article.body
    (last,) = parsed(f"{OPEN}sent from the workshop of the town. -0-\n").articles
    assert last.body.endswith("sent from the workshop of the town.")
    assert not told(f"Mill Oiled\n\n{TEXT}{SIGNED}Maintained by Miller\nSubscribe to NK News\n")
    alone = "Subscribe to the book of the mill and to its wheel"
    assert told(f"Mill Oiled\n\n{DATELINE} It turns.\n\n{alone}\n\nIt is wet. -0-\n") == alone


@pytest.mark.parametrize(
    "line",
    [
        "[passage omitted] The miller said that the wheel is wet.",
        "Part 2 of the plan begins in June with the bakery.",
        "Copyright is what the miller spoke about.",
        "Text of report of the miller: the wheel turns.",
    ],
)
def test_notes_of_a_monitoring_service_are_above_and_below_the_text(line: str) -> None:
    text = f"[FBIS Transcribed Text] {DATELINE} The wheel turns.\n\n{line}\n\nIt is wet. -0-\n"
    notes = "[Description of Source: Pyongyang KCNA]\nLOAD-DATE: May 7, 2024\n© 2024 Mills\n"
    (article,) = parsed(f"{FBIS}{text}{notes}").articles
    assert article.body == f"The wheel turns.\n\n{line}\n\nIt is wet."


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("Section chief Miller of the old mill", True),
        ("Editor Baker came with his wife", True),
        ("Jane Baker, head of the bakery", True),
        ("Read more about the life of the old miller", True),
        ("Related to the miller are the bakers of the town", True),
        *((line, False) for line in ("Photo by Miller", "Editor: Baker", "Source KCNA")),
        *((line, False) for line in ("Tags: the mill and the wheel of the town", "사진 로동신문")),
    ],
)
def test_lines_below_an_end_mark_are_told_if_they_can_be_text(line: str, is_told: bool) -> None:
    assert told(f"Mill Oiled\n\n{TEXT}{line}\n") == (line if is_told else "")


def test_lines_of_a_chronicle_are_no_heads_of_printed_pages() -> None:
    head, foot = "05/03/2024, 10:11    KCNA\n", "http://www.kcna.kp/en/article/q/1.kcmsf    "
    lines = "05/03/2024, 10:15 The miller slept\n05/03/2024, 10:25 The miller slept\n"
    page = f"{head}\nMill Oiled\n\n{DATELINE} It turns.\n\n{lines}\n{foot}1/2\n{head}\n{lines}-0-\n"
    (article,) = parsed(f"{page}{foot}2/2\n").articles
    assert [it.text for it in article.paragraphs] == ["It turns.", *lines.splitlines() * 2]


def test_sentences_below_links_to_other_articles_are_told() -> None:
    bells, lamps = f"{DATELINE} The bells were cast.", "The lamps are old."
    page = f"Mill Oiled\n\n{DATELINE} It turns.\n\n{{}}\nBells\n{bells}\nLamps\n{lamps}\n"
    for heading in ("Related articles", "관련 기사"):
        assert parsed(page.format(heading)).articles[0].body == "It turns."
        assert told(page.format(heading)) == f"{bells} / {lamps}"
    text = page.format("Recommended").replace(bells, "The bells were cast.")
    assert parsed(text).articles[0].body.endswith(lamps)


@pytest.mark.parametrize(
    ("below", "is_kept", "is_told"),
    [
        ("Other news\nBakery gets a new roof\nBridge painted green", False, True),
        ("다른 소식\n섬마을의 새 배", False, True),
        ("Related news\nBakery gets a new roof", False, False),
        ("Next: Herons at the Pier", False, False),
        ("Most read\nBakery rebuilt\nLatest\nBells cast", False, False),
        ("Latest\nBakery gets a new roof", False, True),
        ("Latest\nThe bakery got a new roof.", True, False),
        ("물레방아가 돌아간다\n이전기사\n다음기사", False, False),
        ("추천 0 비추천 0\n이전글 새 등대\n댓글목록 등록된 댓글이 없습니다.", False, False),
        ("다음글 새 등대를 세웠다.", True, False),
        ("Next: the herons came to the pier.", True, False),
    ],
)
def test_links_below_a_text_are_told_if_their_heading_can_be_in_a_text(
    below: str, is_kept: bool, is_told: bool
) -> None:
    page = f"Mill Oiled\n\n{DATELINE} It turns.\n\n{below}\n"
    assert (below.splitlines()[-1] in parsed(page).articles[0].body) is is_kept
    assert told(page) == (" / ".join(below.splitlines()) if is_told else "")


CAPTIONS = ["The wheel turns again", "The miller at the wheel", "A wheel of the mill"]


@pytest.mark.parametrize(
    ("second", "title"), [("By Our Miller", "Mill Wheel Oiled"), ("A day of mills", CAPTIONS[-1])]
)
def test_lines_between_headline_and_dateline_are_told(second: str, title: str) -> None:
    lines = ["Mill Wheel Oiled", second, *CAPTIONS]
    page = "\n\n".join([*lines, f"{DATELINE} It turns.", "It is wet. -0-"])
    assert parsed(page).articles[0].fields["title"].value == title
    assert told(page) == " / ".join(line for line in lines if line != title)


@pytest.mark.parametrize(
    ("above", "left_out"),
    [
        ("The story of the old mill\nHome\nPolitics\nEconomy\n", "The story of the old mill"),
        ("Song of the Mill in the Hills\nSearch\n", "Song of the Mill in the Hills"),
        ("The miller speaks to the town\nPress release No. 12\n", "The miller speaks to the town"),
        ("Mills of the World\nHome\nPolitics\nEconomy\n", ""),
        ("Skip to main content\nSearch\n", ""),
    ],
)
def test_lines_of_many_words_above_a_menu_are_told(above: str, left_out: str) -> None:
    page = f"{above}\nMill Oiled\n\n{TEXT}{SIGNED}"
    assert parsed(page).articles[0].fields["title"].value == "Mill Oiled"
    assert told(page) == left_out


def test_a_wrapped_line_is_no_note_of_saving() -> None:
    page = "Mill Oiled\n\nPyongyang, May 6 (KCNA) -- It turns quietly since the book was\n{}\n"
    file = parsed(page.format("printed on May 4, 2024."))
    assert file.articles[0].body.endswith("the book was printed on May 4, 2024.")
    assert file.saved_not_after is None
    assert parsed(page.format("Printed on May 4, 2024")).saved_not_after is not None
