"""Tests of texts with header lines: the forms of a header, and several articles in one text."""

from pathlib import Path

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.values import ParsedArticle

FERRY = "The ferry was painted blue by the smith in the morning.\n\nIt is dry now.\n"
GATE = "The gate of the old yard was shut at night.\n"


def articles(text: str, name: str = "mill.txt") -> tuple[ParsedArticle, ...]:
    return parse(decode(FileBytes.of(text.encode()), Path(name))).articles


def values(article: ParsedArticle) -> list[str | None]:
    fields = article.fields
    return [
        fields[name].value if name in fields else None for name in ("title", "published", "source")
    ]


FERRY_VALUES = ["Ferry Painted", "2024-05-06", "Lamp Daily"]
GATE_VALUES = ["Gate Shut", "2024-05-07", "Lamp Daily"]


@pytest.mark.parametrize(
    "head",
    [
        "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n",
        "Title: Ferry Painted\n\nDate: 2024-05-06\n\nSource: Lamp Daily\n\n",
        "标题：Ferry Painted\n日期：2024年5月6日\n来源：Lamp Daily\n\n",
        "タイトル：Ferry Painted\n日付：2024年5月6日\n出典：Lamp Daily\n\n",
        "제목：Ferry Painted\n날짜 ： 2024.5.6.\n출처：Lamp Daily\n\n",
        "제 목 : Ferry Painted\n지면: 4면\n날 짜 : 2024. 5. 6.\n출 처 : Lamp Daily\n\n",
        "[제목] Ferry Painted\n[날짜] 2024.5.6.\n[출처] Lamp Daily\n\n",
        "【标题】Ferry Painted\n【日期】2024年5月6日\n【来源】：Lamp Daily\n\n",
        "title:: Ferry Painted\ndate:: 2024-05-06\nsource:: Lamp Daily\n\n",
        "- title:: Ferry Painted\n- date:: 2024-05-06\n- source:: Lamp Daily\n\n",
        "1. Title: Ferry Painted\n2. Date: 2024-05-06\n3. Source: Lamp Daily\n\n",
        "| Field | Value |\n|---|---|\n| Title | Ferry Painted |\n| Date | 2024-05-06 |\n"
        "| Source | Lamp Daily |\n\n",
        "- **Title:** Ferry Painted\n- **Date:** 2024-05-06\n- **Source**: Lamp Daily\n\n",
        "■ 제목: Ferry Painted\n■ 날짜: 2024.5.6.\n■ 출처: Lamp Daily\n\n",
        "Title = Ferry Painted\nDate = 2024-05-06\nSource=Lamp Daily\n\n",
        'Title = "Ferry Painted"\nDate = "2024-05-06"\nSource = "Lamp Daily"\n\n',
        "Title - Ferry Painted\nDate - 6 May 2024\nSource - Lamp Daily\n\n",
        "Title\tFerry Painted\nDate\t2024-05-06\nSource\tLamp Daily\n\n",
        "| Title | Ferry Painted |\n|---|---|\n| Date | 2024-05-06 |\n| Source | Lamp Daily |\n\n",
        "Ferry Painted\n\nDate: 2024-05-06\nSource: Lamp Daily\n\n",
        "Ferry Painted\nSource: Lamp Daily\nDate: 2024-05-06\n\n",
        "Date: 2024-05-06\nSource: Lamp Daily\n\nFerry Painted\n\n",
        "Document 1 of 1\n\nTitle: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n",
        "-----\nTitle: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n-----\n",
        "Ferry Painted\n\nDate: 6 May 2024\nSource: Lamp Daily\nCreated time: May 9, 2025\n\n",
        "Ferry Painted\n\nStatus: Done\nDate: 2024-05-06\nSource: Lamp Daily\nReviewed: Yes\n\n",
        "Title: Ferry Painted\nPage number: 4\nDate: 2024-05-06\nSource: Lamp Daily\n\n",
        "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\nText: ",
        "- title: Ferry Painted\n  date: 2024-05-06\n  source: Lamp Daily\n  text: |\n    ",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_header_lines_are_read_in_many_forms(head: str, line_end: str) -> None:
    (article,) = articles((head + FERRY).replace("\n", line_end))
    assert values(article) == FERRY_VALUES
    assert article.body == FERRY.strip()


@pytest.mark.parametrize(
    "between",
    [
        *("", "\n", "\n---\n\n", "\n***\n", "\n* * *\n\n", "\n===========\n", "\f", "\n\n\n\n"),
        *("\nDocument 2 of 2\n\n", "\n2 of 10 DOCUMENTS\n\n", "\n2.\n", "\n[2]\n", "\n(2/2)\n"),
        *("\nEnd of Document\n\n", "\n-----\n\n2\n-----\n", "\n第2篇\n", "\n기사 2\n\n"),
        *(
            "\n[Article 2]\n",
            "\n== Article 2 ==\n",
            "\n--- 2 ---\n",
            "\n*** 2. row ***\n",
            "\n### NEXT ARTICLE ###\n",
        ),
    ],
)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n",
            "Title: Gate Shut\nDate: 2024-05-07\nSource: Lamp Daily\n\n",
        ),
        (
            "Date: 2024-05-06\nTitle: Ferry Painted\nSource: Lamp Daily\nAuthor: Ann\n\n",
            "Date: 2024-05-07\nTitle: Gate Shut\nSource: Lamp Daily\n\n",
        ),
        (
            "제목: Ferry Painted\n날짜: 2024.5.6.\n출처: Lamp Daily\n\n",
            "제목: Gate Shut\n날짜: 2024.5.7.\n출처: Lamp Daily\n\n",
        ),
        (
            "标题：Ferry Painted\n\n日期：2024年5月6日\n\n来源：Lamp Daily\n\n",
            "标题：Gate Shut\n\n日期：2024年5月7日\n\n来源：Lamp Daily\n\n",
        ),
        (
            "Headline: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\nText: ",
            "Headline: Gate Shut\nDate: 2024-05-07\nSource: Lamp Daily\nText: ",
        ),
        (
            "Date: 2024-05-06\nSource: Lamp Daily\n\nFerry Painted\n\n",
            "Date: 2024-05-07\nSource: Lamp Daily\n\nGate Shut\n\n",
        ),
    ],
)
def test_several_articles_with_header_lines_are_divided(
    first: str, second: str, between: str
) -> None:
    text = first + FERRY + between + second + GATE
    one, other = articles(text)
    assert values(one) == FERRY_VALUES
    assert values(other) == GATE_VALUES
    assert (one.body, other.body) == (FERRY.strip(), GATE.strip())
    assert text[slice(*other.span)].endswith(GATE.strip())
    assert one.span[1] <= other.span[0]


