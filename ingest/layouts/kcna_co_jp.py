"""The layout of kcna.co.jp, a site in Tokyo with the agency's articles.

A page begins with a calendar and ends with a copyright line. Until about 2018 a page has one
article; saved as text, a table around it can leave bars:

    calendar>>April 13. 2011 Juche 100 |
    Mill Wheel Oiled
    |
    Pyongyang, April 13 (KCNA) -- The wheel turns. |
    Copyright (C) KOREA NEWS SERVICE(KNS) All Rights Reserved.
    |

A page of the years 1997 to 2011 can have all articles of a day, often below a list of their
headlines, and with lines such as "BACK" and "HOME". The calendar, the copyright line and the
address of a page prove the site. The heading of such a page implies it:

    KOREAN NEWS
    News from KOREAN CENTRAL NEWS AGENCY of DPRK : April 16, 2003
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.dates import EASTERN_DATE, MONTH, possible_dates
from ingest.layouts import kcna_kp
from ingest.layouts.agency_marks import find_dateline
from ingest.layouts.agency_text import read_articles
from ingest.layouts.article_draft import Draft
from ingest.layouts.framed_article import hosts_in_head, is_host_of
from ingest.layouts.page_text import PageText
from ingest.rules import imply
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import ParsedFile, Span

NAME = "kcna_co_jp"
CALENDAR = re.compile(
    r"(?:calend\w{0,5}|カレンダー|달력|日历|日曆|暦)\s?>>\s?(?P<day>.{0,60})", re.IGNORECASE
)
DATE_ALONE = re.compile(
    rf"(?:(?P<date>{MONTH} ?\d{{1,2}}[.,] ?\d{{4}})\.?(?:,? ?\(?Juche? ?\d{{1,3}}\)?)?"
    rf"|(?:조선(?:중앙)?통신사? ?)?(?P<eastern>{EASTERN_DATE}))(?: ?조선중앙통신사?)?",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"(?:Copyright|©|\(C\))[ ©]*(?:\(C\))?[ ,]*(?:\d{4}[-– ,]*){0,2}KOREA NEWS.{0,70}",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:URL ?:? ?)?(?P<url>(?:https?://)?(?:www\.)?kcna\.co\.jp(?:/\S{0,200})?)", re.IGNORECASE
)
_HOSTS = ("kcna.co.jp",)
HEADING = re.compile(
    r"(?:News )?from (?:the )?KOREAN CENTRAL NEWS AGENCY of (?:the )?DPRK"
    rf"(?: ?\(Democratic People.s Republic of Korea\))?(?: ?: ?(?P<heading>{MONTH} ?\d{{1,2}}[.,] ?"
    r"\d{4}).{0,20})?",
    re.IGNORECASE,
)
_ABOVE_HEADING = re.compile(r"KOREAN? NEWS", re.IGNORECASE)
_PAGE_OF_ITEM = re.compile(r"https?://\S+/item/\S+\.html?", re.IGNORECASE)
# Lines with which a page begins: its calendar, its heading, its date with the Juche year.
_BEGINNING = re.compile(
    rf"{CALENDAR.pattern.replace('?P<day>', '')}|News from K.{{5,60}}"
    rf"|{MONTH} ?\d{{1,2}}[.,] ?\d{{4}}\.?,? ?\(?Juche? ?\d{{1,3}}\)?",
    re.IGNORECASE,
)
FRAME = re.compile(
    r"\[ ?(?:DPRK|KCNA|Today['’]?s?) News ?\]|K ?C ?N ?A(?: ?/ ?DPRK)?|DPRK News|Past News|"
    r"Today['’]?s News|KOREAN NEWS|"
    r"(?:News from )?(?:KOREA NEWS SERVICE(?: ?\(KNS\))?"
    r"|(?:KCNA|Korean Central News Agency)(?: ?\(KCNA\))?(?: of (?:the )?(?:DPRK|Korea))?)|"
    r"조선중앙통신(?:사? (?:뉴스|소식|보도))?|"
    r"For Spanish-speaking people|BACK|HOME|NEXT|TOP|(?:Back|Return) to (?:the )?top|▲|"
    r"All Rights Reserved\.?|Copyright(?: ?\(?C?\)?)(?: K[A-Z]{0,4}(?: N[A-Z]{0,2})?)?|"
    r"(?:E-?mail|Mail) ?:? ?\S+@\S+",
    re.IGNORECASE,
)
_BARS = re.compile(r"[\s|]+")
_EDGE = (
    8  # the patterns of the site are searched in this number of lines at the top, and at the foot
)
_TOP = 6  # the heading is searched in this number of lines at the top
_SHORTEST_DATE = 8  # letters: "2009.5.6"
_NAME_OF_SITE = "KCNA.co.jp"
_SOURCES = {"en": "KCNA.co.jp (En)"}  # we know no tags of the other languages


class _Page(NamedTuple):
    """A page: the lines of its articles, and the lines of the frame around them."""

    lines: list[TextLine]
    frame: list[tuple[TextLine, re.Match[str]]]


def matches(page: PageText) -> bool:
    """Return True if the page has marks of the site, or a heading as on its pages of a day."""
    return proves_source(page) or (_has_heading(page.lines) and _has_dateline(page.lines))


def proves_source(page: PageText) -> bool:
    """Return True if the page has the calendar, the copyright line or the address of the site.

    The address in the head of a saved page counts only if the page has an article of the agency,
    and no marks of its other site.
    """
    lines = page.lines
    is_of_site = any(is_host_of(host, _HOSTS) for host in hosts_in_head(page))
    if is_of_site and _has_dateline(lines) and not kcna_kp.matches(page):
        return True
    edges = lines if len(lines) <= 2 * _EDGE else (*lines[:_EDGE], *lines[-_EDGE:])
    texts = [line.text.strip("| ") for line in edges]
    return any(
        pattern.fullmatch(text) for text in texts for pattern in (CALENDAR, COPYRIGHT, ADDRESS)
    )


def _has_heading(lines: Sequence[TextLine]) -> bool:
    """Return True if a heading of the site is below the line "KOREAN NEWS" at the top."""
    return any(
        _ABOVE_HEADING.fullmatch(line.text.strip("| ")) and HEADING.fullmatch(below.text)
        for line, below in itertools.pairwise(lines[:_TOP])
    )


def _has_dateline(lines: Sequence[TextLine]) -> bool:
    return any(find_dateline(line) for line in lines)


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the page. The date in its calendar or heading is that of all of them.

    If a file has several pages, each has its own calendar.
    """
    found: list[tuple[Draft, Span]] = []
    pages = _pages(page.lines)
    own_dates = [_dates(frame) for _, frame in pages]
    of_file = list(itertools.chain.from_iterable(own_dates))
    for (lines, frame), own in zip(pages, own_dates, strict=True):
        dates = own or (of_file if len(of_file) == 1 else [])
        drafts = read_articles(page.text, lines, is_dated=bool(dates)) if lines else []
        for draft, _ in drafts:
            for day in dates:
                draft.witness("page_date", "page-date", day)
        # All articles of a day have the same page, so its address is the link of none of them.
        for line, match in frame if len(drafts) == 1 else ():
            if _PAGE_OF_ITEM.fullmatch(match.groupdict().get("url") or ""):
                drafts[0][0].read("original_url", "url", line.span_of(match, "url"))
        found += drafts
    rule = "source-of-layout" if proves_source(page) else "source-implied"
    for draft, _ in found:
        draft.read_language()
        language = draft.fields.get("language")
        edition = _SOURCES.get(language.value, _NAME_OF_SITE) if language else _NAME_OF_SITE
        draft.fields["source"] = imply(rule, edition)
    return ParsedFile(
        NAME, tuple(draft.finish(index, span) for index, (draft, span) in enumerate(found))
    )


