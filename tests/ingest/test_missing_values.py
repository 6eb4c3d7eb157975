"""Tests of the words that mean that a value is missing."""

import pytest

from ingest.formats.missing_values import is_missing


@pytest.mark.parametrize(
    "value",
    [
        *("", "  ", "-", "---", "…", "?", "[]", "{}", '""', "(none)", "N/A", "n.a.", "[Unknown]"),
        *("\\N", "#NAME?", "미상", "不明", "неизвестно", "Desconocido", "k. A.", "<NA>"),
        *("0", "False", "[None]", "not stated", "Unbekannt", "なし", "TBD", "0000-00-00"),
    ],
)
def test_some_words_mean_no_value_in_any_field(value: str) -> None:
    assert is_missing(value)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        *(
            ("Untitled", "title"),
            ("[no headline]", "title"),
            ("No source.", "source"),
            ("True", "source"),
            ("yes", "date"),
            ("undated", "date"),
        ),
        *(
            ("Unknown publisher", "source"),
            ("매체 미상", "source"),
            ("fuente desconocida", "source"),
        ),
        *(("sans titre", "title"), ("Ohne Titel", "title"), ("no author", "byline")),
        *(("various", "source"), ("und", "language"), ("title unknown", "title")),
    ],
)
def test_some_words_mean_no_value_in_their_field_only(value: str, field: str) -> None:
    assert is_missing(value, field)
    assert not is_missing(value)


@pytest.mark.parametrize(
    "value",
    ["Nation", "No Title Won", "Unknown Soldier", "무제한", "7", "A" * 41, "Nil Desperandum"],
)
def test_other_words_are_values(value: str) -> None:
    assert not is_missing(value, "title")
