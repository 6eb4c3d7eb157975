"""The extraction of text from pages saved as HTML, so that each layout only has to read text.

Spans are positions in the extracted text, so this text must not change. Therefore the text of a
capture is extracted only once and then stored, together with `EXTRACTOR`, the version of this code.
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
# Marks for the edge of a block and for a <br>, used until the text is split into lines. If the page
# itself contains these two characters, they are replaced by spaces.
_EDGE, _BREAK = "\f", "\v"
_BLANK_LINES = re.compile(r"\n{3,}")
# Limits to the search for a link's words, because an unclosed <a> can contain a whole page: only
# the first 9 nodes after its tag are read, and of these only text at most 3 levels inside the link.
_FEW, _DEEP = 9, 3
_LOOKS_LIKE_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype html|html|head|body)\b",
    re.I | re.S,
)
_DANGLING_TAG = re.compile(r"<[A-Za-z/!?][^>]*\Z")
_ORIGINAL = re.compile(r"read original version at source", re.I)


def is_html(path: str, text: str) -> bool:
    """Return True if a file is saved HTML, by the ending of its name or by its first characters."""
    return path.casefold().endswith((".html", ".htm", ".xhtml")) or bool(
        _LOOKS_LIKE_HTML.match(text[:4000])
    )


def extract_text(markup: str) -> str:
    """Return the text of a page, without scripts, styles, menus and form controls.

    Block elements (<p>, <div>) are separated by blank lines. A <br> and a line break inside <pre>
    are kept as line breaks. Addresses of links are left out, except one: the address of the link
    "Read original version at source" is written in angle brackets after these words.
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
    """Return the markup without an unclosed tag at its end, and with unclosed comments as text.

    Otherwise html.parser would search the whole rest of the page for the end of each unclosed tag
    and comment.
    """
    closed = markup.rfind("-->") + 1
    markup = markup[:closed] + markup[closed:].replace("<!--", "&lt;!--")
    dangling = _DANGLING_TAG.search(markup, markup.rfind(">") + 1)
    return markup[: dangling.start()] if dangling else markup


def _pieces(soup: Tag) -> Iterator[str]:
    """Yield the pieces of text in a page in order, with marks at the edges of blocks and at <br>.

    The function uses a stack instead of recursion, because pages can be nested without limit. Of
    the <head> only the title is left out, because an unclosed <head> contains the whole body.
    """
    stack: list[Tag | NavigableString | str | int] = [soup]
    preformatted = 0  # how many <pre> elements contain the node
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
            if not isinstance(node, PreformattedString):  # a comment, doctype or CDATA section
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
