"""Reads a page that a program saved as a text with front matter like the page itself.

A program that clips pages writes front matter above the text: the title and the address of the
page. If the text below has the lines of this site around the article, they show more than the front
matter: the name and the day of the article, and its headline. So the values of the front matter
are treated like those in the head of the page.
"""

from dataclasses import replace

from ingest.layouts.framed_article import is_host_of
from ingest.layouts.page_text import PageText
from ingest.layouts.rodong_frame import HOSTS
from ingest.layouts.rodong_lines import KOREAN_ISSUE
from ingest.layouts.watch_lines import DATE_LINE
from ingest.site_addresses import host_of_page

_HEAD = 20  # the line of the site is searched in this number of lines at the top
_WATCH = ("kcnawatch.org", "kcnawatch.co")
# What the values of front matter are in the head of a page. Tags and authors are not in a head.
_NAMES = {"title": "head_title", "source": "saved_from", "url": "saved_from", "date": "head_date"}
_LEFT_OUT = frozenset(("", "topic", "lead", "byline", "section", "language"))


def as_page(page: PageText) -> PageText:
    """Return the page as one that is no row, if it is a clip with the lines of its site.

    The clip has the address of KCNA Watch and one `Date:` line, or the address of Rodong Sinmun and
    one line of an issue.
    """
    names = {fact.name for fact in page.facts}
    if not page.is_row or not names <= _NAMES.keys() | _LEFT_OUT:
        return page
    address = page.fact("url") or page.fact("source")
    host = host_of_page(page.text[slice(*address)].strip()) if address else ""
    top = [line.text for line in page.lines[:_HEAD]]
    dated = sum("Source:" in text and DATE_LINE.fullmatch(text) is not None for text in top)
    issues = sum(KOREAN_ISSUE.fullmatch(text) is not None for text in top)
    if not (is_host_of(host, _WATCH) and dated == 1) and not (
        is_host_of(host, HOSTS) and issues == 1
    ):
        return page
    facts = tuple(
        fact._replace(name=_NAMES[fact.name]) for fact in page.facts if fact.name in _NAMES
    )
    return replace(page, facts=facts, is_row=False)
