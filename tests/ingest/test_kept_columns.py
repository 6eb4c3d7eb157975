"""Tests of the columns and values of data sets as people and programs keep them."""

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest.formats.containers import entries
from ingest.formats.entry import PassedOver
from tests.ingest.test_kept_shapes import BOATS, ROWS, WHEEL, read

DAY = "2010-05-06"


def article(folder: Path, **values: Any) -> list[str | None]:
    """Return what is read of a row of JSON with these values, and a title, a date and a text."""
    row = {"title": "Mill", "date": DAY, "text": WHEEL} | values
    (found,) = read(folder, "1.json", json.dumps([row]))
    return found


@pytest.mark.parametrize(
    ("names", "values", "text"),
    [
        (("Text", "Text2"), (WHEEL, BOATS), f"{WHEEL} | {BOATS}"),
        (("text", "text_2", "text_3"), (WHEEL, BOATS, ""), f"{WHEEL} | {BOATS}"),
        (("본문", "본문 2"), (WHEEL, BOATS), f"{WHEEL} | {BOATS}"),
        (("body_part_1", "body_part_2"), (WHEEL, BOATS), f"{WHEEL} | {BOATS}"),
        (
            ("Text", "Text2"),
            (WHEEL, "수차에 기름을 쳤다. 물방아가 다시 돈다."),
            WHEEL,
        ),  # a translation
        (("Text", "Text2"), (f"{WHEEL} {BOATS}", WHEEL), f"{WHEEL} {BOATS}"),
        (("Text", "Text2"), (WHEEL, "checked"), WHEEL),
        (("본문/Text",), (WHEEL,), WHEEL),
        (("النص",), (WHEEL,), WHEEL),
    ],
)
def test_a_text_in_numbered_columns_is_one_text(
    tmp_path: Path, names: tuple[str, ...], values: tuple[str, ...], text: str
) -> None:
    head = ",".join(("title", "date", *names))
    content = f"{head}\nMill,{DAY},{','.join(values)}\n"
    assert read(tmp_path, "1.csv", content)[0][:3] == ["Mill", DAY, text]


def test_several_articles_in_a_row_are_rejected(tmp_path: Path) -> None:
    content = f"date,headline1,body1,headline2,body2\n{DAY},Mill,{WHEEL},Boats,{BOATS}\n"
    assert read(tmp_path, "1.csv", content) == [["several-articles"]]


def test_rows_over_which_an_article_is_spread_are_rejected(tmp_path: Path) -> None:
    rows = [f"Mill,{DAY},{WHEEL}", f",,{BOATS}", f",,{BOATS}", f"Boats,{DAY},{BOATS}"]
    found = read(tmp_path, "1.csv", "\n".join(["title,date,text", *rows, ""]))
    assert found == [*[["row-unreadable"]] * 3, ["Boats", DAY, BOATS]]
    found = read(tmp_path, "2.csv", "\n".join(["title,date,text", rows[0], ",,", *rows[2:], ""]))
    assert found == [*[["row-unreadable"]] * 3, ["Boats", DAY, BOATS]]


def test_a_column_with_a_hash_as_its_name_is_no_comment(tmp_path: Path) -> None:
    content = f"# my mills\n#,title,date,text\n1,Mill,{DAY},{WHEEL}\n"
    assert read(tmp_path, "1.csv", content) == [["Mill", DAY, WHEEL]]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Jahr,Monat,Tag", "2010,Mai,6"),
        ("año,mes,día", "2010,mayo,6"),
        ("datetime,article_date", f"2024-01-01T00:00:00,{DAY}"),
    ],
)
def test_the_day_of_publication_is_found_among_columns(tmp_path: Path, head: str, row: str) -> None:
    ((_, day, *_),) = read(tmp_path, "1.csv", f"title,{head},text\nMill,{row},{WHEEL}\n")
    assert day == DAY


