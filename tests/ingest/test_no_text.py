"""Tests of the values that are no text of an article."""

import pytest

from ingest.formats.no_text import why_no_text

LINK = "the words of a link"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        *(("texts/0001.txt", "the name of a file"), (r"C:\mill\3.txt", "the name of a file")),
        *(("https://example.org/1", "an address"), ("www.example.org/1 www.example.org/2",) * 2),
        *(("412", "a number"), ("2024-05-06 12:30", "a number"), ("6 May 2024", "a date")),
        *(("=SUM(A1:A4)", "a formula"), ("=B2", "a formula"), ("9f86d081884c7d65", "one word")),
        *(("3 articles", "a count"), ("Total: 12 rows", "a count"), ("합계 12건", "a count")),
        *(("[removed]", "one word"), ("404 Not Found", "a notice"), ("Access denied", "a notice")),
        *(("Error: timeout", "a notice"), ("Text not available", "a notice")),
        *(("You do not have permission to view this page.", "a notice"),),
        *(("This video is private.", "a notice"), ("Sorry, we lost this page.", "a notice")),
        *(("See abstract above", "a notice"), ("{'a': 1, 'b': None}", "an object of JSON")),
        *(("None available.", ""), ("Loading...", "one word"), ("[deleted by user]", "a notice")),
        *(("Please enable JavaScript to read this page.", "a notice"), ("…", "no words")),
        *(("This content is no longer available.", "a notice"), ("已删除", "a notice")),
        *(("삭제된 기사입니다", "a notice"), ("текст недоступен", "a notice")),
        *(("Página no encontrada", "a notice"), ("Seite nicht gefunden", "a notice")),
        *(('{"time": 1, "blocks": []}', "an object of JSON"), ('[{"a": 1}]', "an object of JSON")),
        *((f"For {name}-speaking people\r\n", LINK) for name in ("Spanish", "Russian")),
        *((words, LINK) for words in ("BACK HOME", "[Back to top]", "Home Page | Next Page")),
        *(
            (words, LINK)
            for words in ("Para los hispanohablantes", "맨 우로 | 목록으로", "返回首页")
        ),
        *(
            (words, LINK)
            for words in ("ページの先頭へ戻る", "Версия для печати", "Printable version")
        ),
        *(
            (words, "a notice")
            for words in ("Warning: file_get_contents(a): failed to open stream",)
        ),
        *(
            (words, "a notice")
            for words in ("Loading page", "Please wait a moment", "Oops! Wrong URL")
        ),
        *(
            (words, "a notice")
            for words in ("Access to kcna.kp was denied", "Share this on Facebook")
        ),
        *(("<!DOCTYPE html>\n<html><body>Mill</body></html>", "a whole HTML page"),),
        *((" <html lang='en'><head><title>Mill</title></head>", "a whole HTML page"),),
    ],
)
def test_some_values_are_no_text(value: str, what: str) -> None:
    assert why_no_text(value) == (what if what != value else "an address")


@pytest.mark.parametrize(
    "value",
    [
        *(
            "The mill is oiled.",
            "Mill oiled",
            "수차가 돌아간다.",
            "水车转动",
            "Молоть начали утром.",
        ),
        *("The mill stood still on 6 May 2024.", "404 mills were oiled. The millers rested."),
        *("Access to the ferry was denied to nobody.", "3 articles of cloth were washed."),
        *("See https://example.org/1 for the plan of the mill.", "<p>The mill is oiled.</p>"),
        *("[Wonsan] The mill is oiled.", '{"Mill"} was its name.', "The text is in mill.txt now ."),
        *("No article of the plan was left undone.", "Errors in the plan were found by millers."),
        *("Deleted scenes of the film were shown.", "Loading of coal at the pier ended today."),
        *(
            "Warning: The typhoon will reach the coast of Wonsan tomorrow.",
            "Loading of coal ended.",
        ),
        *("Please wait for the harvest, said the miller.", "Share this joy with the millers."),
        *("Sorry, the mill is closed, said the miller.", "Access to the ferry was denied."),
        *("This site was found by archaeologists.", "This video was shown at the museum."),
        *("Spanish-speaking people met.", "Back home from the fair, the potters rested."),
        *(
            "Potters back home",
            "Delegation to the top",
            "위로하였다",
            "Home page of the mill opened",
        ),
    ],
)
def test_other_values_are_text(value: str) -> None:
    assert why_no_text(value) == ""
