"""Tests of the line of a table that names its columns, if it begins in an unusual way."""

from pathlib import Path
from typing import Any

import pytest

from ingest import Rejection, parse_rows

FERRY = ("Ferry Painted", "2024-05-06", "The ferry of the village was painted.")
GATE = ("Gate Shut", "2024-05-07", "The gate of the park was shut.")


def read(text: str, tmp_path: Path, name: str = "news.csv") -> list[Any]:
    """Return title, date and text of each article, or the reason of a rejection."""
    (tmp_path / name).write_text(text)
    found: list[Any] = []
    for _, result in parse_rows(tmp_path / name):
        if isinstance(result, Rejection):
            found.append(result.reason)
            continue
        (article,) = result.parsed.articles
        date = article.fields.get("published")
        found.append((article.fields["title"].value, date.value if date else None, article.body))
    return found


ROWS = "".join(
    f'{number},"{title}",{date},"{text}"\n'
    for number, (title, date, text) in enumerate((FERRY, GATE), 1)
)


@pytest.mark.parametrize(
    "head",
    [
        *("#,Title,Date,Text\n", "# ,title,date,text\n", "#id,#title,#date,#text\n"),
        "# Clippings, of May\n#,Title,Date,Text\n",
        "# title, date\nid,Title,Date,Text\n",
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_the_first_column_can_be_named_with_a_number_sign(
    head: str, delimiter: str, tmp_path: Path
) -> None:
    assert read((head + ROWS).replace(",", delimiter), tmp_path) == [FERRY, GATE]


@pytest.mark.parametrize(
    "text",
    [
        f'"title","date","text"\n{ROWS}',
        f"title,date,text\n{ROWS}".replace(",", "\t"),
        f"title,date,text\n{ROWS.replace('village was', 'village' + chr(10) + 'was')}",
        f"title,date,text\n{ROWS}",
        f'"title" "date" "text"\n{ROWS.replace(",", " ")}',
    ],
)
@pytest.mark.parametrize("name", ["news.csv", "news.txt"])
def test_r_writes_no_name_above_the_names_of_rows(text: str, name: str, tmp_path: Path) -> None:
    again = ("3.1", "NA", "NA.1", "12345")  # R's names for rows that are there again
    end = text.splitlines()[-1].removeprefix("2")
    text += "".join(f"{number}{end}\n" for number in again)
    found = [(*one[:2], " ".join(one[2].split())) for one in read(text, tmp_path, name)]
    assert found == [FERRY, *[GATE] * 5]


@pytest.mark.parametrize(
    "title",
    [
        *("Story, Song and Dance of the Mill", "Body, Mind and Soul"),
        *("[new] Mill Wheel Oiled", "[n. d.] Mill Wheel Oiled", "[null] Mill Wheel Oiled"),
        *('"Story" "and" "Song"', "Home | Story"),
    ],
)
def test_a_headline_with_the_name_of_a_column_is_no_table(title: str, tmp_path: Path) -> None:
    text = f"{title}\n\nPyongyang, May 6 (KCNA) -- {FERRY[2]} -0-\n"
    assert read(text, tmp_path, "news.txt") == [(title, None, FERRY[2])]


@pytest.mark.parametrize(
    ("title", "text", "is_read"),
    [
        *(("title_en", "text_en", True), ("Title (Korean)", "English text", True)),
        *(("제목(원문)", "original_text", True), ("제목(원문)", "text (en)", True)),
        *(("Headline KR", "Full text of the article", True), ("원제목", "텍스트", True)),
        *(("Title", "text_en,text_ko", False), ("Title", '"text (en, KCNA)",text (kr)', False)),
        *(("Title", "text_id", False), ("Title", "translation_en", False)),
    ],
)
def test_the_only_text_can_have_the_name_of_its_language(
    title: str, text: str, *, is_read: bool, tmp_path: Path
) -> None:
    table = f"{title},Title (translation),Date,Translation,{text}\n{FERRY[0]},a,{FERRY[1]},b,"
    table += ",".join([FERRY[2]] * (text.count("text") or 1))
    assert read(table, tmp_path) == [FERRY if is_read else "columns-unknown"]


@pytest.mark.parametrize(
    "note", ["* translation ours", "Source: KCNA", "주: 번역함", "Note. Mine."]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_note_below_the_rows_is_no_rest_of_a_text(
    note: str, *, is_first: bool, tmp_path: Path
) -> None:
    rows = [("text", "title", "date"), *((one[2], *one[:2]) for one in (FERRY, GATE))]
    rows.append((note, "", ""))
    lines = [",".join(row if is_first else (*row[1:], row[0])) for row in rows]
    assert read("\n".join(lines), tmp_path) == [FERRY, GATE, "row-unreadable"]
    lines[-1] = lines[-1].replace(note, "The gate is wide.")
    assert read("\n".join(lines), tmp_path) == [FERRY, "row-unreadable", "row-unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        f"note,text\na,{FERRY[2]}\nb\n",
        f"note|story\na|{FERRY[2]}\n",
        f'note,text\na,"{FERRY[2] * 1_000}"\n',
    ],
)
def test_a_table_with_one_known_name_is_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(text)
    read_rows = [one for _, one in parse_rows(path) if not isinstance(one, Rejection)]
    assert len(read_rows) == 1
    assert read_rows[0].parsed.articles[0].body.startswith(FERRY[2])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no,title,text\n1,Ferry,May 6,Blue.\n2,Gate,May 7,Shut.\n", ["row-unreadable"] * 2),
        ("title,date,text\nFerry,May 6,2024,Blue boats.\n", ["row-unreadable"]),
        (f"title,date,text\n{ROWS}3,Mill,2024-05-08,\n", [FERRY, GATE, "row-unreadable"]),
        (f"title,date,text\n{ROWS * 2}Mill,May,Oil\n", [FERRY, GATE] * 2 + ["row-unreadable"]),
        ("title,date,text\n1984,2024-05-08,The mill.,\n", [("1984", "2024-05-08", "The mill.")]),
        ("title,date,text\nNA,May 6,2024,Blue boats.\n", ["row-unreadable"]),
        *(
            (f"title,date,text\nFerry Painted,2024-05-06,{written}\n", [(*FERRY[:2], text)])
            for written, text in (
                ('"They sang "Oh Mill"."', 'They sang "Oh Mill".'),
                ('"They sang "Oh Mill""', 'They sang "Oh Mill"'),
                ('""Oh Mill" they sang."', '"Oh Mill" they sang.'),
                ('"Oh" and "Mill"', '"Oh" and "Mill"'),
            )
        ),
        *(
            (f"date,title,text,{name}\n2024-05-06,{row},{end}\n", expected)
            for name in ("notes", "url", "saved")
            for row, expected in (
                (f"Ferry, Mill and Gate,{FERRY[2]}", ["row-unreadable"]),
                ("Ferry,The ferry was painted, and the gate was shut.", ["row-unreadable"]),
                ("Ferry,The ferry was painted by 1,000 boatmen.", ["row-unreadable"]),
                (f"Ferry Painted, {FERRY[2]}", [FERRY]),
                (f" Ferry Painted,{FERRY[2]}", [FERRY]),
                (f'Ferry Painted,"{FERRY[2]}"', [FERRY]),
            )
            for end in ("", ",")
            if name != "notes" or "The ferry was" not in row
        ),
        (f"title,date,text,notes\nFerry Painted,2024-05-06,{FERRY[2]}, {FERRY[2] * 2}\n", [FERRY]),
        ('"title" "text"\n"Mill" "The mill is oiled." "Again"\n', ["row-unreadable"]),
    ],
)
def test_other_rows_with_a_further_value_are_not_moved(
    text: str, expected: list[Any], tmp_path: Path
) -> None:
    assert read(text, tmp_path) == expected
