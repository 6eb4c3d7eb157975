"""Tests of the codes of problems and rejections."""

import pickle

import pytest

from ingest.errors import Rejection
from ingest.problem_codes import PROBLEM_CODES, codes_about
from ingest.values import Problem


def test_a_problem_with_an_unknown_code_raises_value_error() -> None:
    with pytest.raises(ValueError, match="“title-mising” is not a problem code"):
        Problem("title-mising", "The page has no headline.")


def test_a_rejection_with_an_unknown_code_raises_value_error() -> None:
    with pytest.raises(ValueError, match="“emty” is not a rejection code"):
        Rejection("emty", "The file contains no text.")


def test_the_code_decides_the_field_of_a_problem() -> None:
    problem = Problem("title-long", "The headline is long.", words="Many words")
    assert (problem.field, problem.words) == ("title", "Many words")
    assert pickle.loads(pickle.dumps(problem)) == problem


def test_a_problem_cannot_have_the_field_of_another_code() -> None:
    with pytest.raises(ValueError, match="“title-long” is about title, not about body"):
        Problem("title-long", "The headline is long.", "body")


def test_problems_of_one_code_can_be_about_different_fields() -> None:
    fields = [Problem("place-unknown", "Not listed.", field).field for field in ("title", "body")]
    assert fields == ["title", "body"]


def test_each_code_is_about_a_value_a_name_the_identity_or_a_version() -> None:
    groups = [
        codes_about("value"),
        codes_about("name"),
        codes_about("identity"),
        codes_about("version"),
    ]
    assert sorted(code for group in groups for code in group) == sorted(PROBLEM_CODES)
