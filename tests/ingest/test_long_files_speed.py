"""Tests that the time to read a file with many repeated lines does not grow with its square."""

from contextlib import suppress
from time import process_time

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.values import SavedFile

DATELINE = "Pyongyang, May 6 (KCNA) -- The wheel turns in the mill of the village every day."
ARTICLE = f"Mill Wheel Oiled\n{DATELINE}\n"
TEXT = "\n\nThe wheel turns. It was oiled."
HEADERS = "Title: Mill Wheel Oiled\nDate: 2024-05-06\n"

# Beginning, repeated part and end of each file, and how often the part is repeated.
FILES = {
    "commas in an address": (f"{HEADERS}URL: http://a.example/", ",", f"x{TEXT}", 2_000),
    "an open link": (f"{HEADERS}URL: [a](", "x", TEXT, 4_000),
    "ends of texts": (ARTICLE, "© Miller 2024\na word without an end\nmore …\n", "", 700),
    "forms": (ARTICLE, "password?\nIt turns.\n", "", 2_000),
    "cells of a menu": ("", "abcdefgh|", f"5\n{ARTICLE}", 3),
    "parts of a path": ("Home", "/a", f">\n{ARTICLE}", 14),
    "digits beside a name": ("", "1", "x KCTV\n", 20),
    "spaces in a date": (HEADERS + "Date: a", " ", f"b{TEXT}", 45),
    "years": ("Mill Wheel Oiled\n", "2024년 ", "\nwww.kcna.kp (2024.05.06.)", 10_000),
}


def seconds(text: str) -> float:
    started = process_time()
    with suppress(Rejection):
        parse(SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text))
    return process_time() - started


@pytest.mark.parametrize("name", FILES)
def test_a_long_file_takes_little_time(name: str) -> None:
    begin, part, end, number = FILES[name]
    seconds(begin + part + end)
    short = seconds(begin + part * number + end)
    assert seconds(begin + part * 4 * number + end) < 9 * max(short, 0.02)
