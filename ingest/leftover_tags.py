"""Removes the HTML that was left in a text file: tags, and character references such as "&amp;".

`ingest.html` reads HTML pages. In this module, only names of HTML elements are recognised as tags.
So <Rodong Sinmun> and <A Girl's Diary> remain names in angle brackets. A block tag is replaced by
white space of the same length, because spans are positions in the saved text. An HTML parser would
not keep these positions.
"""

import html
import re

from ingest.values import Span

# The end of a tag, perhaps with attributes.
_ATTRIBUTES = r"\s[^<>=]{0,40}=[^<>]{0,500}"
_END = rf"(?:{_ATTRIBUTES}|\s(?:open|hidden|disabled|controls))?\s{{0,9}}/?>"
# These names can also be words in angle brackets, as <Time> is a newspaper. So they are tags only
# in small letters; those of the second list, and names such as x-card, only if they are closed or
# have attributes.
_NEWER_BLOCKS = (
    "aside|details|summary|address|hgroup|nav|dialog|noscript|template|form|tfoot|caption"
)
_NEWER = (
    "time|data|label|button|picture|iframe|svg|video|audio|canvas|colgroup|col|embed|param|input"
)
_OTHERS = (
    "source|object|map|area|link|meta|path|option|select|legend|output|textarea|body|html|head"
)
_OWN_NAME = r"[a-z][a-z0-9]{0,20}(?:-[a-z0-9]{1,20}){1,4}"
_BLOCK = re.compile(
    r"<(?P<close>/?)(?P<name>script|style|p|div|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|section"
    rf"|article|blockquote|center|main|header|footer|figure|figcaption|(?-i:{_NEWER_BLOCKS})){_END}"
    r"|<!--[^<>]{0,500}-->",
    re.IGNORECASE,
)
_INLINE = re.compile(
    rf"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|img|ins|kbd|mark|nobr|q|rp|rt|ruby|s"
    rf"|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr|o:p|st1:[a-z]{{1,20}}|(?-i:{_NEWER})){_END}"
    rf"|(?-i:</(?:{_OTHERS}|{_OWN_NAME})\s{{0,9}}>|<(?:{_OTHERS}|{_OWN_NAME}){_ATTRIBUTES}>)",
    re.IGNORECASE,
)
_LONGEST_TAG = 560
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
SPACE_REFERENCE = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#0*160|#x0*a0|#12288|#x3000);", re.I)
"""A character reference that means white space."""
_LONGEST_SPACE = 10
_HIDDEN = frozenset({"script", "style"})


def blank_blocks(text: str) -> str:
    """Return a text of the same length with line breaks instead of block tags.

    A <br> becomes one line break, and any other block tag two line breaks. Spaces after the line
    breaks keep the length. The contents of a script or style element are replaced, too, unless the
    element has no closing tag.
    """
    tags = [
        (tag.start(), tag.end(), (tag["name"] or "").casefold(), bool(tag["close"]))
        for tag in _BLOCK.finditer(text)
    ]
    last_close = {name: start for start, _, name, is_closing in tags if is_closing}
    pieces: list[str] = []
    position, hidden = 0, ""
    for start, end, name, is_closing in tags:
        if hidden:
            if not is_closing or name != hidden:
                continue
            hidden, start = "", position
        pieces += (text[position:start], _gap(name, end - start))
        position = end
        if name in _HIDDEN and not is_closing and last_close.get(name, -1) > start:
            hidden = name
    pieces.append(text[position:])
    return "".join(pieces)


def _gap(name: str, length: int) -> str:
    breaks = 1 if name == "br" else 2
    return "\n" * breaks + " " * (length - breaks)


def within_inline_tags(text: str, start: int, end: int) -> Span:
    """Return the span from `start` to `end` without inline tags and white space at its edges.

    "&nbsp;" is white space, too. If the span contains only inline tags and white space, the result
    is an empty span.
    """
    while start < end:
        if text[start].isspace():
            start += 1
        elif tag := _INLINE.match(text, start, end) or SPACE_REFERENCE.match(text, start, end):
            start = tag.end()
        else:
            break
    while start < end:
        opened = (
            text.rfind("<", max(start, end - _LONGEST_TAG), end) if text[end - 1] == ">" else -1
        )
        reference = (
            text.rfind("&", max(start, end - _LONGEST_SPACE), end) if text[end - 1] == ";" else -1
        )
        if text[end - 1].isspace():
            end -= 1
        elif reference >= 0 and SPACE_REFERENCE.fullmatch(text, reference, end):
            end = reference
        elif opened >= 0 and _INLINE.fullmatch(text, opened, end):
            end = opened
        else:
            break
    return (start, end)


def blank_tags(text: str) -> str:
    """Return a text of the same length with spaces instead of inline tags and "&nbsp;"."""
    if "<" in text:
        text = _INLINE.sub(lambda match: " " * len(match.group()), text)
    if "&" in text:
        text = SPACE_REFERENCE.sub(lambda match: " " * len(match.group()), text)
    return text


def plain_text(text: str) -> str:
    """Return a piece of text without tags; character references are decoded: "&amp;" -> "&"."""
    if "<" in text:
        text = _INLINE.sub("", _BLOCK.sub(" ", text))
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    return text