def _pages(lines: Sequence[TextLine]) -> list[_Page]:
    """Return the pages of a file, usually one. A page begins at its calendar or heading.

    It also begins below a copyright line. Lines without a text, such as buttons, are not a page.
    """
    found: list[list[TextLine]] = []
    has_text = is_over = has_address = False
    for line in lines:
        bare = _without_bars(line)
        text = bare.text if bare else ""
        is_frame = _frame_match(text, ()) is not None
        is_address = _PAGE_OF_ITEM.fullmatch(text) is not None
        is_next = is_over and ((bare and not is_frame) or (is_address and has_address))
        if not found or (has_text and (is_next or _BEGINNING.fullmatch(text))):
            found.append([])
            has_text = is_over = has_address = False
        found[-1].append(line)
        has_text |= not is_frame and ends_sentence(text)
        is_over |= COPYRIGHT.fullmatch(text) is not None and has_text
        has_address |= is_address
    whole: list[list[TextLine]] = []
    for part in found:
        if whole and not _has_article(part):
            whole[-1] += part
        else:
            whole.append(part)
    addresses = [line for line in lines if _PAGE_OF_ITEM.fullmatch(line.text)]
    has_own_addresses = len(addresses) > 1 and len(whole) == 1
    return [_without_frame(part, keeps_addresses=has_own_addresses) for part in whole]


