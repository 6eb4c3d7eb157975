"""The layout of mirrors: pages of other sites that copied an article of the agency KCNA.

A mirror has its own frame around the article: a blog has links to other posts and a form for
replies, GlobalSecurity.org a line about its mailing list:

    Ropeway Repaired
    Korean Central News Agency of DPRK
    Pyongyang, October 24 (KCNA) -- A ropeway was repaired. -0-
    NEWSLETTER
    Join the GlobalSecurity.org mailing list

The source is the mirror if the page proves its name, else unknown. It is never the site from which
the mirror has its copy. The dateline or the credit shows that the agency wrote the article. The
date of the page is the day on which the mirror published its copy. What is below the article, such
as a list of related posts, is not text.

A page with lines of a blog, but without a mark of the agency or the address of the original, is a
mirror only if it proves its name. Other blogs have texts of their own, which are not read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

from ingest.layouts.agency_marks import AGENCY_LINE, match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.framed_article import (
    Frame,
    address_in,
    hosts_in_head,
    is_host_of,
    is_in_sentence,
    read_framed,
)
from ingest.layouts.page_text import PageText
from ingest.layouts.site_pages import is_proved
from ingest.layouts.sites import SITES, Site
from ingest.menu_words import FOOT, OTHERS
from ingest.rules import imply, read
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "mirrors"
_HEAD = 20  # the dateline is searched in this number of lines at the top of the page
_TOP_LINES = 6  # an agency is searched in this number of lines at the top of the page
# The addresses of the sites whose articles mirrors copy.
_ORIGINALS = ("kp", "kcna.co.jp", *(host for site in SITES for host in site.hosts))
_LONGEST = 200  # A longer line, in letters, is text.


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


MIRRORS = (
    Site(
        "GlobalSecurity.org",
        names=("GlobalSecurity.org",),
        hosts=("globalsecurity.org",),
        # The line can be cut off.
        signs=((_line(r"[|\s]*join the globalsec[\w.]{0,9}(?: m\w{0,6}(?: l\w{0,3})?)?[|\s]*"),),),
    ),
    Site(
        "North Korea Leadership Watch",
        names=("North Korea Leadership Watch", "NK Leadership Watch"),
        hosts=("nkleadershipwatch.org", "nkleadershipwatch.wordpress.com"),
        signs=((_line(r"research and analysis on the dprk leadership"),),),
    ),
    Site(
        "North Korean Economy Watch",
        names=("North Korean Economy Watch",),
        hosts=("nkeconwatch.com",),
    ),
    Site(
        "Wikisource",
        names=("Wikisource",),
        hosts=("wikisource.org",),
        signs=((_line(r"from wikisource(?:, the free .{1,20})?"),),),
    ),
    Site("KFA UK", names=("KFA UK", "UK KFA"), hosts=("kfauk.com",)),
    Site("KFA USA", names=("KFA USA",), hosts=("kfausa.org",)),
    Site("nkaggregator.com", names=("nkaggregator.com",), hosts=("nkaggregator.com",)),
)
_HOSTS = tuple(host for mirror in MIRRORS for host in mirror.hosts)
_FOOT = (
    rf"{FOOT}|[|\s]*(?:join the .{{1,40}} )?mailing list[|\s]*"
    r"|[|\s]*join the [\w.]{1,40} m\w{0,6}(?: l\w{0,3})?"
    r"|[|\s]*newsletter[|\s]*"
    r"|댓글 ?\d{1,4}건|댓글목록|(?:댓글목록 ?)?등록된 댓글이 없습니다\.?"
    r"|추천 ?\d{1,6}(?:명)? ?비추천 ?\d{1,6}(?:명)?"
)
# A line of a blog that can be above the article, too.
_AROUND = (
    r"(?:image|photo|picture)s? credits?\b:? .{1,180}|featured image:? .{1,120}"
    r"|posted (?:by|in|under) [^\d]{1,80}(?: at \d{1,2}:\d{2} ?[ap]m)?|filed under\b:?.{0,120}"
    r"|(?:tagged(?: (?:with|as))?|tags|labels|categor(?:y|ies))\b ?:? .{1,120}"
    r"|view all posts by .{1,60}|reblogged (?:this on|from) .{1,80}|via wordpress\.com"
    r"|originally (?:published|posted) (?:by|on|at|in) [^/]{1,60}"
    r"|from wikisource(?:, the free .{1,20})?|jump to (?:navigation|search).{0,30}"
    r"|admin|administrator|webmaster|editor|페이지 정보|관련링크|본문|작성자 .{1,60}"
    r"|\d\d?/\d\d?/\d{4} · (?:leave a comment|\d{1,4} comments?)|[|\s]+"
)
# KCNA's own pages do not have this line below the headline.
_CENTRAL = r"korean central news agency of (?:the )?dprk.{0,60}"
# Of the headings in OTHERS, only these show a blog; newspapers and agencies have the others, too.
_OF_BLOGS = r"(?:related|recent|latest|popular|more) posts\b:?|you (?:may|might) also like:?"
MARKS = _line(rf"(?:{_FOOT}|{_AROUND}|{_OF_BLOGS}|{_CENTRAL})")
_WEAK = _line(  # Pages of other kinds have these lines, too.
    r"[|\s]*newsletter[|\s]*|back to top|share (?:this|on|to|via)\b.{0,40}|loading.{0,3}|[|\s]+"
    r"|(?:tags|categor(?:y|ies)|labels)\b ?:? .{1,120}|(?:previous|next) .{0,100}|본문|작성자 .*"
    r"|admin|administrator|webmaster|editor"
)
_TOP = _line(
    r"skip to (?:main )?content|united24 - .{1,80}"
    r"|(?:home|about|contact|blog|news|archive|menu|search)"
    r"(?:[\s|>/·»]+(?:home|about|contact|blog|news|archive|menu|search)){0,9}"
    r"|home(?:\s?(?:::|[>»›/|])\s?[^:>»›/|]{1,40}){1,8}"
    r"|weapons of mass destruction(?: \(wmd\))?|north korea(?: special weapons)? news"
    r"|(?:in )?military"
    r"|research and analysis on the dprk leadership|uncategorized"
)
_CREDIT = re.compile(
    r"originally (?:published|posted) (?:by|on|at|in) [^/]{1,40}? [-–—] ?(?=\S)", re.IGNORECASE
)


def matches(page: PageText) -> bool:
    """Return True if the page is a copy on a mirror.

    It has a line of a blog or mirror, and also a mark of the agency or the name of the mirror. A
    page that proves another site is not a mirror.
    """
    if len(page.lines) < 2:
        return False
    has_mark = any(
        MARKS.fullmatch(line.text) and not _WEAK.fullmatch(line.text)
        for line in page.lines
        if len(line.text) <= _LONGEST
    )
    edges = (*page.lines[:_TOP_LINES], *page.lines[-_TOP_LINES:])
    is_named = any(host in line.text for line in edges for host in _HOSTS)
    name = _name(page) if has_mark or is_named else _name_of_host(hosts_in_head(page))
    return bool(name or (has_mark and _is_copy(page.lines))) and not is_proved(page)


def _is_copy(lines: Sequence[TextLine]) -> bool:
    """Return True if the page has a dateline, an agency or the address of the original at its top.

    The dateline can be further below than an agency, because a blog has a menu at its top. A line
    "KCNA" further below can be the credit of a newspaper.
    """
    for index, line in enumerate(_without_credit(lines[:_HEAD])):
        if match_dateline(line) or (index < _TOP_LINES and AGENCY_LINE.fullmatch(line.text)):
            return True
        if (address := address_in(line)) and is_host_of(address.host, _ORIGINALS):
            return True
    return False


def _name(page: PageText) -> str | None:
    """Return the name of the mirror that the page proves, or None."""
    edges = [
        line for line in (*page.lines[:_HEAD], *page.lines[-_HEAD:]) if len(line.text) <= _LONGEST
    ]
    addresses = (
        address
        for index, line in enumerate(edges)
        if (address := address_in(line)) and not is_in_sentence(edges, index)
    )
    if name := _name_of_host((*hosts_in_head(page), *(address.host for address in addresses))):
        return name
    for mirror in MIRRORS:
        patterns = [pattern for group in mirror.signs for pattern in group]
        patterns += [mirror.name_pattern, mirror.copyright_pattern, mirror.frame_pattern]
        if any(pattern.fullmatch(line.text) for pattern in patterns for line in edges):
            return mirror.name
    return None


def _name_of_host(hosts: Iterable[str]) -> str | None:
    found = [mirror.name for host in hosts for mirror in MIRRORS if is_host_of(host, mirror.hosts)]
    return found[0] if found else None


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the page. Raises Rejection for a list of headlines."""
    draft = Draft(page.text)
    name = _name(page)
    names = [mirror.name_pattern for mirror in MIRRORS] + [_TOP]
    site = page.fact("head_site")
    site_name = page.text[slice(*site)] if site else None

    def is_above(line: TextLine) -> bool:
        return line.text == site_name or any(pattern.fullmatch(line.text) for pattern in names)

    frame = Frame(is_above, is_above, _line(_AROUND), _line(_FOOT), _line(OTHERS))
    lines = list(_without_credit(page.lines))
    source = imply("source-of-layout", name) if name else None
    if site and not source:
        source = read("source-name", page.text, site)
    framed = read_framed(draft, lines[_end_of_menu(lines, is_above) :], frame)
    return framed.finish(NAME, source)


def _end_of_menu(lines: Sequence[TextLine], is_above: Callable[[TextLine], bool]) -> int:
    """Return the index of the line below the menu, which can have the unknown name of a blog.

    The result is 0 if no line of a menu is above the dateline.
    """
    above = takewhile(lambda line: not match_dateline(line), lines[:_TOP_LINES])
    return max((index for index, line in enumerate(above, 1) if is_above(line)), default=0)


def _without_credit(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield the lines, the first ones without "Originally published by KCNA – " before the text."""
    for index, line in enumerate(lines):
        match = _CREDIT.match(line.text) if index < _HEAD else None
        yield (line.part(match.end()) or line) if match else line
