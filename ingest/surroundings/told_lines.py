"""Tells lines above an article that were left out but can be text, so that none is lost unseen.

A menu has few words in a line, and its words have capitals. A line with several words in lower case
can be a headline or a sentence.
"""

from ingest.html_marks import LINK, LINKS
from ingest.layouts.framed_article import address_in
from ingest.layouts.page_text import PageText
from ingest.menu_words import NOTICE, is_menu
from ingest.text_lines import TextLine, count_small_words
from ingest.values import Fact

_MOST = 40  # lines above a text
_SMALL_WORDS = 4  # "Skip to main content" has fewer
_SMALL_WORDS_KOREAN = 6  # all words of a Korean line count, also names


def with_told_lines(page: PageText, inner: PageText) -> PageText:
    """Return the page `inner` with facts about lines at the top of `page` that it lacks.

    Links are not told, nor lines about which `inner` has a fact.
    """
    if len(page.lines) == len(inner.lines):
        return inner
    kept = [line.span for line in inner.lines[:_MOST]]
    begin = kept[-1][0] if kept else 0
    known = {fact.span[0] for fact in inner.facts if fact.name in (LINK, LINKS, "left-out")}
    told = [
        line
        for line in page.lines[: 2 * _MOST]
        if line.start < begin
        and line.start not in known
        and can_be_text(line)
        and not any(start <= line.start < end for start, end in kept)
    ]
    return inner.with_facts(Fact("left-out", line.span) for line in told) if told else inner


def can_be_text(line: TextLine) -> bool:
    """Return True if a line has several words in lower case, and is no notice of a site."""
    is_korean = any("가" <= letter <= "힣" for letter in line.text)
    least = _SMALL_WORDS_KOREAN if is_korean else _SMALL_WORDS
    has_words = count_small_words(line.text) >= least and not NOTICE.search(line.text)
    return has_words and not is_menu(line.text) and address_in(line) is None
