"""The layout of pages of many sites, such as Uriminzokkiri, DPRK Today and Minju Joson.

A page has a frame around the article: the name of the site or a menu above it, and a form for
readers, links to share it, or a copyright line below it:

    June 20, Juche108(2019)
    Ropeway Repaired

    Pyongyang, March 14 (KCNA) -- A ropeway was repaired. -0-

    To write your feedbacks
    Copyright © 2003 - 2019 《Korea Ryugilo Editorial Bureau》

`sites.py` has a row for each site. These lines prove the site, because a page has them only about
itself: a copyright line with the name of the site or its editors, the name with a description
(`Minju Joson | Minju Joson, the organ of …`) and the address alone in a line. The address in the
head of a saved page proves it, too. The address in a sentence proves nothing.

Other lines only imply a site: its name alone in the first or last line, or lines that are usual on
its pages. Some names have another meaning, too; then such a page has no source. Many articles are
from the agency KCNA, as their dateline shows, but the source is the site.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from ingest.dates import DOTTED_DATE
from ingest.layouts.agency_marks import AGENCY_LINE, match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.framed_article import (
    Frame,
    address_in,
    date_in,
    hosts_in_head,
    is_host_of,
    is_in_sentence,
    read_framed,
)
from ingest.layouts.issue_lines import issue_in, read_issue
from ingest.layouts.page_text import PageText
from ingest.layouts.sites import FEEDBACK, SITES, Site, has_hint, is_juche_date
from ingest.menu_words import FOOT, OTHERS
from ingest.rules import imply
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import ParsedFile, Span

NAME = "site_pages"
_EDGE = 12  # A site is searched in this number of lines at the top and at the foot of a page.
_TOP = 4  # The name of a site is searched in this number of lines at the top.
_LONGEST = 200  # A longer line, in letters, does not show the site.
_SHORTEST_CUT = 5  # The least letters of a name that is cut off at the end of the file.
# A copyright line has one of these words; this test is quick.
_OWNED = re.compile(r"©|ⓒ|\(c\)|copyright|版权|저작권|《", re.IGNORECASE)
_LONGEST_ISSUE = 100  # letters of an issue line: more than the patterns of all sites can have
_DIGITS = re.compile(r"\d{4}|\d\d?\s?[일日]")
_ID = re.compile(r"id ?:\s?\w{0,20}", re.IGNORECASE)
_AUTHOR = re.compile(r"aut?h[eo]r ?:\s?(?P<name>.{0,60})", re.IGNORECASE)
_MENU = re.compile(
    r"(?:(?:home|news|site ?map|login|log in|search|mobile|english|korean|chinese|russian|japanese"
    r"|홈|홈페지|첫페지|손전화홈페지열람기|조선어|조선말|한국어|中文|中国语|日本語|русский|главная|español"
    r"|首页|ホーム)(?:[\s|>·/]+|$)){1,12}",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:(?:[a-z]{2,12}|페이스북|트위터)으?로 ?보내기\s?){1,5}"
    r"|(?:facebook|twitter)로? ?보?내?|추천하기|인쇄하기|공유하기"
    r"|(?:.{1,20}\s)?손전화홈페지열람기(?:\s.{1,20})?|all rights reserved\.?|[|│]+"
    r"|[(（](?:조선신보|朝鮮新報)[)）]",
    re.IGNORECASE,
)
_FOOT = re.compile(
    rf"{FEEDBACK.pattern}|{FOOT}"
    r"|(?:(?:\d{4}|저작권|版权(?:所有)?) ?)?(?:©|ⓒ|\(c\)\s?\d{4}).{0,180}"
    r"|copyrights?(?: ?(?:©|ⓒ|\(c\)|\d{4}).{0,180})?",
    re.IGNORECASE,
)
_MINISTRY = next(site for site in SITES if site.name == "Ministry of Foreign Affairs")
_SIGNATURE = re.compile(
    r"(?:.{1,60}[, ])?(?:the )?(?:DPRK )?Ministry of Foreign Affairs(?:,? (?:of )?(?:the )?"
    r"(?:DPRK|Democratic People['’]s Republic of Korea))?"
    r"|(?:.{1,30} )?조선민주주의인민공화국 외무성(?: .{1,30})?",
    re.IGNORECASE,
)
_DATE = re.compile(DOTTED_DATE)
_OTHERS = re.compile(OTHERS, re.IGNORECASE)
# "[Social Culture]" above the headline. A date in brackets is not a section.
_SECTION = re.compile(r"\[(?P<name>[^\]\d|]{2,40})\]")


class Proof(IntEnum):
    """How surely lines show the site of a page, the least sure first."""

    NAMED = 1
    IMPLIED = 2
    ADDRESS = 3
    FRAME = 4


class Found(NamedTuple):
    """A site that a page shows, and how surely it shows the site."""

    proof: Proof
    site: Site


def find_site(page: PageText) -> Found | None:
    """Return the site that a page shows most surely; None if it shows none.

    The result is None, too, if a page proves two sites.
    """
    found = list(_sites_of_head(page)) if page.facts else []
    edges = _edges(page.lines)
    if has_hint("\n".join(line.text for line in edges)):
        found += _sites_of_lines(page.lines, edges)
    if not found:
        return None
    best = max(proof for proof, _ in found)
    sites = {site.name: site for proof, site in found if proof is best}
    if len(sites) > 1 and best is not Proof.NAMED:  # A name gives no source, so any site will do.
        return None
    return Found(best, next(iter(sites.values())))


def _sites_of_head(page: PageText) -> Iterator[Found]:
    """Yield the sites that the head of a saved page names: its address, its site, its title."""
    hosts = list(hosts_in_head(page))
    site_name, title = (
        page.text[slice(*span)].strip() if (span := page.fact(name)) else ""
        for name in ("head_site", "head_title")
    )
    for site in SITES:
        is_host = any(is_host_of(host, site.hosts) for host in hosts)
        if is_host or site.name_pattern.fullmatch(site_name) or _has_frame(site, title):
            yield Found(Proof.FRAME, site)
        elif site.is_name_enough and site.name_pattern.fullmatch(title):
            yield Found(Proof.IMPLIED, site)


def _has_frame(site: Site, text: str) -> bool:
    return len(text) <= _LONGEST and site.frame_pattern.fullmatch(text) is not None


def _edges(lines: Sequence[TextLine]) -> list[TextLine]:
    edges = lines if len(lines) <= 2 * _EDGE else (*lines[:_EDGE], *lines[-_EDGE:])
    return [line for line in edges if len(line.text) <= _LONGEST]


def _sites_of_lines(lines: Sequence[TextLine], edges: Sequence[TextLine]) -> Iterable[Found]:
    owned = [line for line in edges if _OWNED.search(line.text)]
    for site in SITES:
        if (
            any(site.copyright_pattern.fullmatch(line.text) for line in owned)
            or any(
                _has_frame(site, line.text) and not _is_headline(site, lines, index)
                for index, line in enumerate(lines[:_TOP])
            )
            or any(_issue_date(site, line) for line in (*lines[:_TOP], *lines[-_TOP:]))
        ):
            yield Found(Proof.FRAME, site)
    addresses = {line.start: address for line in edges if (address := address_in(line))}
    for index, line in enumerate(lines):
        address = addresses.get(line.start)
        if address and not is_in_sentence(lines, index):
            for site in SITES:
                if is_host_of(address.host, site.hosts):
                    yield Found(Proof.ADDRESS, site)
    for site in SITES:
        if any(all(_fits(pattern, edges) for pattern in group) for group in site.signs):
            yield Found(Proof.IMPLIED, site)
    if _fits(FEEDBACK, edges):
        # At least two sites have this form, so it does not show which of them.
        yield Found(Proof.NAMED, SITES[0])
    if _is_signed_by_ministry(lines, edges):
        # Newspapers print such texts, too, so the signature does not show the site.
        yield Found(Proof.NAMED, _MINISTRY)
    yield from _cut_copyright(lines[-1])
    yield from _named(lines)


def _is_signed_by_ministry(lines: Sequence[TextLine], edges: Sequence[TextLine]) -> bool:
    """Return True if an office of the ministry signs a text with a date below its headline."""
    if not any(_SIGNATURE.fullmatch(line.text) for line in edges[-_TOP:]):
        return False
    is_dated = any(_DATE.fullmatch(line.text) for line in lines[1:_TOP])
    return is_dated and any(ends_sentence(line.text) for line in lines)


def _issue_date(site: Site, line: TextLine) -> Span | None:
    """Return the span of the date in an issue line of a newspaper; None for any other line."""
    match = site.issue_pattern.fullmatch(line.text) if site.is_newspaper else None
    if not match:
        return None
    part = line.part(*match.span("after" if match["after"] else "before"))
    return date_in(part) if part else None


def is_issue_line(line: TextLine) -> bool:
    """Return True if a line is the issue line of one of the newspapers."""
    if len(line.text) > _LONGEST_ISSUE or not _DIGITS.search(line.text):
        return False
    return any(_issue_date(site, line) for site in SITES)


def _is_headline(site: Site, lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line with the name of a site is the headline, right above the dateline."""
    match = site.frame_pattern.fullmatch(lines[index].text)
    is_above_dateline = index + 1 < len(lines) and match_dateline(lines[index + 1])
    return bool(match and not match["title"] and is_above_dateline)


