"""Tests of the values in the rows of tables: which column counts, and which rows are refused."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ingest import Rejection, parse_rows
from ingest.pipeline import unused_columns

TEXT = "The ferry of the village was painted blue on Monday, and its boatmen rested for an hour."
OTHER = "A gate of the mill stood open in the evening because the river had risen by two feet."


def read_table(tmp_path: Path, *rows: dict[str, str], name: str = "lamps.csv") -> list[Any]:
    """Return what is read in each row: an article, or a Rejection."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path = tmp_path / name
    path.write_text(stream.getvalue())
    return [
        result if isinstance(result, Rejection) else result.parsed.articles[0]
        for _, result in parse_rows(path)
    ]


def codes(article: Any) -> set[str]:
    return {problem.code for problem in article.problems} - {
        *("title-missing", "source-unknown", "date-unknown"),
    }


@pytest.mark.parametrize(
    ("row", "field", "value", "code"),
    [
        ({"date": "2024-07-01", "published": "2024-05-06"}, "published", "2024-05-06", "dates"),
        ({"date": "2024-05-06", "pub_date": "2024-05-07T01:00:00Z"}, "published", "2024-05-07", ""),
        ({"date": "2024-05-06", "published": "yes"}, "published", "2024-05-06", ""),
        ({"date": "2024-05-06", "published": "2024"}, "published", "2024-05-06", ""),
        ({"date": "2024-05-06", "timestamp": "2025-01-01"}, "published", "2024-05-06", ""),
        ({"title": "Village News", "headline": "Ferry Painted"}, "title", "Village News", "titles"),
        ({"title": "Ferry Painted", "headline": "FERRY PAINTED"}, "title", "Ferry Painted", ""),
        ({"title": "Ferry Painted", "subject": "Boats"}, "title", "Ferry Painted", ""),
        ({"source": "webcrawl", "publisher": "Mill Gazette"}, "source", "webcrawl", "sources"),
        (
            {"source": "The Mill Gazette", "outlet": "Mill Gazette"},
            "source",
            "The Mill Gazette",
            "",
        ),
        (
            {"source": "https://example.org/1", "publisher": "Mill Gazette"},
            *("source", "Mill Gazette", ""),
        ),
        *(
            (
                {"source_url": site, "canonical_link": "https://example.org/1"},
                *("original_url", "https://example.org/1", ""),
            )
            for site in ("https://example.org", "https://example.org/")
        ),
        (
            {"url": "https://example.org/2", "link": "https://example.org/1"},
            *("original_url", "https://example.org/2", ""),
        ),
        ({"title": "Untitled", "headline": "Ferry Painted"}, "title", "Ferry Painted", ""),
        ({"Name": "Ferry Painted"}, "title", "Ferry Painted", ""),
        ({"Name": "Ann Miller", "title": "Ferry Painted"}, "title", "Ferry Painted", ""),
        ({"Date (dd/mm/yyyy)": "06/05/2024"}, "published", "2024-05-06", ""),
        ({"Date (MM/DD/YYYY)": "05/06/2024"}, "published", "2024-05-06", ""),
        ({"year": "2024.0", "month": "5.0", "day": "6.0"}, "published", "2024-05-06", ""),
        ({"Jahr": "2024", "Monat": "Mai", "Tag": "6"}, "published", "2024-05-06", ""),
        ({"año": "2024", "mes": "mayo", "día": "6"}, "published", "2024-05-06", ""),
        ({"год": "2024", "месяц": "Май", "день": "6"}, "published", "2024-05-06", ""),
        ({"년": "2024년", "월": "5월", "일": "6일"}, "published", "2024-05-06", ""),
        ({"Year": "2024", "Month": "Sept.", "Day": "6th"}, "published", "2024-09-06", ""),
        ({"Tag": "Montag", "topic": "Boats"}, "topic", "Boats", ""),
        ({"Tag": "ferries"}, "topic", "ferries", ""),
        ({"2. Date (UTC)*": "2024-05-06"}, "published", "2024-05-06", ""),
        (
            {"link": "https://example.org/?a=1&amp;b=2"},
            "original_url",
            "https://example.org/?a=1&b=2",
            "",
        ),
        (
            {"link": "https://example.org/1, https://example.org/2"},
            "original_url",
            "https://example.org/1",
            "",
        ),
        (
            {"link": "https://example.org/1\nhttps://example.org/2"},
            "original_url",
            "https://example.org/1",
            "",
        ),
        ({"link": "[open](https://example.org/1)"}, "original_url", "https://example.org/1", ""),
        ({"link": "<https://example.org/1>"}, "original_url", "https://example.org/1", ""),
        ({"source": "412", "publisher": "Mill Gazette"}, "source", "Mill Gazette", ""),
        ({"source": "KCNA", "publisher": "Korean Central News Agency"}, "source", "KCNA", ""),
        ({"source": "www.kcna.kp"}, "source", "KCNA.kp", ""),
        *(
            ({"language": tag}, "language", "en", "")
            for tag in ("en-US", "en_US", "ENG", "unknown")
        ),
        ({"source": "{'id': None, 'name': 'Mill Gazette'}"}, "source", "Mill Gazette", ""),
    ],
)
def test_the_best_of_several_columns_counts(
    row: dict[str, str], field: str, value: str, code: str, tmp_path: Path
) -> None:
    (article,) = read_table(tmp_path, {**row, "text": TEXT})
    assert article.fields[field].value == value
    assert codes(article) == ({f"{code}-disagree"} if code else set())
    for problem in article.problems:
        if problem.code == f"{code}-disagree":
            assert all(shown in problem.message for shown in row.values())


