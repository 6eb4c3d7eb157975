"""The layout of The Pyongyang Times: headline, date, text, copyright line.

In some pages the date is glued to the first word of the text: "March 3, 2026The …". The year in the
copyright line is never the date of the article. Pages of the site's bulletin board (`?bbs=40123`,
`bo_table=culture`) have a frame around the article:

    Umbrella factory busy
    No. 12 | Date: 2025-07-01 | Hits: 345

    The umbrella factory is busy.

    List
    Prev
    Next

The address of the site proves the source: in the copyright line, alone in a line, or in the head of
a saved page. The other marks only imply it, each together with a date below the headline: a
copyright line without the address, and the name of the newspaper above the headline or below the
text. A date that is glued to the text implies it, too.

A page that was cut off can lack all marks. Then, and for a bare text (the text of an article
without the other parts of the page), the archivist must set the layout. The last line of a page
that was cut off is never read as a byline.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.dates import LONG_DATE, possible_dates
from ingest.layouts import agency_marks, furniture
from ingest.layouts.article_draft import Draft
from ingest.layouts.bulletin_board import (
    BOARD_ADDRESS,
    BOARD_FOOT,
    BoardValue,
    has_board_lines,
    read_values,
)
from ingest.layouts.framed_article import address_in, hosts_in_head, is_host_of
from ingest.layouts.head_lines import count_title_lines
from ingest.layouts.korean_names import FAMILY
from ingest.layouts.listing import DATE_LINE, MORE_FROM
from ingest.layouts.page_text import Likeness, PageText
from ingest.layouts.rejections import reject_further_pages, reject_list_of_headlines
from ingest.rules import imply
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import ParsedFile, Span

NAME = "pyongyang_times"
GLUED_DATE = re.compile(rf"(?P<date>{LONG_DATE})(?=[^\s\d,.)])")
SPACED_DATE = re.compile(rf"(?P<date>{LONG_DATE}) (?=[A-Z“\"])")
SOURCE = "Pyongyang Times"
_HINT = re.compile(r"©|pyongyang ?times|bbs=|bo_table=", re.IGNORECASE)
_HOSTS = ("pyongyangtimes.com.kp",)
_SITE_NAME = re.compile(r"(?:The )?Pyongyang Times", re.IGNORECASE)
COPYRIGHT = re.compile(
    r"(?:copyright ?)?(?:\d{4} ?)?© ?(?:\d{4}(?: ?[-–] ?\d{4})? ?)?"
    r"(?P<name>(?:the )?pyongyang times[.,]? ?)?"
    r"(?:(?:all rights reserved|tous droits réservés|todos los derechos reservados"
    r"|alle rechte vorbehalten|все права защищены|版权所有)\.?)?"
    r"(?: ?(?:https?://)?(?:www\.)?(?P<host>pyongyangtimes\.com\.kp/?))?",
    re.IGNORECASE,
)
_CUT_COPYRIGHT = re.compile(r"(?:\d{4} ?© ?|© ?\d{4} ?)(?P<rest>[A-Za-z].*)?")
_WHOLE_COPYRIGHT = "All rights reserved. www.pyongyangtimes.com.kp"
_TELLING_CUT = "All rights reserved. www.pyongyangt"
_MONTH_WORD = re.compile(r"[^\W\d_]{3}|[年月월]")
_BYLINE = re.compile(r"By (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2})(?P<office>,? PT)?")
_HEAD = 12  # the date is searched in this number of lines, because a board has one line a value
_LONGEST_TITLE = 3  # the largest number of lines of a headline
_LONGEST_MARK = 300  # a longer line, in letters, is not a mark of the site
_MOST_FOOT = 14  # the largest number of lines below the text


@dataclass
class _Frame:
    """What is around an article on a page, and its head.

    `title` are the lines of the headline, and `body` those of the text. `date` is the span of the
    date, and `board_values` the number of values of a bulletin board. The other attributes say
    which marks of the site the page has.
    """

    title: list[TextLine] = field(default_factory=list)
    body: list[TextLine] = field(default_factory=list)
    date: Span | None = None
    section: Span | None = None
    address: Span | None = None
    board_values: int = 0
    has_address: bool = False
    has_board_address: bool = False
    has_copyright: bool = False
    has_name: bool = False
    is_glued: bool = False
    has_foot: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether a date stands below a headline."""
        return self.date is not None and bool(self.title)

    @property
    def implies_source(self) -> bool:
        is_near = self.has_copyright or self.has_name or self.has_board_address
        return self.is_glued or (self.is_dated and is_near)


