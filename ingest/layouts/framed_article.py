"""Reads an article inside the frame of a site: what is above the headline, beside it, and below.

    Minju Joson | Minju Joson, the organ of …      frame: the name of the site, a menu, a date
    Ropeway Repaired                               headline
    2022.05.17.                                    date, address or agency of the article
    A ropeway was repaired.                        text
    Copyrights 2022 © Minju Joson Offices          foot

The layouts `site_pages` and `mirrors` use these steps. They define the frame of their pages.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.dates import read_date
from ingest.errors import Rejection
from ingest.layouts.agency_marks import AGENCY_LINE, find_dateline, match_dateline
from ingest.layouts.agency_text import read_articles
from ingest.layouts.article_draft import Draft
from ingest.layouts.date_lines import is_signature_above
from ingest.layouts.digest import divide
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_list_of_headlines
from ingest.layouts.rubrics import without_rubric
from ingest.layouts.verse import is_verse
from ingest.site_addresses import host_of_page
from ingest.site_names import is_office
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Evidence, ParsedFile, Problem, Span

_HEAD = 8  # the dateline is searched in this number of lines at the top of the article
_LONGEST_HEADLINE = 3  # the largest number of lines of a headline
_LONGEST_DATE_LINE = 90  # a longer line, in letters, is not only a date
# A line with a full stop at its end and more letters is a paragraph, not a headline.
_LONGEST_SENTENCE = 60
_LONGEST_CREDIT = 30  # letters
# The last word of a line that goes on in the next line.
_OPEN = re.compile(
    r"(?:\b(?:the|a|an|at|to|in|on|of|by|is|are|see|visit|address|site|page|from|and)|[,:：])$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_WEEKDAY = (
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
    r"|[월화수목금토일]요일|\([월화수목금토일月火水木金土日]\)|(?:星期|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?)"
)
_BEFORE_DATE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\s|·•/-]+",
        r"(?:(?:date|posted|published|created|updated|submitted|originally published)"
        r"(?: by [^\d]{1,40}?)?(?: on)?|by [^\d]{1,40}?(?: on|,| \|)"
        r"|날자|날짜|일자|日期|日付|дата)\s{0,2}[:：]?\s{1,2}",
        rf"{_WEEKDAY},?\s{{0,2}}(?=\S)",
    )
)
_AFTER_DATE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\s|·•/-]+$",
        r"(?<=\d:\d\d)\s[가-힣]{2,8}$",  # the section, behind the time
        r"(?:\s(?:at|@)|,|\s-)?\s\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?$",
        r"\s(?:by|in|under)\s[^\d.]{1,40}$",
        r"\s(?:[|·•/-]\s)?(?:\d{1,4}\s|no\s|leave\sa\s)(?:comments?|replies|reply|views?)$",
        rf",?\s{{0,2}}{_WEEKDAY}$",
    )
)
_BRACKETS = ("[]", "()", "<>", "〈〉", "【】", "（）")
# Without a weekday, it is not sure which number is the month.
_UNSURE_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_POINT_IN_WORD = re.compile(r"[a-z0-9-]\.[a-z0-9-]", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?P<before>[^/]{0,60}?)(?P<address>(?:https?://)?(?P<host>(?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,6})"
    r"(?::\d{1,5})?(?P<path>[/?#]\S*)?)(?P<after>\W{0,5}[\d.\s-]{0,14})",
    re.IGNORECASE,
)
# An address is alone in its line if only these words and a date are before it.
_LABEL = re.compile(
    r"(?:(?:source|url|link|from|via|original(?: link)?|copyrights?|site|"
    r"originally (?:published|posted)(?: (?:on|at|by|in))?|read (?:more|original)(?: at)?"
    r"|출처|원문|링크|来源|出典|источник)\b)?[\W\d_]*(?:all rights reserved)?[\W\d_]*",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """A web address alone in its line, perhaps with a date.

    `host` is its host, `span` its span in the text, and `path` its path or "". `beside` are the
    parts of the line before and after it.
    """

    host: str
    span: Span
    path: str
    beside: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a site's pages.

    `is_above` returns True if a line above the text belongs to the frame, and `is_below` if a line
    below the text does. `furniture` is a line that is not text wherever it is. `foot` is a line
    that ends the article: what is below it is not text. Below a line `others`, there are only the
    beginnings of other articles. `is_today_above` is true if the date above the headline is the day
    on which somebody opened the page.
    """

    is_above: Callable[[TextLine], bool]
    is_below: Callable[[TextLine], bool]
    furniture: re.Pattern[str]
    foot: re.Pattern[str]
    others: re.Pattern[str]
    is_today_above: bool = False


