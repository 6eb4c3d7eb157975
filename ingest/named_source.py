"""Reads the source or the agency that stands beside the date of an article, in the same line.

    2023-05-04 | Rodong Sinmun          the source
    Source: KCNA 2023-05-04             the agency, because many sites have its articles

Only names that we know are read. On a page with an address, the site is not read from its text.
"""

import re
from dataclasses import replace

from ingest.layouts.agency_marks import AGENCY_LINE
from ingest.layouts.framed_article import hosts_in_head
from ingest.layouts.page_text import PageText
from ingest.rules import UnreadableValue, read
from ingest.site_names import is_office, known_site_keys, site_key
from ingest.values import Evidence, ParsedArticle, ParsedFile, Span

_OF_DATES = ("own-line", "page-date")
_LONGEST = 120  # letters of a line with a name and a date
# These are also sections or a place, or have texts of many sources. An office can sign a text.
_NOT_ONLY_SOURCES = frozenset(
    map(site_key, ("Korean News", "DPRK Today", "조선의 오늘", "Ryugyong", "KCNA Watch"))
)
_LABEL = re.compile(
    r"(?:source|from|by|posted(?: on)?|published(?: on)?|date|来源|來源|出典|출처|日期|날자)\b"
    r"\s?[:：]?\s?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\s\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_AROUND = " \t\u00a0\u3000|,，、:：;·•・/–—―-"
_BREAK = re.compile(r"[\r\n]")


def with_named_source(parsed: ParsedFile, page: PageText) -> ParsedFile:
    """Return the parsed file with the sources and agencies that stand beside the dates."""
    if page.is_row or next(hosts_in_head(page), "") or page.fact("head_site"):
        return parsed
    articles = (_with_name(article, page.text) for article in parsed.articles)
    return replace(parsed, articles=tuple(articles))


def _with_name(article: ParsedArticle, text: str) -> ParsedArticle:
    dates = (it for it in article.witnesses.values() if it.rule in _OF_DATES and it.spans)
    for date in dates:
        found = _name_beside(text, date.spans[0])
        if not found:
            continue
        field, evidence = found
        if field in article.fields:
            continue
        is_source = field == "source"
        problems = tuple(
            it for it in article.problems if not (is_source and it.code == "source-unknown")
        )
        article = replace(article, fields={**article.fields, field: evidence}, problems=problems)
    return article


def _name_beside(text: str, date: Span) -> tuple[str, Evidence] | None:
    """Return the name of a field, and the evidence of its value, in the line of a date."""
    start = max(
        (it.end() for it in _BREAK.finditer(text, max(0, date[0] - _LONGEST), date[0])),
        default=max(0, date[0] - _LONGEST),
    )
    end_of_line = _BREAK.search(text, date[1], date[1] + _LONGEST)
    end = end_of_line.start() if end_of_line else min(len(text), date[1] + _LONGEST)
    before, after = text[start : date[0]], text[date[1] : end]
    if before.strip(_AROUND):
        label = _LABEL.match(before.lstrip())
        skipped = len(before) - len(before.lstrip()) + (label.end() if label else 0)
        return _read_name(text, (start + skipped, date[0]))
    time = _TIME.match(after)
    return _read_name(text, (date[1] + (time.end() if time else 0), end))


def _read_name(text: str, span: Span) -> tuple[str, Evidence] | None:
    words = text[slice(*span)]
    name = words.strip(_AROUND)
    start = span[0] + words.find(name)
    place = (start, start + len(name))
    try:
        if match := AGENCY_LINE.fullmatch(name):
            return "agency", read("words", text, (start + match.start("agency"), place[1]))
        key = site_key(name)
        is_known = key in known_site_keys() and key not in _NOT_ONLY_SOURCES and not is_office(name)
        return ("source", read("source-name", text, place)) if is_known else None
    except UnreadableValue:
        return None
