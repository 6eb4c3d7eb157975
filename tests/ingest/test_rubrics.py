"""Tests of the rubric above a headline, such as "사설"."""

import pytest

from tests.ingest.test_text_kept import parsed

ISSUE = "2025.3.18. 《로동신문》 1면"
HEADLINE = "물레방아를 수리"
TEXT = "마을의 물레방아를 수리하였다.\n\n물레방아는 다시 돌아간다."
MINJU = "Copyright © 2022 《민주조선사》"
POLITICS = "Mar. 20, 2025 Thursday\nRodong Sinmun\n{}\nPolitics 2025.3.18.\nThe wheel turns."


@pytest.mark.parametrize(
    ("page", "rubric"),
    [
        (f"사설\n{HEADLINE}\n{ISSUE}\n\n{TEXT}", "사설"),
        (f"우리의 사설\n\n{HEADLINE}\n\n{ISSUE}\n\n{TEXT}", "우리의 사설"),
        (f"로동신문\n〈정세해설〉\n{HEADLINE}\n－ 마을 －\n\n{ISSUE}\n{TEXT}", "〈정세해설〉"),
        (f"{ISSUE}\n수필\n{HEADLINE}\n\n{TEXT}", "수필"),
        (f"단상\n\n{HEADLINE}\n\n{TEXT}\n{ISSUE}", "단상"),
        (f"론설\n\n{HEADLINE}\n\n{TEXT}\n\nCopyright © 《로동신문》", "론설"),
        (f"《론평》\n\n{HEADLINE}\n\n{TEXT}\n\n{MINJU}", "《론평》"),
        (f"정론\n\n{HEADLINE}\n\n(평양 11월 7일발 조선중앙통신){TEXT}", "정론"),
        (POLITICS.format(f"Editorial\n\n{HEADLINE}"), "Editorial"),
    ],
)  # fmt: skip
def test_a_rubric_is_the_section_and_the_line_below_it_the_headline(page: str, rubric: str) -> None:
    (article,) = parsed(page).articles
    assert article.fields["title"].value == HEADLINE
    name = "topic" if "Politics" in page else "section"
    assert article.fields[name].value == rubric
    assert rubric not in article.body


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"사설\n\n{ISSUE}\n\n{TEXT}", "사설"),
        (f"등대의 전설\n－ 마을에서 －\n{ISSUE}\n\n{TEXT}", "등대의 전설"),
        (f"수필\n－ 물레방아 －\n{ISSUE}\n\n{TEXT}", "수필"),
        (f"{ISSUE}\n정론\n\n{TEXT}", "정론"),
        (f"{HEADLINE}\n사설\n{ISSUE}\n\n{TEXT}", HEADLINE),
        (f"보도\n물레방아에 대하여\n{ISSUE}\n\n{TEXT}", "보도"),
    ],
)
def test_a_headline_like_a_rubric_stays(page: str, title: str) -> None:
    (article,) = parsed(page).articles
    assert article.fields["title"].value == title
    assert "section" not in article.fields
