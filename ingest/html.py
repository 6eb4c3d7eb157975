"""Turns saved HTML into text, so that layouts need not know whether HTML or text was saved.

The extractor has a version, because spans are positions in its text: the text of a capture is
extracted once and kept.
"""

import re
import warnings
from collections.abc import Iterator
from itertools import islice

from bs4 import (
    BeautifulSoup,
    MarkupResemblesLocatorWarning,
    NavigableString,
    Tag,
    XMLParsedAsHTMLWarning,
)
from bs4.element import PreformattedString

EXTRACTOR = "beautifulsoup-2"
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *(
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
        ),
        *("ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul"),
    )
)
_DROPPED = frozenset(
    (
        *(
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "svg",
            "nav",
            "button",
            "select",
            "input",
        ),
        *("textarea", "object", "embed", "canvas"),
    )
)
_EDGE, _BREAK = (
    "\f",
    "\v",
)  # a block's edge and a <br>, until lines are made; as text both are space
_BLANK_LINES = re.compile(r"\n{3,}")
_FEW, _DEEP = (
    9,
    3,
)  # elements that contain the words of a link, or surround it; a link can contain a whole page
_LOOKS_LIKE_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype html|html|head|body)\b",
    re.I | re.S,
)
_DANGLING_TAG = re.compile(r"<[A-Za-z/!?][^>]*\Z")
_ORIGINAL = re.compile(r"read original version at source", re.I)


def is_html(path: str, text: str) -> bool:
    """Tell whether a file is saved HTML, by its name or its first characters."""
    return path.casefold().endswith((".html", ".htm", ".xhtml")) or bool(
        _LOOKS_LIKE_HTML.match(text[:4000])
    )


def extract_text(markup: str) -> str:
    """Return the text of a page, without scripts, styles, menus and forms.

    Blocks are separated by blank lines. A <br> becomes a line break, and so does each line break
    inside <pre>. The address of the link "Read original version at source" is written after these
    words in angle brackets; all other links are dropped.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(_without_open_ends(markup), "html.parser")
    blocks: list[str] = []
    for block in "".join(_pieces(soup)).split(_EDGE):
        lines = [" ".join(line.split()) for line in block.split(_BREAK)]
        text = _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
        if text:
            blocks.append(text)
    return "\n\n".join(blocks) + ("\n" if blocks else "")


def _without_open_ends(markup: str) -> str:
    """Return the markup without a last unclosed tag, and with an unclosed comment as text.

    For each of them html.parser would search the whole rest of the page again and again.
    """
    closed = markup.rfind("-->") + 1
    markup = markup[:closed] + markup[closed:].replace("<!--", "&lt;!--")
    dangling = _DANGLING_TAG.search(markup, markup.rfind(">") + 1)
    return markup[: dangling.start()] if dangling else markup


def _pieces(soup: Tag) -> Iterator[str]:
    """Yield the pieces of text in a page in order, with marks at the edges of blocks and at <br>.

    It uses a stack, because pages can be nested without limit. An unclosed <head> contains the
    whole body, so only its title is left out.
    """
    stack: list[Tag | NavigableString | str | int] = [soup]
    preformatted = 0  # <pre> around the node
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name in _DROPPED or (
                node.name == "title" and node.parent and node.parent.name == "head"
            ):
                continue
            if node.name == "pre":
                preformatted += 1
                stack.append(-1)
            edge = _EDGE if node.name in _BLOCKS else _BREAK if node.name == "br" else ""
            stack.append(_link(node) + edge)
            stack.extend(
                child
                for child in reversed(node.contents)
                if isinstance(child, Tag | NavigableString)
            )
            stack.append(edge if node.name in _BLOCKS else "")
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):  # comments, doctype, CDATA
                text = node.replace(_EDGE, " ").replace(_BREAK, " ")
                yield text.replace("\n", _BREAK) if preformatted else text
        elif isinstance(node, int):
            preformatted += node
        else:
            yield node


def _link(tag: Tag) -> str:
    href = tag.get("href")
    if tag.name != "a" or not isinstance(href, str):
        return ""
    inside = (
        part
        for part in islice(tag.next_elements, _FEW)
        if isinstance(part, NavigableString)
        and any(around is tag for around in islice(part.parents, _DEEP))
    )
    return f" <{href.strip()}>" if _ORIGINAL.search(" ".join(inside)) else ""
