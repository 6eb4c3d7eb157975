"""Test the comparison of two versions of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text_changes import Grade, compare_texts, highest_grade

MILL = (
    "The old mill at Hamju was repaired on May 6, 2014. Its wheel had stood still for 3 years."
    " Miller Ri Chol Su thanked the carpenters. They will come again next spring."
)


def changes(before: str, after: str) -> list[tuple[str, str, Grade]]:
    return [
        (before[slice(*piece.before)].strip(), after[slice(*piece.after)].strip(), piece.grade)
        for piece in compare_texts(before, after)
        if piece.is_change
    ]


@pytest.mark.parametrize(
    ("old", "new", "grade"),
    [
        ("Its wheel", "Its  wheel", Grade.NONE),
        ("had stood still", "had stood-still", Grade.NONE),
        ("thanked the carpenters.", "“thanked” the carpenters!", Grade.NONE),
        ("The old mill", "THE OLD MILL", Grade.NONE),
        ("repaired", "repiared", Grade.SPELLING),
        ("old mill", "ancient mill", Grade.WORDING),
        ("stood still", "not turned at all", Grade.WORDING),
        ("for 3 years", "for 5 years", Grade.FACTS),
        ("for 3 years", "for three years", Grade.FACTS),
        ("on May 6, 2014", "on May 7, 2014", Grade.FACTS),
        ("on May 6, 2014", "on June 6, 2014", Grade.FACTS),
        ("Ri Chol Su", "Kim Yong Ho", Grade.FACTS),
        ("Miller Ri Chol Su", "Miller", Grade.FACTS),
        ("at Hamju", "at Humju", Grade.FACTS),
        (" Miller Ri Chol Su thanked the carpenters.", "", Grade.PASSAGE),
        (
            " They will come again next spring.",
            " They will come again next spring. All is well.",
            Grade.PASSAGE,
        ),
        (
            "for 3 years.",
            "for 3 years, said all who live beside the river and the road to the sea.",
            Grade.PASSAGE,
        ),
    ],
)
def test_grade(old: str, new: str, grade: Grade) -> None:
    assert old in MILL
    after = MILL.replace(old, new)
    assert highest_grade(compare_texts(MILL, after)) == grade
    assert highest_grade(compare_texts(after, MILL)) == grade


def test_changes_are_whole_words_with_their_marks() -> None:
    after = MILL.replace("Ri Chol Su", "Kim Yong Ho").replace(" May 6, 2014", " May 7, 2014")
    assert changes(MILL, after) == [
        ("6,", "7,", Grade.FACTS),
        ("Ri Chol Su", "Kim Yong Ho", Grade.FACTS),
    ]


def test_removed_sentence_is_one_change() -> None:
    sentence = "Miller Ri Chol Su thanked the carpenters."
    assert changes(MILL, MILL.replace(" " + sentence, "")) == [(sentence, "", Grade.PASSAGE)]


def test_small_words_between_two_changes_are_a_part_of_the_change() -> None:
    before = "He spoke of the mill and praised the millers at work."
    after = "He spoke of a dam in the north and praised those at sea."
    found = changes(before, after)
    assert ("the mill", "a dam in the north", Grade.WORDING) in found


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("우리 마을 물방아를 고쳤다.", "우리 도시 물방아를 고쳤다.", ("마을", "도시")),
        ("村里的水磨修好了。", "城里的水磨修好了。", ("村", "城")),
        ("水車を直した。", "水車を作った。", ("直し", "作っ")),
        ("Мельницу починили в мае.", "Мельницу сломали в мае.", ("починили", "сломали")),
    ],
)
def test_other_scripts(before: str, after: str, change: tuple[str, str]) -> None:
    assert [found[:2] for found in changes(before, after)] == [change]


def test_thousands_separators_make_no_change_but_decimal_points_do() -> None:
    assert not changes("10,000 tons", "10000 tons")
    assert changes("1.5 tons", "15 tons") == [("1.5", "15", Grade.FACTS)]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "A mill."), ("A mill.", "")])
def test_empty_texts(before: str, after: str) -> None:
    pieces = compare_texts(before, after)
    assert "".join(before[slice(*piece.before)] for piece in pieces) == before
    assert "".join(after[slice(*piece.after)] for piece in pieces) == after


WORDS = st.lists(
    st.sampled_from(["the", "mill", "Mill.", "6", "Ri", "Chol", "–", "a", "\n\n", "wheel,", "水"]),
    max_size=30,
).map(" ".join)


@pytest.mark.parametrize(("length", "grade"), [(99, Grade.SPELLING), (100, Grade.WORDING)])
def test_long_texts_without_spaces_are_no_spellings_of_a_word(length: int, grade: Grade) -> None:
    before, after = "나" * length + "다", "나" * length + "라"
    assert changes(before, after) == [(before, after, grade)]


@given(WORDS, WORDS)
def test_the_pieces_cover_both_texts(before: str, after: str) -> None:
    pieces = compare_texts(before, after)
    assert "".join(before[slice(*piece.before)] for piece in pieces) == before
    assert "".join(after[slice(*piece.after)] for piece in pieces) == after
    assert all((piece.grade > Grade.NONE) == piece.is_change for piece in pieces)


@given(WORDS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not changes(text, text)


@given(WORDS, WORDS)
def test_no_change_means_the_same_words(before: str, after: str) -> None:
    if highest_grade(compare_texts(before, after)) is Grade.NONE:
        letters = [
            [letter for letter in text.casefold() if letter.isalnum()] for text in (before, after)
        ]
        assert letters[0] == letters[1]


def test_very_long_texts_are_compared_as_one_change() -> None:
    before = " ".join(["first", *(f"a{number}" for number in range(30_000)), "last"])
    after = " ".join(["first", *(f"b{number}" for number in range(30_000)), "last"])
    pieces = compare_texts(before, after)
    assert [piece.is_change for piece in pieces] == [False, True, False]
    assert before[slice(*pieces[0].before)].strip() == "first"
