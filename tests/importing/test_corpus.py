"""Tests with the 525 real articles of a data set beside the project.

The tests are skipped, with a message, if the data set is not on this machine.
"""

from functools import cache
from pathlib import Path

import pytest

from ingest.parse import parse
from ingest.read import read_file
from ingest.rules import apply_rule
from ingest.values import ParsedArticle
from tests.conftest import CORPUS
from tests.ingest.furniture import furniture_in

FOLDER = CORPUS / "kcna-2023-2024"
COUNT = 525
DOUBTFUL = (
    "2024-09-12-dprk-olympic-committee-delegation-back-home.txt"  # the dateline says 5 September
)
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the corpus is not beside the project: {FOLDER}"
)


@cache
def articles() -> dict[Path, tuple[str, ParsedArticle]]:
    """Return each file of the data set with its saved text and its article."""
    read = {path: read_file(path) for path in sorted(FOLDER.glob("*.txt"))}
    return {path: (file.text, parse(file).articles[0]) for path, file in read.items()}


def test_every_file_is_an_article_with_title_date_and_source() -> None:
    assert len(articles()) == COUNT
    for path, (_, article) in articles().items():
        assert article.fields["title"].value, path
        assert article.fields["source"].value == "KCNA.kp (En)", path
        assert article.fields["published"].value == path.name[:10], path
        assert article.fields["language"].value == "en", path


def test_the_article_with_a_dateline_a_week_back_is_doubtful() -> None:
    doubtful = {path.name for path, (_, article) in articles().items() if article.is_date_doubtful}
    problems = {
        path.name: [problem.code for problem in article.problems]
        for path, (_, article) in articles().items()
    }
    assert doubtful == {DOUBTFUL}
    assert {name: codes for name, codes in problems.items() if codes} == {
        DOUBTFUL: ["dates-disagree"]
    }


def test_lines_are_joined_only_where_a_leaders_name_broke_one() -> None:
    joined = [
        text[paragraph.spans[1][0] :]
        for text, article in articles().values()
        for paragraph in article.paragraphs
        if len(paragraph.spans) > 1
    ]
    assert len(joined) == 4
    assert all(rest.startswith(("Kim Il Sung", "Kim Jong Il", "Kim Jong Un")) for rest in joined)


def test_no_body_contains_page_furniture() -> None:
    for path, (_, article) in articles().items():
        assert furniture_in(article.body) == [], path


def test_no_headline_contains_a_stamp_or_a_line_break() -> None:
    for path, (_, article) in articles().items():
        title = article.fields["title"].value
        assert title == " ".join(title.split()) and not title.endswith("]"), path


def test_only_page_furniture_is_left_out_of_a_text() -> None:
    for path, (text, article) in articles().items():
        written = sum(len(word) for word in text.partition("\n\n")[2].split())
        kept = sum(len(word) for word in article.body.split())
        assert 0 <= written - kept <= len("(Chongjin, September 30 (KCNA) -- -0- www.kcna.kp"), path


def test_every_value_is_what_its_rule_reads_at_its_spans() -> None:
    for path, (text, article) in articles().items():
        for name, evidence in (*article.fields.items(), *article.witnesses.items()):
            assert apply_rule(evidence.rule, text, evidence.spans) == evidence.value, (path, name)
