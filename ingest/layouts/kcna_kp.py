"""The layout of kcna.kp, the agency's own site: articles that end with the address of the site.

The sign-off `www.kcna.kp (2026.01.23.)` proves the site, even if it is cut. The copyright line of
the site and the address of a page, each in a line of its own, prove it, too:

    http://www.kcna.kp/en/article/detail/0123456789abcdef
    Mill Wheel Oiled
    Pyongyang, May 6 (KCNA) -- The wheel turns. -0-
    Copyright © 2026 www.kcna.kp

Otherwise the page is like other articles of the agency (`agency_text`).
"""

import re
from collections.abc import Sequence

from ingest.layouts import agency_marks
from ingest.layouts.agency_text import read_articles, viewed_in
from ingest.layouts.article_draft import Draft
from ingest.layouts.foot_lines import end_of_text
from ingest.layouts.page_text import PageText
from ingest.layouts.site_pages import is_proved
from ingest.rules import imply
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "kcna_kp"
_NAME_OF_SITE = "KCNA.kp"
_SITE = "www.kcna.kp"
_ADDRESS = re.compile(r"(?P<url>https?://(?:www\.)?kcna\.kp/\S{0,300})", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:Copyright|©|\(C\)|All rights reserved)[^.!?]{0,60}\bwww\.kcna\.kp\b.{0,40}", re.IGNORECASE
)
_FRAME = re.compile(
    r"Korean Central News Agency(?: of DPRK| \(KCNA\))?|조선중앙통신사?|朝鮮中央通信社?|"
    r"朝鲜中央通讯社|朝中社|"
    r"Agencia Central de Noticias de Corea|Центральное телеграфное агентство Кореи|"
    r"(?:Home|News|Article|Detail|Photo|Video|Menu|Print|List|Previous|Next|Back)"
    r"(?: ?[>»|/] ?\w+)*|"
    r"\d{1,3} ?/ ?\d{1,3}|All rights reserved\.?",
    re.IGNORECASE,
)
# Lines that blogs and forums have below an article, and the words of copyright lines.
_BLOG_FOOT = re.compile(
    r"(?:\d{1,5} )?comments?\b.{0,20}|related\b.{0,40}|(?:up|down)vote\b.{0,60}"
    r"|repl(?:y|ies)\b.{0,20}|(?:\d{1,5} )?likes?\b.{0,40}|follow(?:ing|ers)?\b.{0,60}|.{0,40}기자",
    re.IGNORECASE,
)
_OWNED = re.compile(r"©|ⓒ|\(c\)|copyrights?|all rights reserved|저작권자?", re.IGNORECASE)
_OWNER = re.compile(
    r"kcna|korean central|조선중앙통신|朝中社|朝鮮中央|朝鲜中央|ЦТАК"
    r"|Центральное телеграфное|Central de Noticias",
    re.IGNORECASE,
)
_MOST_FRAME = 8  # lines of the frame at the top of a page, and at its foot
_SOURCES = {
    "en": "KCNA.kp (En)",
    "ko": "KCNA.kp (Kr)",
    "zh": "KCNA.kp (Cn)",
    "ja": "KCNA.kp (Jp)",
    "ru": "KCNA.kp (Ru)",
}

# The menu above the headline, in at least two lines.
_MENU = re.compile(
    r"KCNA|WPK General Secretary|(?:Top|Latest|Home|Past) News|Home|News|Photo|Video|Documents?"
    r"|조선중앙통신|총비서동지|최신소식|주요소식|보도|사진|동영상|홈",
    re.IGNORECASE,
)


def matches(page: PageText) -> bool:
    """Return True if the page ends in a sign-off of the site, or has its address or copyright.

    A page that proves another site has copied the article with its sign-off.
    """
    lines = page.lines
    edges = (*lines[:_MOST_FRAME], *lines[-_MOST_FRAME:])
    is_of_site = _has_address(lines) or any(
        _ADDRESS.fullmatch(line.text) or _COPYRIGHT.fullmatch(line.text) for line in edges
    )
    return len(lines) > 1 and is_of_site and not is_proved(page)