def _has_article(lines: Sequence[TextLine]) -> bool:
    """Return True if there are a headline and a sentence among these lines of a page."""
    kept, _ = _without_frame(lines)
    return len(kept) > 1 and any(ends_sentence(line.text) for line in kept)


def _frame_match(text: str, others: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    patterns = (CALENDAR, COPYRIGHT, ADDRESS, HEADING, FRAME, *others)
    return next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)


def _without_frame(lines: Sequence[TextLine], *, keeps_addresses: bool = False) -> _Page:
    """Return the lines of the articles, and the lines of the frame with their matches.

    A date alone belongs to the frame only above the first headline. If there is an address for each
    article (`keeps_addresses`), the addresses stay.
    """
    kept: list[TextLine] = []
    frame: list[tuple[TextLine, re.Match[str]]] = []
    was_blank = False
    for line in map(_without_bars, lines):
        if not line:
            was_blank = True
            continue
        match = _frame_match(line.text, () if kept else (DATE_ALONE,))
        if match and not (keeps_addresses and _PAGE_OF_ITEM.fullmatch(line.text)):
            frame.append((line, match))
            was_blank = True
        else:
            kept.append(line._replace(is_after_blank=line.is_after_blank or was_blank))
            was_blank = False
    return _Page(kept, frame)


def _dates(frame: Sequence[tuple[TextLine, re.Match[str]]]) -> list[Span]:
    return [day for line, match in frame if (day := _date(line, match))]


def _date(line: TextLine, match: re.Match[str]) -> Span | None:
    """Return the span of the date in a line of the frame; None if it has none.

    Below the word "calendar" the date is in any form: "May 6. 2010 Juche 99", "2009.5.6".
    """
    groups = match.groupdict()
    for name in ("date", "eastern", "heading"):
        if groups.get(name):
            return line.span_of(match, name)
    day = (groups.get("day") or "").rstrip(" |.")
    start = line.start + match.start("day") if day else 0
    lengths = range(len(day), _SHORTEST_DATE - 1, -1)
    found = next((length for length in lengths if possible_dates(day[:length].rstrip())), 0)
    return (start, start + len(day[:found].rstrip())) if found else None


def _without_bars(line: TextLine) -> TextLine | None:
    """Return a line without the bars of a table at its beginning and end; None for only bars."""
    if _BARS.fullmatch(line.text):
        return None
    start = len(line.text) - len(line.text.lstrip("| "))
    return line.part(start, len(line.text.rstrip("| ")))
