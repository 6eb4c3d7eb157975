"""Test which titles are spellings of one title, and which are titles of two articles."""

import pytest

from ingest.same_article.similar_titles import are_similar


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Labor Heroes Visit Kujang", "Labour Heroes Visit Kujang"),
        ("Health Center Opened in Wonsan", "Health Centre Opened at Wonsan"),
        ("ComradeKim Jong Un Visits Farm", "Comrade Kim Jong Un Visits Farm"),
        ("Meeting of Youth League Held", "The Meeting of the Youth League Held"),
        ("Well-being of Workers Discussed", "Wellbeing of Workers Discussed"),
        ("위대한 령도자 김정은동지께서", "위대한령도자 김정은동지께서"),
        ("Открыта новая библиотека", "Открыта новая библиотеке"),
    ],
)
def test_spellings_of_one_title_are_similar(one: str, other: str) -> None:
    assert are_similar(one, other)
    assert are_similar(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Message Sent to President of Zambia", "Message Sent to President of Gambia"),
        ("Greetings to Prime Minister of Niger", "Greetings to Prime Minister of Nigeria"),
        ("Factory of Sunchon City Opened", "Factory of Sinchon City Opened"),
        ("Kim Jong Il Receives Floral Basket", "Kim Jong Un Receives Floral Basket"),
        ("Floral Basket to Kim Jong Un from Laos", "Floral Basket from Kim Jong Un to Laos"),
        ("Review of Newspapers (2)", "Review of Newspapers (3)"),
        ("Sixth Session of Assembly Closed", "Sixty Session of Assembly Closed"),
        ("Seventh Meeting of Committee", "Eighth Meeting of Committee"),
        ("Statement of 12 August on Exercises", "Statement of 13 August on Exercises"),
        ("Meeting Held to Support the Government", "Meeting Held Support Government Aims"),
        ("제1차 전국회의가 평양에서 진행", "제2차 전국회의가 평양에서 진행"),
        ("첫날회의가 평양에서 진행되였다", "끝날회의가 평양에서 진행되였다"),
        ("Party Meets", "Party Meet"),
        ("", ""),
    ],
)
def test_titles_of_two_articles_are_not_similar(one: str, other: str) -> None:
    assert not are_similar(one, other)
    assert not are_similar(other, one)
