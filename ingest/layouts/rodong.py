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

Pages can be cut inside the name of the newspaper at the end (`Rodong Sin`). A last line that is
only a remainder of it is no text, if the line above it ends a sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.layouts.article_draft import Draft
from ingest.layouts.framed_article import without_addresses
from ingest.layouts.head_lines import count_title_lines, ends_with_full_stop, is_open, seems_open
from ingest.layouts.page_text import Likeness, PageText
from ingest.layouts.rejections import reject_further_pages, reject_list_of_headlines
from ingest.layouts.rodong_lines import (
    AROUND_CREDIT,
    COPYRIGHT,
    CREDIT,
    CREDIT_BEHIND,
    DATE_ALONE,
    DATE_SECTION,
    KNOWN_SECTION,
    KOREAN_BYLINE,
    KOREAN_ISSUE,
    KOREAN_ISSUE_NAME_FIRST,
    MOTTO,
    OTHER_CREDIT,
    RODONG_NAME,
    SECTION_DATE,
    SLIDE_COUNTER,
    TYPED,
    VIEWING_DATE,
    VIEWING_DAY,
)
from ingest.layouts.rubrics import without_rubric
from ingest.layouts.verse import is_verse
from ingest.rules import UnreadableValue, imply, read
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Evidence, ParsedFile, Span

NAME = "rodong"
SOURCE_ENGLISH = "Rodong Sinmun (En)"
SOURCE_KOREAN = "Rodong Sinmun (Kr)"
SOURCE = "Rodong Sinmun"  # of an edition in another language

HOSTS = ("rodong.rep.kp",)
# Words that can be left of a line whose other words were cut off or lost: "The of".
_FUNCTION_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"]
)
_CUT_NAMES = ("Rodong Sinmun", "《로동신문》", "로동신문", "Rodong News Team")
_SHORTEST_CUT = 2  # letters of a name that was cut off
_TELLING_CUT = 6  # this number of letters ("Rodong") shows which name was cut off
_MOST_END_LINES = 3  # at most this number of lines below the text are no text
_HEAD = 8  # the line with the date is searched in this number of lines at the top of the page
_NEXT = 3  # a text begins in this number of lines below its date
_TOP = 3  # the day of viewing is searched in this number of lines at the top of the page
_LONGEST_TITLE = 3  # the largest number of lines of a headline
_HANGUL = re.compile("[가-힣]")
_HAN = re.compile("[一-鿿]")


class _Dated(NamedTuple):
    """The line with the date of publication: its position among the lines, and the match."""

    position: int
    match: re.Match[str]


@dataclass
class _Frame:
    """What is around the article on a page.

    `is_of_site` tells whether the page has an address of the site, and `link` is the span of the
    address of the article. `viewed` is the span of the day of viewing. `is_named` is true if the
    name of the newspaper is above the article, `is_named_below` if it is below. `credit` is the
    span of the credit, and `has_own_credit` is true if it is the credit of this newspaper. `byline`
    is the span of a Korean byline. `lines` are the lines inside the frame.
    """

    lines: list[TextLine]
    is_of_site: bool = False
    link: Span | None = None
    viewed: Span | None = None
    is_named: bool = False
    is_named_below: bool = False
    credit: Span | None = None
    has_own_credit: bool = False
    byline: Span | None = None
    issue: _Dated | None = None
    dated: _Dated | None = None

    @property
    def section(self) -> str:
        return (self.dated.match.groupdict().get("section") or "") if self.dated else ""

    @property
    def proves_source(self) -> bool:
        return bool(
            self.is_of_site
            or (self.issue and self.issue.position < len(self.lines) - 1)
            or (self.viewed and self.is_named)
            or (self.section and (self.viewed or self.is_named or self.is_named_below))
        )

    @property
    def implies_source(self) -> bool:
        is_near_name = self.viewed or self.is_named or self.is_named_below
        return bool(
            self.issue
            or (self.dated and is_near_name)
            or KNOWN_SECTION.fullmatch(self.section)
            or self.has_own_credit
        )


def matches(page: PageText) -> bool:
    """Return True if the page has marks of the newspaper.

    They are the Korean line with the number of the issue; the name of the newspaper below the day
    of viewing; a date of publication with one of these two, with the name at the end or with a
    section that we know; or the credit of the newspaper. The day of viewing is the day on which
    somebody opened and saved the page.
    """
    frame = _read_frame(page)
    return len(page.lines) > 1 and (frame.proves_source or frame.implies_source)


