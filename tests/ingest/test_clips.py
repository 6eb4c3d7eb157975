"""Tests of pages that a program saved as a text with front matter."""

from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.read import read_file
from ingest.values import ParsedArticle

WATCH = "https://kcnawatch.org/newstream/1715000000-1/mill-oiled/"
RODONG = "http://www.rodong.rep.kp/ko/index.php?MTJA"
DATED = (
    "Date: 06/05/2024 | Source: Mill Radio (En) | [Read original version at source](http://m.kp/1)"
)
BODY = "The wheel of the mill was oiled.\n\nIt turns again."
KOREAN = "물레방아를 수리\n\n2024.5.6. 《로동신문》 4면\n\n물레방아를 수리하였다.\n\n다시 돌아간다."


def read(folder: Path, title: str, address: str, text: str, more: str = "") -> ParsedArticle:
    path = folder / "clip.md"
    head = f'---\ntitle: "{title}"\nsource: "{address}"\n{more}tags:\n  - "clippings"\n---\n'
    path.write_text(f"{head}{text}\n", encoding="utf-8")
    (article,) = parse(read_file(path)).articles
    return article


@pytest.mark.parametrize(
    ("title", "address", "text", "values"),
    [
        ("Mill Oiled | KCNA Watch", WATCH, f"{DATED}\n\n{BODY}", ("Mill Oiled", "Mill Radio (En)")),
        (
            "KCNA Watch",
            WATCH,
            f"## Mill Oiled\n\n{DATED}\n\n{BODY}",
            ("Mill Oiled", "Mill Radio (En)"),
        ),
        ("로동신문", RODONG, KOREAN, ("물레방아를 수리", "Rodong Sinmun (Kr)")),
    ],
)
def test_a_clip_with_the_lines_of_its_site_is_read_like_the_page(
    tmp_path: Path, title: str, address: str, text: str, values: tuple[str, str]
) -> None:
    article = read(tmp_path, title, address, text, "published: 2024-05-06\n")
    assert (article.fields["title"].value, article.fields["source"].value) == values
    assert article.fields["published"].value == "2024-05-06"
    assert len(article.paragraphs) == 2
    assert not article.problems


def test_another_day_in_the_front_matter_is_a_problem(tmp_path: Path) -> None:
    article = read(tmp_path, "Mill Oiled", WATCH, f"{DATED}\n\n{BODY}", "published: 2023-01-02\n")
    assert [problem.code for problem in article.problems] == ["dates-disagree"]


def test_other_clips_are_read_by_their_front_matter(tmp_path: Path) -> None:
    article = read(
        tmp_path, "물레방아", RODONG, KOREAN.replace("2024.5.6. 《로동신문》 4면\n\n", "")
    )
    assert article.fields["title"].value == "물레방아"
    assert article.fields["topic"].value == "clippings"


@pytest.mark.parametrize(
    ("address", "text", "more"),
    [
        (WATCH, f"{DATED}\n\n{BODY}\n\n{DATED}\n\n{BODY}", ""),
        (WATCH, f"{DATED}\n\n{BODY}", "agency: KCNA\n"),
        ("https://mill.example/watch", f"{DATED}\n\n{BODY}", ""),
    ],
)
def test_a_page_inside_other_data_is_rejected(
    tmp_path: Path, address: str, text: str, more: str
) -> None:
    with pytest.raises(Rejection):
        read(tmp_path, "Mill Oiled", address, text, more)
