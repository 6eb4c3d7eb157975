"""Recognises pages that a program saved as a text with front matter.

Such a program writes front matter above the text: the title and the address of the page. If the
text below has the lines of the site around the article, these lines have more values than the front
matter, such as the date of the article. So the text is read like the page itself, and the values of
the front matter are treated like those in the head of a page.
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
# The values of front matter, and the values in the head of a page that they are treated like.
_NAMES = {"title": "head_title", "source": "saved_from", "url": "saved_from", "date": "head_date"}
# Values of front matter that the head of a page does not have.
_LEFT_OUT = frozenset(("", "topic", "lead", "byline", "section", "language"))


def as_page(page: PageText) -> PageText:
    """Return a clip that has the lines of its site as a page, and any other page as it is.

    Such a clip has the address of KCNA Watch and one `Date:` line, or the address of Rodong Sinmun
    and one line of an issue.
    """
    names = {fact.name for fact in page.facts}
    if not page.is_row or not names <= _NAMES.keys() | _LEFT_OUT:
        return page
    address = page.fact("url") or page.fact("source")
    host = host_of_page(page.text[slice(*address)].strip()) if address else ""
    top = [line.text for line in page.lines[:_HEAD]]
    dated = sum("Source:" in text and DATE_LINE.fullmatch(text) is not None for text in top)
    issues = sum(KOREAN_ISSUE.fullmatch(text) is not None for text in top)
    is_of_watch = is_host_of(host, _WATCH) and dated == 1
    is_of_rodong = is_host_of(host, HOSTS) and issues == 1
    if not (is_of_watch or is_of_rodong):
        return page
    facts = tuple(
        fact._replace(name=_NAMES[fact.name]) for fact in page.facts if fact.name in _NAMES
    )
    return replace(page, facts=facts, is_row=False)