class FramedArticles(NamedTuple):
    """The articles of a page with their spans, and the evidence of the day of viewing or None."""

    drafts: list[tuple[Draft, Span]]
    viewed: Evidence | None

    def finish(self, layout: str, source: Evidence | None) -> ParsedFile:
        """Return the parsed file. Raises Rejection if an article looks like a list of headlines."""
        for draft, _ in self.drafts:
            if not is_verse(draft):
                reject_list_of_headlines(draft.paragraphs)
            if source:
                draft.fields["source"] = source
        articles = (draft.finish(index, span) for index, (draft, span) in enumerate(self.drafts))
        return ParsedFile(layout, tuple(articles), saved_not_before=self.viewed)


def read_framed(draft: Draft, lines: Sequence[TextLine], frame: Frame) -> FramedArticles:
    """Read the article of a page into `draft`; if there are several, into a draft of each.

    All of them get the witnesses of the page. Raises Rejection (several-articles, not-an-article).
    """
    if not lines:
        raise Rejection("not-an-article", "The page has only a menu, but no article.")
    span = (lines[0].start, lines[-1].end)

    def is_no_text(line: TextLine) -> bool:
        return _take_beside(draft, line) or frame.is_above(line)

    lines, viewed = _without_top(draft, list(_above_foot(lines, frame)), frame)
    last = len(lines) - 1
    while (
        last > 0
        and not is_in_sentence(lines, last)
        and not _is_signed(lines, last, frame)
        and (frame.is_below(lines[last]) or _take_beside(draft, lines[last]))
    ):
        last -= 1
    lines = lines[: last + 1]
    if len(divide(lines)) > 1:
        drafts = read_articles(draft.text, lines)
        for part, _ in drafts:
            for name, witness in draft.witnesses.items():
                part.witnesses.setdefault(name, witness)
        return FramedArticles(drafts, viewed)
    lines = without_rubric(draft, list(_headlines_apart(lines)))
    title, rest = _title(lines, is_no_text)
    end = _dateline_index(rest)
    subtitle, body = (rest[:end], rest[end:]) if end is not None else ([], rest)
    subtitle = [line for line in subtitle if not is_no_text(line)]
    if subtitle:
        subtitle[0] = subtitle[0]._replace(is_after_blank=True)
    begin = 0
    while end is None and begin < len(body) - 1 and is_no_text(body[begin]):
        begin += 1
    draft.read_head([*title, *subtitle])
    draft.read_body(body[begin:])
    return FramedArticles([(draft, span)], viewed)


def _is_signed(lines: Sequence[TextLine], index: int, frame: Frame) -> bool:
    """Return True if the line with this index is a date below a signature.

    The name of an office is a signature, but that of an agency or of a newspaper is not.
    """
    if not is_signature_above(lines, index):
        return False
    name = lines[index - 1]
    is_credit = frame.is_below(name) or AGENCY_LINE.fullmatch(name.text)
    return not is_credit or is_office(name.text)


