"""Test that texts with very many accents in a row are read, and do not stop an import."""

from pathlib import Path

from ingest import parse_file
from ingest.combining_marks import few_marks, has_many_marks
from ingest.mentions.spelling import name_key
from ingest.same_article.common_part import letters_of
from ingest.text_lines import normalise_text

MARKS = "\u0301\u0323\u0316" * 100_000  # Python needs minutes to sort them


def test_only_very_many_marks_are_left_out() -> None:
    assert few_marks("a" + "\u0301" * 40 + "b\u0301") == "a" + "\u0301" * 30 + "b\u0301"
    for text in ("plain", "e\u0301", "a" + "\u0301" * 30):
        assert few_marks(text) == text
        assert not has_many_marks(text)


def test_a_file_with_very_many_marks_is_read(tmp_path: Path) -> None:
    path = tmp_path / "marks.txt"
    text = f"The workers of a{MARKS}b County produced iron."
    path.write_text(f"Pyongyang, May 5 (KCNA) -- {text}\n\nIt was good.\n-0-\n", "utf-8")
    ((article, _mentions),) = parse_file(str(path)).articles
    assert MARKS in article.body
    for function in (name_key, letters_of, normalise_text):
        assert function(f"x{MARKS}").startswith("x")
