"""Tests of each pair of files `tests/data_sets/<name>` and `<name>.expected.json`.

The expected file lists the entries of the data set in their order, with the values that a careful
reader finds in them. A value that is not named there is not compared.
"""

import csv
import gzip
import io
import json
import tarfile
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Rejection, parse_file, parse_rows
from ingest.formats import json_rows, json_text, json_values, tables
from ingest.formats.containers import entries
from ingest.formats.entry import Entry, PassedOver
from ingest.formats.field_names import FIELDS, BadMap, field_of, read_map
from ingest.formats.missing_values import is_missing
from ingest.formats.rows import read_row
from tests.conftest import ROOT

FOLDER = ROOT / "tests" / "data_sets"
DATA_SETS = sorted(path for path in FOLDER.iterdir() if not path.name.endswith(".expected.json"))


def results(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what the parser reads in each entry of a file."""
    for place, result in parse_rows(path):
        if isinstance(result, Rejection):
            yield {"place": place, "rejected": result.reason}
            continue
        for article in result.parsed.articles:
            values = {name: evidence.value for name, evidence in article.fields.items()}
            body = [paragraph.text for paragraph in article.paragraphs]
            yield {"place": place, "body": body, **values}


@pytest.mark.parametrize("path", DATA_SETS, ids=lambda path: path.name)
def test_each_row_is_read_as_expected(path: Path) -> None:
    expected = json.loads((path.parent / f"{path.name}.expected.json").read_text("utf-8"))
    found = list(results(path))
    named = [
        {name: values.get(name) for name in wanted}
        for values, wanted in zip(found, expected, strict=False)
    ]
    assert named == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("path", DATA_SETS, ids=lambda path: path.name)
def test_a_row_can_be_read_again_without_its_file(path: Path, tmp_path: Path) -> None:
    for number, entry in enumerate(entries(str(path))):
        if isinstance(entry, PassedOver) or not entry.form or isinstance(entry.content, Rejection):
            continue
        alone = tmp_path / f"{number}"
        assert entry.content.data is not None
        alone.write_bytes(entry.content.data)
        (again,) = (found for found in entries(str(alone)) if isinstance(found, Entry))
        assert again.content == entry.content
        assert again.form == entry.form


def test_the_same_row_has_the_same_bytes_wherever_it_stands(tmp_path: Path) -> None:
    row = "2024-05-06,Ferry Painted,The ferry is blue.\n"
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    before.write_text(f"date,title,text\n{row}")
    after.write_text(f"date,title,text\n2024-05-05,Gate Shut,The gate is shut.\n{row}")
    first, _, second = (
        entry.content
        for path in (before, after)
        for entry in entries(str(path))
        if isinstance(entry, Entry)
    )
    assert first == second


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return stream.getvalue()


TABLE = b"date,title,text\n2024-05-06,Ferry Painted,The ferry is blue.\n"
TEXT = b"Title: Gate Shut\nDate: 2024-05-07\n\nThe gate is shut.\n"
MEMBERS = (("1997/news.csv", TABLE), ("1997/gate.txt", TEXT), ("photo.jpg", b"\xff\xd8\xff\xe0"))


@pytest.mark.parametrize(
    "data",
    [
        zipped(*MEMBERS),
        tarred(*MEMBERS),
        gzip.compress(tarred(*MEMBERS)),
        gzip.compress(zipped(*MEMBERS)),
    ],
    ids=["zip", "tar", "tar.gz", "zip.gz"],
)
def test_the_files_in_an_archive_are_read(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "archive"
    path.write_bytes(data)
    assert [(values["place"], values["title"]) for values in results(path)] == [
        ("1997/news.csv, row 1", "Ferry Painted"),
        ("1997/gate.txt", "Gate Shut"),
    ]
    found = list(entries(str(path)))
    assert [part.place for part in found if isinstance(part, PassedOver)] == ["photo.jpg"]
    containers = {part.container for part in found if isinstance(part, Entry)}
    assert len(containers) == 1
    assert len(containers.pop()) == 64


@pytest.mark.parametrize("text", [TABLE, TEXT])
def test_a_file_compressed_with_gzip_is_read(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "news.gz"
    path.write_bytes(gzip.compress(text))
    (values,) = results(path)
    assert values["title"] in ("Ferry Painted", "Gate Shut")


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(("news.csv", data))])
def test_an_archive_that_is_cut_off_is_told(keep: float, pack: Any, tmp_path: Path) -> None:
    rows = "".join(f"2024-05-06,Ferry {n},The ferry {n} is blue {n * 7919}.\n" for n in range(5000))
    data = pack(b"date,title,text\n" + rows.encode())
    path = tmp_path / "archive"
    path.write_bytes(data[: int(len(data) * keep)])
    *_, last = entries(str(path))
    assert isinstance(last, Entry)
    assert isinstance(last.content, Rejection)
    assert last.content.reason == "unreadable"


def test_a_part_with_a_damaged_name_is_told(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    data = zipped(("näws.csv", TABLE), ("gate.txt", TEXT))
    local = data.index("näws".encode())
    path.write_bytes(data[: local + 1] + b"\xff" + data[local + 2 :])
    first, second = results(path)
    assert first["rejected"] == "unreadable"
    assert second["title"] == "Gate Shut"


def test_the_file_of_an_office_program_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "news.docx"
    path.write_bytes(zipped(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")))
    with pytest.raises(Rejection, match="office program"):
        parse_file(path)


def test_a_table_with_unknown_columns_is_read_with_a_map(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("day_x,head_x,words_x\n2024-05-06,Ferry Painted,The ferry is blue.\n")
    (refused,) = parse_rows(path)
    assert isinstance(refused.result, Rejection)
    assert "--map text=words_x" in refused.result.message
    (row,) = parse_rows(path, columns="text=words_x,title=head_x,date=day_x")
    assert not isinstance(row.result, Rejection)
    fields = row.result.parsed.articles[0].fields
    assert fields["title"].value == "Ferry Painted"
    assert fields["published"].value == "2024-05-06"


def test_a_file_with_many_rows_is_not_one_article() -> None:
    with pytest.raises(Rejection, match="--rows"):
        parse_file(FOLDER / "comma.csv")


@pytest.mark.parametrize("text", ["text", "words=body", "text=", "=x"])
def test_a_wrong_map_is_an_error(text: str) -> None:
    with pytest.raises(BadMap):
        read_map(text)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *(("Title", "title"), ("HEADLINE", "title"), ("pubDate", "date"), ("Pub_Date", "date")),
        *(("publication-date", "date"), ("index.link", "url"), ("articleBody", "text")),
        *(("Full Text", "text"), ("제목", "title"), ("shelf", ""), ("", "")),
    ],
)
def test_a_name_means_a_field_in_any_spelling(name: str, field: str) -> None:
    assert field_of(name) == field


def test_no_name_means_two_fields() -> None:
    keys = [{name.replace(" ", "") for name in names} for names in FIELDS.values()]
    assert sum(map(len, keys)) == len(set().union(*keys))


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    max_size=30,
)


@given(
    st.lists(
        st.tuples(cells, cells.filter(lambda text: not (is_missing(text) or field_of(text)))),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(list(tables.DELIMITERS)),
)
def test_each_row_of_a_table_is_read_as_it_was_written(
    rows: list[tuple[str, str]], form: str
) -> None:

    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=tables.DELIMITERS[form])
    writer.writerow(("note", "text"))
    writer.writerows(rows)
    found = list(tables.table_rows(io.BytesIO(stream.getvalue().encode()), "utf-8", form))
    assert [row.error for row in found] == [""] * len(rows)
    pairs = [tables.row_pairs(row.data.decode(), form) for row in found]
    assert pairs == [[("note", note), ("text", text)] for note, text in rows]
    for row, (_, text) in zip(found, rows, strict=True):
        whole = read_row(row.data.decode(), form)
        assert whole.text[whole.text_start :] == text


json_texts = st.text(max_size=30)


@given(
    st.lists(st.tuples(json_texts, json_texts), min_size=1, max_size=8),
    st.sampled_from([None, 1]),
    st.booleans(),
    st.sampled_from(["list", "keyed", "day", "lines"]),
    st.integers(1, 40),
)
def test_each_object_of_a_json_text_is_read_as_it_was_written(
    rows: list[tuple[str, str]], indent: int | None, is_ascii: bool, shape: str, chunk: int
) -> None:
    objects = [{"title": title, "text": text} for title, text in rows]
    whole: Any = objects
    if shape == "keyed":
        whole = {f"k{number}": one for number, one in enumerate(objects)}
    if shape == "day":
        whole = {"articles": objects, "date": "2007-06-07"}

    def dumped(value: Any, spaces: int | None) -> bytes:
        text = json.dumps(value, indent=spaces, ensure_ascii=is_ascii)
        return text.encode("utf-8", "surrogatepass")

    if shape == "lines":
        data = b"\n".join(dumped(one, None) for one in objects)
        found = list(json_rows.json_lines(io.BytesIO(data), "utf-8"))
    else:
        data = dumped(whole, indent)
        before = json_text._CHUNK
        json_text._CHUNK = chunk  # so that values lie in several pieces
        try:
            found = list(json_rows.json_rows(lambda: io.BytesIO(data), "utf-8"))
        finally:
            json_text._CHUNK = before
    assert [row.error for row in found] == [""] * len(rows)
    for row, one in zip(found, objects, strict=True):
        own, around = json_values.row_pairs(row.data.decode("utf-8", "surrogateescape"))
        if is_ascii or not any("\ud800" <= letter <= "\udfff" for letter in "".join(one.values())):
            assert own == list(one.items())
        assert around == ([("date", "2007-06-07")] if shape == "day" else [])


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_large_data_set_takes_little_memory(form: str, tmp_path: Path) -> None:
    path, text = tmp_path / f"news.{form}", "The ferry is blue. " * 50
    with path.open("w") as file:
        if form == "csv":
            file.write("date,title,text\n")
            file.writelines(f"2024-05-06,Ferry {n},{text}\n" for n in range(8000))
        else:
            file.write("[")
            file.writelines(
                (", " if n else "") + json.dumps({"title": f"Ferry {n}", "text": text})
                for n in range(8000)
            )
            file.write("]")
    tracemalloc.start()
    count = sum(1 for _ in entries(str(path)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 8000
    assert peak < 6_000_000  # the file has 8 MB


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("title_ko,title_en,text_ko,text_en,date\n", "--map text=text_ko,title=title_ko"),
        ("words_x,shelf\nThe ferry is blue and floats.,7\n", "--map text=words_x"),
        ("text\nThe ferry is blue.\n", "Add a second column"),
        ("The ferry is blue.\nThe gate is shut.\n", "Write a line such as date,title,text"),
    ],
)
def test_the_refusal_of_a_table_says_what_to_do(data: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(data)
    (refused,) = parse_rows(path)
    assert isinstance(refused.result, Rejection)
    assert words in refused.result.message


def test_a_map_can_name_a_value_in_an_object(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text('[{"title": {"en": "Weir"}, "text": {"en": "The weir is dry.", "ko": "보."}}]')
    (refused,) = parse_rows(path)
    assert isinstance(refused.result, Rejection)
    assert "--map text=text.en,title=title.en" in refused.result.message
    (row,) = parse_rows(path, columns="text=text.en,title=title.en")
    assert not isinstance(row.result, Rejection)
    assert row.result.parsed.articles[0].body == "The weir is dry."


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("date=date (day first)", "2016-06-05"),
        ("date=(day first)", "2016-06-05"),
        ("date=Date(Month First),title=title", "2016-05-06"),
        ("date=date", None),
        ("", None),
    ],
)
def test_the_archivist_can_say_what_comes_first_in_dates(
    said: str, first: str | None, tmp_path: Path
) -> None:
    table = tmp_path / "lamps.csv"
    text = "The lamp of the pier was lit by the boatmen."
    table.write_text(f"title,date,text\nLamp Lit,05/06/2016,{text}\nLamp Out,25/06/2016,{text}\n")
    found = []
    for _, result in parse_rows(table, columns=said):
        assert not isinstance(result, Rejection)
        (article,) = result.parsed.articles
        date = article.fields.get("published")
        found.append(date and date.value)
        problems = [problem.message for problem in article.problems]
        assert any("day first" in message for message in problems) == (date is None)
    assert found == [first, "2016-06-25"]


def test_a_row_with_a_text_is_no_title_above_a_table(tmp_path: Path) -> None:
    text = "The ferry of the village was painted blue by the boatmen. " * 3
    path = tmp_path / "news.csv"
    path.write_text(
        f"1,Ferry Painted\n2,{text}\ntitle,date,text\nGate Shut,2024-05-07,{text}\n", "utf-8"
    )
    (found,) = (result for _, result in parse_rows(path))
    assert isinstance(found, Rejection)
    assert found.reason == "columns-unknown"


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_row_in_utf_16_has_the_line_ends_of_its_file(end: str, tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(f"title,text{end}不知道,The mill turns.{end}".encode("utf-16"))
    (entry,) = (found for found in entries(str(path)) if isinstance(found, Entry))
    assert not isinstance(entry.content, Rejection)
    assert entry.content.data == f"title,text{end}不知道,The mill turns.{end}".encode()