def matches(page: PageText) -> bool:
    """Return True if the page has the address of the site, or other marks with a date.

    The result is false for a page of KCNA Watch.
    """
    lines = page.lines
    if len(lines) < 2 or not (_has_hint(lines) or any(hosts_in_head(page))):
        return False
    if any(DATE_LINE.fullmatch(line.text) or MORE_FROM.fullmatch(line.text) for line in lines):
        return False
    frame = _read_frame(page)
    return frame.has_address or frame.implies_source


def proves_source(page: PageText) -> bool:
    """Return True if the page has the address of the site."""
    return _read_frame(page).has_address


def _has_hint(lines: Sequence[TextLine]) -> bool:
    """Return True if a line near the top or the foot can be a mark of the site. This is quick."""
    if any(GLUED_DATE.match(line.text) for line in lines[1:_HEAD]):
        return True
    return any(
        _HINT.search(line.text)
        for line in (*lines[:_HEAD], *lines[-_MOST_FOOT:])
        if len(line.text) <= _LONGEST_MARK
    )


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines.

    The address of the site proves the source, the other marks only imply it. A bare text has no
    source.
    """
    draft = Draft(page.text)
    frame = _read_frame(page)
    if frame.date:
        draft.witness("page_date", "page-date", frame.date)
    if frame.section:
        draft.read("section", "words", frame.section)
    if frame.address:
        draft.read("original_url", "url", frame.address)
    draft.read_head(_without_byline_at_end(draft, frame.title))
    draft.is_cut = not frame.has_foot
    draft.read_body(_without_byline(draft, frame.body))
    reject_list_of_headlines(draft.paragraphs)
    reject_further_pages(_count_dates(page.lines), "dates below a headline")
    if frame.has_address:
        draft.fields["source"] = imply("source-of-layout", SOURCE)
    elif frame.implies_source:
        draft.fields["source"] = imply("source-implied", SOURCE)
    return ParsedFile(NAME, (draft.finish(0, (page.lines[0].start, page.lines[-1].end)),))


def _count_dates(lines: Sequence[TextLine]) -> int:
    """Return the number of dates between a headline and a text."""
    return sum(
        _is_date(line)
        and not ends_sentence(above.text)
        and ends_sentence(below.text)
        and not below.text[0].islower()
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False)
    )


def resembles(page: PageText) -> Likeness | None:
    """Return why a page without marks of the site may be one of its pages; None if it may not."""
    frame = _read_frame(page)
    if not frame.is_dated or not frame.body or not frame.date:
        return None
    date = page.text[slice(*frame.date)]
    return Likeness(NAME, SOURCE, f'has a date ("{date}") below its headline')


def _without_byline(draft: Draft, lines: list[TextLine]) -> list[TextLine]:
    """Return the lines of the text without a byline ("By Han Song Il") above or below it."""
    for index in (0, len(lines) - 1) if len(lines) > 1 else ():
        if match := _BYLINE.fullmatch(lines[index].text):
            draft.read("byline", "words", lines[index].span_of(match, "name"))
            return [*lines[:index], *lines[index + 1 :]]
    return lines


def _without_byline_at_end(draft: Draft, lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Return the lines of the headline without a byline below it.

    Other words ("By Own Efforts") are a part of the headline.
    """
    match = _BYLINE.fullmatch(lines[-1].text) if len(lines) > 1 else None
    if not match or not (match["office"] or FAMILY.match(match["name"])):
        return lines
    draft.read("byline", "words", lines[-1].span_of(match, "name"))
    return lines[:-1]


def _read_frame(page: PageText) -> _Frame:
    frame = _Frame()
    frame.has_address = any(is_host_of(host, _HOSTS) for host in hosts_in_head(page))
    lines = list(page.lines)
    while 1 < len(lines) > len(page.lines) - _MOST_FOOT and _take_foot(frame, lines[-1], lines):
        lines.pop()
        frame.has_foot = True
    end = _read_top(frame, lines)
    if frame.date is None and not frame.board_values:
        frame.title = []
        lines = lines[_count_frame_lines(frame, lines) :]
        count = count_title_lines(lines) if len(lines) > 1 else 0
        frame.title, frame.body = lines[:count], lines[count:]
    elif frame.title:
        frame.body = [*frame.body, *lines[end:]]
    else:
        below = [*frame.body, *lines[end:]]
        count = count_title_lines(below)
        count = count if count < len(below) else 0
        frame.title, frame.body = below[:count], below[count:]
    return frame


