"""The layout of Rodong Sinmun, a newspaper.

An English page has the day of viewing, the line `Rodong Sinmun`, the headline, the section with the
date of publication (`Politics 2024.2.10.`) and the text. Pages from 2023 to 2025 can lack the
section, the whole line with the date, or the headline. Articles from 2018 to 2021 have no date, and
end with the credit `Rodong News Team`. The line of a Korean page has the date, the name of the
newspaper and the number of the page: `2024.11.6. 《로동신문》 6면`. It is above or below the
headline.

The site and the newspaper are proved by this Korean line, by an address of the site, by the name of
the newspaper below the day of viewing, and by a section with its date together with one of these
two. Its copyright line proves it, too. Other marks are also in copies, so they only imply the
source: a credit, or the name at the end of a text with a date.
"""

import re
from collections.abc import Sequence

from ingest.layouts.article_draft import Draft
from ingest.layouts.head_lines import count_title_lines, is_open, seems_open
from ingest.layouts.page_text import Likeness, PageText
from ingest.layouts.rejections import reject_further_pages, reject_list_of_headlines
from ingest.layouts.rodong_frame import DatedLine, PageFrame, read_frame
from ingest.layouts.rodong_lines import (
    DATE_SECTION,
    KNOWN_SECTION,
    KOREAN_ISSUE,
    SECTION_DATE,
    TYPED,
)
from ingest.layouts.rubrics import without_rubric
from ingest.layouts.verse import is_verse
from ingest.rules import imply
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import ParsedFile

NAME = "rodong"
SOURCE_ENGLISH = "Rodong Sinmun (En)"
SOURCE_KOREAN = "Rodong Sinmun (Kr)"
SOURCE = "Rodong Sinmun"  # of an edition in another language

_NEXT = 3  # a text begins in this number of lines below its date
_LONGEST_TITLE = 3  # the largest number of lines of a headline
_HANGUL = re.compile("[가-힣]")
_HAN = re.compile("[一-鿿]")


def matches(page: PageText) -> bool:
    """Return True if the page has marks of the newspaper.

    They are the Korean line with the number of the issue; the name of the newspaper below the day
    of viewing; a date of publication with one of these two, with the name at the end or with a
    section that we know; or the credit of the newspaper. The day of viewing is the day on which
    somebody opened and saved the page.
    """
    frame = read_frame(page)
    return len(page.lines) > 1 and (frame.proves_source or frame.implies_source)


