"""Tests of dates and addresses between the articles of a text."""

import pytest

from ingest.parse import parse
from ingest.values import ParsedArticle, SavedFile


def articles(*lines: str) -> tuple[ParsedArticle, ...]:
    text = "\n".join(lines)
    return parse(SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text)).articles


def value(article: ParsedArticle, name: str) -> object:
    return article.fields[name].value if name in article.fields else None


def test_an_address_belongs_to_the_same_article_as_the_date_beside_it() -> None:
    first, second = articles(
        "Mill Wheel Oiled",
        "Pyongyang, May 6 (KCNA) -- The wheel turns. -0-",
        "https://a.example/mill",
        "2024.05.06.",
        "",
        "Bakery Roof Mended",
        "Pyongyang, May 9 (KCNA) -- The roof is dry. -0-",
    )
    assert (value(first, "published"), value(second, "published")) == ("2024-05-06", None)
    assert value(first, "original_url") == "https://a.example/mill"
    assert value(second, "original_url") is None


def test_a_date_and_an_address_alone_are_no_articles() -> None:
    found = articles(
        "The roof of the bakery was mended. -0-",
        "",
        "http://www.kcna.kp/en/article/q/71ab.kcmsf",
        "",
        "2024.05.06.",
        "",
        "@baker",
        "www.kcna.kp (Juche113.5.6.)",
        "Pyongyang, May 7, 2024 (KCNA) --",
        "",
        "Mill Wheel Oiled",
        "Pyongyang, May 6 (KCNA) -- The wheel turns.",
    )
    assert [value(article, "title") for article in found] == ["Mill Wheel Oiled"]


@pytest.mark.parametrize(
    ("lines", "is_told"),
    [
        ("Bakery Roof Mended\n\nThe baker of the town mended the roof.\n\nIt is dry.", True),
        ("What the baker says\n\nThe baker of the town mended the roof.", False),
        ("Bakery Roof Mended", False),
        ("The baker of the town mended the roof.", False),
    ],
)
def test_a_headline_without_a_dateline_between_articles_is_told(lines: str, is_told: bool) -> None:
    dated = "Pyongyang, May 6 (KCNA) -- The wheel of the mill turns.\n\nIt is quiet now."
    page = f"Mill Oiled\n\n{dated}\n\n{lines}\n\nRoad Built\n\n{dated}\n"
    first, second = articles(page)
    told = [it.words for it in first.problems if it.code == "furniture-left"]
    assert told == (["Bakery Roof Mended"] if is_told else [])
    assert second.fields["title"].value.endswith("Road Built")
