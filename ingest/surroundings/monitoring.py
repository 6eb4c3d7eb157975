"""The heads that services which monitor foreign news put above an article of an agency.

    SK0505104291 Pyongyang KCNA in English 1032 GMT 5 May 91
    ["Mill Wheel Oiled" -- KCNA headline]
    [FBIS Transcribed Text] Pyongyang May 5 (KCNA) -- The wheel turns.

FBIS and OSC begin with the number of the report, the summary of the BBC with its name and part:

    BBC Summary of World Broadcasts
    May 6, 1994, Friday
    Part 3 Asia - Pacific; NORTH KOREA; FE/1990/D
    HEADLINE: Mill wheel oiled
    SOURCE: KCNA news agency, Pyongyang, in English 0912 gmt 4 May 94
    Text of report

What remains is the article of the agency, with the day of the broadcast in a line of its own. Notes
inside the text stay ("[passage omitted]"), because they say what the article lacks.
"""

import re
from collections.abc import Sequence

from ingest.dates import possible_dates
from ingest.layouts.agency_marks import find_dateline
from ingest.layouts.furniture import is_copyright, is_in_wrapped
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine

_TOP = 15  # lines of a head
_NUMBER = re.compile(r"[A-Z]{2,3}\d{8,16}[A-Z]?\b.*")
_BROADCAST = re.compile(
    r".{0,80}\bin (?:English|Korean|Russian|Chinese|Spanish|French|Japanese|German|Arabic)"
    r" \d{4}\s?(?:GMT|UTC)(?: on)? (?P<date>\d{1,2} [A-Z][a-z]{2,8} (?:\d{4}|\d{2}))\b.{0,80}",
    re.IGNORECASE,
)
_HEADLINE = re.compile(
    r"\[[\"“](?P<title>[^\"”]{3,200})[\"”]\s?(?:--?|[–—])\s?.{0,40}headline\]"
    r"|\[(?:headline|title):?\s?(?P<other>[^\]]{3,200})\]"
    r"|headline:\s?(?P<bbc>\S.{2,200})",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\[(?:(?:FBIS|OSC|FBIS/OSC|WNC)\s)?(?:(?:transcribed|translated|summari[sz]ed|unattributed)\s)?"
    r"(?:text|excerpts?|report|summary|article)\]\s*",
    re.IGNORECASE,
)
_MARK_OF_SERVICE = re.compile(r"\[(?:FBIS|OSC|WNC)\b", re.IGNORECASE)
_NOTE = re.compile(
    r"\[(?:computer selected|description of source|from|begin recording|passage omitted).{0,400}\]?"
    r"|(?:source|section|length|byline|body|subject|type|language|load-date|copyright)\s?:.{0,200}"
    r"|(?:excerpts? from|text of|summary of) (?:a )?(?:report|editorial|article|commentary).{0,120}"
    r"|bbc (?:summary of world broadcasts|monitoring).{0,80}|part \d.{0,90}|FE/\d.{0,30}"
    r"|(?:copyright|©).{0,120}",
    re.IGNORECASE,
)
# Notes below a text: "LOAD-DATE: May 6, 1994", "[Description of Source: …]".
_FOOT = re.compile(
    r"\[(?:computer selected|description of source)[^\]]{0,400}\]"
    r"|(?:source|section|length|byline|subject|type|language|load-date)\s?:\s?[^.]{0,120}",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r",?\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_BBC = re.compile(r"bbc (?:summary of world broadcasts|monitoring)\b.{0,80}", re.IGNORECASE)


def without_monitoring_lines(page: PageText) -> PageText:
    """Return the page without the head of a service that monitors news of the agency.

    The head begins with the number of a report, with the name of the summary of the BBC, or with a
    mark such as "[FBIS Transcribed Text]", which can be in the line of the dateline, too. A page
    whose dateline is not below such a head is returned unchanged.
    """
    lines = page.lines
    top = lines[:_TOP]
    is_report = _begins_head(lines[0]) or any(_MARK_OF_SERVICE.match(line.text) for line in top)
    dateline = _dateline(top) if is_report else None
    if dateline is None:
        return page
    head, headlines, days = lines[:dateline], list[TextLine](), list[TextLine]()
    for line in head:
        match = _HEADLINE.fullmatch(line.text)
        broadcast = _BROADCAST.fullmatch(line.text)
        if match and match.lastgroup:
            headlines += filter(None, [line.part(*match.span(match.lastgroup))])
        elif broadcast:
            days += filter(None, [line.part(*broadcast.span("date"))])
        elif day := _day(line):
            days.append(day)
        elif not any(form.fullmatch(line.text) for form in (_NUMBER, _NOTE, _MARK)):
            headlines.append(line)
    first = lines[dateline]
    mark = _MARK.match(first.text)
    text = first.part(mark.end() if mark else 0)
    notes = {i for i, line in enumerate(lines) if i > dateline and _is_foot(line)}
    end = len(lines)
    while end - 1 in notes and not is_in_wrapped(lines, end - 1, notes):
        end -= 1
    rest = lines[dateline + 1 : end]
    above = [line for line in days if possible_dates(line.text)]
    if text and not (headlines or rest or above):
        return page.with_lines(_with_dateline_apart(text))
    return page.with_lines([*above[-1:], *headlines, *filter(None, [text]), *rest])


def _with_dateline_apart(line: TextLine) -> list[TextLine]:
    """Return a text in one line as two lines, because a page of one line is no article."""
    match = find_dateline(line)
    parts = (line.part(0, match.end()), line.part(match.end())) if match else (line,)
    return [part for part in parts if part]


def _begins_head(line: TextLine) -> bool:
    is_first = _NUMBER.fullmatch(line.text) or _BBC.fullmatch(line.text)
    return bool(is_first or _MARK.match(line.text))


def _is_foot(line: TextLine) -> bool:
    return _FOOT.fullmatch(line.text) is not None or is_copyright(line)


def _dateline(lines: Sequence[TextLine]) -> int | None:
    for index, line in enumerate(lines):
        mark = _MARK.match(line.text)
        part = line.part(mark.end()) if mark else line
        if part and find_dateline(part):
            return index
    return None


def _day(line: TextLine) -> TextLine | None:
    """Return the day in a line with only a day, perhaps with its weekday; None for another line."""
    match = _WEEKDAY.search(line.text)
    day = line.part(0, match.start() if match else None)
    return day if day and possible_dates(day.text) else None
