"""Saved HTML to text, by BeautifulSoup: what the layouts read is the same whether a page was saved as text or HTML.

The extractor has a version, because spans count in what it gives: a capture's text is extracted once and kept.
"""

import re
import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, NavigableString, Tag, XMLParsedAsHTMLWarning
from bs4.element import PreformattedString

EXTRACTOR = "beautifulsoup-1"
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul"),
    )
)
_DROPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "iframe", "svg", "nav", "head", "button", "select", "input"),
        *("textarea", "object", "embed", "canvas"),
    )
)
_LOOKS_LIKE_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_ORIGINAL = re.compile(r"read original version at source", re.I)


def is_html(path: str, text: str) -> bool:
    """Whether the file is saved HTML: by its name, or because it begins as HTML does."""
    return path.casefold().endswith((".html", ".htm", ".xhtml")) or bool(_LOOKS_LIKE_HTML.match(text[:4000]))


def extract_text(markup: str) -> str:
    """The text of a page: one line an inline run, a blank line between blocks; no script, style, menu or form.

    The address behind "Read original version at source" is written after it in angle brackets: it is the only link
    that is part of the record.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(markup, "html.parser")
    lines: list[str] = []
    for piece in "".join(_pieces(soup)).split("\f"):
        line = " ".join(piece.split())
        if line:
            lines.append(line)
    return "\n\n".join(lines) + ("\n" if lines else "")


def _pieces(soup: Tag) -> Iterator[str]:
    """The text of the tree in order, a form feed at each block's edge. A stack, since pages can nest without end."""
    stack: list[Tag | NavigableString | str] = [soup]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name in _DROPPED:
                continue
            edge = "\f" if node.name in _BLOCKS else ""
            stack.append(_link(node) + edge)
            stack.extend(child for child in reversed(node.contents) if isinstance(child, Tag | NavigableString))
            stack.append(edge)
        elif isinstance(node, PreformattedString):  # comments, doctype, CDATA
            continue
        elif isinstance(node, NavigableString):
            yield str(node).replace("\f", " ")
        else:
            yield node


def _link(tag: Tag) -> str:
    href = tag.get("href")
    if tag.name == "a" and isinstance(href, str) and _ORIGINAL.search(tag.get_text()):
        return f" <{href.strip()}>"
    return ""
