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
    r"(?:(?:转发|评论|赞|收藏|阅读|공감|댓글|좋아요|コメント|いいね)\s?[:：(（]?\s?\d{1,7}\s?[)）]?\s{0,4}){1,4}|"
    r"Maintained by .{1,60}|(?:(?:last|page|site) ){0,2}(?:updated|modified|revised):?"
    r" .{0,30}\b(?:19|20)\d\d\b(?:.{0,15}[^.])?|"
    r"Share(?: this)?(?: (?:on|via))?:(?:[ ,|/]*(?:Facebook|Twitter|X|Telegram|WhatsApp|LinkedIn"
    r"|Reddit|Pinterest|Tumblr|Pocket|E-?mail|Line|Weibo|Print))+|"
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
_LONGEST_COPYRIGHT = 200  # letters
_RESERVED = (
    r"(?:all rights reserved|todos los derechos reservados|tous droits réserv[ée]s"
    r"|alle rechte vorbehalten|все права защищены|无断转载|版权所有|無断転載|저작권|판권)"
)
# A line of copyright: its sign, a year or the words above, and names with capital letters.
_COPYRIGHT = re.compile(
    r"(?i:copyrights?|©|ⓒ|\(c\)|(?:\d{4}[ .,–-]{0,3}){1,2}(?:©|ⓒ|\(c\))).{0,190}"
    rf"|.{{0,150}}\b(?i:{_RESERVED})\b.{{0,60}}"
)
# To search for these takes a tenth of the time of the patterns.
_QUICK = (
    *("copyright", "©", "ⓒ", "(c)", "reserv", "réserv", "vorbehalten", "защищены"),
    *("转载", "版权", "転載", "저작권", "판권"),
)
_SIGN = re.compile(r"©|ⓒ|\(c\)", re.IGNORECASE)
_POINT = re.compile(r"\(c\) (?!.*\d{4})")  # the third point of a list
_WORDS_OF_RIGHTS = re.compile(_RESERVED, re.IGNORECASE)
_SMALL_WORD = re.compile(
    r"\b(?!(?:copyrights?|by|of|the|and|de|la|www|com|kp)\b)[^\W\d_A-Z]\w*[a-z]\b"
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


def is_copyright(line: TextLine) -> bool:
    """Return True if a line is that of the copyright of a site, and no sentence about copyright."""
    text = line.text
    if len(text) > _LONGEST_COPYRIGHT or not any(map(text.lower().__contains__, _QUICK)):
        return False
    if not _COPYRIGHT.fullmatch(text):
        return False
    if ends_sentence(text) and text[-1] != ".":
        return False
    # "Copyright Voice of Korea 2024" has only names and a year.
    names = _WORDS_OF_RIGHTS.sub("", text)
    is_named = len(names) < len(text) or any(map(str.isdigit, text))
    has_sign = _SIGN.search(text) is not None and not _POINT.match(text)
    return has_sign or (is_named and not _SMALL_WORD.search(names))
