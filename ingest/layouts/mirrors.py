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

A page with lines of a blog, but without a mark of the agency, is a mirror only if it proves its
name. Other blogs have their own texts, which this layout does not read.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.layouts.agency_marks import match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.framed_article import (
    AGENCY_LINE,
    Frame,
    address_in,
    hosts_in_head,
    is_host_of,
    read_framed,
)
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_list_of_headlines
from ingest.layouts.site_pages import is_proved
from ingest.layouts.sites import Site
from ingest.rules import imply
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "mirrors"
_HEAD = 20  # the dateline is searched in this number of lines at the top of the page
_LONGEST = 200  # A longer line, in letters, is text.


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


MIRRORS = (
    Site(
        "GlobalSecurity.org",
        names=("GlobalSecurity.org",),
        hosts=("globalsecurity.org",),
        signs=((_line(r"[|\s]*join the globalsecurity\.org mailing list[|\s]*"),),),
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
        signs=((_line(r"from wikisource, the free .{1,20}"),),),
    ),
    Site("KFA UK", names=("KFA UK", "UK KFA"), hosts=("kfauk.com",)),
    Site("KFA USA", names=("KFA USA",), hosts=("kfausa.org",)),
    Site("nkaggregator.com", names=("nkaggregator.com",), hosts=("nkaggregator.com",)),
)
# Below such a line there are only the beginnings of other articles.
_OTHERS = (
    r"related (?:posts?|articles|stories|news|content|topics)\b:?|you (?:may|might) also like:?"
    r"|(?:recent|latest|popular|more) (?:posts?|articles|stories)\b:?"
)
# A line below the article: what follows it is not text of the article.
_FOOT = (
    r"(?:leave|post|add) a (?:reply|comment).{0,60}|cancel reply|(?:no|\d{1,4}) comments?:?"
    r"|\d{1,4} (?:responses?|repl(?:y|ies)|thoughts?)(?: (?:to|on) .{0,120})?"
    r"|your e-?mail address will not be published.{0,60}|this site uses akismet.{0,120}"
    r"|share (?:this|on|to|via)\b.{0,40}|sharedaddy|like this:?|like loading.{0,5}"
    r"|loading(?:\.{3}|…)"
    r"|click to (?:share|email|print) .{0,60}|e-?mail ?this ?blogthis.{0,80}"
    r"|post navigation|(?:previous|next|older|newer) (?:post|article|entry|posts|entries)\b.{0,80}"
    r"|this entry was posted .{0,180}|blog at wordpress\.com.{0,40}"
    r"|(?:proudly )?powered by (?:blogger|wordpress).{0,60}|retrieved from .{0,180}"
    r"|[|\s]*(?:join the .{1,40} )?mailing list[|\s]*|[|\s]*newsletter[|\s]*"
    r"|back to top(?: button)?"
    r"|subscribe to:? post comments.{0,20}|%d bloggers like this.{0,10}|trackbacks?.{0,40}"
)
# A line of a blog that can be above the article, too.
_AROUND = (
    r"(?:image|photo|picture)s? credits?\b:? .{1,180}|featured image:? .{1,120}"
    r"|posted (?:by|in|under) [^\d]{1,80}(?: at \d{1,2}:\d{2} ?[ap]m)?|filed under\b:?.{0,120}"
    r"|(?:tagged(?: (?:with|as))?|tags|labels|categor(?:y|ies))\b ?:? .{1,120}"
    r"|view all posts by .{1,60}|reblogged (?:this on|from) .{1,80}|via wordpress\.com"
    r"|originally (?:published|posted) (?:by|on|at|in) [^/]{1,60}"
    r"|from wikisource, the free .{1,20}|jump to (?:navigation|search).{0,30}"
    r"|\d\d?/\d\d?/\d{4} · (?:leave a comment|\d{1,4} comments?)|[|\s]+"
)
MARKS = _line(rf"(?:{_FOOT}|{_AROUND}|{_OTHERS})")
_WEAK = _line(  # Pages of other kinds have these lines, too.
    r"[|\s]*newsletter[|\s]*|back to top|share (?:this|on|to|via)\b.{0,40}|loading.{0,3}|[|\s]+"
    r"|(?:tags|categor(?:y|ies)|labels)\b ?:? .{1,120}|(?:previous|next) .{0,100}"
)
_TOP = _line(
    r"skip to (?:main )?content|(?:home|about|contact|blog|news|archive|menu|search)"
    r"(?:[\s|>/·»]+(?:home|about|contact|blog|news|archive|menu|search)){0,9}"
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
    name = _name(page) if has_mark or page.facts else None
    return bool(name or (has_mark and _is_of_agency(page.lines))) and not is_proved(page)


def _is_of_agency(lines: Sequence[TextLine]) -> bool:
    return any(
        match_dateline(line) or AGENCY_LINE.fullmatch(line.text)
        for line in _without_credit(lines[:_HEAD])
    )


def _name(page: PageText) -> str | None:
    """Return the name of the mirror that the page proves, or None."""
    hosts = [
        *hosts_in_head(page),
        *(address.host for line in page.lines[-_HEAD:] if (address := address_in(line))),
    ]
    for mirror in MIRRORS:
        patterns = [pattern for group in mirror.signs for pattern in group]
        patterns += [mirror.name_pattern, mirror.copyright_pattern, mirror.frame_pattern]
        if any(is_host_of(host, mirror.hosts) for host in hosts) or any(
            pattern.fullmatch(line.text)
            for pattern in patterns
            for line in (*page.lines[:_HEAD], *page.lines[-_HEAD:])
            if len(line.text) <= _LONGEST
        ):
            return mirror.name
    return None


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines."""
    draft = Draft(page.text)
    name = _name(page)
    names = [mirror.name_pattern for mirror in MIRRORS] + [_TOP]
    site = page.fact("head_site")
    site_name = page.text[slice(*site)] if site else None

    def is_above(line: TextLine) -> bool:
        return line.text == site_name or any(pattern.fullmatch(line.text) for pattern in names)

    frame = Frame(is_above, is_above, _line(_AROUND), _line(_FOOT), _line(_OTHERS))
    read_framed(draft, list(_without_credit(page.lines)), frame)
    reject_list_of_headlines(draft.paragraphs)
    if name:
        draft.fields["source"] = imply("source-of-layout", name)
    elif site:
        draft.read_source(site)
    article = draft.finish(0, (page.lines[0].start, page.lines[-1].end))
    return ParsedFile(NAME, (article,))


def _without_credit(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield the lines, the first ones without "Originally published by KCNA – " before the text."""
    for index, line in enumerate(lines):
        match = _CREDIT.match(line.text) if index < _HEAD else None
        yield (line.part(match.end()) or line) if match else line
