"""Tests of the command `parse_file`, which prints what the parser reads, without a database."""

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import SEEDS

BARE = "Owl seen in botanical garden\n\nAn eagle owl was seen in Kusong City.\n"


def printed(path: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("parse_file", str(path), *options, stdout=out)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def refused(path: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("parse_file", str(path), *options, stdout=out)
    assert caught.value.code == 1
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def test_a_seed_is_printed_with_evidence_listing_and_places() -> None:
    path = SEEDS / "001_c1c7bf5fe6d0adfe.txt"
    file = printed(path)
    (article,) = file["articles"]
    text = path.read_text()
    assert file["layout"] == "kcnawatch"
    assert file["saved_not_before"]["value"] == "2026-03-02"
    title = article["fields"]["title"]
    ((start, end),) = title["spans"]
    assert (
        text[start:end]
        == title["value"]
        == "Normalized production and quality improvement promoted"
    )
    assert (article["fields"]["published"]["rule"], article["fields"]["published"]["value"]) == (
        "date-line",
        "2025-03-14",
    )
    assert article["witnesses"]["date_line"]["value"] == "2025-03-14"
    assert len(article["paragraphs"]) == 4
    assert len(file["items"]) == 12
    assert file["items"][0]["published"] == "2026-03-02"
    assert {"songchon", "kusong", "hamju"} <= {mention["entity"] for mention in article["mentions"]}


def test_layout_and_source_of_a_bare_text_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "owl.txt"
    path.write_text(BARE)
    assert refused(path)["rejected"] == "layout-none"
    assert refused(path, "--layout", "pyongyang_times")["rejected"] == "source-not-said"
    file = printed(path, "--layout", "pyongyang_times", "--source", "Pyongyang Times")
    source = file["articles"][0]["fields"]["source"]
    assert (source["value"], source["rule"], source["spans"]) == (
        "Pyongyang Times",
        "source-said",
        [],
    )


def test_a_rejection_is_printed_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("404 Not Found\n")
    results = refused(tmp_path / "page.txt")
    assert results["rejected"] == "not-an-article"
    assert "an error page" in results["message"]


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    results = refused(tmp_path / "missing.txt")
    assert results == {
        "path": str(tmp_path / "missing.txt"),
        "rejected": "unreadable",
        "message": "The file cannot be read: No such file or directory.",
    }


def test_a_name_that_is_not_utf_8_is_printed_with_backslashes(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/owl\xff.txt"))
    path.write_text(BARE)
    assert refused(path)["path"] == f"{tmp_path}/owl\\xff.txt"


def test_a_path_is_required() -> None:
    with pytest.raises(CommandError, match="path"):
        call_command("parse_file")