def _has_address(lines: Sequence[TextLine]) -> bool:
    last = lines[-1].text
    if agency_marks.CUT_SIGN_OFF.fullmatch(last) and _SITE in last.casefold():
        return True
    sign_off = agency_marks.SIGN_OFF.fullmatch(last) or agency_marks.END_MARK.search(last)
    return bool(sign_off and sign_off["site"]) or _is_above_foot(lines)


def _is_above_foot(lines: Sequence[TextLine]) -> bool:
    """Return True if only the foot of the page is below the sign-off of the site.

    The sign-off must have a date, because other sites list the address alone. A page with the foot
    of a blog has copied the article.
    """
    end = end_of_text(lines)
    below = lines[end:] if end is not None else ()
    signed = (agency_marks.SIGN_OFF.fullmatch(line.text) for line in below)
    return any(match and match["site"] and match["date"] for match in signed) and not any(
        _BLOG_FOOT.fullmatch(line.text) or _is_of_other_owner(line) for line in below
    )


def _is_of_other_owner(line: TextLine) -> bool:
    """Return True if a line is the copyright line of somebody else than the agency."""
    rest = _OWNED.sub("", line.text)
    return rest != line.text and bool(re.search(r"[^\W\d_]{2}", rest)) and not _OWNER.search(rest)


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the page.

    The language of the text decides the edition, because each edition is in one language. A page
    can contain several articles above one sign-off. Its date is then the date of all of them.
    """
    lines, address = _without_frame(page.lines)
    drafts = read_articles(page.text, lines) if lines else []
    signed = [draft.witnesses["sign_off"] for draft, _ in drafts if "sign_off" in draft.witnesses]
    for draft, _ in drafts:
        if len(signed) == 1:
            draft.witnesses.setdefault("sign_off", signed[0])
        _read_source(draft)
        if address and len(drafts) == 1:
            draft.read("original_url", "url", address.span)
    articles = (draft.finish(index, span) for index, (draft, span) in enumerate(drafts))
    return ParsedFile(NAME, tuple(articles), saved_not_before=viewed_in(drafts))


def _without_frame(
    lines: Sequence[TextLine],
) -> tuple[Sequence[TextLine], TextLine | None]:
    """Return the lines without the frame of the site, and the line with the page's address.

    A page without the address and the copyright line has no frame. Several addresses are those of
    several articles. A menu is left out on each page.
    """
    menu = next((index for index, line in enumerate(lines) if not _MENU.fullmatch(line.text)), 0)
    if menu > 1 and lines[menu].is_after_blank:
        lines = lines[menu:]
    if sum(_ADDRESS.fullmatch(line.text) is not None for line in lines) > 1:
        return lines, None
    start, end = 0, len(lines)
    while start < min(end, _MOST_FRAME) and _is_frame(lines[start]):
        start += 1
    while end > max(start, len(lines) - _MOST_FRAME) and _is_frame(lines[end - 1]):
        end -= 1
    beside = _addresses_above_text(lines[start:end])
    frame = (*lines[:start], *beside, *lines[end:])
    address = next((line for line in frame if _ADDRESS.fullmatch(line.text)), None)
    has_proof = address or any(_COPYRIGHT.fullmatch(line.text) for line in frame)
    kept = [line for line in lines[start:end] if line not in beside]
    return (kept, address) if has_proof else (lines, None)


def _addresses_above_text(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines between headline and dateline that have only an address of the site."""
    top = lines[:_MOST_FRAME]
    dateline = next(
        (index for index, line in enumerate(top) if agency_marks.match_dateline(line)), 0
    )
    return [line for line in top[1:dateline] if _ADDRESS.fullmatch(line.text)]


def _is_frame(line: TextLine) -> bool:
    return any(pattern.fullmatch(line.text) for pattern in (_ADDRESS, _COPYRIGHT, _FRAME))


def _read_source(draft: Draft) -> None:
    draft.read_language()
    language = draft.fields.get("language")
    edition = _SOURCES.get(language.value, _NAME_OF_SITE) if language else _NAME_OF_SITE
    draft.fields["source"] = imply("source-of-layout", edition)
