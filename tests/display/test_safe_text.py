"""Test the HTML made from texts: it is escaped, and its links and marks are at the right words."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.display.safe_text import (
    Link,
    Mark,
    MarkedSpan,
    count_of,
    link_over,
    linked,
    linked_paragraphs,
    mark_spans,
    marked_snippets,
    non_overlapping,
    thousands,
    with_article,
)
from archive.models import Article
from archive.search import Snippet, TextPiece

HOSTILE = "<script>alert(\"x\")</script> & 'y'"


def words_of(html: str) -> str:
    """Return the text that a reader would see."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_numbers_have_separators_and_the_right_noun() -> None:
    assert thousands(1204) == "1,204"
    assert count_of(1, "article") == "1 article"
    assert count_of(1204, "article") == "1,204 articles"
    assert count_of(0, "article") == "0 articles"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("United States", "the United States"),
        ("Central African Republic", "the Central African Republic"),
        ("Central District", "Central District"),
        ("Russia", "Russia"),
    ],
)
def test_a_country_has_a_definite_article_if_needed(name: str, said: str) -> None:
    assert with_article(name) == said


def test_text_and_links_are_escaped() -> None:
    html = linked(HOSTILE, [Link(0, 8, '/"><b>', '"title"')])
    assert "<script" not in html
    assert (
        '<a class="mention" href="/&#34;&gt;&lt;b&gt;" title="&#34;title&#34;">&lt;script&gt;</a>'
        in html
    )
    assert words_of(html) == HOSTILE


def test_the_longest_of_overlapping_links_is_kept() -> None:
    html = linked(
        "North Phyongan Province", [Link(6, 14, "/p"), Link(0, 23, "/np"), Link(15, 23, "/x")]
    )
    assert html == '<a class="mention" href="/np">North Phyongan Province</a>'


def test_links_outside_the_text_are_cut_or_dropped() -> None:
    assert (
        linked("abc", [Link(1, 99, "/a"), Link(50, 60, "/b"), Link(2, 2, "/c")])
        == 'a<a class="mention" href="/a">bc</a>'
    )


def test_each_paragraph_has_its_own_links() -> None:
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
    html = mark_spans(
        "abcdef", [MarkedSpan(0, 4, "field-a", "A"), MarkedSpan(2, 6, "field-b", "B & C")]
    )
    assert (
        html == '<span id="field-a"></span><mark class="field-span" data-label="A">ab</mark>'
        '<span id="field-b"></span><mark class="field-span" data-label="B &amp; C">cd</mark>'
        '<mark class="field-span">ef</mark>'
    )


def test_fields_with_the_same_span_share_a_label_and_keep_their_anchors() -> None:
    spans = [MarkedSpan(0, 2, "field-a", "A"), MarkedSpan(0, 2, "field-b"), MarkedSpan(3, 4)]
    assert (
        mark_spans("ab c", [*spans, MarkedSpan(0, 2, "field-c", "C")])
        == '<span id="field-a"></span><span id="field-b"></span><span id="field-c"></span>'
        '<mark class="field-span" data-label="A, C">ab</mark> <mark class="field-span">c</mark>'
    )


def test_a_link_target_is_not_marked() -> None:
    listed = MarkedSpan(0, 3, "listed-0", is_marked=False)
    assert mark_spans("<b>c", [listed]) == '<span id="listed-0">&lt;b&gt;</span>c'
    assert (
        mark_spans("abcd", [MarkedSpan(0, 1, "field-a", "A"), listed])
        == '<span id="field-a"></span><span id="listed-0"></span><mark class="field-span"'
        ' data-label="A">a</mark>bcd'
    )


def test_snippets_have_one_ellipsis_wherever_text_is_left_out() -> None:
    middle = (TextPiece("of <iron> "), TextPiece("ore", is_marked=True))
    snippets = [
        Snippet(middle, True, True),
        Snippet(middle, True, True),
        Snippet(middle, True, False),
    ]
    said = "of &lt;iron&gt; <mark>ore</mark>"
    assert marked_snippets(snippets) == (f"…{said}…", f"{said}…", said)
    assert marked_snippets(()) == ()


def test_spans_outside_the_text_are_cut_or_dropped() -> None:
    assert (
        mark_spans("<b>", [MarkedSpan(2, 9, "a", "A"), MarkedSpan(3, 3, "b", "B")]) == "&lt;b&gt;"
    )


def test_a_name_has_the_class_of_its_kind_and_an_anchor() -> None:
    link = Link(0, 2, "/people/x/", "Person: X", "person", "body-0")
    assert (
        linked("ab", [link])
        == '<a class="mention mention--person" href="/people/x/" title="Person: X"'
        ' id="body-0">ab</a>'
    )
    assert linked("ab", [replace(link, url="")]) == '<span id="body-0">ab</span>'


