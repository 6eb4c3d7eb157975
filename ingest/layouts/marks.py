"""The marks by which pages are known and articles cut out of them. docs/layouts.md shows where each was seen."""

import re

from ingest.dates import DOTTED_DATE, LONG_DATE, MONTH

# kcnawatch
DATE_LINE = re.compile(
    r"Date: ?(?P<date>\d{1,2}/\d{1,2}/\d{4}) ?\| ?Source: ?(?P<source>[^|\n]*?) ?"
    r"(?:\| ?Read original version at source(?: ?<(?P<url>[^>\s]+)>)?|\|)?\s*"
)
MORE_FROM = re.compile(r"More From(?: (?P<source>.+))?")
MORE_ARTICLES = re.compile(r"More Articles")
TOP_DATE = re.compile(rf"(?P<long>{LONG_DATE}?)(?P<short>{LONG_DATE})?")
LONG_DATE_ALONE = re.compile(LONG_DATE)
BREADCRUMB = re.compile(r"KCNA (?P<source>\S.*)")
FURNITURE = re.compile(
    r"Share Button|Share(?: this)?|Tweet|Print|Advertisement|"
    r"Get .{0,80}headlines delivered to your inbox.{0,20}|Subscribe to .{0,120}|"
    r"Your email address.{0,40}|Sign up.{0,60}newsletter.{0,40}|Read original version at source.*",
    re.IGNORECASE,
)

# the agency's own marks
SIGN_OFF = re.compile(
    rf"(?P<end>-0-|-O-)?\s*(?P<site>www\.kcna\.kp)?\s*(?:\((?P<date>{DOTTED_DATE})\))?\s*", re.IGNORECASE
)
END_MARK = re.compile(
    rf"\s*(?P<end>-0-|-O-|\(完\)|\(끝\))\s*(?:(?:www\.kcna\.kp)?\s*\((?P<date>{DOTTED_DATE})\))?\s*$", re.IGNORECASE
)
TITLE_STAMP = re.compile(rf"\s*\[(?P<date>{DOTTED_DATE})\]\s*$")
_DASH = r"\s*(?:-{1,3}|[—–―‐])?\s*"
DATELINE = re.compile(
    rf"(?P<place>[A-Z][\w'’.-]*(?:[ ,]{{1,2}}[A-Z][\w'’.-]*){{0,4}}), ?(?P<day>{MONTH} ?\d{{1,2}}) ?"
    rf"\((?P<agency>[A-Z][\w .]{{1,30}})\){_DASH}"
)
DATELINE_CHINESE = re.compile(r"(?P<agency>朝中社)(?P<place>[一-鿿]{2,6}?)(?P<day>\d{1,2} ?月 ?\d{1,2} ?日)电\s*")
DATELINE_JAPANESE = re.compile(
    r"【(?P<place>[一-鿿]{2,6}?)(?P<day>\d{1,2} ?月 ?\d{1,2} ?日)発(?P<agency>朝鮮中央通信)】\s*"
)
DATELINE_KOREAN = re.compile(
    r"\((?P<place>[가-힣]{2,6}) ?(?P<day>\d{1,2} ?월 ?\d{1,2} ?일) ?발 ?(?P<agency>조선중앙통신)\)\s*"
)
DATELINES = (DATELINE, DATELINE_CHINESE, DATELINE_JAPANESE, DATELINE_KOREAN)
CREDIT = re.compile(r"KCNA|【(?P<korean>조선중앙통신)】")

# pyongyang_times
COPYRIGHT = re.compile(
    r"(?:\d{4} ?)?© ?(?:\d{4} ?)?All rights reserved\.?(?: ?www\.pyongyangtimes\.com\.kp)?", re.IGNORECASE
)
GLUED_DATE = re.compile(rf"(?P<date>{LONG_DATE})(?=[^\s\d,.)])")

# voice_of_korea
SECTION = re.compile(r"/ ?[A-Z][\w&' -]{1,60}")

# rodong
VIEWING_DATE = re.compile(
    rf"(?P<date>{MONTH} ?\d{{1,2}}, ?(?:Juche ?\d{{1,3}} ?\()?\d{{4}}\)?) ?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
RODONG_NAME = re.compile(r"Rodong Sinmun")
SECTION_DATE = re.compile(r"(?P<section>[A-Z][A-Za-z&' -]{2,40}?) (?P<date>\d{4}\. ?\d{1,2}\. ?\d{1,2}\.)")
KOREAN_ISSUE = re.compile(r"(?P<date>\d{4}\. ?\d{1,2}\. ?\d{1,2}\.) ?《?로동신문》?(?: ?\d{1,2}면)?")
SLIDE_COUNTER = re.compile(r"\d{1,3} ?/ ?\d{1,3}")

# plain
HEADER = re.compile(r"(?P<name>[A-Z][A-Za-z-]{2,19}):(?: (?P<value>.*))?")
HEADER_NAMES = frozenset({"title", "date", "source", "url", "topic", "saved", "language", "author", "section", "id"})

# what has no layout yet: rejected by name
UNSUPPORTED = (
    ("kcna.co.jp", re.compile(r"^calendar>>|Copyright \(C\) KOREA NEWS SERVICE", re.IGNORECASE | re.MULTILINE)),
    ("Naenara", re.compile(r"\bnaenara\.com\.kp\b|^Naenara-Democratic", re.IGNORECASE | re.MULTILINE)),
    ("Ministry of Foreign Affairs", re.compile(r"\bmfa\.gov\.kp\b", re.IGNORECASE)),
    ("Uriminzokkiri", re.compile(r"\buriminzokkiri\.com\b|^Uriminzokkiri$", re.IGNORECASE | re.MULTILINE)),
    ("DPRK Today", re.compile(r"\bdprktoday\.com\b|^DPRK Today$", re.IGNORECASE | re.MULTILINE)),
    ("Minju Choson", re.compile(r"\bminzu\.rep\.kp\b|^Minju Choson$", re.IGNORECASE | re.MULTILINE)),
)
NO_ARTICLE = (
    (
        "an error page",
        re.compile(
            r"\b(?:404|403|500|502|503)\b.{0,40}\b(?:not found|error|forbidden|unavailable)\b"
            r"|\bpage (?:not found|cannot be found)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "an about page",
        re.compile(
            r"\A\s*about (?:us|kcna watch|this site|the pyongyang times|voice of korea)\s*$",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
    (
        "a listing",
        re.compile(
            r"\A\s*(?:latest|all|recent|top) (?:news|articles|stories|headlines)\s*$|\A\s*search results\b",
            re.IGNORECASE | re.MULTILINE,
        ),
    ),
)
