"""Tests of which objects of a JSON text are articles, and what their values are.

Each case has a JSON value, and the articles in it: title, date, source and paragraphs, or the
reason why a row is rejected.
"""

import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import Rejection, parse_rows
from ingest.formats import json_rows
from ingest.formats.containers import entries
from ingest.formats.entry import Entry, PassedOver
from ingest.formats.rows import read_row
from tests.ingest.json_parts import FERRY, FIRST, PARTS_OF_ARTICLES, SECOND, TEXT
from tests.ingest.json_shapes import BESIDE_ARTICLES, COLUMNS, KEYS, VALUES

Expected = list[Any]
LONG = "The gate of the park was shut in the evening."


def found_in(text: str, tmp_path: Path, name: str = "news.json") -> Expected:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    found: Expected = []
    for _, result in parse_rows(path):
        if isinstance(result, Rejection):
            found.append(result.reason)
            continue
        (article,) = result.parsed.articles
        names = ("title", "published", "source")
        values = [article.fields[name].value if name in article.fields else None for name in names]
        if any(problem.code == "title-missing" for problem in article.problems):
            values[0] = None
        found.append((*values, [paragraph.text for paragraph in article.paragraphs]))
    return found


CASES = {
    f"{kind}-{name}": case
    for kind, cases in (
        ("part", PARTS_OF_ARTICLES),
        ("columns", COLUMNS),
        ("key", KEYS),
        ("beside", BESIDE_ARTICLES),
        ("value", VALUES),
    )
    for name, case in cases.items()
}


@pytest.mark.parametrize(("value", "expected"), CASES.values(), ids=CASES)
def test_the_articles_of_a_json_value_are_read(
    value: Any, expected: Expected, tmp_path: Path
) -> None:
    assert found_in(json.dumps(value), tmp_path) == expected


@pytest.mark.parametrize("value", [case[0] for case in CASES.values()], ids=CASES)
def test_each_article_of_a_json_value_can_be_read_alone(value: Any, tmp_path: Path) -> None:
    path, alone = tmp_path / "news.json", tmp_path / "alone"
    path.write_text(json.dumps(value))
    for entry in entries(str(path)):
        if isinstance(entry, Entry) and not isinstance(entry.content, Rejection):
            assert entry.content.data is not None
            alone.write_bytes(entry.content.data)
            (again,) = (found for found in entries(str(alone)) if isinstance(found, Entry))
            assert again.content == entry.content


def test_articles_are_numbered_without_what_stands_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps({"_shards": {"total": 1}, "meta": {"a": 1}, "hits": [FIRST]}))
    assert [place for place, _ in parse_rows(path)] == ["row 1 (hits)"]


def test_lines_of_a_bulk_import_are_no_rows(tmp_path: Path) -> None:
    lines = (f'{{"index": {{"_id": "{n}"}}}}\n{json.dumps(FIRST)}\n' for n in range(2))
    assert found_in("".join(lines), tmp_path, "bulk.jsonl") == [FERRY, FERRY]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"title": "All", "text": "All that I found.", "articles": [FIRST]}, "text above articles"),
        ([FIRST | {"articles": [SECOND]}], "articles inside an article"),
        *(
            (around({"news": [FIRST], name: [{"title": "Gate", "text": LONG}]}), kind)
            for around in (dict, lambda value: [value])
            for name, kind in (
                *(("videos", "texts beside articles"), ("photos", "texts beside articles")),
                *(("related", "texts beside articles"), ("comments", "")),
            )
        ),
        ({"news": [FIRST], "images": [{"title": "Gate", "text": "A gate."}]}, ""),
        ({"news": [FIRST | {"photos": [{"title": "Gate", "text": LONG}]}]}, ""),
    ],
)
def test_a_text_or_article_that_is_not_read_is_told(value: Any, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps(value))
    found = entries(str(path))
    reasons = {part.reason for part in found if isinstance(part, PassedOver)} - {""}
    assert reasons == ({kind} if kind else set())


@pytest.mark.parametrize("row", ['{"a": "b", "items": ["a"]}', "[]", '"a"', "7", "{}"])
def test_json_that_has_become_no_row_is_refused(row: str) -> None:
    with pytest.raises(Rejection, match="present names"):
        read_row(row, "json")


def test_the_address_of_a_feed_is_not_that_of_its_articles(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps({"title": "Feed", "url": "http://e.org", "items": [FIRST]}))
    (row,) = parse_rows(path)
    assert not isinstance(row.result, Rejection)
    assert "original_url" not in row.result.parsed.articles[0].fields


names = st.sampled_from(
    [
        *("title", "text", "date", "source", "url", "body", "articles", "items", "comments"),
        *("pages", "blocks", "versions", "data", "messages", "role", "type", "columns", "2024"),
        *("2024-05-06", "01", "crawled", "x", "1"),
    ]
)
leaves = st.sampled_from([None, True, 7, "", "2024-05-06", "user", "paragraph", TEXT])
json_values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(json_values)
def test_each_row_of_any_json_value_is_the_same_alone(value: Any) -> None:
    for row in rows_of(json.dumps(value)):
        if row.data:
            (alone,) = (again for again in rows_of(row.data.decode()) if not again.passed_over)
            assert alone.data == row.data


def rows_of(text: str) -> list[json_rows.JsonRow]:
    return list(json_rows.json_rows(lambda: io.BytesIO(text.encode()), "utf-8"))


@pytest.mark.parametrize("is_list", [True, False])
def test_objects_deep_in_each_other_take_little_time(is_list: bool) -> None:
    value: Any = FIRST
    for _ in range(40):
        value = {"title": "Ferries", "items": [value] if is_list else value}
    start = time.process_time()
    rows_of(json.dumps(value))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "value",
    [
        {"source": "x" * 100_000, "articles": [FIRST] * 100},
        {"source": "x" * 100_000, "title": ["Ferry Painted"] * 100, "text": [TEXT] * 100},
    ],
)
def test_a_long_value_beside_articles_is_not_copied_to_each(value: Any) -> None:
    text = json.dumps(value).encode()
    rows = list(json_rows.json_rows(lambda: io.BytesIO(text), "utf-8"))
    assert len(rows) == 100
    assert sum(len(row.data) for row in rows) < len(text)
