"""Tests that lines of a text are kept, or that a problem tells which lines were left out."""

import pytest

from ingest.parse import parse
from ingest.values import ParsedFile, SavedFile

BODY = (
    "The wheel of the old mill was oiled by the miller and his two sons.\n\n"
    "Its flour is as white as snow, and the bread of the village rises twice as high. -0-\n"
)
TEXT = f"Pyongyang, May 6 (KCNA) -- {BODY}"
SIGNED = "www.kcna.kp (2024.05.06.)\n"


def parsed(text: str, name: str = "page.txt") -> ParsedFile:
    """Return the articles of a page with this text."""
    return parse(SavedFile(name, "0" * 64, len(text), b"", "utf-8", text))


@pytest.mark.parametrize(
    "lines", ["Ri Un Ha\nPak Song Il\n", "Lamps of the coast\nshine\n\nOars\n"]
)
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{0}\n{1}\n" + SIGNED, "furniture-left"),  # above the sign-off, lines are text
        ("{0}\n{1}", "lines-left-out"),
        ("{0}\n{1}\nCopyright © 2024 Mill Friends\n", "lines-left-out"),
    ],
)
def test_lines_below_an_end_mark_are_text_or_a_problem(lines: str, text: str, code: str) -> None:
    (article,) = parsed("Mill Oiled\n\n" + text.format(TEXT, lines)).articles
    assert article.fields["title"].value == "Mill Oiled"
    assert code in {problem.code for problem in article.problems}
    if code == "furniture-left":
        assert " ".join(lines.split()) in " ".join(article.body.split())


@pytest.mark.parametrize(
    "below",
    [
        *(SIGNED, f"Photo: KCNA\n{SIGNED}", f"Top\n\n{SIGNED}", "Related\nWell Dug\nRoof Mended\n"),
        *("Share this:\nTwitter\n", "12 comments\n", "2024-05-06\n", "댓글 3\n"),
    ],
)
def test_usual_lines_below_an_end_mark_are_no_problem(below: str) -> None:
    (article,) = parsed(f"Mill Oiled\n\n{TEXT}{below}").articles
    assert article.body.endswith("twice as high.")
    assert {problem.code for problem in article.problems} <= {"date-unknown", "source-unknown"}


@pytest.mark.parametrize("above", ["", "Home\nNews\nPhoto\n\n"])
def test_a_headline_of_many_lines_is_whole(above: str) -> None:
    headline = (
        "Let the Miller\nof the Village Oil\nHis Mill,\nas His Father\nDid\nin the Year of Rain"
    )
    (article,) = parsed(f"{above}{headline}\n\n{TEXT}{SIGNED}").articles
    assert article.fields["title"].value == " ".join(headline.split())


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        ("Subscribe to the almanac, the miller told his guests.", True),
        ("Subscribe to peace is what the miller asked of all his guests that day.", True),
        ("Subscribe to our newsletter.", False),
        ("Subscribe to the NK News podcast", False),
    ],
)
def test_a_sentence_with_the_words_of_an_advertisement_is_text(line: str, is_text: bool) -> None:
    page = f"Mill Oiled\nDate: 06/05/2024 | Source: KCNA.kp (En) | Read original\n{line}\n{BODY}"
    (article,) = parsed(page).articles
    assert (line in article.body) is is_text


def test_a_poem_above_an_article_is_a_problem_and_a_menu_is_none() -> None:
    poem = (
        "Song of the Mill\n\nThe wheel is wet\nThe wheel is round\nThe miller is glad\n\nRye Sown"
    )
    menu = "Song of the Mill\n\nHome\nNews of the Day\nPhotos of the Mill\nMill Friends\n\nRye Sown"
    codes = [{it.code for it in parsed(f"{above}\n\n{TEXT}{SIGNED}").articles[0].problems}
             for above in (poem, menu)]  # fmt: skip
    assert codes == [{"lines-left-out"}, set()]


@pytest.mark.parametrize(
    ("foot", "published"),
    [
        ("Council of Millers\nMay 4, 2004\n", "2004-05-06"),  # signed before it was reported
        ("Council of Millers\nMay 7, 2004\n", "2004-05-07"),
        ("Maintained by Miller\nUpdated Friday, June 04, 2004\n", None),
    ],
)
def test_a_date_below_the_text_is_not_before_the_dateline(foot: str, published: str | None) -> None:
    (article,) = parsed(f"Mill Oiled\n\n{TEXT.removesuffix(' -0-' + chr(10))}\n\n{foot}").articles
    day = article.fields.get("published")
    assert (day.value if day else None) == published
    assert "Updated" not in article.body


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_name_of_an_outlet_and_a_day_begin_each_article_of_a_collection(gap: str) -> None:
    names = ("KCNA, 6 May 2024", "Rodong Sinmun – May 7, 2024", "KCNA.kp (En), 2024-05-08")
    texts = (TEXT, BODY.replace(" -0-", ""), TEXT.replace("May 6", "May 8"))
    page = "\n".join(
        f"{name}{gap}Mill {index} Oiled{gap}{text}"
        for index, (name, text) in enumerate(zip(names, texts, strict=True))
    )
    articles = parsed(page).articles
    assert [(it.fields["title"].value, it.fields["published"].value) for it in articles] == [
        (f"Mill {index} Oiled", f"2024-05-0{6 + index}") for index in range(3)
    ]
    names_read = [(it.fields.get("source"), it.fields.get("agency")) for it in articles]
    assert [tuple(it and it.value for it in pair) for pair in names_read] == [
        *((None, "KCNA"), ("Rodong Sinmun", None), ("KCNA.kp (En)", "KCNA"))
    ]
    credit = f"\n{names[0]}\nPhoto by Miller\nThe old mill\n"
    (first,) = parsed(page.split("\nRodong")[0] + credit).articles
    assert first.fields["title"].value == "Mill 0 Oiled"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("2024-05-06 | Rodong Sinmun", "Rodong Sinmun"),
        ("2024-05-06 10:11 | Rodong Sinmun", "Rodong Sinmun"),
        ("Rodong Sinmun | 6 May 2024", "Rodong Sinmun"),
        ("来源：劳动新闻 2024-05-06", "劳动新闻"),
        ("Source: KCNA 2024-05-06", None),  # the agency, whose articles many sites have
        ("2024-05-06", None),
    ],
)
@pytest.mark.parametrize("page", ["{line}\nMill Oiled\n\n{text}", "Mill Oiled\n{line}\n\n{text}"])
def test_a_name_beside_the_date_is_the_source(page: str, line: str, source: str | None) -> None:
    (article,) = parsed(page.format(line=line, text=TEXT)).articles
    named = article.fields.get("source")
    assert (named.value if named else None) == source
    assert article.fields["agency"].value == "KCNA"
    values = (article.fields["title"].value, article.fields["published"].value)
    assert values == ("Mill Oiled", "2024-05-06")
    assert bool(named) is not any(it.code == "source-unknown" for it in article.problems)
    (other,) = parsed(f"Mill Oiled\n2024-05-06 | Korean News\n\n{TEXT}").articles
    assert "source" not in other.fields  # the name is also that of a section


@pytest.mark.parametrize(("day", "published"), [("May 6, 2024", "2024-05-06"), ("May 9, 2024", "")])
def test_a_heading_with_a_day_dates_the_articles_below_it(day: str, published: str) -> None:
    page = f"Mill news of {day}\n\nMill Oiled\n{TEXT}\nRoof Mended\n{TEXT}"
    for article in parsed(page).articles:
        found = article.fields.get("published")
        assert (found.value if found else "") == published
