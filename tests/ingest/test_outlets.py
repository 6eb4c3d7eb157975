"""Tests of outlets that the head of a collection names: they are the sources of its articles."""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest import parse_rows
from ingest.formats.outlets import outlet_in
from tests.ingest.test_kept_shapes import ROWS, WHEEL

ARTICLES = [dict(zip(("title", "date", "text"), row, strict=True)) for row in ROWS]


def sources(path: Path, content: str) -> list[Any]:
    """Return the sources of the articles of a file; None for an article without one."""
    path.write_text(content)
    articles = [one for row in parse_rows(path) for one in row.result.parsed.articles]  # type: ignore[union-attr]
    fields = [article.fields.get("source") for article in articles]
    return [field and field.value for field in fields]


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        *(
            ("KCNA", "KCNA"),
            ("KCNA articles, May 2024", "KCNA"),
            ("# Rodong Sinmun", "Rodong Sinmun"),
        ),
        *(
            ("News of the Rodong Sinmun, 2024-05", "Rodong Sinmun"),
            ("조선중앙통신 기사모음", "조선중앙통신"),
        ),
        *(("KCNA and Rodong Sinmun", ""), ("Mill Gazette", ""), ("KCNA Attacked by Hackers", "")),
        *(("Rodong Sinmun Marks Anniversary", ""), ("News of May 2024", ""), ("", "")),
    ],
)
def test_the_head_of_a_collection_can_name_its_outlet(
    head: str, outlet: str, tmp_path: Path
) -> None:
    assert outlet_in(head) == outlet
    for value in ({"title": head, "articles": ARTICLES}, {"name": head, "list": ARTICLES}):
        found = sources(tmp_path / "1.json", json.dumps(value))
        assert found == [outlet or None] * len(ARTICLES)
    parts = [f"## {one['title']}\n\n{one['date']}\n\n{one['text']}\n\n" for one in ARTICLES]
    found = sources(tmp_path / "1.md", f"# {head.strip('# ') or 'News'}\n\n{''.join(parts)}")
    assert found == [outlet or None] * len(ARTICLES)


def test_a_row_with_a_source_keeps_it(tmp_path: Path) -> None:
    own = [ARTICLES[0] | {"source": "Mill Gazette"}]
    keyed = {"KCNA": ARTICLES, "Rodong Sinmun": own}
    found = sources(tmp_path / "1.json", json.dumps(keyed))
    assert found == ["KCNA"] * len(ARTICLES) + ["Mill Gazette"]


def test_sections_of_one_article_are_not_a_collection(tmp_path: Path) -> None:
    text = "# A Day at the Mill\n\n"
    text += "".join(f"## {name}\n\n6 May 2024\n\n{WHEEL}\n\n" for name in ("Morning", "Evening"))
    path = tmp_path / "1.md"
    path.write_text(text)
    (row,) = parse_rows(path)
    assert getattr(row.result, "reason", "") == "layout-none"
