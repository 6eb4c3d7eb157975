"""Tests of the limits for the number of problems and of mentions of one article."""

import pytest

from ingest.limits import (
    MOST_CAPITALS,
    MOST_MENTIONS,
    MOST_PROBLEMS,
    limited_mentions,
    limited_problems,
    searched_part,
)
from ingest.mentions import Gazetteer, find_mentions
from ingest.values import FoundMentions, MentionSpan, Problem


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.from_files()


def mention(entity: str, start: int) -> MentionSpan:
    return MentionSpan("place", entity, "body", start, start + 5, "China", "country", 0.95)


def test_the_mentions_of_an_ordinary_article_are_all_kept() -> None:
    found = FoundMentions(tuple(mention("china", start) for start in range(MOST_MENTIONS)))
    assert limited_mentions(found) is found


def test_the_first_mention_of_each_name_is_kept_before_repetitions() -> None:
    repeated = [mention("china", start) for start in range(3 * MOST_MENTIONS)]
    late = [mention(f"place-{number}", 3 * MOST_MENTIONS + number) for number in range(100)]
    kept = limited_mentions(FoundMentions((*repeated, *late)))
    assert kept.mentions == (*repeated[: MOST_MENTIONS - 100], *late)
    (problem,) = kept.problems
    assert problem.code == "names-left-out"
    assert problem.message == (
        "The article has 6,100 mentions of names; 2,000 are kept. They include at least one mention"
        " of each name."
    )


def test_the_problem_says_how_many_names_have_no_mention() -> None:
    found = FoundMentions(tuple(mention(f"place-{n}", n) for n in range(MOST_MENTIONS + 7)))
    kept = limited_mentions(found)
    assert kept.mentions == found.mentions[:MOST_MENTIONS]
    assert "7 names have no mention that is kept" in kept.problems[0].message


def test_a_text_with_many_unknown_places_has_few_problems(gazetteer: Gazetteer) -> None:
    body = " and ".join(f"Zaaa{'b' * (number % 50)} County" for number in range(1_000))
    found = find_mentions("", body, gazetteer)
    assert [problem.code for problem in found.problems] == [
        *["place-unknown"] * MOST_PROBLEMS,
        "names-left-out",
    ]
    assert found.problems[-1].message == (
        "The article has 1,000 problems with names; the first 200 are kept."
    )


def test_a_problem_tells_that_problems_are_left_out() -> None:
    problems = [Problem("furniture-left", "“-0-” is left.", words=str(n)) for n in range(500)]
    assert limited_problems(problems[:MOST_PROBLEMS]) == tuple(problems[:MOST_PROBLEMS])
    *kept, last = limited_problems(problems)
    assert kept == problems[:MOST_PROBLEMS]
    assert (last.code, last.message) == (
        "problems-left-out",
        "The article has 500 problems; the first 200 are kept.",
    )


def test_names_are_searched_in_a_long_text_without_very_many_capitals() -> None:
    text = "Then all of the people went to see the new factory with its machines. " * 20_000
    assert searched_part(text) is text


def test_names_after_very_many_capitalised_words_are_not_searched(gazetteer: Gazetteer) -> None:
    start = "On to China. " + "A. " * (MOST_CAPITALS - 2)
    found = find_mentions("", f"{start}Then to Russia.", gazetteer)
    assert [mention.entity for mention in found.mentions] == ["china"]
    (problem,) = found.problems
    assert (problem.code, problem.field, problem.words) == ("names-left-out", "body", "letters")
    assert problem.message == (
        f"Names are searched only in the first {len(start):,} of the {len(start) + 15:,} letters of"
        " the text, because it has very many capitalised words."
    )
