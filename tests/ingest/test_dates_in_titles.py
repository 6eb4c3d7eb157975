"""Tests of the dates in headlines and in headings above several articles; many are of events."""

from pathlib import Path

import pytest

from ingest.parse import parse
from ingest.read import read_file
from ingest.values import ParsedArticle

TEXT = "\n\nPyongyang, May 6 (KCNA) -- The miller oiled the wheel. It turns again. -0-\n"


def articles(tmp_path: Path, name: str, text: str) -> tuple[ParsedArticle, ...]:
    (tmp_path / name).write_text(text)
    return parse(read_file(tmp_path / name)).articles


def published(article: ParsedArticle) -> str:
    return article.fields["published"].value if "published" in article.fields else ""


@pytest.mark.parametrize(
    "title",
    [
        *("Meeting Marks May 6, 1964", "Mill Opened on 6 May 1964 Remembered"),
        *("May 6, 1964 Joint Statement Marked", "Speech of 6 May 1964", "6 мая 1964 года отмечено"),
        *("Marking of Victory of May 6, 1964", "News of Victory on May 6, 1964 Reaches Mill"),
        *(
            "1964년 5월 6일 선언 기념",
            "물레방아 준공(1964년 5월 6일)을 기념",
            "1964年5月6日声明を記念",
        ),
        *("Korea Marks Victory of May 6, 1964", "On May 6, 1964, Mill Opened"),
        *(
            "NPT Review Conference of May 6, 1964",
            "News Conference of May 6, 1964",
            "Conmemoran la declaración del 6 de mayo de 1964",
        ),
    ],
)
def test_the_date_of_an_event_in_a_headline_is_not_that_of_the_article(
    tmp_path: Path, title: str
) -> None:
    (article,) = articles(tmp_path, "mill.txt", title + TEXT)
    assert published(article) == ""
    assert "date-unknown" in {problem.code for problem in article.problems}
    (article,) = articles(tmp_path, "2019-05-06.txt", title + TEXT)
    assert (published(article), article.is_date_doubtful) == ("2019-05-06", False)


@pytest.mark.parametrize(
    "title",
    [
        *("Press Review of May 6, 2024", "Review of Pottery of May 6, 2024, for Boatmen"),
        *("News of the Day: May 6, 2024", "KCNA Bulletin (May 6, 2024)", "2024-05-06 Mill Oiled"),
        *("May 6, 2024: Mill Oiled", "Mill Oiled (2024.05.06)", "Mill Oiled - 6 May 2024"),
        *("2024년 5월 6일 신문개관", "Mill Oiled 20240506", "2024年5月6日の陶器概観"),
        *("Revue de la poterie du 6 mai 2024", "Обзор газет от 6 мая 2024 года"),
        *("Review of 6 May 2024 by Millers", "Daily News Bulletin, 6 May 2024"),
    ],
)
def test_a_date_apart_from_the_words_or_of_a_review_is_that_of_the_article(
    tmp_path: Path, title: str
) -> None:
    (article,) = articles(tmp_path, "mill.txt", title + TEXT)
    assert (published(article), article.is_date_doubtful) == ("2024-05-06", False)
    (article,) = articles(tmp_path, "2019-05-06.txt", title + TEXT)
    assert (published(article), article.is_date_doubtful) == ("2024-05-06", True)
    assert "dates-disagree" in {problem.code for problem in article.problems}


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        ("Opening of the Mill on May 6, 1964 Marked", ""),
        ("May 6, 1964 Opening of the Mill Marked", ""),
        ("1964년 5월 6일 물레방아 준공을 기념", ""),
        ("News of May 6, 2024", "2024-05-06"),
        ("Village Gazette, 6 May 2024", "2024-05-06"),
        ("Daily Dispatches for Millers (May 6, 2024)", "2024-05-06"),
    ],
)
def test_only_the_date_of_news_above_several_articles_is_theirs(
    tmp_path: Path, heading: str, date: str
) -> None:
    text = f"{heading}\n\nMill Wheel Oiled{TEXT}\nBakery Roof Mended{TEXT}"
    assert list(map(published, articles(tmp_path, "mill.txt", text))) == [date, date]
