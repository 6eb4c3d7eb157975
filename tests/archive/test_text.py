"""Text that is safe to show."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from archive.search import Passage, Piece
from archive.text import (
    Link,
    MarkedSpan,
    count_of,
    iso_partial,
    linked,
    linked_paragraphs,
    long_date,
    mark_spans,
    marked_passages,
    partial_date,
    thousands,
)

DAY = date(2025, 9, 14)
HOSTILE = "<script>alert(\"x\")</script> & 'y'"


def words_of(html: str) -> str:
    """The text that a reader would see."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_dates_and_numbers_read_the_same_everywhere() -> None:
    assert long_date(DAY) == "14 September 2025"
    assert long_date(date(2025, 5, 1)) == "1 May 2025"
    assert thousands(1204) == "1,204"
    assert count_of(1, "article") == "1 article"
    assert count_of(1204, "article") == "1,204 articles"
    assert count_of(0, "article") == "0 articles"


@pytest.mark.parametrize(
    ("day", "precision", "words", "iso"),
    [
        (DAY, "day", "14 September 2025", "2025-09-14"),
        (DAY, "month", "September 2025", "2025-09"),
        (DAY, "year", "2025", "2025"),
        (date(945, 1, 2), "year", "0945", "0945"),
        (None, "", "date unknown", ""),
        (DAY, "", "date unknown", ""),
    ],
)
def test_a_date_says_no_more_than_is_known(day: date | None, precision: str, words: str, iso: str) -> None:
    assert partial_date(day, precision) == words
    assert iso_partial(day, precision) == iso


def test_text_and_links_are_escaped() -> None:
    html = linked(HOSTILE, [Link(0, 8, '/"><b>', '"title"')])
    assert "<script" not in html
    assert '<a class="mention" href="/&quot;&gt;&lt;b&gt;" title="&quot;title&quot;">&lt;script&gt;</a>' in html
    assert words_of(html) == HOSTILE


def test_the_longest_of_overlapping_links_stands() -> None:
    html = linked("North Phyongan Province", [Link(6, 14, "/p"), Link(0, 23, "/np"), Link(15, 23, "/x")])
    assert html == '<a class="mention" href="/np">North Phyongan Province</a>'


def test_links_outside_the_text_are_cut_or_dropped() -> None:
    assert linked("abc", [Link(1, 99, "/a"), Link(50, 60, "/b"), Link(2, 2, "/c")]) == (
        'a<a class="mention" href="/a">bc</a>'
    )


def test_each_paragraph_gets_the_links_that_fall_in_it() -> None:
    assert linked_paragraphs("one two\n\nthree", [Link(4, 7, "/2"), Link(9, 14, "/3")]) == [
        'one <a class="mention" href="/2">two</a>',
        '<a class="mention" href="/3">three</a>',
    ]
    assert linked_paragraphs("", []) == []


def test_a_link_over_a_paragraph_end_is_drawn_in_both() -> None:
    assert linked_paragraphs("ab\n\ncd", [Link(1, 5, "/x")]) == [
        'a<a class="mention" href="/x">b</a>',
        '<a class="mention" href="/x">c</a>d',
    ]


def test_overlapping_fields_are_cut_where_they_begin_and_end() -> None:
    html = mark_spans("abcdef", [MarkedSpan(0, 4, "field-a", "A"), MarkedSpan(2, 6, "field-b", "B & C")])
    assert html == (
        '<span id="field-a"></span><mark class="field-span" data-label="A">ab</mark>'
        '<span id="field-b"></span><mark class="field-span" data-label="B &amp; C">cd</mark>'
        '<mark class="field-span">ef</mark>'
    )


def test_fields_of_one_stretch_share_its_label_and_keep_their_anchors() -> None:
    spans = [MarkedSpan(0, 2, "field-a", "A"), MarkedSpan(0, 2, "field-b"), MarkedSpan(3, 4)]
    assert mark_spans("ab c", [*spans, MarkedSpan(0, 2, "field-c", "C")]) == (
        '<span id="field-a"></span><span id="field-b"></span><span id="field-c"></span>'
        '<mark class="field-span" data-label="A, C">ab</mark> <mark class="field-span">c</mark>'
    )


def test_passages_have_one_ellipsis_wherever_text_is_left_out() -> None:
    middle = (Piece("of <iron> "), Piece("ore", is_marked=True))
    passages = [Passage(middle, True, True), Passage(middle, True, True), Passage(middle, True, False)]
    said = "of &lt;iron&gt; <mark>ore</mark>"
    assert marked_passages(passages) == (f"…{said}…", f"{said}…", said)
    assert marked_passages(()) == ()


def test_spans_that_do_not_lie_in_the_text_are_left_out() -> None:
    assert mark_spans("<b>", [MarkedSpan(2, 9, "a", "A"), MarkedSpan(3, 3, "b", "B")]) == "&lt;b&gt;"


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)
texts = st.text(alphabet="ab<>&\"'\n 한", max_size=40)


@given(texts, spans)
def test_marking_and_linking_never_change_the_text(text: str, pairs: list[tuple[int, int]]) -> None:
    assert words_of(linked(text, [Link(start, end, "/") for start, end in pairs])) == text
    assert words_of(mark_spans(text, [MarkedSpan(start, end, "f", "F") for start, end in pairs])) == text


@given(texts, spans)
def test_paragraphs_lose_nothing_but_blank_ones(text: str, pairs: list[tuple[int, int]]) -> None:
    paragraphs = linked_paragraphs(text, [Link(start, end, "/") for start, end in pairs])
    assert [words_of(paragraph) for paragraph in paragraphs] == [part for part in text.split("\n\n") if part.strip()]


@pytest.mark.parametrize("title", ["Iron and Steel", "", "!", "조선", "a" * 300, "Ünïcode – dash/slash?", "-x-"])
def test_an_article_has_the_address_that_the_urls_name(title: str) -> None:
    article = Article(pk=17, title=title)
    assert article.get_absolute_url() == reverse("article", args=[17, article.slug])