def _fits(pattern: re.Pattern[str], lines: Sequence[TextLine]) -> bool:
    return any(pattern.fullmatch(line.text) for line in lines)


def _cut_copyright(last: TextLine) -> Iterable[Found]:
    """Yield the site whose name is cut off in the last line: "Copyrights 2022 © Minju Jo"."""
    _, mark, owner = last.text.rpartition("©")
    owner = re.sub(r"^[\W\d_]+", "", owner).casefold()
    if not mark or len(owner) < _SHORTEST_CUT:
        return
    for site in SITES:
        names = (*site.names, *site.editors)
        if any(name.casefold().startswith(owner) and name.casefold() != owner for name in names):
            yield Found(Proof.IMPLIED, site)


def _named(lines: Sequence[TextLine]) -> Iterable[Found]:
    """Yield the sites whose name alone is a line above the headline, or the last line.

    In the last line of an article of an agency, the name can be a heading in a press review that is
    cut off.
    """
    names = [lines[index].text for index in _name_indexes(lines)]
    last = lines[-1].text if not any(match_dateline(line) for line in lines) else ""
    for site in SITES:
        is_above = any(site.name_pattern.fullmatch(name) for name in names)
        is_last = site.is_name_enough and len(lines) > 2 and site.name_pattern.fullmatch(last)
        if is_above or is_last:
            yield Found(Proof.IMPLIED if site.is_name_enough else Proof.NAMED, site)