@pytest.mark.parametrize(
    "date",
    [
        "May 6, 2010 @ 09:00:00.000",
        "06/May/2010:09:00:00 +0900",
        "2010-5-6 9:5",
        "2010-05-06T09:00:00.000+09:00[Asia/Seoul]",
    ],
)
def test_moments_of_programs_are_dates(tmp_path: Path, date: str) -> None:
    assert article(tmp_path, date=date) == ["Mill", DAY, WHEEL]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"&lt;p&gt;{WHEEL}&lt;/p&gt;", WHEEL),
        (f"<![CDATA[{WHEEL}]]>", WHEEL),
        (f"![photo](http://x.example/a.jpg) {WHEEL}", WHEEL),
        (f'<time datetime="{DAY}">May</time> {WHEEL}', f"May {WHEEL}"),
        (f"<amp-img src='a'></amp-img>{WHEEL}", WHEEL),
        (f"The <Time> says: {WHEEL}", f"The <Time> says: {WHEEL}"),
        (f"<p>{WHEEL}</p>\\n<p>{BOATS}</p>", f"{WHEEL} | {BOATS}"),
        (f"Mill &amp;amp; Co. It\\u2019s good. {WHEEL}", f"Mill & Co. It’s good. {WHEEL}"),
        ([["p", WHEEL], ["p", BOATS]], f"{WHEEL} | {BOATS}"),
        ([{"value": WHEEL, "format": "basic_html", "processed": WHEEL}], WHEEL),
    ],
)
def test_marks_of_programs_around_a_text_are_no_text(
    tmp_path: Path, text: Any, expected: str
) -> None:
    assert article(tmp_path, text=text) == ["Mill", DAY, expected]


@pytest.mark.parametrize(
    "end", ["… [+1234 chars]", "[...] Read more", "(truncated)", "… 더보기", "Continue reading →"]
)
def test_a_text_that_is_cut_off_has_a_problem(tmp_path: Path, end: str) -> None:
    assert article(tmp_path, text=f"{WHEEL} {end}")[3:] == ["damaged"]
    assert article(tmp_path, text=f"{WHEEL} “{end}” was written there.")[3:] == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("**Mill**", "Mill"),
        ("**Mill** and **Boats**", "**Mill** and **Boats**"),
        ("'Mill", "Mill"),
        ("'Mill' Turns", "'Mill' Turns"),
        ('=HYPERLINK("http://x.example","Mill")', "Mill"),
        ("http://x.example/1", "The wheel of the mill was oiled. It turns again."),
        ("mill_2010.html", "The wheel of the mill was oiled. It turns again."),
    ],
)
def test_a_title_is_read_without_marks(tmp_path: Path, title: str, expected: str) -> None:
    assert article(tmp_path, title=title)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Just a moment... Checking your browser before accessing kcnawatch.org.",
        "불법·유해 정보(사이트)에 대한 차단 안내",
        "You need to log in to read this article.",
        "The article you requested has been removed.",
        "As an AI language model, I can't browse the internet.",
        "您访问的页面不存在。",
        "(사진)",
    ],
)
def test_notices_are_no_articles(tmp_path: Path, text: str) -> None:
    assert article(tmp_path, text=text) == ["not-an-article"]


def test_rows_that_are_something_else_are_rejected(tmp_path: Path) -> None:
    assert article(tmp_path, asin="B0", rating=5) == ["not-an-article"]
    assert article(tmp_path, subreddit="mills", link_id="1", parent_id="1") == ["not-an-article"]
    assert article(tmp_path, rating=5, subreddit="mills") == ["Mill", DAY, WHEEL]


def test_markdown_in_archives_is_read_as_markdown(tmp_path: Path) -> None:
    head = f"Status: Done\nDate: {DAY}\nSource: KCNA\nCreated time: May 9, 2010\n"
    page = f"# Mill\n\n{head}\n**{WHEEL}**\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("notes/1.md", page)
    for name, content in (
        ("1.md", page.encode()),
        ("1.zip", archive.getvalue()),
        ("2.md.gz", gzip.compress(page.encode())),
    ):
        assert read(tmp_path, name, content) == [["Mill", DAY, WHEEL]]


def test_json_that_is_quoted_in_a_text_is_read(tmp_path: Path) -> None:
    rows = [dict(zip(("title", "date", "text"), row, strict=True)) for row in ROWS]
    text = f"Here are the articles:\n\n```json\n{json.dumps(rows, indent=1)}\n```\nMore?\n"
    assert read(tmp_path, "1.txt", text) == ROWS
    found = entries(str(tmp_path / "1.txt"))
    assert not [part for part in found if isinstance(part, PassedOver)]
    page = f"# Mill\n\nDate: {DAY}\nSource: KCNA\n\n{WHEEL}\n\n```json\n{{}}\n```\n"
    assert read(tmp_path, "2.md", page)[0][0] == "Mill"


def test_a_text_around_quoted_json_is_told(tmp_path: Path) -> None:
    quoted = json.dumps([{"title": "Mill", "text": f"{WHEEL} The mark is ``` here."}])
    text = f"# Gate Shut\n\n{WHEEL}\n\n```json\n{quoted}\n```\n\n{WHEEL}\n"
    assert [row[0] for row in read(tmp_path, "1.md", text)] == ["Mill"]
    found = entries(str(tmp_path / "1.md"))
    reasons = [part.reason for part in found if isinstance(part, PassedOver)]
    assert reasons == ["text around JSON"]
