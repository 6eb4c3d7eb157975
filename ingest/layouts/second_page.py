"""Rejects a file in which the text of an article contains a second page, so that it hides another.

A layout reads one article from a page, unless datelines divide the text. People save several pages
in one file, also of several sites. Signs of a second page below the text of the first are:

- the head of a page: a section (`/ News`), a day of viewing above the name of the newspaper, an
  issue line, a calendar;
- a headline with a date alone below it, and then a text;
- a headline and at least two sentences below an end mark, a sign-off or a copyright line.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.errors import Rejection
from ingest.layouts import kcna_co_jp, rodong, voice_of_korea
from ingest.layouts.agency_marks import has_end, match_dateline
from ingest.layouts.date_lines import own_date
from ingest.layouts.page_text import PageText
from ingest.layouts.site_pages import is_issue_line
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import ParsedArticle

# Pages of these layouts are not searched: comments and lists of other articles can be below the
# text, and our own layouts have their own rules.
_NOT_SEARCHED = frozenset({"kcnawatch", "plain", "bare", "mirrors"})
_LONG_SENTENCE = 28  # letters; a Chinese, Japanese or Korean letter counts as two
_LONGEST_HEADLINE = 200  # letters
_NEAR = 4  # a text begins in this number of lines below the head of its page
_FEW_SENTENCES = 2
_COPYRIGHT = re.compile(r"(?:copyrights?\b|©|\(c\)|\d{4} ?©).{0,190}", re.IGNORECASE)


def reject_second_page(page: PageText, layout: str, articles: Sequence[ParsedArticle]) -> None:
    """Raise Rejection (several-articles) if one of these articles contains a second page."""
    if layout in _NOT_SEARCHED:
        return
    for article in articles:
        first, last = article.span
        lines = [line for line in page.lines if first <= line.start < last]
        for sign in _signs(lines):
            raise Rejection(
                "several-articles",
                f'The file has a second page below the text of the first: "{sign.text[:60]}". Save'
                " each page in a file of its own.",
            )


def _signs(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield the lines that show that a second page begins below the text of the first."""
    begun = next((index for index, line in enumerate(lines) if _is_sentence(line)), len(lines))
    for index in range(begun + 1, len(lines) - 1):
        if _is_head(lines, index) or _is_dated_headline(lines, index) or _is_below(lines, index):
            yield lines[index]


def _is_head(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line is the head of a page, and a text follows."""
    line, below = lines[index], lines[index + 1]
    is_head = (
        (_is_section(line) and _is_headline(below))
        or (rodong.VIEWING_DATE.fullmatch(line.text) and rodong.RODONG_NAME.fullmatch(below.text))
        or (
            (is_issue_line(line) or rodong.KOREAN_ISSUE.fullmatch(line.text))
            and line.text not in {other.text for other in lines[:index]}
        )
        or kcna_co_jp.CALENDAR.fullmatch(line.text)
    )
    return bool(is_head) and any(map(_is_sentence, lines[index + 1 : index + 2 + _NEAR]))


def _is_section(line: TextLine) -> bool:
    match = voice_of_korea.SECTION.fullmatch(line.text) if line.text[0] in "/／" else None
    return match is not None and voice_of_korea.is_usual_section(match["name"])


def _is_dated_headline(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line is a headline below a text, with a date and a text below it."""
    return (
        _is_headline(lines[index])
        and index + 2 < len(lines)
        and own_date(lines[index + 1]) is not None
        and (_ends_text(lines[index - 1]) or lines[index].is_after_blank)
        and _is_sentence(lines[index + 2])
        and not lines[index + 2].text[0].islower()
    )


def _is_below(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line is a headline below the end of a text, and a text is below it."""
    above = lines[index - 1]
    is_end = has_end(above) or _COPYRIGHT.fullmatch(above.text) is not None
    if not is_end or not _is_headline(lines[index]) or has_end(lines[index]):
        return False
    below = lines[index + 1 :]
    start = next((number for number, line in enumerate(below[:_NEAR]) if _is_sentence(line)), None)
    return start is not None and sum(map(_is_sentence, below[start:])) >= _FEW_SENTENCES


def _ends_text(line: TextLine) -> bool:
    return _is_sentence(line) or has_end(line) or _COPYRIGHT.fullmatch(line.text) is not None


def _is_headline(line: TextLine) -> bool:
    return (
        len(line.text) <= _LONGEST_HEADLINE
        and not ends_sentence(line.text)
        and not own_date(line)
        and not match_dateline(line)
        and not _COPYRIGHT.fullmatch(line.text)
    )


def _is_sentence(line: TextLine) -> bool:
    text = line.text
    width = len(text) + sum(letter > "\u2e7f" for letter in text)
    return width >= _LONG_SENTENCE and ends_sentence(text) and not _COPYRIGHT.fullmatch(text)
