"""Regular expressions for the lines by which layouts recognise pages and find their parts.

docs/layouts.md describes the pages. Most patterns must match a whole line.
"""

import re

from ingest.dates import DOTTED_DATE, LONG_DATE, MONTH

# kcnawatch
_ORIGINAL = (
    r"(?:<a\s[^<>]{0,300}?href=[\"']?(?P<link>[^\s\"'<>]{1,2000})[^<>]{0,300}>)?Read original"
    r" version at source"
    # The address: in a tag that was left in a text file, or in brackets, as ingest.html writes it.
    r"(?:</a>)?\s{0,3}(?:<(?P<url>[^>\s]{1,2000})>)?"
)
DATE_LINE = re.compile(
    r"Date:\s{0,3}(?P<date>\d{1,2}/\d{1,2}/\d{4})\s{0,3}\|\s{0,3}Source:\s{0,3}(?P<source>[^|]{0,300}?)\s{0,3}"
    rf"(?:\|\s{{0,3}}(?:{_ORIGINAL})?)?"
)
MORE_FROM = re.compile(r"More From(?:\s(?P<source>.{1,100}))?")
MORE_ARTICLES = re.compile(r"More Articles")
TOP_DATE = re.compile(rf"(?P<long>{LONG_DATE})(?P<short>{LONG_DATE})?")
SITE_LABEL = re.compile(r"KCNA Watch|Skip to (?:main )?content|Menu|Search", re.IGNORECASE)
LONG_DATE_ALONE = re.compile(LONG_DATE)
BREADCRUMB = re.compile(r"KCNA(?:\s(?P<source>.{1,100}))?")
FURNITURE = re.compile(
    r"Share Button|Share(?: this)?|Tweet|Print|Advertisement|"
    r"Get .{0,80}headlines delivered to your inbox.{0,20}|Subscribe to .{0,120}|"
    r"Your email address.{0,40}|Sign up.{0,60}newsletter.{0,40}|Read original version at source.*",
    re.IGNORECASE,
)

# KCNA: its datelines, end marks, credits and bylines
SIGN_OFF = re.compile(
    rf"(?P<end>-0-|-O-)?\s{{0,9}}(?P<site>www\.kcna\.kp)?\s{{0,9}}(?:\((?P<date>{DOTTED_DATE})\))?",
    re.IGNORECASE,
)
END_MARK = re.compile(
    r"(?P<end>-0-|-O-|\(完\)|\(끝\))\s{0,9}"
    rf"(?:(?:www\.kcna\.kp)?\s{{0,9}}\((?P<date>{DOTTED_DATE})\))?$",
    re.IGNORECASE,
)
LEFT_OVERS = ("-0-", "www.kcna.kp", "(KCNA) -", "(KCNA) —", "(KCNA) –", "Share Button")
TITLE_STAMP = re.compile(rf"\[(?P<date>{DOTTED_DATE})\]\s{{0,9}}$")
_DASH = r"\s{0,9}(?:-{1,3}|[—–―‐])?\s{0,9}"
DATELINE = re.compile(
    rf"(?P<place>[A-Z][\w'’.-]*(?:[ ,]{{1,2}}[A-Z][\w'’.-]*){{0,4}}), ?(?P<day>{MONTH}"
    r" ?\d{1,2}) ?"
    rf"\((?P<agency>[A-Z][\w .]{{1,30}})\){_DASH}"
)
DATELINE_CHINESE = re.compile(
    r"(?P<agency>朝中社)(?P<place>[一-鿿]{2,6}?)(?P<day>\d{1,2} ?月 ?\d{1,2} ?日)电"
)
DATELINE_JAPANESE = re.compile(
    r"【(?P<place>[一-鿿]{2,6}?)(?P<day>\d{1,2} ?月 ?\d{1,2} ?日)発(?P<agency>朝鮮中央通信)】"
)
DATELINE_KOREAN = re.compile(
    r"\((?P<place>[가-힣]{2,6}) ?(?P<day>\d{1,2} ?월 ?\d{1,2} ?일) ?발 ?(?P<agency>조선중앙통신)\)"
)
DATELINES = (DATELINE, DATELINE_CHINESE, DATELINE_JAPANESE, DATELINE_KOREAN)
CREDIT = re.compile(r"KCNA|Rodong Sinmun|【(?P<korean>조선중앙통신)】")
KOREAN_CREDIT_AT_END = re.compile(r"【(?P<korean>조선중앙통신)】$")
BYLINE = re.compile(
    r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}), [^.!?\"“”]{0,60}\b"
    r"(?:director|head|chief|researcher|professor|lecturer|chairman|president|manager|secretary|editor|reporter|correspondent|commentator|fellow|student|teacher)\b"
    r"[^.!?\"“”]{0,80}"
    r"|본사기자 (?P<korean>[가-힣 ]{2,20})"
)

# pyongyang_times
COPYRIGHT = re.compile(
    r"(?:\d{4} ?)?© ?(?:\d{4} ?)?All rights reserved\.?(?: ?www\.pyongyangtimes\.com\.kp)?",
    re.IGNORECASE,
)
GLUED_DATE = re.compile(rf"(?P<date>{LONG_DATE})(?=[^\s\d,.)])")

# voice_of_korea
SECTION = re.compile(r"/ ?(?P<name>[A-Z][\w&' -]{1,60})")

# rodong
VIEWING_DATE = re.compile(
    rf"(?P<date>{MONTH} ?\d{{1,2}}, ?(?:Juche ?\d{{1,3}} ?\()?\d{{4}}\)?)"
    r" ?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
RODONG_NAME = re.compile(r"Rodong Sinmun")
SECTION_DATE = re.compile(
    r"(?P<section>[A-Z][A-Za-z&' -]{2,40}?) (?P<date>\d{4}\. ?\d{1,2}\. ?\d{1,2}\.)"
)
KOREAN_ISSUE = re.compile(
    r"(?P<date>\d{4}\. ?\d{1,2}\. ?\d{1,2}\.) ?《?로동신문》?(?: ?\d{1,2}면)?"
)
SLIDE_COUNTER = re.compile(r"\d{1,3} ?/ ?\d{1,3}")

# plain
HEADER = re.compile(r"(?P<name>[A-Z][A-Za-z-]{2,19}):\s{0,9}(?P<value>.*)")
HEADER_NAMES = frozenset(
    {"title", "date", "source", "url", "topic", "saved", "language", "author", "section", "id"}
)
