"""Tests of the line of an issue above a text: a date with the name of an outlet or a rubric."""

import pytest

from tests.ingest.test_text_kept import parsed

HEADLINE = "물레방아를 수리"
TEXT = "마을의 물레방아를 수리하였다.\n\n물레방아는 다시 돌아간다."
WATCH = (
    f"{HEADLINE}\n\nDate: 07/11/2022 | Source: Mill Radio (Kr) | Read original version at source"
)
ABOVE = "손전화홈페지열람기\n주체111(2022)년 11월 9일 (수)"
DPRK_TODAY = "Copyright© 2003 - 2021 《평양모란봉편집사》 All Rights Reserved"
DAY = "주체111(2022)년 11월 7일"


@pytest.mark.parametrize(
    ("line", "section", "page"),
    [
        (f"{DAY} 《통일신보》", None, None),
        (f"{DAY} 《우리 민족끼리》", None, None),
        (f"{DAY} 《단상》", "단상", None),
        (f"《민주조선》 {DAY}", None, None),
        ("2022.11.7. 《로동신문》 4면", None, "4"),
        ("2022-11-07", None, None),
        ("November 7, 2022", None, None),
    ],
)
@pytest.mark.parametrize("form", ["{0}", "{0}\n\n{1}", "{1}\n\n{0}\n\n{1}"])
def test_an_issue_line_of_a_text_of_kcna_watch_is_not_text(
    line: str, section: str | None, page: str | None, form: str
) -> None:
    top = form.format(line, HEADLINE)
    (article,) = parsed(f"{WATCH}\n\n{top}\n\n{TEXT}").articles
    assert article.body.split("\n\n") == TEXT.split("\n\n")
    assert [article.fields[name].value for name in ("title", "published")] == [
        HEADLINE,
        "2022-11-07",
    ]
    found = [
        article.fields[name].value if name in article.fields else None
        for name in ("section", "page")
    ]
    assert found == [section, page]
    assert not article.problems


@pytest.mark.parametrize(
    "line",
    [
        f"{DAY} 《통일신보》에 실린 글",
        f"{DAY} 평양",
        f"{DAY} 《물레방아》",
        "2021년 5월 4일",  # not near the day of the article, so it belongs to the text
        "《로동신문》",
        "《통일신보》 100호",
    ],
)
def test_other_lines_at_the_top_of_a_text_of_kcna_watch_stay(line: str) -> None:
    (article,) = parsed(f"{WATCH}\n\n{line}\n\n{TEXT}").articles
    assert article.body.startswith(line)


def test_an_issue_with_another_day_is_a_problem() -> None:
    line = "주체110(2021)년 7월 7일 《통일신보》"
    (article,) = parsed(f"{WATCH}\n\n{line}\n\n{TEXT}").articles
    assert article.fields["published"].value == "2022-11-07"
    assert [problem.code for problem in article.problems] == ["dates-disagree"]


@pytest.mark.parametrize(
    ("line", "title", "day"),
    [
        (f"{DAY} 《기사》", HEADLINE, "2022-11-07"),
        (f"{DAY} 《조선의 오늘》", HEADLINE, "2022-11-07"),
        (f"《론평》 {DAY}", HEADLINE, "2022-11-07"),
        (f"{DAY} 《물레방아》", f"{DAY} 《물레방아》", None),
        ("《기사》의 주인공", "《기사》의 주인공", None),
    ],
)
def test_an_issue_line_above_the_headline_of_a_site(line: str, title: str, day: str | None) -> None:
    (article,) = parsed(f"{ABOVE}\n\n{line}\n\n{HEADLINE}\n\n{TEXT}\n\n{DPRK_TODAY}").articles
    assert article.fields["title"].value == title
    published = article.fields.get("published")
    assert (published.value if published else None) == day