def proves_source(page: PageText) -> bool:
    """Return True if the page has marks that only pages of this site have."""
    return read_frame(page).proves_source


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines.

    The day of viewing is the first day on which the page can have been saved. It is never the date
    of the article.
    """
    draft = Draft(page.text)
    frame = read_frame(page)
    if frame.issue:
        _read_issue(draft, frame.lines, frame.issue)
    else:
        _read_dated(draft, frame.lines, frame.dated)
    if frame.link:
        draft.read("original_url", "url", frame.link)
    if frame.credit:
        draft.read("agency", "words", frame.credit)
    if frame.byline:
        draft.read("byline", "words", frame.byline)
    if not is_verse(draft):
        reject_list_of_headlines(draft.paragraphs)
    reject_further_pages(len(_dates_above_texts(page.lines)), "lines with a section or issue")
    rule = "source-of-layout" if frame.proves_source else "source-implied"
    draft.fields["source"] = imply(rule, _edition(frame))
    article = draft.finish(0, (page.lines[0].start, page.lines[-1].end))
    viewed = draft.evidence("viewing-date", frame.viewed) if frame.viewed else None
    return ParsedFile(NAME, (article,), saved_not_before=viewed)


def _dates_above_texts(lines: Sequence[TextLine]) -> set[str]:
    """Return the lines with a known section or the issue below which a text begins."""
    return {
        line.text
        for index, line in enumerate(lines)
        if any(ends_sentence(other.text) for other in lines[index + 1 : index + 1 + _NEXT])
        and (
            KOREAN_ISSUE.fullmatch(line.text)
            or DATE_SECTION.fullmatch(line.text)
            or (
                (match := SECTION_DATE.fullmatch(line.text))
                and KNOWN_SECTION.fullmatch(match["section"])
            )
        )
    }


def resembles(page: PageText) -> Likeness | None:
    """Return why a page with too few marks may be one of the newspaper; None if it may not."""
    frame = read_frame(page)
    reason = ""
    if frame.dated and len(frame.lines) > frame.dated.position + 1:
        reason = f'has the line "{frame.lines[frame.dated.position].text}" at the top'
    elif frame.is_named or frame.is_named_below:
        reason = "has the name of the newspaper above or below the text"
    elif frame.viewed:
        reason = f'has the line "{page.text[slice(*frame.viewed)]}" at the top'
    elif frame.byline:
        reason = f'has the line "{page.text[slice(*frame.byline)]}" below the text'
    return Likeness(NAME, _edition(frame), reason) if reason else None


def _edition(frame: PageFrame) -> str:
    """Return the name of the source: that of the Korean, the English or another edition."""
    if frame.issue or any(_HANGUL.search(line.text) for line in frame.lines[:1]):
        return SOURCE_KOREAN
    is_eastern = any(_HAN.search(line.text) for line in frame.lines[:1])
    return SOURCE if is_eastern else SOURCE_ENGLISH


def _read_dated(draft: Draft, lines: Sequence[TextLine], dated: DatedLine | None) -> None:
    """Read an article with its date in a line of its own, or without a date."""
    above, below = (lines[: dated.position], lines[dated.position + 1 :]) if dated else ((), lines)
    if dated:
        line = lines[dated.position]
        witness = (
            ("own_line", "own-line") if dated.match.re is TYPED else ("page_date", "page-date")
        )
        draft.witness(*witness, line.span_of(dated.match, "date"))
        if dated.match.groupdict().get("page"):
            draft.read("page", "words", line.span_of(dated.match, "page"))
        if dated.match.groupdict().get("section"):
            draft.read("section", "words", line.span_of(dated.match, "section"))
        elif above and KNOWN_SECTION.fullmatch(above[-1].text):
            draft.read("section", "words", above[-1].span)
            above = above[:-1]
    if above:
        above = without_rubric(draft, above)
    else:
        below = without_rubric(draft, below)
    if above and _HANGUL.search(above[0].text):
        _read_headline(draft, above)
    elif above:
        draft.read_head(above)
    else:
        count = _count_headline(below)
        draft.read_head(below[:count])
        below = below[count:]
    draft.read_body(below)


def _count_headline(lines: Sequence[TextLine]) -> int:
    """Return the number of lines of a headline at the top of `lines`; 0 if there is none.

    Lines above a blank line are a headline if there are at most three, and none ends a sentence.
    """
    block = next((index for index, line in enumerate(lines) if index and line.is_after_blank), 0)
    if 0 < block <= _LONGEST_TITLE and not any(ends_sentence(line.text) for line in lines[:block]):
        return block
    return count_title_lines(lines)


def _read_headline(draft: Draft, lines: Sequence[TextLine]) -> None:
    """Read a headline, and the subtitle in the lines below it."""
    count = 1
    while count < len(lines) and (
        is_open(lines[:count], lines[count]) or seems_open(lines[count - 1], lines[count])
    ):
        count += 1
    draft.read_head(lines[:count])
    draft.subtitle += lines[count:]


def _read_issue(draft: Draft, lines: Sequence[TextLine], issue: DatedLine) -> None:
    """Read an article of the Korean edition, with the line of the issue."""
    line = lines[issue.position]
    draft.witness("page_date", "page-date", line.span_of(issue.match, "date"))
    if issue.match["page"]:
        draft.read("page", "words", line.span_of(issue.match, "page"))
    is_above_text = issue.position < len(lines) - 1
    above = lines[: issue.position] if is_above_text else ()
    below = lines[issue.position + 1 :] if is_above_text else lines[: issue.position]
    if above:
        _read_headline(draft, without_rubric(draft, above))
    else:
        below = without_rubric(draft, below)
        count = count_title_lines(below)
        draft.read_head(below[:count])
        below = below[count:]
    draft.read_body(below)