@pytest.mark.parametrize(
    ("row", "body", "code"),
    [
        ({"text": "Share this", "body": TEXT}, TEXT, ""),
        ({"text": f"{TEXT[:50]}…", "body": TEXT}, TEXT, ""),
        ({"text": TEXT, "html": f"<p>{TEXT}</p>"}, TEXT, ""),
        ({"text": f"{TEXT}\n\nShare this: Facebook Twitter\n© 2024 KCNA. All rights."}, TEXT, ""),
        ({"text": "texts/0001.txt", "content": TEXT}, TEXT, ""),
        ({"text": TEXT, "body": OTHER}, TEXT, "texts-disagree"),
        ({"text": TEXT, "body": "412"}, TEXT, ""),
        ({"text": f"['{TEXT}', '{OTHER}']"}, f"{TEXT}\n\n{OTHER}", ""),
        ({"Article": TEXT}, TEXT, ""),
        ({"text": f"{TEXT}_x000D_\n_x000D_\n{OTHER}"}, f"{TEXT}\n\n{OTHER}", ""),
    ],
)
def test_the_best_text_counts(row: dict[str, str], body: str, code: str, tmp_path: Path) -> None:
    (article,) = read_table(tmp_path, {"title": "Ferry Painted", **row})
    assert article.body == body
    assert codes(article) == ({code} if code else set())


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "texts/0001.txt"}, "the name of a file: “texts/0001.txt”"),
        ({"text": "404 Not Found"}, "a notice"),
        ({"text": "3 articles", "title": "Total"}, "a count"),
        ({"html": f"<html><head><title>Ferry</title></head><body>{TEXT}</body>"}, ".html"),
        ({"text": TEXT, "article_id": "7", "paragraph_no": "2"}, "paragraph_no: 2"),
        ({"text": TEXT, "chunk_id": "0"}, "piece of a text"),
        ({"text": TEXT, "sentence_id": "s1"}, "Join the pieces"),
        ({"text": TEXT, "doc_id": "7", "chunk_index": "0", "total_chunks": "4"}, "Join"),
        ({"source": f"{TEXT} {OTHER}", "text": "checked by Ann"}, "may stand in the wrong columns"),
    ],
)
def test_a_row_without_the_text_of_an_article_is_refused(
    row: dict[str, str], words: str, tmp_path: Path
) -> None:
    (refused,) = read_table(tmp_path, {"title": "Ferry Painted", **row})
    assert refused.reason == "not-an-article"
    assert words in refused.message


@pytest.mark.parametrize(
    "row",
    [
        *(
            {"article_id": "7"},
            {"paragraphs": "4"},
            {"page": "3"},
            {"doc_id": "7", "split": "train"},
        ),
        {"doc_id": "7", "chunk_index": "0", "total_chunks": "1"},
    ],
)
def test_other_numbers_do_not_make_a_piece(row: dict[str, str], tmp_path: Path) -> None:
    (article,) = read_table(tmp_path, {"title": "Ferry Painted", **row, "text": TEXT})
    assert article.body == TEXT


