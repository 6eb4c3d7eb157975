"""Tests that `extract_text` reads the same text as `text_of_tree`, and reads odd pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.html import _BLOCKS, _DROPPED, extract_text
from tests.ingest.text_of_tree import text_of_tree

_NAMES = sorted(
    _BLOCKS | _DROPPED | {"a", "b", "br", "head", "html", "i", "img", "rt", "span", "x"}
)
_ENDS = ("p", "div", "a", "b", "br", "nav", "pre", "script", "style", "title", "button", "head")
_PIECES = (
    *(f"<{name}>" for name in _NAMES),
    *(f"</{name}>" for name in _ENDS),
    *("<p/>", "<br/>", "<svg />", '<p class="x y">', '<img src="a>b">', "<a href>", "<a>"),
    *('<a href="https://e.example/1">', "<a href='y' href=z>", "</a>", "</a>", "</a>", "</b>"),
    *("Read original version at source", "<b>Read original version at source</b>"),
    *("a ", "b\n", " ", "\n", "é\u00a0", "&amp;", "&nbsp;", "&#65;", "&lt;", "<!-- x -->", "\f"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_the_text_of_a_page_is_the_text_of_its_tree(markup: str) -> None:
    assert extract_text(markup) == text_of_tree(markup)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<p>Kites &#foo; fly.<p>They &#x; fly <b>high</b>.",
            "Kites &#foo; fly.\n\nThey &#x; fly high.\n",
        ),
        ("<p>&#65abc &#8217s<p>&#99999999999;", "Aabc ’s\n\n\ufffd\n"),
        (f"<p>&#{'9' * 5000};<p>x", "\ufffd\n\nx\n"),
        ("<![if IE]><p>A kite<![endif]--><p>flies.", "A kite\n\nflies.\n"),
        ("<p>A<![unknown]> kite<![CDATA[ falls ]]> flies.", "A kite flies.\n"),
        ('<p a=">A kite" <p b=">flies"', 'A kite"\n\nflies"\n'),
    ],
)
def test_odd_references_and_sections_do_not_stop_the_reader(markup: str, text: str) -> None:
    assert extract_text(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<title>Mill - Site</title><p>A kite flies.", "A kite flies.\n"),
        (
            "<!DOCTYPE html><html lang=ko><meta charset=utf-8><title>연</title>\n연이 난다.",
            "연이 난다.\n",
        ),
        ("<HTML>\n<TITLE>Home Page</TITLE>\n<BODY><B>A kite</B> flies.", "A kite flies.\n"),
        ("<body><p>A kite</p><title>Kites</title><p>flies.", "A kite\n\nflies.\n"),
        ("<div><title>Kites <b>high</b> &amp; low</title>A kite</div>", "A kite\n"),
        ("<title>Kites<body><p>A kite flies.", "A kite flies.\n"),
        ("<head><title>Kites<p>A kite flies.", "A kite flies.\n"),
        ("<title lang=en>Kites</head>A kite flies.<title>", "A kite flies.\n"),
        ("<title>Kites <font>A kite</font> flies.", "A kite flies.\n"),
    ],
)
def test_a_title_is_never_text_and_hides_no_text(markup: str, text: str) -> None:
    assert extract_text(markup) == text
