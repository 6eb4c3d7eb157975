"""Finds the layout that a page may have although no layout matches it, for advice.

Articles of other media and essays have a date below their headline, too. So there is no advice for
a page that names somebody else, or that writes about the country as only others do.
"""

import re
from collections.abc import Sequence

from ingest.layouts import pyongyang_times, rodong
from ingest.layouts.framed_article import address_in, hosts_in_head
from ingest.layouts.hosts import is_of_other_site
from ingest.layouts.korean_names import FAMILY
from ingest.layouts.page_text import Likeness, PageText
from ingest.sources import read_source_name
from ingest.text_lines import TextLine

_EDGE = 12  # other media are searched in this number of lines at the top, and at the foot
_HEAD = 4  # a byline and a headline are searched in this number of lines at the top
# Names of the country that its own outlets do not use for it, and names of other media.
_FROM_OUTSIDE = re.compile(
    r"\b(?:North|N\.) Korea|\bNorthern regime|북한|북조선|北韩|北韓|北朝鮮"
    r"|\bCorea del Norte|\bCorée du Nord|\bNordkorea|\bСеверн\w{1,3} Коре",
)
_MEDIA = re.compile(
    r"\b(?:NK ?News|NK ?Pro|38 ?North|Daily ?NK|Yonhap|BBC Monitoring|BBC|Lexis ?Nexis|Nexis"
    r"|Factiva|Dow Jones|ProQuest|Reuters|AFP|Agence France|Associated Press|Radio Free Asia"
    r"|Voice of America|FBIS|OSC|Open Source Center|Kyodo|Xinhua|TASS|CNN|Bloomberg|Guardian"
    r"|New York Times|Washington Post|GlobalSecurity|Wikipedia|WordPress|Blogspot|Substack)\b"
    r"|연합뉴스|통일뉴스|데일리NK|자유아시아방송",
)
# Officials sign texts of their ministry, whose site writes dates like Rodong Sinmun.
_MINISTRY = re.compile(
    r"\b(?:Ministry of Foreign Affairs|Foreign Ministry)\b|외무성|外务省|外務省"
    r"|Министерств\w+ иностранных"
)
_OUTLETS = re.compile(
    r"(?:\bthe )?\b(?:KCNA|Rodong(?: Sinmun)?|Pyongyang Times|Naenara|Minju Joson"
    r"|Voice of Korea|Uriminzokkiri)\b",
    re.IGNORECASE,
)
# Authors of these outlets have names of three words, or of two with a family name of Korea.
_BYLINE = re.compile(r"by:? (?P<name>[^\d,|]{3,60}).*", re.IGNORECASE)
_KOREAN_NAME = re.compile(r"(?:[A-Z][a-z]{1,6}[ -]){1,2}[A-Z]?[a-z]{1,6}")


def likeness_of(page: PageText) -> Likeness | None:
    """Return which layout a page may have, and why; None if nothing shows one."""
    likeness = pyongyang_times.resembles(page) or rodong.resembles(page)
    return None if likeness and _is_of_others(page, likeness.source) else likeness


def _is_of_others(page: PageText, source: str) -> bool:
    name = read_source_name(source)[0]
    edges = (*page.lines[:_EDGE], *page.lines[-_EDGE:])
    hosts = {*hosts_in_head(page), *(found.host for line in edges if (found := address_in(line)))}
    return (
        any(is_of_other_site(host, name) for host in hosts)
        or any(_MEDIA.search(line.text) for line in edges)
        or any(_MINISTRY.search(line.text) for line in page.lines[-_HEAD:])
        or any(_FROM_OUTSIDE.search(line.text) for line in page.lines)
        or _has_foreign_head(page.lines[:_HEAD])
    )


def _has_foreign_head(lines: Sequence[TextLine]) -> bool:
    """Return True if the headline is about an outlet, or the author has no Korean name."""
    bylines = filter(None, (_BYLINE.fullmatch(line.text) for line in lines))
    is_foreign = any(
        not (_KOREAN_NAME.fullmatch(name) and FAMILY.match(name))
        for name in (match["name"].strip() for match in bylines)
    )
    headline = lines[0].text if lines else ""
    return is_foreign or (
        _OUTLETS.search(headline) is not None and not _OUTLETS.fullmatch(headline.strip("《》"))
    )