def test_a_key_that_is_there_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "lamps.json"
    path.write_text(f'[{{"title": "Ferry", "text": "{TEXT}", "title": "Gate", "text": "{OTHER}"}}]')
    ((_, result),) = parse_rows(path)
    assert not isinstance(result, Rejection)
    (article,) = result.parsed.articles
    assert article.body == TEXT
    assert codes(article) == {"titles-disagree", "texts-disagree"}


def test_a_row_with_several_articles_is_refused(tmp_path: Path) -> None:
    row = {"date": "2024-05-06", "headline1": "Ferry", "body1": TEXT, "headline2": "Gate"}
    (refused,) = read_table(tmp_path, {**row, "body2": OTHER})
    assert refused.reason == "several-articles"
    (article,) = read_table(tmp_path, {"title": "Ferry", "title_2": "", "text": TEXT, "text_2": ""})
    assert article.body == TEXT
    row = {"title": "Ferry", "title 2": "Painted Blue", "text": TEXT}
    (article,) = read_table(tmp_path, row)
    assert article.body == TEXT


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"title": "Ferry", "no": "", "text": TEXT}, {"title": "", "no": "", "text": OTHER}),
        ({"title": "Ferry", "no": "1", "text": TEXT}, {"title": "", "no": "2", "text": OTHER}),
        ({"title": "", "no": "1", "text": TEXT}, {"title": "", "no": "", "text": OTHER}),
    ],
)
def test_other_rows_without_a_title_are_articles(
    first: dict[str, str], second: dict[str, str], tmp_path: Path
) -> None:
    assert [one.body for one in read_table(tmp_path, first, second)] == [TEXT, OTHER]


@pytest.mark.parametrize(
    ("name", "data", "dates"),
    [
        ("export_2025-03-01.csv", f"title,text\nFerry,{TEXT.replace(',', '')}\n", [None]),
        ("2019.json", f'[{{"title": "Ferry", "text": "{TEXT}"}}]', [None]),
        ("2024-05-06_ferry.json", f'{{"title": "Ferry", "text": "{TEXT}"}}', ["2024-05-06"]),
        ("2025-03-01.jsonl", f'{{"title": "A", "text": "{TEXT}"}}\n' * 2, [None, None]),
    ],
)
def test_the_name_of_a_data_set_does_not_date_its_rows(
    name: str, data: str, dates: list[str | None], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(data)
    archive = tmp_path / "dump-2025-03-01.zip"
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr(f"2025-03-01/{name}", data)
        members.writestr("ferry.txt", f"Title: Ferry\nSource: Mill Gazette\n\n{TEXT}\n")
    for path, wanted in ((tmp_path / name, dates), (archive, [*dates, None])):
        found = []
        for _, result in parse_rows(path):
            assert not isinstance(result, Rejection)
            date = result.parsed.articles[0].fields.get("published")
            found.append(date.value if date else None)
        assert found == wanted


@pytest.mark.parametrize(
    ("head", "advice"),
    [
        ("head_line_1,text,shelf", "the title or the date: --map title=head_line_1,date=COLUMN"),
        ("title,day_of_paper,text", "the date: --map date=day_of_paper"),
        ("title,date_updated,text", "the date: --map date=COLUMN"),
        ("title,year,text,shelf", ""),
        ("title,date,text,shelf", ""),
    ],
)
def test_unused_columns_come_with_advice(head: str, advice: str, tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"{head}\n{','.join('x' * (head.count(',') + 1))}\n")
    (found,) = unused_columns(path).values()
    assert found.advice.endswith(advice)
    assert bool(found.advice) is bool(advice)


@pytest.mark.parametrize(
    ("text", "is_garbled"),
    [
        *(
            (f"KCNA: {text}".encode().decode(codec, "ignore"), True)
            for codec in ("latin-1", "cp1252")
            for text in (
                "마을의 나루배를 칠하였다.",
                "村里的渡船漆好了。",
                "村の船は青く塗られた。",
            )
        ),
        ("Là-bas, l’été passé», dit-il. «Où?» Não é “já”… é… ‘ã’ “ê” – è – le bateau.", False),
    ],
)
def test_letters_that_were_garbled_before_saving_are_told(
    text: str, is_garbled: bool, tmp_path: Path
) -> None:
    (article,) = read_table(tmp_path, {"title": "Ferry Painted", "text": text})
    assert codes(article) == ({"mojibake"} if is_garbled else set())
