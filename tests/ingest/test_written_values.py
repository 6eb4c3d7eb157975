"""Tests of values in the spellings of programs."""

import pytest

from ingest.formats.written_values import read_written

MILL = "The mill is oiled.\n\nIt turns."


@pytest.mark.parametrize(
    ("value", "field", "read"),
    [
        ("['The mill is oiled.', 'It\\'s new.']", "text", "The mill is oiled.\n\nIt's new."),
        ('["The mill is oiled.", "It turns."]', "text", "The mill is oiled.\n\nIt turns."),
        ("['The mill is oiled.'\n 'It turns.']", "text", "The mill is oiled.\n\nIt turns."),
        ("['Ann Miller', \"Bo O'Weir\"]", "byline", "Ann Miller, Bo O'Weir"),
        ("('Ann Miller',)", "byline", "Ann Miller"),
        ("[{'text': 'The mill is oiled.'}, {'text': 'It turns.'}]", "text", MILL),
        ("['Mill Gazette']", "source", "Mill Gazette"),
        ("b'M\\xc3\\xbchle'", "title", "Mühle"),
        ('="Mill ""Oiled"""', "title", 'Mill "Oiled"'),
        ('=HYPERLINK("https://example.org/1","open")', "url", "https://example.org/1"),
        ('=HYPERLINK("https://example.org/1","Mill ""Oiled""")', "title", 'Mill "Oiled"'),
        ('=HYPERLINK("https://example.org/1")', "title", "https://example.org/1"),
        *(("'Mill Oiled", "title", "Mill Oiled"), ("'KCNA", "source", "KCNA")),
        ("'Children's Mill Oiled", "title", "Children's Mill Oiled"),
        *(("**Mill Oiled**", "title", "Mill Oiled"), ("# Mill Oiled", "title", "Mill Oiled")),
        ("{'id': None, 'name': 'Mill Gazette'}", "source", "Mill Gazette"),
        ('{"id": null, "name": "Mill Gazette"}', "source", "Mill Gazette"),
        ('[{"name": "Ann"}, {"name": "Bo"}]', "byline", "Ann, Bo"),
        ("Mill_x000D_\nOiled_x0021_", "title", "Mill\r\nOiled!"),
        ("'2024-05-06", "date", "2024-05-06"),
        ("Source: Mill Gazette", "source", "Mill Gazette"),
        ("제목: 수차", "title", "수차"),
    ],
)
def test_the_spelling_of_a_program_is_read(value: str, field: str, read: str) -> None:
    assert read_written(value, field) == read


@pytest.mark.parametrize(
    ("value", "field"),
    [
        *(("[Wonsan] Mill Oiled", "title"), ('("Mill Song")', "title"), ("=SUM(A1:A4)", "text")),
        *(("Source: the river.", "text"), ("Mill: Oiled", "title"), ("'24 was good", "title")),
        *(('["Mill" turned.]', "text"), ("best", "title"), ('{"a": 1}', "source")),
        *(("'Tis a Mill", "title"), ("'Mill' Oiled", "title"), ("'Mill' and 'Gate", "title")),
        *(("'The mill turns.", "text"), ("**Mill** and **Gate**", "title"), ("#Mill", "title")),
        *(("_x12_", "title"), ("{mill}", "title"), ("['Mill', turned]", "text")),
    ],
)
def test_other_values_are_unchanged(value: str, field: str) -> None:
    assert read_written(value, field) == value
