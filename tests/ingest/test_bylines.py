"""Tests of the byline between headline and date of the Pyongyang Times."""

import pytest

from tests.ingest.test_text_kept import parsed

PAGE = "The Pyongyang Times\n\nMill Built{}\n\nJuly 26, 2025\n\nA mill was built.\n\nIt turns."


@pytest.mark.parametrize(
    ("below", "title", "byline"),
    [
        ("\n\nBy Choe Yong Nam PT", "Mill Built", "Choe Yong Nam"),
        ("\nBy Ri Un", "Mill Built", "Ri Un"),
        ("\nBy Miller Ash, PT", "Mill Built", "Miller Ash"),
        ("\nBy Own Efforts", "Mill Built By Own Efforts", None),
        (" by Choe Yong Nam", "Mill Built by Choe Yong Nam", None),
    ],
)
def test_a_byline_is_neither_headline_nor_text(below: str, title: str, byline: str | None) -> None:
    (article,) = parsed(PAGE.format(below)).articles
    found = article.fields.get("byline")
    assert (article.fields["title"].value, found.value if found else None) == (title, byline)
    assert article.body == "A mill was built.\n\nIt turns."
