"""Tests of each pair of files `tests/cases/<layout>/<case>.txt` (or .html) and `.json`.

The `.json` file contains the expected values, which a person wrote by reading the page. A key that
is absent means null or an empty list. `overrides` are the layout and source that the archivist set.
For a file with several articles, `articles` is a list of the values of each.
A new case is two new files, without code.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import PAGE_CODES, Rejection
from ingest.layouts import LAYOUTS
from ingest.parse import parse
from ingest.problem_codes import codes_about
from ingest.read import read_file
from ingest.rules import RULES
from ingest.values import Evidence, ParsedArticle, ParsedFile
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases"
PAGES = sorted(path for path in CASES.glob("*/*") if path.suffix != ".json")
FIELDS = (
    "title",
    "source",
    "language",
    "published",
    "dateline_place",
    "dateline_on",
    "dateline_day",
    "agency",
    "original_url",
    "topic",
    "byline",
    "section",
    "page",
)
KEYS = {
    *FIELDS,
    "layout",
    "is_date_doubtful",
    "saved_not_before",
    "saved_not_after",
    "body",
    "items",
    "problems",
    "encoding",
    "articles",
}


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def expected(saved: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(saved.with_suffix(".json").read_text(encoding="utf-8"))
    return values


def parsed(saved: Path) -> ParsedFile:
    overrides = expected(saved).get("overrides", {})
    return parse(read_file(saved), layout=overrides.get("layout"), source=overrides.get("source"))


def results(saved: Path) -> dict[str, Any]:
    """Return the values that the parser reads in a page, in the form of the expected values.

    The dict has the same keys as the `.json` file beside the saved page.
    """
    try:
        file = parsed(saved)
    except Rejection as rejection:
        return {"rejected": rejection.reason}
    first, *others = map(_values, file.articles)
    values: dict[str, Any] = {"articles": [first, *others]} if others else first
    values |= {
        "layout": file.layout,
        "saved_not_before": file.saved_not_before.value if file.saved_not_before else None,
        "saved_not_after": file.saved_not_after.value if file.saved_not_after else None,
        "items": [
            [item.title, item.lead, item.published and item.published.isoformat()]
            for item in file.items
        ],
    }
    problems = [*values.get("problems", ()), *(problem.code for problem in file.problems)]
    values["problems"] = sorted(problems)
    if "encoding" in expected(saved):
        values["encoding"] = read_file(saved).encoding
    return {key: value for key, value in values.items() if value}


def _values(article: ParsedArticle) -> dict[str, Any]:
    values: dict[str, Any] = {name: evidence.value for name, evidence in article.fields.items()}
    values |= {
        "is_date_doubtful": article.is_date_doubtful,
        "body": [paragraph.text for paragraph in article.paragraphs],
        "problems": sorted(problem.code for problem in article.problems),
    }
    return {key: value for key, value in values.items() if value}


@pytest.mark.parametrize("saved", PAGES, ids=_name)
def test_the_parser_reads_the_expected_values(saved: Path) -> None:
    wanted = {key: value for key, value in expected(saved).items() if value and key != "overrides"}
    if "problems" in wanted:
        wanted["problems"] = sorted(wanted["problems"])
    assert results(saved) == wanted


def test_each_page_has_one_expected_result_and_each_expected_result_one_page() -> None:
    stems = [path.with_suffix("") for path in PAGES]
    assert len(stems) == len(set(stems))
    assert {path.with_suffix("") for path in CASES.glob("*/*.json")} == set(stems)


def test_expected_results_contain_only_known_keys() -> None:
    for saved in PAGES:
        keys = expected(saved).keys() - {"overrides"}
        for article in expected(saved).get("articles", ()):
            keys |= article.keys()
        assert keys == {"rejected"} or keys <= KEYS, saved


def test_expected_results_of_encodings_name_the_encoding() -> None:
    for saved in PAGES:
        assert saved.parent.name != "encodings" or "encoding" in expected(saved), saved


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_each_layout_has_cases(layout: str) -> None:
    assert [saved for saved in PAGES if expected(saved).get("layout") == layout]


def _evidence(file: ParsedFile) -> Iterator[Evidence]:
    yield from filter(None, (file.saved_not_before, file.saved_not_after))
    for article in file.articles:
        yield from _article_evidence(article)


def _article_evidence(article: ParsedArticle) -> Iterator[Evidence]:
    yield from article.fields.values()
    yield from article.witnesses.values()


def test_each_rule_is_used_in_a_case() -> None:
    pages = [saved for saved in PAGES if "rejected" not in expected(saved)]
    used = {evidence.rule for saved in pages for evidence in _evidence(parsed(saved))}
    of_tables = {"header-day-first", "header-month-first", "header-serial"}
    assert used == RULES.keys() - of_tables  # these are tested with whole tables


def test_each_rejection_and_each_problem_of_the_parser_has_a_case() -> None:
    shown = {expected(saved).get("rejected") for saved in PAGES}
    shown |= {
        problem
        for saved in PAGES
        for values in (expected(saved), *expected(saved).get("articles", ()))
        for problem in values.get("problems", [])
    }
    expected_codes = PAGE_CODES | codes_about("value") - {"link-unusable", "date-in-future"}
    assert expected_codes - shown == set()
