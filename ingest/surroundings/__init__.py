"""Removes what is around a saved page: lines that belong neither to its site nor to its text.

Programs and sites put lines around a page: the toolbar of a web archive, the head and foot of a
printed page, the menu of a site, the name of a chat. None of them is a headline or text. What such
a line says about the page becomes a fact: the address from which it was saved, the day of saving.

    saving.py           notes of the day of saving, heads and feet of printed pages
    archive_lines.py    the toolbars of web archives and the heads of cached pages
    addresses.py        the address of a page on a site that no layout reads
    messages.py         what mail programs, chats, networks and readers write around a text
    note_heads.py       what programs for notes write between a headline and its text
    monitoring.py       the heads of services that monitor foreign news
    marked_lines.py     menus and links around an article, by the mark-up of a saved page
    word_menus.py       menus of a page that was copied as text, one line for each link
    menus.py            menus above the headline, and the headline that the head of a page names
    links_below.py      buttons and links to other articles below the text
    needed_lines.py     lines around an article that the layouts need
    told_lines.py       lines that were left out but can be text

Lines that a layout needs stay: dates, names and addresses of the sites that it knows.
"""

from ingest.layouts import kcnawatch, plain
from ingest.layouts.agency_marks import match_dateline
from ingest.layouts.page_text import PageText
from ingest.surroundings.addresses import without_address
from ingest.surroundings.archive_lines import without_archive_lines
from ingest.surroundings.links_below import without_links_below
from ingest.surroundings.marked_lines import without_marked_lines
from ingest.surroundings.menus import without_menus, without_top_of_watch
from ingest.surroundings.messages import without_message_lines
from ingest.surroundings.monitoring import without_monitoring_lines
from ingest.surroundings.note_heads import without_note_head
from ingest.surroundings.saving import with_dates_apart, without_notes, without_print_lines
from ingest.surroundings.told_lines import with_told_lines
from ingest.surroundings.word_menus import without_word_menu

_STEPS = (
    *(without_archive_lines, without_print_lines, without_note_head, without_notes),
    without_address,
    *(without_message_lines, without_monitoring_lines, with_dates_apart),
)
# These steps expect one article.
_STEPS_OF_ARTICLE = (without_marked_lines, without_word_menu, without_menus, without_links_below)


def without_surroundings(page: PageText) -> PageText:
    """Return the page without the lines around it, and with the facts that these lines give.

    A row of a data set and a text with header lines have no such lines. A page that has only such
    lines is returned unchanged. In a page with several articles, and in a page of KCNA Watch, menus
    and links stay: the layout of KCNA Watch reads its links, and its list of other articles has
    datelines, too. Only the top of its pages is left out.
    """
    if page.is_row or not page.lines or plain.matches(page):
        return page
    inner = page
    for step in _STEPS:
        inner = step(inner)
        if not inner.lines:
            return page
    if kcnawatch.matches(inner):
        return without_top_of_watch(inner)
    if _has_several(inner):
        page_of_one = without_links_below(inner)  # the links can have datelines
        if _has_several(page_of_one):
            return inner
        inner = page_of_one
    for step in _STEPS_OF_ARTICLE:
        inner = with_told_lines(inner, step(inner))
        if not inner.lines:
            return page
    return inner


def _has_several(page: PageText) -> bool:
    """Return True if a page has more than one dateline."""
    return sum(match_dateline(line) is not None for line in page.lines) > 1
