"""The layout of Voice of Korea: a section (`/ News`), the headline, and indented paragraphs.

The pages have neither a date nor a dateline. The layout is recognised by the section. A bare text
(the text of an article without the other parts of the page) has no section, so it is only read if
the archivist sets the layout. One known page has neither section nor headline.
"""

import re
from collections.abc import Sequence

from ingest.layouts.article_draft import Draft
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_list_of_headlines
from ingest.rules import imply
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "voice_of_korea"
SECTION = re.compile(r"/ ?(?P<name>[A-Z][\w&' -]{1,60})")
SOURCE = "Voice of Korea (EN)"
_LONGEST_TITLE = 3  # the largest number of lines of a headline


def matches(page: PageText) -> bool:
    """Return True if the first line is a section: a slash and a name."""
    return len(page.lines) > 1 and bool(SECTION.fullmatch(page.lines[0].text))


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines.

    Paragraphs are indented in the file. A first line that is not indented is the headline. The
    section implies the source. A bare text, which does not begin with a section, has no source.
    """
    draft = Draft(page.text)
    lines: Sequence[TextLine] = page.lines
    slash = SECTION.fullmatch(lines[0].text)
    if slash:
        (first, *more), lines = _section(page.text, lines)
        draft.read("section", "words", first.span_of(slash, "name"), *(line.span for line in more))
    title = [] if not lines or _is_indented(page.text, lines[0]) else _title(page.text, lines)
    draft.read_head(title)
    draft.read_body(lines[len(title) :])
    reject_list_of_headlines(draft.paragraphs)
    if slash:
        draft.fields["source"] = imply("source-implied", SOURCE)
    return ParsedFile(NAME, (draft.finish(0, (page.lines[0].start, page.lines[-1].end)),))


def _section(text: str, lines: Sequence[TextLine]) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """Return the lines with the name of the section, and the lines below them.

    The name has two lines if the first line ends in a dash, "&", "and" or a comma, or if the second
    line begins with a dash or "&".
    """
    goes_on = len(lines) > 1 and not lines[1].is_after_blank and not _is_indented(text, lines[1])
    is_open = lines[0].text.endswith(("-", "&", " and", ","))
    if goes_on and (is_open or lines[1].text.startswith(("-", "&"))):
        return lines[:2], lines[2:]
    return lines[:1], lines[1:]


def _is_indented(text: str, line: TextLine) -> bool:
    return line.start > 0 and text[line.start - 1] in " \t\u00a0\u3000"


def _title(text: str, lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Return the lines of the headline: up to three lines above the first indented or blank line.

    If no line is indented, the headline is only the first line.
    """
    indented = next((index for index, line in enumerate(lines) if _is_indented(text, line)), None)
    blank = next(
        (index for index, line in enumerate(lines[1:], 1) if line.is_after_blank), len(lines)
    )
    return lines[: min(indented, blank, _LONGEST_TITLE) if indented else 1]
