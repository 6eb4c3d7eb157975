"""Tests of the time that names and values of data sets need, if somebody wants it to be long."""

import io
import time
from collections.abc import Callable
from typing import Any

import pytest

from ingest.formats import front_matter
from ingest.formats.field_names import field_of, is_numbered_text
from ingest.formats.json_rows import json_rows
from ingest.formats.markdown import markdown_text
from ingest.formats.no_text import why_no_text
from ingest.formats.rows import row_text


def long_titles(letters: str) -> None:
    row_text([("title", letters), ("headline", letters[::-1]), ("text", "The mill turns.")])


def cut_text(letters: str) -> None:
    row_text([("text", letters), ("body", f"{letters} and so on")])


def comments(letters: str) -> None:
    list(json_rows(lambda: io.BytesIO(letters.encode()), "utf-8"))


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (field_of, " " * 100_000 + "x"),
        (field_of, "index." * 100_000),
        (is_numbered_text, "_" * 100_000 + "x_"),
        (why_no_text, "www.a," * 40 + " the end"),
        (long_titles, "mill wheel " * 2_000),
        (cut_text, "." * 100_000 + "a"),
        (front_matter.divide, f"---\na: {'[' * 20_000}\n---\nThe mill turns."),
        (comments, "[" + "{/*}," * 8_000 + "]"),
        (markdown_text, "<div>\n<" + "a" * 100_000),
    ],
)
def test_a_value_is_read_in_a_short_time(function: Callable[[str], Any], value: str) -> None:
    started = time.process_time()
    function(value)
    assert time.process_time() - started < 1