def _headlines_apart(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield the lines; a headline and a dateline in one line become two lines."""
    for index, line in enumerate(lines):
        match = find_dateline(line) if index < _HEAD and not match_dateline(line) else None
        if match and match.start():
            parts = (line.part(0, match.start()), line.part(match.start()))
            yield from filter(None, parts)
        else:
            yield line


def _above_foot(lines: Sequence[TextLine], frame: Frame) -> Iterator[TextLine]:
    """Yield the lines of the article: without furniture, and only down to the foot of the page.

    Raises Rejection (several-articles) if there is a dateline below the foot, because then another
    article follows.
    """
    for index, line in enumerate(lines):
        if index and frame.others.fullmatch(line.text):
            return
        if frame.foot.fullmatch(line.text):
            if not index:
                continue
            if other := next(filter(match_dateline, lines[index:]), None):
                raise Rejection(
                    "several-articles",
                    f'The page has an article above "{line.text[:60]}" and another below it, which'
                    f' begins "{other.text[:60]}". Save each article in a file of its own.',
                )
            return
        if not frame.furniture.fullmatch(line.text):
            yield line


def _without_top(
    draft: Draft, lines: Sequence[TextLine], frame: Frame
) -> tuple[Sequence[TextLine], Evidence | None]:
    """Return the lines from the headline on, and the evidence of the day of viewing or None.

    An earlier date below the day of viewing is that of the article.
    """
    viewed = None
    begin = 0
    while begin < len(lines) - 1 and not match_dateline(lines[begin]):
        line = lines[begin]
        if frame.is_today_above and (span := date_in(line)):
            day = draft.evidence("viewing-date", span)
            if viewed and day and str(day.value) < str(viewed.value):
                draft.witness("page_date", "page-date", span)
            viewed = viewed or day
        elif not frame.is_above(line) and not _take_beside(draft, line):
            break
        begin += 1
    return lines[begin:], viewed


def _title(
    lines: Sequence[TextLine], is_no_text: Callable[[TextLine], bool]
) -> tuple[Sequence[TextLine], Sequence[TextLine]]:
    """Return the lines of the headline, and the lines below it.

    The headline ends at a dateline, at a blank line, or at a line that `is_no_text`. There is no
    headline if the first line is a dateline or a long sentence.
    """
    if not lines:
        return (), ()
    first = lines[0]
    is_sentence = ends_sentence(first.text) and len(first.text) > _LONGEST_SENTENCE
    if match_dateline(first) or is_sentence or len(lines) == 1:
        return (), lines
    for index, line in enumerate(lines[1 : _LONGEST_HEADLINE + 1], 1):
        if line.is_after_blank or match_dateline(line) or is_no_text(line):
            return lines[:index], lines[index:]
    return lines[:1], lines[1:]


def _dateline_index(lines: Sequence[TextLine]) -> int | None:
    return next((index for index, line in enumerate(lines[:_HEAD]) if match_dateline(line)), None)


def _take_beside(draft: Draft, line: TextLine) -> bool:
    """Return True if a line is only a date, an address or an agency; read its value."""
    if span := date_in(line):
        if _UNSURE_DATE.fullmatch(draft.text[slice(*span)]):
            message = f'It is not sure which number of "{line.text}" is the month.'
            draft.problems.append(
                Problem("unreadable-field", message, "published", line.text, (span,))
            )
        else:
            draft.witness("page_date", "page-date", span)
        return True
    if match := AGENCY_LINE.fullmatch(line.text):
        draft.read("agency", "words", line.span_of(match, "agency"))
        return True
    if address := address_in(line):
        if address.path.strip("/") and draft.text.startswith("http", address.span[0]):
            draft.read("original_url", "url", address.span)
        for part in address.beside:
            _take_beside(draft, part)
        return True
    return False


def date_in(line: TextLine) -> Span | None:
    """Return the span of the date in a line that has only a date; None for any other line.

    Words such as "Posted on … by …", the time of day and the weekday can be around the date.
    """
    if len(line.text) > _LONGEST_DATE_LINE or not _DIGIT.search(line.text):
        return None
    start, end = 0, len(line.text)
    while True:
        piece = line.text[start:end]
        if _is_date(piece):
            return (line.start + start, line.start + end)
        if f"{piece[:1]}{piece[-1:]}" in _BRACKETS:
            start, end = start + 1, end - 1
            continue
        if match := next(filter(None, (pattern.search(piece) for pattern in _AFTER_DATE)), None):
            end = start + match.start()
        elif match := next(filter(None, (pattern.match(piece) for pattern in _BEFORE_DATE)), None):
            start += match.end()
        else:
            return None


def _is_date(text: str) -> bool:
    return bool(_UNSURE_DATE.fullmatch(text)) or read_date(" ".join(text.split())) is not None


def address_in(line: TextLine) -> Address | None:
    """Return the web address in a line that has only an address; None for any other line."""
    match = _ADDRESS.fullmatch(line.text) if _POINT_IN_WORD.search(line.text) else None
    if not match or not _LABEL.fullmatch(match["before"]):
        return None
    parts = (line.part(*match.span("before")), line.part(*match.span("after")))
    return Address(
        match["host"].casefold(),
        line.span_of(match, "address"),
        match["path"] or "",
        tuple(part for part in parts if part),
    )


def is_in_sentence(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line ends the sentence that the line above it begins.

    A short line above it can be a headline or a credit.
    """
    above = lines[index - 1].text if index else ""
    return len(above) > _LONGEST_CREDIT and bool(_OPEN.search(above))


def hosts_in_head(page: PageText) -> Iterator[str]:
    """Yield the host of the address of a saved page, if its head or its capture has it.

    The address from which the page was saved comes before the one that its head claims.
    """
    for name in ("saved_from", "head_url"):
        for fact in page.facts:
            if fact.name == name and (host := host_of_page(page.text[slice(*fact.span)].strip())):
                yield host
                return


class WithoutAddresses(NamedTuple):
    """The lines of a page without the addresses of its site above and below the article.

    `is_of_site` is true if the page has such an address, also in its head. `link` is the span of
    an address of the article itself; None if there is none.
    """

    lines: list[TextLine]
    is_of_site: bool
    link: Span | None


def without_addresses(page: PageText, hosts: Sequence[str]) -> WithoutAddresses:
    """Return the lines without addresses of a site (`hosts`) in the first and last lines."""
    lines = list(page.lines)
    is_of_site = any(is_host_of(host, hosts) for host in hosts_in_head(page))
    link: Span | None = None
    for index in (0, -1):
        while len(lines) > 1 and (address := address_in(lines[index])):
            if not is_host_of(address.host, hosts):
                break
            is_of_site = True
            if address.path.strip("/") and page.text.startswith("http", address.span[0]):
                link = link or address.span
            lines.pop(index)
    return WithoutAddresses(lines, is_of_site, link)


def is_host_of(host: str, sites: Sequence[str]) -> bool:
    """Return True if a host is one of `sites`, or a part of one ("www.", "m.")."""
    return any(host == site or host.endswith(f".{site}") for site in sites)