def _take_foot(frame: _Frame, line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Return True if the last line is below the text; note what it shows about the site."""
    copyright_line = COPYRIGHT.fullmatch(line.text) if "©" in line.text else None
    cut = _CUT_COPYRIGHT.fullmatch(line.text) if "©" in line.text else None
    rest = cut["rest"] or "" if cut else ""
    if copyright_line:
        frame.has_address |= bool(copyright_line["host"])
        frame.has_name |= bool(copyright_line["name"])
        frame.has_copyright = True
        return True
    if cut and _WHOLE_COPYRIGHT.startswith(rest):
        frame.has_address |= rest.startswith(_TELLING_CUT)
        frame.has_copyright = True
        return True
    if _take_address(frame, line):
        return True
    if (not frame.has_foot or frame.has_address) and _SITE_NAME.fullmatch(line.text):
        frame.has_name = True
        return True
    return bool(BOARD_FOOT.fullmatch(line.text)) and has_board_lines(lines[:_HEAD])


def _take_address(frame: _Frame, line: TextLine) -> bool:
    """Return True if a line is only an address of the site, or the part of one for its board."""
    if BOARD_ADDRESS.fullmatch(line.text):
        frame.has_board_address = True
        return True
    address = address_in(line)
    if not address or not is_host_of(address.host, _HOSTS):
        return False
    frame.has_address = True
    if address.path.strip("/") and line.text[address.span[0] - line.start :].startswith("http"):
        frame.address = frame.address or address.span
    return True


def _count_frame_lines(frame: _Frame, lines: Sequence[TextLine]) -> int:
    """Return the number of lines at the top that are the name of the newspaper or an address."""
    count = 0
    while count < len(lines) - 1 and (
        _take_address(frame, lines[count]) or _SITE_NAME.fullmatch(lines[count].text)
    ):
        count += 1
    return count


def _read_top(frame: _Frame, lines: Sequence[TextLine]) -> int:
    """Read the lines above the text; return their number.

    These are the headline, the date and the values of a bulletin board, in any order.
    """
    plain: list[TextLine] = []
    index = _count_frame_lines(frame, lines)
    frame.has_name |= any(_SITE_NAME.fullmatch(line.text) for line in lines[:index])
    while index < min(len(lines), _HEAD):
        line = lines[index]
        if _is_date(line) and not frame.date:
            frame.date = line.span
        elif plain and not frame.date and (match := _date_before_text(frame, line)):
            frame.date, frame.title = line.span_of(match, "date"), plain
            frame.is_glued = match.re is GLUED_DATE
            frame.body = list(filter(None, [line.part(match.end())]))
            return index + 1
        elif taken := _take_board_values(frame, lines[index : index + 2]):
            index += taken - 1
        elif _take_address(frame, line):
            pass
        elif (
            frame.date
            or len(plain) >= _LONGEST_TITLE
            or agency_marks.match_dateline(line)
            or (frame.board_values and not _is_value_ahead(lines[index + 1 :]))
        ):
            break
        else:
            plain.append(line)
        index += 1
    frame.title = [*frame.title, *plain]
    return index


def _is_date(line: TextLine) -> bool:
    """Return True if a line is only a date with the name of a month, in any language."""
    if furniture.LONG_DATE_ALONE.fullmatch(line.text):
        return True
    return _MONTH_WORD.search(line.text) is not None and bool(possible_dates(line.text))


def _is_value_ahead(lines: Sequence[TextLine]) -> bool:
    """Return True if a date or a value of a board is in one of the next lines."""
    return any(_is_date(line) or read_values([line]).line_count for line in lines[:_LONGEST_TITLE])


def _date_before_text(frame: _Frame, line: TextLine) -> re.Match[str] | None:
    """Return the match of a date before the first words of the text, on the same line; or None.

    On a page with the address of the site, there can be a space between the date and the text.
    """
    glued = GLUED_DATE.match(line.text)
    return glued or (SPACED_DATE.match(line.text) if frame.has_address else None)


def _take_board_values(frame: _Frame, lines: Sequence[TextLine]) -> int:
    """Read values of a bulletin board; return the number of lines that they have: 0, 1 or 2."""
    found = read_values(lines, is_board=frame.board_values > 0)
    for value in found.values:
        _take_value(frame, value)
    return found.line_count


def _take_value(frame: _Frame, value: BoardValue) -> None:
    kind, line, match = value
    frame.board_values += 1
    if kind == "date":
        frame.date = frame.date or line.span_of(match, "date")
    elif kind == "section":
        frame.section = frame.section or line.span_of(match, "section")
    elif kind == "title" and not frame.title:
        title = line.part(*match.span("title"))
        frame.title = [title] if title else []
