"""Tests of the functions that find lines and paragraphs, and of the comparison of titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Rejection
from ingest.text_lines import (
    TextLine,
    blocks,
    normalise_text,
    normalise_title,
    paragraphs,
    split_lines,
    words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim’s “Owl”", 'Kim\'s "owl"'),
        ("Owl\u00a0 returns", "OWL RETURNS"),
        ("Owl: a tale", "Owl -- a tale"),
        ("Ｏｗｌ", "owl"),
        ("Owl\u00ad", "owl"),
    ],
)
def test_spellings_of_one_headline_are_equal(one: str, other: str) -> None:
    assert normalise_title(one) == normalise_title(other) != ""


def test_headlines_with_different_words_differ() -> None:
    assert normalise_title("Owl 1") != normalise_title("Owl 2")
    assert normalise_title("새 다리") != normalise_title("새 집")


def test_normal_text_keeps_its_punctuation() -> None:
    assert normalise_text(" The  “Owl”, ’tis\n") == 'the "owl", \'tis'


def test_each_line_has_its_span_and_tells_whether_a_blank_line_is_above() -> None:
    text = "\ufeff Owl \n\n\u200b\n  returns\x0bagain\n"
    results = split_lines(text)
    assert results == [
        TextLine("Owl", 2, 5, True),
        TextLine("returns", 12, 19, True),
        TextLine("again", 20, 25, False),
    ]
    assert [[line.text for line in block] for block in blocks(results)] == [
        ["Owl"],
        ["returns", "again"],
    ]


@given(st.text("aé가 \n\t\u00a0\u3000\x1f", max_size=60))
def test_the_fast_and_the_slow_way_to_split_lines_have_equal_results(text: str) -> None:
    assert split_lines(text) == split_lines(text + "\n\u200b")


def test_a_part_of_a_line_has_the_span_of_its_words() -> None:
    (line,) = split_lines("\n  Owl:  it sleeps \n")
    assert line.part(4) == TextLine("it sleeps", 9, 18, True)
    assert line.part(0, 3) == TextLine("Owl", 3, 6, True)
    assert line.part(4, 6) is None


def test_wrapped_lines_become_one_paragraph_with_the_spans_of_both() -> None:
    text = "The owl sleeps in the hollow of an old lime tree by day\nand flies by night.\nIt hoots."
    results = paragraphs(split_lines(text))
    assert [paragraph.text for paragraph in results] == [text[:75].replace("\n", " "), "It hoots."]
    assert results[0].spans == ((0, 55), (56, 75))
    assert words([text[start:end] for start, end in results[0].spans]) == results[0].text


def test_a_line_of_only_nonbreaking_spaces_is_not_a_paragraph() -> None:
    assert [paragraph.text for paragraph in paragraphs(split_lines("One.\n\n&nbsp;\n\nTwo."))] == [
        "One.",
        "Two.",
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r", "<br>"])
def test_very_many_very_short_lines_are_rejected(line_break: str) -> None:
    assert len(split_lines(f"Owl{line_break}" * 19_999)) == 19_999
    assert len(split_lines(f"The owls{line_break}" * 20_000)) == 20_000
    with pytest.raises(Rejection, match="The first 20,000 lines have only ") as caught:
        split_lines(f"Owl{line_break}" * 20_000)
    assert caught.value.reason == "lines-too-short"


def test_short_lines_between_long_lines_are_read() -> None:
    assert len(split_lines("The owls return to the old lime tree.\n1\n2\n3\n" * 10_000)) == 40_000