def test_headlines_above_header_lines_divide_a_text() -> None:
    text = f"# Ferry Painted\n\nDate: 2024-05-06\nSource: Lamp Daily\n\n{FERRY}\n"
    text += f"# Gate Shut\n\nDate: 2024-05-07\nSource: Lamp Daily\n\n{GATE}"
    assert [values(article) for article in articles(text, "mill.md")] == [FERRY_VALUES, GATE_VALUES]


def test_a_heading_above_several_articles_belongs_to_none() -> None:
    head = "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n"
    again = head.replace("Ferry Painted", "Gate Shut").replace("06", "07")
    text = f"Clippings of May\n\n{head}{FERRY}\n{again}{GATE}"
    assert [values(article) for article in articles(text)] == [FERRY_VALUES, GATE_VALUES]


@pytest.mark.parametrize(
    "quoted",
    [
        "Date: 5 May",
        "Title: The Old Mill",
        "Title: The Old Mill\nAuthor: Ann Miller\nPublisher: The River Press",
        "Source: Other Herald\nDate: 1 January 2020",
        "Place: the yard\nDate: 5 May\nTime: noon",
        "Reporter: How was it painted?\n\nSmith: With a brush.",
        "----------",
        "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily",
    ],
)
@pytest.mark.parametrize("below", ["", "\n\nThe smith went home in the evening."])
def test_an_article_that_quotes_header_lines_stays_one(quoted: str, below: str) -> None:
    if below and quoted.startswith("Title: Ferry"):
        return  # all headers with a text below them are those of an article
    head = "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n"
    (article,) = articles(f"{head}{FERRY}\n{quoted}{below}")
    assert values(article) == FERRY_VALUES
    assert " ".join(quoted.split()) in " ".join(article.body.split())


