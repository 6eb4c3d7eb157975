"""Test that snippets show the matches in the stored text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis.words import exact_words, keys_of
from archive.search.highlighting.matches import MatchFinder
from archive.search.highlighting.snippets import LENGTH, make_snippets, marked_title
from archive.search.query.parser import parse_query

SAVED = "On Friday ComradeKim Jong Unvisited factories.\n\nHe said: café workers’ homes come first."
LONG = (
    f"{'iron ore was dug here. ' * 20}A factory stood there."
    f" {'nothing else happened. ' * 40}Potatoes grew."
)


def shown(text: str, words: str) -> str:
    """Return the snippets of a search for `words`, with matches in brackets.

    "…" shows where the text continues before or after a snippet.
    """
    return " | ".join(
        ("…" if snippet.is_cut_before else "")
        + "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in snippet.pieces)
        + ("…" if snippet.is_cut_after else "")
        for snippet in make_snippets(text, MatchFinder(parse_query(words).node))
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "factory",
            (
                "On Friday ComradeKim Jong Unvisited [factories]. He said: café workers’ homes come"
                " first."
            ),
        ),
        (
            "visit",
            (
                "On Friday ComradeKim Jong Un[visited] factories. He said: café workers’ homes come"
                " first."
            ),
        ),
        (
            '"comrade kim jong un visited"',
            (
                "On Friday [ComradeKim Jong Unvisited] factories. He said: café workers’ homes come"
                " first."
            ),
        ),
        (
            "cafe home",
            (
                "On Friday ComradeKim Jong Unvisited factories. He said: [café] workers’ [homes]"
                " come first."
            ),
        ),
        (
            '"homes"',
            (
                "On Friday ComradeKim Jong Unvisited factories. He said: café workers’ [homes] come"
                " first."
            ),
        ),
        (
            '"home"',
            (
                "On Friday ComradeKim Jong Unvisited factories. He said: café workers’ homes come"
                " first."
            ),
        ),
        (
            "factory -home",
            (
                "On Friday ComradeKim Jong Unvisited [factories]. He said: café workers’ homes come"
                " first."
            ),
        ),
        (
            "",
            (
                "On Friday ComradeKim Jong Unvisited factories. He said: café workers’ homes come"
                " first."
            ),
        ),
    ],
)
def test_matches_are_marked_in_the_stored_text(words: str, expected: str) -> None:
    assert shown(SAVED, words) == expected


def test_without_a_match_the_snippet_is_the_start() -> None:
    start = shown(LONG, "steel")
    assert start.startswith("iron ore was dug here.")
    assert start.endswith("…")
    assert len(start) <= LENGTH + 1


def test_a_distant_match_is_shown_with_words_before_it() -> None:
    assert "ore was dug here. A [factory] stood there." in shown(LONG, "factory")
    assert shown(LONG, "factory").startswith("…")


def test_two_distant_words_give_two_snippets_in_the_order_of_the_text() -> None:
    first, second = make_snippets(LONG, MatchFinder(parse_query("potato factory").node))
    assert "factory" in first.text
    assert "Potatoes" in second.text
    assert len(first.text) + len(second.text) <= LENGTH + 20


def test_an_empty_text_has_no_snippet() -> None:
    assert make_snippets("", MatchFinder(parse_query("iron").node)) == ()


def test_a_snippet_shows_the_window_with_most_of_the_terms() -> None:
    text = f"{'iron ' * 30}{'filler ' * 60}iron and ore and coal {'filler ' * 60}ore ore"
    assert "[iron] and [ore] and [coal]" in shown(text, "iron ore coal")


def test_many_patterns_in_a_long_text_are_fast() -> None:
    text = "iron " * 100_000
    typed = " ".join(
        f"{word} OR x{number}" for number, word in enumerate(["iron", "Iron", "irón", "IRON"] * 12)
    )
    started = time.process_time()
    assert make_snippets(text, MatchFinder(parse_query(typed).node))
    assert time.process_time() - started < 5  # seconds; comparing all pairs of hits took minutes


texts = st.lists(
    st.sampled_from(
        [
            "iron",
            "Iron",
            "ore",
            "ComradeKim Jong Unvisited",
            " ",
            " ",
            "\n\n",
            ", ",
            "é",
            "🦊",
            "x" * 300,
        ]
    ),
    max_size=120,
).map("".join)


@given(
    texts,
    st.sampled_from(["iron", "iron ore", '"iron ore"', "visit OR ore", "-iron", '"kim jong un"']),
)
def test_snippets_are_parts_of_the_text(text: str, words: str) -> None:
    for snippet in make_snippets(text, MatchFinder(parse_query(words).node)):
        assert " ".join(snippet.text.split()) in " ".join(text.split())
        assert all(piece.text for piece in snippet.pieces)
        marked = [piece.text for piece in snippet.pieces if piece.is_marked]
        assert not marked or words != "-iron"
        if words == "iron":
            assert all(keys_of(exact_words(text)) == ["iron"] for text in marked)


FAR = (
    f"Iron came first. {'Nothing here. ' * 20}Steel followed. {'Nothing here. ' * 20}Coal was last."
    f" {'No. ' * 90}Iron."
)


def test_three_distant_matches_give_three_snippets() -> None:
    assert shown(FAR, "coal steel iron").count(" | ") == 2
    for marked in ("[Iron] came first.", "[Steel] followed.", "[Coal] was last."):
        assert marked in shown(FAR, "coal steel iron")
    assert (
        sum(
            len(snippet.text)
            for snippet in make_snippets(FAR, MatchFinder(parse_query("coal steel iron").node))
        )
        <= LENGTH + 60
    )


def test_two_matches_of_one_word_give_two_snippets_without_overlap() -> None:
    first, second = make_snippets(FAR, MatchFinder(parse_query("iron").node))
    assert first.text.startswith("Iron came first.")
    assert second.text.endswith("Iron.")


def test_matches_are_marked_in_the_title() -> None:
    title = marked_title("The Iron Works: Iron", MatchFinder(parse_query("iron").node))
    assert [piece.text for piece in title if piece.is_marked] == ["Iron", "Iron"]
    assert "".join(piece.text for piece in title) == "The Iron Works: Iron"
