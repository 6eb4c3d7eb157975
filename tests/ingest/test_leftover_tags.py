"""Tests of markup left in a text file, and of whole pages saved as HTML."""

import time

import pytest

from ingest.html import extract_text, is_html
from ingest.leftover_tags import blank_blocks, plain_text
from ingest.text_lines import split_lines, words


def lines(text: str) -> list[str]:
    results = split_lines(text)
    assert all(text[line.start : line.end] == line.text for line in results)
    return [line.text for line in results]


def test_block_tags_become_line_breaks_of_the_same_length() -> None:
    text = "<p>One</p><p class='x'>Two<br/>three</p><!-- four -->"
    assert lines(text) == ["One", "Two", "three"]
    assert len(blank_blocks(text)) == len(text)
    assert [line.is_after_blank for line in split_lines(text)] == [True, True, False]


def test_the_contents_of_scripts_and_styles_are_not_lines() -> None:
    assert lines("One<script>two</script>three<style>p { x }</style>four") == [
        "One",
        "three",
        "four",
    ]


def test_the_text_after_an_unclosed_script_tag_is_kept() -> None:
    assert lines("One<script>two\nthree") == ["One", "two", "three"]


def test_inline_tags_at_the_edge_of_a_line_are_dropped() -> None:
    assert lines("<b><i>KCNA</i></b>\n<b>One</b> and <i>two</i>\n<b></b>") == [
        "KCNA",
        "One</b> and <i>two",
    ]
    assert words(["One</b> and <i>two"]) == "One and two"


def test_newer_tags_and_own_elements_are_tags() -> None:
    assert lines('One <time datetime="x">two</time> <x-card id="a">three</x-card>.') == [
        'One <time datetime="x">two</time> <x-card id="a">three</x-card>.'
    ]
    assert words(['One <time datetime="x">two</time> <x-card id="a">three</x-card>.']) == (
        "One two three."
    )
    assert lines("<details open><summary>One</summary>two</details><aside>three</aside>") == [
        *("One", "two", "three")
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("<Rodong Sinmun>", "<A Girl's Diary>", "5 < 6 > 4", "<I and You>", "R&D; AT&T", "a<b"),
        *("<Time>", "<Summary>", "<Dialog>", "<self-reliance>", "<so-called>", "<source>"),
    ],
)
def test_angle_brackets_and_ampersands_that_are_not_markup_are_kept(name: str) -> None:
    assert lines(f"The {name}.") == [f"The {name}."]
    assert words([f"The {name}."]) == f"The {name}."


def test_entities_are_decoded() -> None:
    assert (
        plain_text("&lt;owl&gt; &amp; &#39;kettle&#x27;&nbsp;&copy; &nonesuch;")
        == "<owl> & 'kettle'\u00a0© &nonesuch;"
    )


def test_html_is_recognised_by_its_name_or_its_beginning() -> None:
    assert is_html("page.HTML", "An owl.")
    assert is_html("page.txt", "\n<!-- saved -->\n<!DOCTYPE html><p>An owl.")
    assert not is_html("page.txt", "An owl. <html>")


def test_menus_scripts_and_forms_are_left_out() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Site</title></head><body><nav>Menu</nav><h1>An\n"
        " owl</h1><p>It <b>sleeps</b>.<br>By day.<br><br>By night it flies.</p><form><input"
        " value=x><button>Go</button></form><script>steal()</script><!-- hidden"
        " --><table><tr><td>One</td><td>two</td></tr></table></body></html>"
    )
    assert (
        extract_text(page) == "An owl\n\nIt sleeps.\nBy day.\n\nBy night it flies.\n\nOne\n\ntwo\n"
    )


def test_only_the_address_of_the_link_to_the_original_is_kept() -> None:
    page = (
        '<p><a href="/x">KCNA</a> | <a href=" https://e.example/1 "><b>Read original version at'
        " source</b></a></p>"
    )
    assert extract_text(page) == "KCNA | Read original version at source <https://e.example/1>\n"


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 30_000 + "owl", "<a href=x>" * 3_000 + "owl", "<script>" * 30_000 + "owl</script>"],
)
def test_deep_or_broken_pages_are_read_in_reasonable_time(markup: str) -> None:
    start = time.process_time()
    extract_text(markup)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text",
    [
        "<script>" * 200_000,
        "<script></script>" * 100_000,
        "<b>" * 300_000 + "x",
        "x" + "</b>" * 300_000,
        "x" + " " * 1_000_000 + "y",
        "<" * 500_000,
    ],
)
def test_splitting_into_lines_takes_linear_time(text: str) -> None:
    start = time.process_time()
    split_lines(text)
    assert time.process_time() - start < 5
