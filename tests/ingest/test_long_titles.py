"""Tests of headlines longer than a title may be: the remaining words become text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layouts import long_titles
from ingest.layouts.long_titles import divide_headline
from ingest.parse import parse
from ingest.rules import LONGEST_TITLE
from ingest.text_lines import words
from ingest.values import ParsedArticle, SavedFile, Span

TAG = re.compile(r"</?b[^>]*>")


def saved(text: str) -> SavedFile:
    return SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text)


def article_of(headline: str) -> ParsedArticle:
    text = f"{headline}\n\nDate: 14/09/2025 | Source: KCNA.kp (En) |\n\nThe owl sleeps in the barn."
    (article,) = parse(saved(text)).articles
    return article


def lines_of(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


pieces = st.one_of(
    st.sampled_from(["owl", "bird, ", "<b>", "</b>", '<b class="of an owl">', "&amp;", " ", "\n"]),
    st.integers(1, 1_200).map(lambda length: "字" * length),
    st.integers(1, 150).map(lambda count: "Owl, bird " * count),
)
headlines = st.lists(pieces, min_size=1, max_size=30).map("".join)


@given(headlines.filter(lambda text: words([text])))
def test_title_and_rest_are_the_headline_and_the_title_is_short(text: str) -> None:
    title, rest = divide_headline(text, lines_of(text))
    shown = words([text[start:end] for start, end in title])
    assert len(shown) <= LONGEST_TITLE
    assert [*title, *rest] == sorted([*title, *rest])
    letters = TAG.sub("", "".join(text[start:end] for start, end in (*title, *rest)))
    assert "".join(letters.split()) == "".join(TAG.sub("", text).split())
    if rest:
        assert len(words([text[start:end] for start, end in (*title, *rest)])) > LONGEST_TITLE
    else:
        assert list(title) == lines_of(text)


def test_the_rest_of_a_long_headline_begins_the_text_with_its_own_evidence() -> None:
    article = article_of("Owls visit farms. " * 71)
    title = article.fields["title"]
    assert len(title.value) == 1_000
    assert title.value.endswith("farms. Owls visit")
    assert title.spans == ((0, 1_000),)
    first, second = article.paragraphs
    assert first.text.startswith("farms. Owls visit")
    assert first.spans == ((1_001, 1_277),)
    assert second.text == "The owl sleeps in the barn."
    (problem,) = article.problems
    assert problem.code == "title-long"
    assert problem.message == (
        "The headline has 1,277 letters, so it may contain other text. A title has at most 1,000:"
        " the rest begins the text."
    )


@pytest.mark.parametrize(("length", "kept"), [(1_000, 1_000), (1_001, 1_000), (50_000, 1_000)])
def test_a_headline_without_spaces_is_divided_between_letters(length: int, kept: int) -> None:
    headline = "".join(chr(0x4E00 + number % 7_000) for number in range(length))
    article = article_of(headline)
    assert article.fields["title"].value == headline[:kept]
    text = "".join(paragraph.text for paragraph in article.paragraphs[:-1])
    assert article.fields["title"].value + text == headline


def test_the_lines_that_fit_are_kept_whole() -> None:
    article = article_of("\n".join("Owls and birds " * 20 for _line in range(9)).rstrip())
    assert len(article.fields["title"].spans) == 4
    assert len(article.fields["title"].value) <= LONGEST_TITLE
    assert [problem.code for problem in article.problems] == ["title-long"]


def test_a_title_of_first_words_is_short_in_a_text_without_spaces() -> None:
    body = "日" * 3_000
    text = f"Date: 14/09/2025 | Source: KCNA.kp (Cn) |\n\n{body}\n\nMore From KCNA.kp (Cn)\n"
    (article,) = parse(saved(text)).articles
    assert article.fields["title"].value == "日" * (LONGEST_TITLE - 1) + "…"
    assert article.body == body


def test_titles_and_leads_of_listed_articles_are_short() -> None:
    listed = f"{'Owl ' * 900}\n\n{'Bird ' * 900}\n\nSeptember 12, 2025\n"
    text = (
        "Owl\n\nDate: 14/09/2025 | Source: KCNA.kp (En) |\n\nThe owl sleeps.\n\n"
        f"More From KCNA.kp (En)\n\n{listed}\nMore Articles"
    )
    (item,) = parse(saved(text)).items
    assert (item.title, item.lead) == (("Owl " * 250).rstrip(), ("Bird " * 200).rstrip())


def test_the_work_for_a_headline_of_many_lines_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the calls of `words`: a headline with four times as many lines needs few more calls."""
    counts = []
    for number in (2_000, 8_000):
        text = "&nbsp;\n" * number + "Owls fly.\n" * number
        calls: list[int] = []

        def counted(given: list[str], calls: list[int] = calls) -> str:
            calls.append(1)
            return words(given)

        monkeypatch.setattr(long_titles, "words", counted)
        divide_headline(text, lines_of(text))
        counts.append(len(calls))
    assert counts[1] <= counts[0] + 8
