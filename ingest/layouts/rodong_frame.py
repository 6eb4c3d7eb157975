"""Finds what is around an article on a page of Rodong Sinmun, and which marks of the site it has.

Pages can be cut inside the name of the newspaper at the end (`Rodong Sin`). A last line that is
only a remainder of it is not text, if the line above it ends a sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.layouts.framed_article import without_addresses
from ingest.layouts.head_lines import ends_with_full_stop
from ingest.layouts.page_text import PageText
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
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Span

HOSTS = ("rodong.rep.kp",)
# Words that can be left of a line whose other words were cut off or lost: "The of".
_FUNCTION_WORDS = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"]
)
_CUT_NAMES = ("Rodong Sinmun", "《로동신문》", "로동신문", "Rodong News Team")
_SHORTEST_CUT = 2  # letters of a name that was cut off
_TELLING_CUT = 6  # this number of letters ("Rodong") shows which name was cut off
_MOST_END_LINES = 3  # at most this number of lines below the text are not text
_HEAD = 8  # the line with the date is searched in this number of lines at the top of the page
_TOP = 3  # the day of viewing is searched in this number of lines at the top of the page


class DatedLine(NamedTuple):
    """The line with the date of publication: its position among the lines, and the match."""

    position: int
    match: re.Match[str]


@dataclass
class PageFrame:
    """What is around the article on a page.

    `is_of_site` is true if the page has an address of the site. `link` is the span of the address
    of the article. `viewed` is the span of the day of viewing. `is_named` is true if the
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
    issue: DatedLine | None = None
    dated: DatedLine | None = None

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


def read_frame(page: PageText) -> PageFrame:
    """Return the frame of the page, with the lines inside it."""
    all_lines, is_of_site, link = without_addresses(page, HOSTS)
    frame = PageFrame([], is_of_site, link)
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
        frame.issue = DatedLine(last, match) if match else None
    frame.dated = _find(lines, (SECTION_DATE, DATE_SECTION, DATE_ALONE))
    typed = TYPED.fullmatch(lines[0].text) if len(lines) > 2 and not frame.dated else None
    if typed and not frame.issue:
        frame.dated, frame.is_named = DatedLine(0, typed), True
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
    if not match and is_owned and not index and lines[1:] and not ends_sentence(lines[1].text):
        match = VIEWING_DAY.fullmatch(line.text)
    if not match:
        return None
    return line.span_of(match, next(name for name, date in match.groupdict().items() if date))


def _find(lines: Sequence[TextLine], patterns: Sequence[re.Pattern[str]]) -> DatedLine | None:
    """Return the first line in the head of the page that matches a pattern as a whole.

    The text has begun, so the search ends, below a line that ends with a full stop.
    """
    for index, line in enumerate(lines[:_HEAD]):
        for pattern in patterns:
            if match := pattern.fullmatch(line.text):
                return DatedLine(index, match)
        if ends_with_full_stop(line):
            return None
    return None


def _take_end(frame: PageFrame, line: TextLine, above: TextLine) -> bool:
    """Take the last line into the frame, if it is not text. Return True if more can be above."""
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
