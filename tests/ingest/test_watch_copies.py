"""Tests of pages of KCNA Watch that people copied in other ways than as a whole page."""

import pytest

from ingest.formats.markdown import markdown_text
from tests.ingest.test_text_kept import BODY, parsed

DATED = "Date: 06/05/2024 | Source: {} | Read original version at source\n\n"
ADDRESS = "https://kcnawatch.org/newstream/1715000000-1/mill-oiled/"


@pytest.mark.parametrize(
    ("above", "source"),
    [
        ("Voice of Korea (EN)\nMill Oiled\n", "Voice of Korea (EN)"),
        ("orea (EN)\nMill Oiled\n", "Voice of Korea (EN)"),
        ("May 7, 2024May 7, 2024\nKCNA Mill\nRadio (EN)\n\nMill Oiled\n\n", "Mill\nRadio (EN)"),
        (f"Mill Oiled | KCNA Watch\n{ADDRESS}\n\nMill Oiled\n", "Pyongyang Times"),
        (f"Mill Oiled – KCNA Watch\n\n{ADDRESS}\n", "Pyongyang Times"),
        (f"Title: Mill Oiled\n\nURL Source: {ADDRESS}\n\nMarkdown Content:\n", "Naenara (En)"),
    ],
)  # fmt: skip
def test_the_headline_of_a_copied_page(above: str, source: str) -> None:
    listed = f"More From {source}" if "\n" in source else ""
    (article,) = parsed(f"{above}{DATED.format(source)}{BODY}{listed}\n").articles
    assert article.fields["title"].value == "Mill Oiled"
    assert article.fields["source"].value == " ".join(source.split())
    assert article.fields["published"].value == "2024-05-06"
    assert article.body.startswith("The wheel")
    assert article.body.endswith("twice as high.")


@pytest.mark.parametrize("title", ["Naenara Shown (En)", "Naenara"])
def test_a_headline_like_the_name_of_the_source_stays(title: str) -> None:
    (article,) = parsed(f"{title}\n{DATED.format('Naenara (En)')}{BODY}").articles
    assert article.fields["title"].value == title


def test_the_name_of_the_site_in_front_matter_is_no_part_of_the_headline() -> None:
    (article,) = parsed(f"Title: Mill Oiled | KCNA Watch\nDate: 2024-05-06\n\n{BODY}").articles
    assert article.fields["title"].value == "Mill Oiled"


def test_attributes_in_markdown_are_no_text() -> None:
    text = "::: {.head}\n[KCNA](https://k.org){.logo}\n:::\n\n# Mill {.title}\n\nA {big} mill.\n"
    assert markdown_text(text).split() == ["KCNA", "Mill", "A", "{big}", "mill."]
