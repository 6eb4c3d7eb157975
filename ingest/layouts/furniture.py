"""Lines that pages of many sites have around an article: buttons, newsletters, copyright lines.

Most patterns must match a whole line.
"""

import re
from collections.abc import Sequence

from ingest.dates import LONG_DATE
from ingest.text_lines import TextLine, ends_sentence

LONG_DATE_ALONE = re.compile(LONG_DATE)
FURNITURE = re.compile(
    r"[<«‹←\[]{0,2} ?(?:go )?back"
    r"(?: to (?:the )?(?:list|index|contents|top|previous page|home ?page))? ?[>»\]]{0,2}|"
    r"(?-i:HOME)|Share Button|Share(?: this)?|Tweet|Print|Advertisement|"
    r"\[Description of Source: .{1,400}|"
    r"Get .{0,80}headlines delivered to your inbox.{0,20}|"
    # Not the sentence "Subscribe to the almanac, the club told its readers."
    r"Subscribe to (?:.{0,120}[^.]|(?:(?:our|us|this|the|my)\b)?.{0,60}"
    r"\b(?:newsletters?|channel|feed|list|blog|podcast|updates|alerts|e-?mails?|RSS|NK ?News"
    r"|KCNA Watch)\b[^,]{0,40}\.)|"
    r"Maintained by .{1,60}|(?:(?:last|page|site) ){0,2}(?:updated|modified|revised):?"
    r" .{0,30}\b(?:19|20)\d\d\b(?:.{0,15}[^.])?|"
    r"Your email address.{0,40}|Sign up.{0,60}newsletter.{0,40}|Read original version at source.*",
    re.IGNORECASE,
)
# Buttons that can also be words of a text, in a paragraph between two sentences.
_WORDS = re.compile(r"back|home|share|tweet|print", re.IGNORECASE)
# Links to share a page, below the text.
_SHARE = re.compile(
    r"share(?: this)?(?: (?:on|via|article|page|post))? ?:?|share on .{2,30}|click to share.{0,60}"
    r"|twitter|x|facebook|telegram|whats ?app|linkedin|reddit|pinterest|tumblr|pocket|e-?mail|line"
    r"|kakao(?:talk)?|weibo|copy link|print",
    re.IGNORECASE,
)
_SHARE_HEADING = re.compile(r"(?:share|click to share|share on)\b.{0,60}", re.IGNORECASE)
COPYRIGHT = re.compile(
    r"(?:\d{4} ?)?© ?(?:\d{4} ?)?All rights reserved\.?(?: ?www\.pyongyangtimes\.com\.kp)?",
    re.IGNORECASE,
)


def without_furniture(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a body without buttons, and without links to share the page at its end.

    A word such as "Share" between two sentences is a paragraph of the text.
    """
    end = len(lines)
    while end > 1 and _SHARE.fullmatch(lines[end - 1].text):
        end -= 1
    if end < len(lines) and not _SHARE_HEADING.fullmatch(lines[end].text):
        end = len(lines)
    return [
        line
        for index, line in enumerate(lines[:end])
        if not FURNITURE.fullmatch(line.text)
        or (
            0 < index < end - 1
            and _WORDS.fullmatch(line.text)
            and ends_sentence(lines[index - 1].text)
            and _ends_text(lines[index + 1])
        )
    ]


def _ends_text(line: TextLine) -> bool:
    return ends_sentence(line.text) or line.text.endswith("-")
