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
address of a page prove the site.
"""

import re
from collections.abc import Sequence

from ingest.dates import MONTH, possible_dates
from ingest.layouts.agency_text import read_articles
from ingest.layouts.page_text import PageText
from ingest.rules import imply
from ingest.text_lines import TextLine
from ingest.values import ParsedFile, Span

NAME = "kcna_co_jp"
CALENDAR = re.compile(
    r"(?:calend\w{0,5}|カレンダー|달력|日历|日曆|暦)\s?>>\s?(?P<day>.{0,60})", re.IGNORECASE
)
DATE_ALONE = re.compile(
    rf"(?P<date>{MONTH} ?\d{{1,2}}[.,] ?\d{{4}})\.?(?:,? ?\(?Juche? ?\d{{1,3}}\)?)?", re.IGNORECASE
)
COPYRIGHT = re.compile(
    r"(?:Copyright|©|\(C\))[ ©]*(?:\(C\))?[ ,]*(?:\d{4}[-– ,]*){0,2}KOREA NEWS.{0,70}",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"(?:URL ?:? ?)?(?P<url>(?:https?://)?(?:www\.)?kcna\.co\.jp(?:/\S{0,200})?)", re.IGNORECASE
)
_PAGE_OF_ITEM = re.compile(r"https?://\S+/item/\S+\.html?", re.IGNORECASE)
FRAME = re.compile(
    r"\[ ?(?:DPRK|KCNA|Today['’]?s?) News ?\]|K ?C ?N ?A(?: ?/ ?DPRK)?|DPRK News|Past News|"
    r"Today['’]?s News|"
    r"(?:News from )?KOREA NEWS SERVICE(?: ?\(KNS\))?|Korean Central News Agency|"
    r"For Spanish-speaking people|BACK|HOME|NEXT|TOP|(?:Back|Return) to (?:the )?top|▲|"
    r"All Rights Reserved\.?|Copyright(?: ?\(?C?\)?)(?: K[A-Z]{0,4}(?: N[A-Z]{0,2})?)?|"
    r"(?:E-?mail|Mail) ?:? ?\S+@\S+",
    re.IGNORECASE,
)
_BARS = re.compile(r"[\s|]+")
_EDGE = (
    8  # the patterns of the site are searched in this number of lines at the top, and at the foot
)
_SHORTEST_DATE = 8  # letters: "2009.5.6"
_NAME_OF_SITE = "KCNA.co.jp"
_SOURCES = {"en": "KCNA.co.jp (En)"}  # we know no tags of the other languages


def matches(page: PageText) -> bool:
    """Return True if the page has the calendar, the copyright line or the address of the site."""
    lines = page.lines
    edges = lines if len(lines) <= 2 * _EDGE else (*lines[:_EDGE], *lines[-_EDGE:])
    texts = [line.text.strip("| ") for line in edges]
    return any(
        pattern.fullmatch(text) for text in texts for pattern in (CALENDAR, COPYRIGHT, ADDRESS)
    )


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the page. The date in its calendar is the date of all of them."""
    lines, frame = _without_frame(page.lines)
    dates = [day for line, match in frame if (day := _date(line, match))]
    drafts = read_articles(page.text, lines, is_dated=bool(dates)) if lines else []
    for draft, _ in drafts:
        for day in dates:
            draft.witness("page_date", "page-date", day)
        for line, match in frame:
            groups = match.groupdict()
            # All articles of a day have the same page, so its address is the link of none of them.
            if len(drafts) == 1 and _PAGE_OF_ITEM.fullmatch(groups.get("url") or ""):
                draft.read("original_url", "url", line.span_of(match, "url"))
        draft.read_language()
        language = draft.fields.get("language")
        edition = _SOURCES.get(language.value, _NAME_OF_SITE) if language else _NAME_OF_SITE
        draft.fields["source"] = imply("source-of-layout", edition)
    return ParsedFile(
        NAME, tuple(draft.finish(index, span) for index, (draft, span) in enumerate(drafts))
    )


def _without_frame(
    lines: Sequence[TextLine],
) -> tuple[list[TextLine], list[tuple[TextLine, re.Match[str]]]]:
    """Return the lines of the articles, and the lines of the frame with their matches.

    A date alone belongs to the frame only above the first headline.
    """
    kept: list[TextLine] = []
    frame: list[tuple[TextLine, re.Match[str]]] = []
    was_blank = False
    for line in map(_without_bars, lines):
        if not line:
            was_blank = True
            continue
        patterns = (CALENDAR, COPYRIGHT, ADDRESS, FRAME, *(() if kept else (DATE_ALONE,)))
        match = next(filter(None, (pattern.fullmatch(line.text) for pattern in patterns)), None)
        if match:
            frame.append((line, match))
            was_blank = True
        else:
            kept.append(line._replace(is_after_blank=line.is_after_blank or was_blank))
            was_blank = False
    return kept, frame


def _date(line: TextLine, match: re.Match[str]) -> Span | None:
    """Return the span of the date in a line of the frame; None if it has none.

    Below the word "calendar" the date is in any form: "May 6. 2010 Juche 99", "2009.5.6".
    """
    groups = match.groupdict()
    if groups.get("date"):
        return line.span_of(match, "date")
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
