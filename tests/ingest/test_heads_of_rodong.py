"""Tests of dates and mottos at the top of Rodong Sinmun, and of texts that look like its pages."""

import pytest

from ingest.errors import Rejection
from tests.ingest.test_text_kept import parsed

TEXT = "Mill Oiled\n\nThe wheel of the mill was oiled.\nIt turns again."
FOOT = "Copyright 2012 Rodong Sinmun All Rights Reserved."
ORGAN = "The Organ of the Central Committee of the Workers' Party of Korea"
SIGNED = "Ri Chol Su\nResearcher of a society\n\n"
OFFICE = "Ministry of Foreign Affairs\nDemocratic People's Republic of Korea"
DATED = TEXT.replace("\n\n", "\n\n2021.11.3.\n\n")


@pytest.mark.parametrize(
    "page",
    [
        f"October 6. 2012\n{TEXT}\n{FOOT}",
        f"October 6, 2012\n\n{TEXT}\n\n{FOOT}",
        f"Rodong Sinmun\n{ORGAN}\nSaturday, October 6, 2012\n\n{TEXT}\n\n{FOOT}",
        f"Rodong Sinmun\nOrgan of the C.C., WPK\n\nOct. 6, 2012 Saturday\n\n{TEXT}",
        f"http://www.rodong.rep.kp/en/\nOct. 6, 2012\n\n{TEXT}",
    ],
)
def test_the_day_of_viewing_and_the_motto_are_no_headline(page: str) -> None:
    file = parsed(page)
    (article,) = file.articles
    assert article.fields["title"].value == "Mill Oiled"
    assert len(article.paragraphs) == 2
    assert file.saved_not_before is not None and file.saved_not_before.value == "2012-10-06"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            f"October 6, 2012\nThe wheel of the mill was oiled.\nIt turns.\n{FOOT}",
            "October 6, 2012",
        ),
        (f"{ORGAN}\n\nThe wheel of the mill was oiled.\nIt turns.\n{FOOT}", ORGAN),
        (f"Mill of October 6, 2012\n\nIt turns again.\n{FOOT}", "Mill of October 6, 2012"),
    ],
)
def test_other_lines_at_the_top_stay_headlines(page: str, title: str) -> None:
    (article,) = parsed(page).articles
    assert article.fields["title"].value == title


@pytest.mark.parametrize("office", [OFFICE, f"Researcher, {OFFICE.replace(chr(10), ', ')}"])
def test_a_text_that_a_ministry_signs_has_no_source(office: str) -> None:
    (article,) = parsed(f"{DATED}\n\n{SIGNED}{office}").articles
    assert article.fields["title"].value == "Mill Oiled"
    assert article.fields["published"].value == "2021-11-03"
    assert [problem.code for problem in article.problems] == ["source-unknown"]


@pytest.mark.parametrize(
    ("page", "is_advised"),
    [
        (DATED, True),
        (f"{DATED}\n{SIGNED}Foreign Ministry of the DPRK", False),
        (f"{TEXT}\n{SIGNED}{OFFICE}", False),
        (f"{DATED}\n{SIGNED}Ministry of Foreign Affairs of the People's Republic of China", False),
    ],
)
def test_the_layout_is_advised_only_without_a_ministry(page: str, is_advised: bool) -> None:
    with pytest.raises(Rejection) as rejection:
        parsed(page)
    assert ("--layout rodong" in str(rejection.value)) is is_advised


@pytest.mark.parametrize("head", ["로동신문 1993년 4월 16일", "노동신문 1993.4.16. 2면"])
def test_a_head_that_somebody_typed_implies_the_newspaper(head: str) -> None:
    (article,) = parsed(f"{head}\n\n물레방아\n\n물레방아를 수리하였다.\n다시 돌아간다.").articles
    values = [article.fields[name].value for name in ("title", "published", "source")]
    assert values == ["물레방아", "1993-04-16", "Rodong Sinmun (Kr)"]
    assert article.fields["source"].rule == "source-implied"
    assert not article.problems


@pytest.mark.parametrize("line", ["로동신문 1993년 4월 16일부", "신문 1993년 4월 16일"])
def test_other_lines_with_a_day_imply_no_newspaper(line: str) -> None:
    with pytest.raises(Rejection):
        parsed(f"{line}\n\n물레방아\n\n물레방아를 수리하였다.\n다시 돌아간다.")
