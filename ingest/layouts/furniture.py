"""Lines that pages of many sites have around an article: buttons, newsletters, copyright lines.

Most patterns must match a whole line. A line of a sentence that was wrapped can match one, too:

    The wheel of the mill is
    maintained by the millers of the town and their sons, who live in the
    house.

So a line is left out only where it stands alone.
"""

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from ingest.dates import LONG_DATE
from ingest.layouts.agency_marks import has_end
from ingest.text_lines import TextLine, count_small_words, ends_sentence

LONG_DATE_ALONE = re.compile(LONG_DATE)
# With one of these words, "Subscribe to …" is about the site, and not about an almanac or a club.
_OF_SITE = (
    r"\b(?:newsletters?|channel|feed|list|blog|podcast|updates|alerts|e-?mails?|RSS|NK ?News"
    r"|KCNA Watch)\b"
)
# Lines that can also be a part of a sentence.
_LOOSE = (
    r"Subscribe to .{0,120}[^.]|Maintained by .{1,60}|(?:(?:last|page|site) ){0,2}"
    r"(?:updated|modified|revised):? .{0,30}\b(?:19|20)\d\d\b(?:.{0,15}[^.])?"
)
_WORDS_OF_TEXT = (
    r"(?:go )?back(?: to (?:the )?(?:list|index|contents|top|previous page|home ?page))?"
    r"|(?-i:HOME)|Share(?: this)?|Tweet|Print"
)
FURNITURE = re.compile(
    rf"[<«‹←\[]{{0,2}} ?(?:{_WORDS_OF_TEXT}) ?[>»\]]{{0,2}}|Share Button|Advertisement|"
    r"\[Description of Source: .{1,400}|"
    r"Get .{0,80}headlines delivered to your inbox.{0,20}|"
    # Not the sentence "Subscribe to the almanac, the club asked its readers."
    rf"Subscribe to (?:(?:our|us|this|the|my)\b)?.{{0,60}}{_OF_SITE}[^,]{{0,40}}\.|"
    r"(?:(?:转发|评论|赞|收藏|阅读|공감|댓글|좋아요|コメント|いいね)\s?[:：(（]?\s?\d{1,7}\s?[)）]?\s{0,4}){1,4}|"
    rf"{_LOOSE}|"
    r"Share(?: this)?(?: (?:on|via))?:(?:[ ,|/]*(?:Facebook|Twitter|X|Telegram|WhatsApp|LinkedIn"
    r"|Reddit|Pinterest|Tumblr|Pocket|E-?mail|Line|Weibo|Print))+|"
    r"Your email address.{0,40}|Sign up.{0,60}newsletter.{0,40}|Read original version at source.*",
    re.IGNORECASE,
)
_CAN_BE_WRAPPED = re.compile(rf"{_WORDS_OF_TEXT}|{_LOOSE}", re.IGNORECASE)
_CAN_BE_TEXT = re.compile(rf"(?!.*{_OF_SITE})(?:{_LOOSE})", re.IGNORECASE)
_FEW_SMALL_WORDS = 3  # "Maintained by the miller of Milland" can be text, "by Miller" cannot
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


class WithoutFurniture(NamedTuple):
    """The lines of a body without furniture, and the lines left out that can also be text."""

    lines: list[TextLine]
    doubtful: list[TextLine]


def without_furniture(lines: Sequence[TextLine]) -> WithoutFurniture:
    """Leave out the buttons in a body, and the links at its end with which readers share the page.

    A word such as "Share" between two sentences is a paragraph of the text, so it is not left out,
    and neither is a line in a sentence that was wrapped.
    """
    end = len(lines)
    while end > 1 and _SHARE.fullmatch(lines[end - 1].text):
        end -= 1
    if end < len(lines) and not _SHARE_HEADING.fullmatch(lines[end].text):
        end = len(lines)
    lines = lines[:end]
    found = {index for index in range(end) if FURNITURE.fullmatch(lines[index].text)}
    left_out = {index for index in found if not _is_text(lines, index, found)}
    doubtful = [
        lines[index]
        for index in sorted(left_out)
        if _CAN_BE_TEXT.fullmatch(lines[index].text)
        and count_small_words(lines[index].text) >= _FEW_SMALL_WORDS
    ]
    kept = [line for index, line in enumerate(lines) if index not in left_out]
    return WithoutFurniture(kept, doubtful)


def _is_text(lines: Sequence[TextLine], index: int, found: Set[int]) -> bool:
    """Return True if a line is text although it looks like furniture.

    It is a word between two sentences, or a part of a sentence that was wrapped. `found` has the
    indexes of all lines that look like furniture.
    """
    text = lines[index].text
    if (
        0 < index < len(lines) - 1
        and _WORDS.fullmatch(text)
        and ends_sentence(lines[index - 1].text)
        and _ends_text(lines[index + 1])
    ):
        return True
    return _CAN_BE_WRAPPED.fullmatch(text) is not None and is_in_wrapped(lines, index, found)


def is_in_wrapped(lines: Sequence[TextLine], index: int, found: Set[int] = frozenset()) -> bool:
    """Return True if a line is a part of a sentence that was wrapped.

    The line above has words of a text and does not end a sentence, or the line below begins with a
    lower-case letter, and no blank line is between them. Lines with an index in `found` are not
    text.
    """
    line = lines[index]
    if index and index - 1 not in found and not line.is_after_blank:
        above = lines[index - 1]
        if count_small_words(above.text) and not (ends_sentence(above.text) or has_end(above)):
            return True
    if index + 1 == len(lines) or index + 1 in found or ends_sentence(line.text):
        return False
    below = lines[index + 1]
    return below.text[0].islower() and not below.is_after_blank


def _ends_text(line: TextLine) -> bool:
    return ends_sentence(line.text) or line.text.endswith("-")


def is_copyright(line: TextLine) -> bool:
    """Return True if a line is the copyright line of a site, not a sentence about copyright."""
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
