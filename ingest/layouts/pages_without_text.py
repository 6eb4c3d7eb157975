"""Rejects pages in which a layout found a headline, but no text of an article below it.

They are lists of the articles of a day, calendars, galleries and menus, and pages that show readers
without a subscription only a request.
"""

import re
from collections.abc import Sequence

from ingest.layouts.agency_marks import END_MARK
from ingest.layouts.known_pages import LOG_IN, LOG_IN_FIRST, SAVE_ARTICLE, no_article
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import is_sentence, without_sentences
from ingest.menu_words import is_menu as is_menu_line
from ingest.values import Paragraph, ParsedArticle

_FOOT = 10  # the end mark is searched in this number of lines at the foot
_WORD = re.compile(r"[^\W\d_]{2,}")
# The sites of the agency have lists of the articles of a day; their pages with an article have a
# dateline, an end mark or a sentence.
_SITES_WITH_LISTS = frozenset({"kcna_kp", "kcna_co_jp"})
_MENU_ROW = re.compile(r"(?:[^|｜]{2,30}[|｜]){3,}[^|｜]{0,30}")
FOR_READERS = re.compile(
    r".{0,120}\b(?:subscribers?|members?|subscriptions?) only\b.{0,120}"
    r"|.{0,120}\b(?:please |must |need to )(?:log|sign) ?in\b.{0,120}"
    r"|.{0,80}\b(?:log|sign) ?in or (?:subscribe|register|sign up)\b.{0,120}"
    r"|.{0,120}\b(?:subscribe|sign up|register)(?: now| today)? to"
    r" (?:read|continue|keep|view|get|access|unlock)\b.{0,120}"
    r"|(?:to )?(?:continue|keep) reading\b.{0,120}"
    r"|.{0,40}\balready a (?:subscriber|member)\b.{0,80}"
    r"|.{0,80}\b(?:start|begin) (?:your|a) free trial\b.{0,80}"
    r"|.{0,80}\b(?:requires?|available (?:only )?(?:to|for|with)) (?:an? )?(?:active )?"
    r"(?:\w+ )?(?:subscription|subscribers?|members?)\b.{0,80}",
    re.IGNORECASE,
)


def reject_page_without_text(
    page: PageText, layout: str, articles: Sequence[ParsedArticle]
) -> None:
    """Raise Rejection (not-an-article) if what a layout took for articles is not text.

    It is a list, a calendar or a row of pictures if there is neither a dateline nor an end mark nor
    a sentence, and a menu if the headline is one. A short text without a full stop is an article on
    most sites, but not on the sites of the agency, which have lists of the articles of a day.
    """
    for article in articles:
        _reject_page_for_subscribers(article.paragraphs)
        title = article.fields.get("title")
        is_menu = title is not None and _MENU_ROW.fullmatch(title.value) is not None
        is_number = not any(_WORD.search(paragraph.text) for paragraph in article.paragraphs)
        if "dateline_place" in article.fields or any(map(is_sentence, article.paragraphs)):
            return
        if _is_only_menu(article):
            raise no_article("a menu", article.paragraphs[0].text, SAVE_ARTICLE)
        if not (layout in _SITES_WITH_LISTS or is_menu or is_number):
            return
    if not any(END_MARK.search(line.text) for line in page.lines[-_FOOT:]):
        raise without_sentences(articles[0].paragraphs)


def _is_only_menu(article: ParsedArticle) -> bool:
    """Return True if an article without a sentence has only words of menus, or such a headline."""
    title = article.fields.get("title")
    items = [is_menu_line(paragraph.text) for paragraph in article.paragraphs]
    return all(items) or (title is not None and is_menu_line(title.value) and any(items))


def _reject_page_for_subscribers(paragraphs: Sequence[Paragraph]) -> None:
    """Raise Rejection (not-an-article) if the whole text asks readers to log in or to subscribe."""
    is_request = False
    for paragraph in paragraphs:
        if FOR_READERS.fullmatch(paragraph.text):
            is_request = True
        elif not LOG_IN.fullmatch(paragraph.text):
            return
    if is_request:
        raise no_article("a page for subscribers", paragraphs[0].text, LOG_IN_FIRST)