def _name_indexes(lines: Sequence[TextLine]) -> list[int]:
    """Return the indexes of lines at the top that are only the name of a site.

    If the text of the article is right below the name, the name is the headline.
    """
    return [
        index
        for index, line in enumerate(lines[:_TOP])
        if len(lines) > index + 2
        and any(site.name_pattern.fullmatch(line.text) for site in SITES)
        and not match_dateline(lines[index + 1])
        and not ends_sentence(lines[index + 1].text)
    ]


def is_proved(page: PageText) -> bool:
    """Return True if a page has a line or an address that only a page of one site has."""
    found = find_site(page)
    return found is not None and found.proof is Proof.FRAME


def proves_source(page: PageText) -> bool:
    """Return True if a page has a line or an address that shows its site for sure."""
    found = find_site(page)
    return found is not None and found.proof >= Proof.ADDRESS


def matches(page: PageText) -> bool:
    """Return True if a page shows that it is from one of SITES."""
    return len(page.lines) > 1 and find_site(page) is not None


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the page. Raises Rejection for a list of headlines.

    A bare text, which shows no site, has no source.
    """
    draft = Draft(page.text)
    found = find_site(page)
    lines = _with_headline_of_frame(page.lines, found.site) if found else page.lines
    site = found.site if found else None
    starts = _read_frame(draft, lines, site)
    is_today_above = bool(site and site.shows_today)

    def is_above(line: TextLine) -> bool:
        is_today = is_today_above and is_juche_date(line.text)
        return line.start in starts or is_today or _MENU.fullmatch(line.text) is not None

    def is_below(line: TextLine) -> bool:
        is_name = site and site.is_name_enough and site.name_pattern.fullmatch(line.text)
        return line.start in starts or bool(is_name)

    frame = Frame(is_above, is_below, _FURNITURE, _FOOT, _OTHERS, is_today_above)
    source = None
    if found and found.proof >= Proof.ADDRESS:
        source = imply("source-of-layout", found.site.name)
    elif found and found.proof is Proof.IMPLIED:
        source = imply("source-implied", found.site.name)
    return read_framed(draft, lines, frame).finish(NAME, source)


def _read_frame(draft: Draft, lines: Sequence[TextLine], site: Site | None) -> set[int]:
    """Read the author, the section and the day of issue; return where lines of the frame start."""
    starts = {lines[index].start for index in _name_indexes(lines)}
    for index, line in enumerate(lines):
        is_top, is_edge = index < _TOP, index < _EDGE or index >= len(lines) - _TOP
        if not is_edge or len(line.text) > _LONGEST:
            continue
        if author := _AUTHOR.fullmatch(line.text):
            name = author["name"].strip()
            if name:
                field = "agency" if AGENCY_LINE.fullmatch(name) else "byline"
                draft.read(field, "words", line.span_of(author, "name"))
        elif is_top and len(lines) > _TOP and (section := _SECTION.fullmatch(line.text)):
            draft.read("section", "words", line.span_of(section, "name"))
        elif site and (day := _issue_date(site, line)):
            draft.witness("page_date", "page-date", day)
        elif issue := issue_in(line):
            read_issue(draft, issue)
        elif not _ID.fullmatch(line.text) and not (site and _has_frame(site, line.text)):
            continue
        starts.add(line.start)
    return starts


def _with_headline_of_frame(lines: Sequence[TextLine], site: Site) -> Sequence[TextLine]:
    """Return the lines with the headline out of "Ropeway Repaired | Naenara" in the first line.

    The first line is left out if the page has the same headline below it.
    """
    match = site.frame_pattern.fullmatch(lines[0].text)
    if not match or not match["title"]:
        return lines
    headline = lines[0].part(*match.span("title"))
    parts = {part.strip() for part in (match["title"], *re.split("[|｜]", match["title"]))}
    if not headline or any(line.text in parts for line in lines[1:_EDGE]):
        return lines[1:]
    return [headline, *lines[1:]]