def proves_source(page: PageText) -> bool:
    """Return True if the page has marks that only pages of this site have."""
    return _read_frame(page).proves_source


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines.

    The day of viewing is the first day on which the page can have been saved. It is never the date
    of the article.
    """
    draft = Draft(page.text)
    frame = _read_frame(page)
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
    return ParsedFile(NAME, (article,), saved_not_before=_viewed(page, frame.viewed))


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
    frame = _read_frame(page)
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


def _edition(frame: _Frame) -> str:
    """Return the name of the source: that of the Korean, the English or another edition."""
    if frame.issue or any(_HANGUL.search(line.text) for line in frame.lines[:1]):
        return SOURCE_KOREAN
    is_eastern = any(_HAN.search(line.text) for line in frame.lines[:1])
    return SOURCE if is_eastern else SOURCE_ENGLISH


def _read_frame(page: PageText) -> _Frame:
    """Return the frame of the page, with the lines inside it."""
    all_lines, is_of_site, link = without_addresses(page, HOSTS)
    frame = _Frame([], is_of_site, link)
    is_owned = is_of_site or any(COPYRIGHT.fullmatch(line.text) for line in all_lines[-1:])
    is_counter = False
    for index, line in enumerate(all_lines):
        was_counter, is_counter = is_counter, _is_slide_counter(line)
        if is_counter:
            continue
        if (
            index < _TOP
            and not frame.viewed
            and (day := _viewing_day(all_lines, index, is_owned=is_owned))
        ):
            frame.viewed = day
            continue
        frame.lines.append(line._replace(is_after_blank=True) if was_counter else line)
    lines = frame.lines
    start = 0
    while start < len(lines) - 1 and (
        RODONG_NAME.fullmatch(lines[start].text) or (start and MOTTO.fullmatch(lines[start].text))
    ):
        start += 1
    frame.is_named = start > 0
    del lines[:start]
    for _ in range(_MOST_END_LINES):
        if len(lines) > 1 and not _take_end(frame, lines[-1], lines[-2]):
            break
    frame.issue = _find(lines, (KOREAN_ISSUE, KOREAN_ISSUE_NAME_FIRST))
    if not frame.issue:
        last = len(lines) - 1
        match = KOREAN_ISSUE.fullmatch(lines[-1].text) if last > 0 else None
        frame.issue = _Dated(last, match) if match else None
    frame.dated = _find(lines, (SECTION_DATE, DATE_SECTION, DATE_ALONE))
    typed = TYPED.fullmatch(lines[0].text) if len(lines) > 2 and not frame.dated else None
    if typed and not frame.issue:
        frame.dated, frame.is_named = _Dated(0, typed), True
    return frame


def _is_slide_counter(line: TextLine) -> bool:
    return "/" in line.text and bool(SLIDE_COUNTER.fullmatch(line.text))


def _viewing_day(lines: Sequence[TextLine], index: int, *, is_owned: bool) -> Span | None:
    """Return the span of the day of viewing in the line with this index; None if there is none.

    `is_owned` is true if the page has an address or the copyright line of the site.
    """
    line = lines[index]
    match = VIEWING_DATE.fullmatch(line.text)
    if not match and index + 1 < len(lines) and RODONG_NAME.fullmatch(lines[index + 1].text):
        match = VIEWING_DAY.fullmatch(line.text)
    if not match and index and RODONG_NAME.fullmatch(lines[index - 1].text):
        match = VIEWING_DAY.fullmatch(line.text) if "Juche" in line.text else None
    if not match and is_owned and not index and not ends_sentence(lines[1].text):
        match = VIEWING_DAY.fullmatch(line.text)
    if not match:
        return None
    return line.span_of(match, next(name for name, date in match.groupdict().items() if date))


def _find(lines: Sequence[TextLine], patterns: Sequence[re.Pattern[str]]) -> _Dated | None:
    """Return the first line in the head of the page that matches a pattern as a whole.

    The text has begun, so the search ends, below a line that ends with a full stop.
    """
    for index, line in enumerate(lines[:_HEAD]):
        for pattern in patterns:
            if match := pattern.fullmatch(line.text):
                return _Dated(index, match)
        if ends_with_full_stop(line):
            return None
    return None


def _take_end(frame: _Frame, line: TextLine, above: TextLine) -> bool:
    """Take the last line into the frame, if it is no text. Return True if more can be above it."""
    if RODONG_NAME.fullmatch(line.text):
        frame.is_named_below = True
        frame.lines.pop()
        return True
    if COPYRIGHT.fullmatch(line.text):
        frame.is_of_site = True
        frame.lines.pop()
        return True
    inner = AROUND_CREDIT.fullmatch(line.text)
    for pattern in (CREDIT, OTHER_CREDIT) if inner and not frame.credit else ():
        if inner and (match := pattern.fullmatch(inner["inner"])):
            start, _ = line.span_of(inner, "inner")
            frame.credit = (start + match.start("credit"), start + match.end("credit"))
            frame.has_own_credit = pattern is CREDIT
            frame.lines.pop()
            return True
    behind = None if frame.credit else CREDIT_BEHIND.search(line.text)
    if behind:
        frame.credit, frame.has_own_credit = line.span_of(behind, "credit"), True
        end = behind.start("credit")
        text = line.part(0, end if line.text[end - 1] not in "([" else end - 1)
        frame.lines[-1:] = [text] if text else []
        return False
    if not ends_sentence(above.text) and not CREDIT.search(above.text):
        return False
    if not frame.byline and KOREAN_BYLINE.fullmatch(line.text):
        frame.byline = line.span
        frame.lines.pop()
        return True
    if _is_remainder(line.text):
        frame.has_own_credit |= line.text.startswith("Rodong News")  # the credit, cut off
        frame.is_named_below |= len(line.text) >= _TELLING_CUT and line.text[0] in "R로《"
        frame.lines.pop()
        return True
    return False


def _is_remainder(text: str) -> bool:
    """Return True if `text` is a beginning or the end of a name below the text, or has no content.

    Words such as "The of" have no content: the other words of the line are lost.
    """
    if _FUNCTION_WORDS.issuperset(text.casefold().split()):
        return True
    return any(
        (len(text) >= _SHORTEST_CUT and name.startswith(text)) or text == name.split()[-1]
        for name in _CUT_NAMES
    )


def _read_dated(draft: Draft, lines: Sequence[TextLine], dated: _Dated | None) -> None:
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


def _read_issue(draft: Draft, lines: Sequence[TextLine], issue: _Dated) -> None:
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


def _viewed(page: PageText, span: Span | None) -> Evidence | None:
    try:
        return read("viewing-date", page.text, span) if span else None
    except UnreadableValue:
        return None
