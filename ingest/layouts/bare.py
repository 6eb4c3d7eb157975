"""The layout of a bare text: a headline in the first line, and the text below it.

If the text holds several articles with datelines, each becomes an article (`digest.py`).

A bare text has nothing by which its site could be recognised. So it is read only if the archivist
sets this layout, together with the source.
"""

from ingest.layouts.agency_text import read_articles, without_name
from ingest.layouts.article_draft import Draft
from ingest.layouts.dates_in_titles import date_in_title
from ingest.layouts.digest import divide
from ingest.layouts.head_lines import ends_with_full_stop
from ingest.layouts.page_text import PageText
from ingest.values import ParsedFile

NAME = "bare"
_CLOSING = ")]）】"
_LONGEST_TITLE = 300  # letters; the longest headline that we know has 163


def matches(page: PageText) -> bool:
    """Return False, because any text could be a bare text."""
    return False


def parse(page: PageText) -> ParsedFile:
    """Return the article of the text, or its articles if it holds several.

    A first line that is a sentence is text, not a headline.
    """
    if len(divide(page.lines)) > 1:
        drafts = read_articles(page.text, page.lines)
        return ParsedFile(
            NAME, tuple(draft.finish(index, span) for index, (draft, span) in enumerate(drafts))
        )
    draft = Draft(page.text)
    lines = draft.take_dates(without_name(draft, page.lines))
    is_dated = lines[0].text[-1] in _CLOSING and date_in_title(page.text, lines[0].span)
    is_sentence = ends_with_full_stop(lines[0]) and not is_dated  # "New Year Address (2013.1.1.)"
    is_text = is_sentence or len(lines[0].text) > _LONGEST_TITLE
    head = 0 if is_text else 1
    draft.read_head(lines[:head])
    draft.read_body(lines[head:])
    article = draft.finish(0, (page.lines[0].start, page.lines[-1].end))
    return ParsedFile(NAME, (article,), saved_not_before=draft.viewed)