@pytest.mark.parametrize(
    "further",
    [
        "Headline: Gate Shut\nPublished: 2024-05-07\n\n",
        "---\n\nTitle: Gate Shut\n\n",
        "Title: Gate Shut\nDate: 2024-05-07\n\n",
        "Source: Lamp Daily\nTitle: Gate Shut\nDate: 2024-05-07\nURL: https://example.org/a/b\n\n",
    ],
)
def test_a_text_that_cannot_surely_be_divided_is_refused(further: str) -> None:
    head = "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n"
    with pytest.raises(Rejection) as rejection:
        articles(f"{head}{FERRY}\n{further}{GATE}")
    assert rejection.value.reason == "several-articles"


def test_an_article_without_text_among_several_is_named() -> None:
    head = "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n"
    with pytest.raises(Rejection, match="article 2 of 2"):
        articles(f"{head}{FERRY}\n{head.replace('Ferry', 'Gate')}")


@pytest.mark.parametrize("source", ["N/A", "-", "None", "unknown", "미상", "[]", "неизвестно"])
def test_words_for_a_missing_value_are_no_source(source: str) -> None:
    (article,) = articles(f"Title: Untitled\nDate: {source}\nSource: {source}\n\n{FERRY}")
    assert {problem.code for problem in article.problems} == {
        *("title-missing", "date-unknown", "source-unknown")
    }


@pytest.mark.parametrize(
    "first_lines",
    [
        "Reporter: How was it painted?\n\nSmith: With a brush.",
        "Pyongyang: the capital",
        "Note: the paint is wet.",
        "[Column] The paint is wet",
        "Day: the smith rose at six.",
    ],
)
def test_a_paragraph_like_a_header_below_the_headers_is_text(first_lines: str) -> None:
    head = "Title: Ferry Painted\nDate: 2024-05-06\nSource: Lamp Daily\n\n"
    (article,) = articles(f"{head}{first_lines}\n\n{FERRY}")
    assert values(article) == FERRY_VALUES
    assert article.body.startswith(first_lines)


def test_two_headers_for_one_field_that_disagree_are_told() -> None:
    head = "Title: Ferry Painted\nDate: 2024-07-01\nPublished: 6 May 2024\nSource: Lamp Daily\n\n"
    (article,) = articles(head + FERRY)
    assert values(article) == FERRY_VALUES
    assert [problem.code for problem in article.problems] == ["dates-disagree"]


def test_several_texts_with_front_matter_are_divided() -> None:
    head = "---\ntitle: Ferry Painted\ndate: 2024-05-06\nsource: Lamp Daily\ntags: [a, b]\n---\n\n"
    again = head.replace("Ferry Painted", "Gate Shut").replace("06", "07")
    text = f"{head}{FERRY}\n{again}{GATE}"
    assert [values(article) for article in articles(text, "mill.md")] == [FERRY_VALUES, GATE_VALUES]


def test_lines_between_two_rules_are_no_front_matter() -> None:
    head = "---\ntitle: Ferry Painted\ndate: 2024-05-06\nsource: Lamp Daily\n---\n\n"
    (article,) = articles(f"{head}{FERRY}\n---\nSource: Other Herald\nDate: 5 May\n---\n{GATE}")
    assert values(article) == FERRY_VALUES
    assert article.body.endswith(GATE.strip())


def test_the_name_of_a_file_with_several_articles_does_not_date_them() -> None:
    head = "Title: Ferry Painted\nSource: Lamp Daily\n\n"
    text = f"{head}{FERRY}\n{head.replace('Ferry Painted', 'Gate Shut')}{GATE}"
    found = articles(text, "2024-05-09_mill.txt")
    assert [values(article)[1] for article in found] == [None, None]


def test_header_lines_below_front_matter_are_read_if_it_has_no_date_and_source() -> None:
    text = "---\ncreated: 2024-07-01\ntags: [mill]\n---\n# Ferry Painted\n\n"
    (article,) = articles(f"{text}Source: Lamp Daily\nDate: 2024-05-06\n\n{FERRY}", "mill.md")
    assert values(article) == FERRY_VALUES
    assert article.body == FERRY.strip()


def test_header_lines_of_another_article_below_front_matter_are_refused() -> None:
    head = "---\ntitle: Ferry Painted\ndate: 2024-05-06\nsource: Lamp Daily\n---\n\n"
    with pytest.raises(Rejection) as rejection:
        articles(f"{head}{FERRY}\nTitle: Gate Shut\nDate: 2024-05-07\n\n{GATE}", "mill.md")
    assert rejection.value.reason == "several-articles"
