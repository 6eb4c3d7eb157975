"""The marks that the agency KCNA puts around its articles: dateline, end mark, sign-off, credit.

Many sites publish KCNA's articles with these marks. So they show that KCNA wrote an article, but
not from which site it was saved. A byline is found in the articles of newspapers, too.

Most patterns must match a whole line.
"""

import re

from ingest.dates import DOTTED_DATE, MONTH
from ingest.text_lines import TextLine

SIGN_OFF = re.compile(
    rf"(?P<end>-0-|-O-)?\s{{0,9}}(?P<site>www\.kcna\.kp)?\s{{0,9}}(?:\((?P<date>{DOTTED_DATE})\))?",
    re.IGNORECASE,
)
END_MARK = re.compile(
    r"(?P<end>-0-|-O-|\(完\)|\(끝\))\s{0,9}"
    rf"(?:(?P<site>www\.kcna\.kp)?\s{{0,9}}\((?P<date>{DOTTED_DATE})\))?$",
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


def match_dateline(line: TextLine) -> re.Match[str] | None:
    """Return the match of a dateline at the beginning of a line, in any language, or None."""
    if "(" not in line.text and not line.text.startswith(("朝", "【")):
        return None
    return next(filter(None, (pattern.match(line.text) for pattern in DATELINES)), None)