def test_a_mark_has_an_anchor_at_its_beginning() -> None:
    marks = [Mark(0, 2, "found-0"), Mark(4, 6, "found-4")]
    html = linked("ab cdef", [Link(1, 5, "/x")], marks)
    assert (
        html == '<mark id="found-0">a</mark><a class="mention" href="/x"><mark>b</mark> c<mark'
        ' id="found-4">d</mark></a><mark>e</mark>f'
    )


def test_a_link_over_a_paragraph_end_has_one_anchor() -> None:
    paragraphs = linked_paragraphs("ab\n\n \n\ncd", [Link(1, 8, "/x", anchor="body-1")])
    assert paragraphs == [
        'a<a class="mention" href="/x" id="body-1">b</a>',
        '<a class="mention" href="/x">c</a>d',
    ]


def test_the_link_drawn_over_a_span_can_be_looked_up() -> None:
    drawn = non_overlapping([Link(6, 14, "/p"), Link(0, 23, "/np"), Link(30, 35, "/x")], 40)
    assert [link.url for link in drawn] == ["/np", "/x"]
    found = [link_over(drawn, *span) for span in ((6, 14), (23, 30), (34, 40), (35, 40))]
    assert [link and link.url for link in found] == ["/np", None, "/x", None]


spans = st.lists(st.tuples(st.integers(-5, 45), st.integers(-5, 45)), max_size=8)
marks = st.lists(
    st.builds(
        lambda start, end: Mark(start, end, f"found-{start}"),
        st.integers(0, 40),
        st.integers(0, 40),
    ),
    max_size=4,
)
texts = st.text(alphabet="ab<>&\"'\n 한", max_size=40)


class Nesting(HTMLParser):
    """The plain text of a piece of HTML, how deep its links are nested, and the ids of its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.ids = "", list[str]()
        self.open: list[str] = []
        self.deepest = 0
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.deepest = max(self.deepest, self.open.count("a"))
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(texts, spans, marks, st.booleans())
def test_links_never_nest_and_never_change_the_text(
    text: str, pairs: list[tuple[int, int]], found: list[Mark], are_links: bool
) -> None:
    links = [
        Link(start, end, "/" if are_links else "", HOSTILE, "person", f"body-{number}")
        for number, (start, end) in enumerate(pairs)
    ]
    whole = Nesting(linked(text, links, found))
    assert whole.text == text
    beginnings = {mark.anchor for mark in found if mark.start < min(mark.end, len(text))}
    assert {each for each in whole.ids if each.startswith("found-")} <= beginnings
    assert whole.deepest <= 1
    paragraphs = Nesting("|".join(linked_paragraphs(text, links, found)))
    assert paragraphs.text == "|".join(part for part in text.split("\n\n") if part.strip())
    assert paragraphs.deepest <= 1
    for ids in (whole.ids, paragraphs.ids):
        assert len(ids) == len(set(ids))


@given(spans)
def test_the_longer_of_overlapping_links_is_never_lost(
    pairs: list[tuple[int, int]],
) -> None:
    drawn = non_overlapping([Link(start, end, "/") for start, end in pairs], 40)
    assert all(before.end <= after.start for before, after in pairwise(drawn))
    for start, end in pairs:
        start, end = max(start, 0), min(end, 40)
        if start < end:
            over = [link for link in drawn if link.start < end and link.end > start]
            assert max(link.end - link.start for link in over) >= end - start
            assert link_over(drawn, start, end) == over[0]


@given(texts, spans)
def test_marking_never_changes_the_text(text: str, pairs: list[tuple[int, int]]) -> None:
    assert (
        words_of(mark_spans(text, [MarkedSpan(start, end, "f", "F") for start, end in pairs]))
        == text
    )


@given(texts, spans)
def test_only_blank_paragraphs_are_dropped(text: str, pairs: list[tuple[int, int]]) -> None:
    paragraphs = linked_paragraphs(text, [Link(start, end, "/") for start, end in pairs])
    assert [words_of(paragraph) for paragraph in paragraphs] == [
        part for part in text.split("\n\n") if part.strip()
    ]


@pytest.mark.parametrize(
    "title", ["Iron and Steel", "", "!", "조선", "a" * 300, "Ünïcode – dash/slash?", "-x-"]
)
def test_the_address_of_an_article_matches_the_urls(title: str) -> None:
    article = Article(pk=17, title=title)
    assert article.get_absolute_url() == reverse("article", args=[17, article.slug])
