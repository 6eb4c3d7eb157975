"""Tests that data sets in formats that are not read are rejected by their names, with advice."""

from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.read import FileBytes, decode

ROWS = "".join(f"| 2024-05-0{day} | Mill Oiled | The miller oiled the wheel. |\n" for day in "123")
TABLE = f"| date | title | text |\n|---|:--|---|\n{ROWS}"
RIS = "TY  - NEWS\nTI  - Mill Oiled\nAB  - The wheel turns.\nER  - \n"
SHEET = "<html><body><table><tr><th>title<th>text<tr><td>Mill<td>It turns.</table></body></html>"

FORMATS = {
    "a dump of a database (SQL)": "-- MySQL dump\nINSERT INTO `news` VALUES (1,'Mill Oiled');\n",
    "dump of": "--\n-- dump\n\nCOPY public.news (id, title) FROM stdin;\n1\tMill Oiled\n\\.\n",
    "references (RIS)": RIS,
    "references (EndNote)": "%0 Newspaper Article\n%T Mill Oiled\n%D 2024\n",
    "references (BibTeX)": "@article{mill,\n  title = {Mill Oiled},\n  year = 2024\n}\n",
    "Evernote": "<?xml version='1.0'?>\n<en-export><note><title>Mill</title></note></en-export>\n",
    "a feed": "<rss version='2.0'><channel><item><title>Mill Oiled</title></item></channel></rss>",
    "a feed (": "<?xml version='1.0'?><feed xmlns='x'><entry><title>Mill</title></entry></feed>",
    "in XML": "<?xml version='1.0'?>\n<articles><a><title>Mill</title></a></articles>\n",
    "the JSON between the brackets": 'show({"rows": [{"title": "Mill", "text": "It turns."}]});',
    "a table in Markdown": f"# Articles\n\n{TABLE}",
}


def read(text: str, name: str) -> str:
    return decode(FileBytes.of(text.encode()), Path(name)).text


@pytest.mark.parametrize(("words", "text"), FORMATS.items(), ids=FORMATS.keys())
def test_a_data_set_is_rejected_by_the_name_of_its_format(words: str, text: str) -> None:
    with pytest.raises(Rejection) as caught:
        read(text, "data.txt")
    assert caught.value.reason == "layout-known-unsupported"
    assert words in caught.value.message and "--layout" not in caught.value.message


def test_a_page_with_the_name_of_a_sheet_is_a_table() -> None:
    with pytest.raises(Rejection) as caught:
        read(SHEET, "news.xls")
    assert "save it as CSV" in caught.value.message
    assert read(SHEET, "news.html").split() == ["title", "text", "Mill", "It", "turns."]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mill Oiled\n\nThe clerk wrote: insert into mill.\n", "a.txt"),
        ("Create Table Tennis Teams\n\nThe miller said it.\n\nInsert into the table.\n", "a.txt"),
        ("TY Mill\n\nTI - is a tea.\n", "a.txt"),
        ("<?xml version='1.0'?>\n<!DOCTYPE html>\n<html><p>It turns.</p></html>", "a.xhtml"),
        ("<?xml version='1.0'?>\n<html><p>It turns.</p></html>", "a.txt"),
        (f"# Mill Oiled\n\n{'The miller oiled the wheel of the mill. ' * 20}\n\n{TABLE}", "a.md"),
        ("The miller (see [1]) sang.\n\n(He was glad.)\n", "a.txt"),
    ],
)
def test_a_text_is_no_data_set(text: str, name: str) -> None:
    assert read(text, name).strip()
