"""The extraction of text from pages saved as HTML, so that each layout only has to read text.

Spans are positions in the extracted text, so this text must not change. Therefore the text of a
capture is extracted only once and then stored, together with `EXTRACTOR`, the version of this code.
"""

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bs4 import (
    BeautifulSoup,
    MarkupResemblesLocatorWarning,
    NavigableString,
    XMLParsedAsHTMLWarning,
)
from bs4.element import Comment, PreformattedString

from ingest.formats.html_head import HtmlHead
from ingest.html_marks import PageMarks
from ingest.values import Span

EXTRACTOR = "beautifulsoup-7"
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
        *("ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    )
)
# A browser shows a <title> in no place of a page, also if the page has no <head>.
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
        *("textarea", "object", "embed", "canvas", "title"),
    )
)
# Characters that mark the edge of a block and a <br> until the text is split into lines. If the
# page itself contains these two characters, they are replaced by spaces.
_EDGE, _BREAK = "\f", "\v"
# Limits to the search for a link's words, because an unclosed <a> can contain a whole page. Only
# the first 9 parts of a link (tags and strings) are read. Of the strings, only those are used that
# are in at most 3 elements, the link included.
_FEW, _DEEP = 9, 3
_LOOKS_LIKE_HTML = re.compile(
    r"\A[\s\ufeff]*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*+)*+"
    r"<(?:!doctype html|html|head|body|title|meta|link|script|style)\b",
    re.I | re.S,
)
_ORIGINAL = re.compile(r"read original version at source", re.I)

_TOOLBAR, _END_OF_TOOLBAR = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT -->",
    "<!-- END WAYBACK TOOLBAR INSERT -->",
)

# Parts of a page that would make html.parser very slow, or make it stop (see `_tamed`).
_DANGLING_TAG = re.compile(r"<[A-Za-z/!?][^>]*\Z")
_SECTION = re.compile(r"<!\[(?!CDATA\[)", re.I)
_NO_NUMBER = re.compile(r"&#(?![0-9]|[xX][0-9A-Fa-f])")
_NUMBER = re.compile(r"&#([0-9]+|[xX][0-9A-Fa-f]+);?")
_LONGEST_NUMBER = 8  # characters of the number in a character reference: 5 in "&#x20AC;"
_START_TAG = re.compile(r"<[A-Za-z]")
_WHOLE_TAG = re.compile(r"<[A-Za-z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+>")
_QUOTED = re.compile(r"(=\s*+)[\"']")
# A <title> that is not closed. Only these tags can be in the words of a title.
_UNCLOSED_TITLE = re.compile(
    r"<title(?=[\s/>])[^<>]*+>[^<]*+"
    r"(?:</?(?:b|big|br|em|i|small|strong|sub|sup|u|wbr)(?=[\s/>])[^<>]*+>[^<]*+)*+(?!</title)",
    re.I,
)


class HtmlPage(NamedTuple):
    """The text of a page; the facts of its head, and the marks of its lines.

    A fact is a pair of a name and a value (`ingest.formats.html_head`), a mark a pair of a name and
    the span of a line in the text (`ingest.html_marks`).
    """

    text: str
    head: list[tuple[str, str]]
    marks: list[tuple[str, Span]]


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
    return read_page(markup).text


def read_page(markup: str) -> HtmlPage:
    """Return the text of a page as `extract_text` does, the facts of its head, and its marks."""
    text, head = _TextOfPage(), HtmlHead()
    markup = _without_toolbar(markup)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        _Soup(_tamed(markup), text, head)
    shown, marks = _lines(text.finished(), text.marks)
    return HtmlPage(shown, head.facts(), marks)


def _lines(raw: str, page_marks: PageMarks) -> tuple[str, list[tuple[str, Span]]]:
    """Return the text of a page with its lines, and the marks of these lines.

    A blank line is between blocks; blank lines inside a block become one.
    """
    pieces: list[str] = []
    marks: list[tuple[str, Span]] = []
    at = length = 0
    for block in raw.split(_EDGE):
        gap = "\n\n" if pieces else ""
        for line in block.split(_BREAK):
            if shown := " ".join(line.split()):
                start = length + len(gap)
                length = start + len(shown)
                pieces += (gap, shown)
                marks += [(name, (start, length)) for name in page_marks.of_line(line, at)]
                gap = "\n"
            elif gap == "\n":
                gap = "\n\n"
            at += len(line) + 1
    return "".join(pieces) + ("\n" if pieces else ""), marks


def _without_toolbar(markup: str) -> str:
    """Return the markup without the toolbar that the Wayback Machine put into the page."""
    start = markup.find(_TOOLBAR)
    end = markup.find(_END_OF_TOOLBAR, start)
    return markup[:start] + markup[end:] if 0 <= start < end else markup


def _tamed(markup: str) -> str:
    """Return the markup, changed in the places that would make html.parser slow, or make it stop.

    html.parser searches the whole rest of the page for the end of each comment, section (<![…]]>),
    tag or quoted value that is not closed. It reads no more tags after some damaged character
    references, and raises an exception for unknown sections.
    """
    closed = markup.rfind("-->") + 1
    markup = markup[:closed] + markup[closed:].replace("<!--", "&lt;!--")
    closed = markup.rfind("]]>") + 1
    markup = _SECTION.sub("<!-[", markup[:closed]) + markup[closed:].replace("<![", "<!-[")
    markup = _NUMBER.sub(_whole_number, _NO_NUMBER.sub("&amp;#", markup))
    dangling = _DANGLING_TAG.search(markup, markup.rfind(">") + 1)
    return _without_endless_values(close_titles(markup[: dangling.start()] if dangling else markup))


def close_titles(markup: str) -> str:
    """Return the markup with an end for each <title> that has none, so that no text is lost."""
    return _UNCLOSED_TITLE.sub(r"\g<0></title>", markup)


def _whole_number(match: re.Match[str]) -> str:
    """Return a character reference, ended with a semicolon; U+FFFD if the number is too long."""
    return f"&#{match[1]};" if len(match[1]) <= _LONGEST_NUMBER else "\ufffd"


def _without_endless_values(markup: str) -> str:
    """Return the markup; from the first endless tag on, quotation marks after "=" are removed.

    A tag is endless if each ">" after its beginning seems to be inside a quoted value, or if one of
    its values has no second quotation mark. The cause is a missing quotation mark: <a href="x>.
    """
    start = _START_TAG.search(markup)
    while start:
        tag = _WHOLE_TAG.match(markup, start.start())
        if tag is None:
            return markup[: start.start()] + _QUOTED.sub(r"\1", markup[start.start() :])
        start = _START_TAG.search(markup, tag.end())
    return markup


class _Soup(BeautifulSoup):
    """A BeautifulSoup that makes no tree, but passes all tags and strings on.

    They are passed to a _TextOfPage and to a HtmlHead.

    A tree would need a kilobyte of memory for each tag. BeautifulSoup is used instead of
    html.parser alone, because it also reads character references, unclosed tags and tags that are
    closed twice.
    """

    def __init__(self, markup: str, text: "_TextOfPage", head: HtmlHead) -> None:
        self._text = text
        self._head = head
        super().__init__(markup, "html.parser")

    def handle_starttag(
        self,
        name: str,
        namespace: str | None,
        nsprefix: str | None,
        attrs: Mapping[str, Any],
        *_where: Any,
        **_also_where: Any,
    ) -> None:
        """Pass on the beginning of an element.

        The result None tells BeautifulSoup that no Tag was made.
        """
        self.endData()
        href = attrs.get("href") if name == "a" else None
        is_anchor = href is None and ("name" in attrs or "id" in attrs)
        self._text.open(name, href if isinstance(href, str) else None, is_anchor=is_anchor)
        self._head.open(name, attrs)
        if self.builder.can_be_empty_element(name):
            self._text.close(name)

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        """Pass on the end of an element."""
        self.endData()
        self._text.close(name)
        self._head.close(name)

    def endData(self, containerClass: type[NavigableString] | None = None) -> None:
        """Pass on the string that ends here.

        `containerClass` is the class of a string that is not shown, such as Comment; None for text.
        """
        if self.current_data:
            is_shown = not issubclass(containerClass or NavigableString, PreformattedString)
            string = "".join(self.current_data)
            self._text.add(string, is_shown=is_shown)
            self._head.add(string, is_comment=containerClass is Comment)
            self.current_data = []


@dataclass(slots=True)
class _Link:
    """An open <a> with an address (`href`).

    `depth` is the number of elements around the <a>. `words` are the strings that were read in the
    link so far, and `left` is the number of tags and strings that will still be read.
    """

    href: str
    depth: int
    left: int = _FEW
    words: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f" <{self.href.strip()}>" if _ORIGINAL.search(" ".join(self.words)) else ""


class _TextOfPage:
    """The text of a page, with _EDGE at the edges of blocks and _BREAK for each <br>.

    The <head> is read like the body, because an unclosed <head> contains the whole body.
    """

    def __init__(self) -> None:
        self.marks = PageMarks()
        self._pieces: list[str] = []
        self._length = 0  # of all pieces
        self._open: list[str] = []  # the names of the open elements
        self._counts: dict[str, int] = {}  # how many elements with each name are open
        self._links: dict[int, _Link] = {}  # the open links, by their index in `_open`
        self._near: list[_Link] = []  # the open links whose words are still read
        self._hidden_below = -1  # the index in `_open` of the element that is left out; or -1
        self._preformatted = 0  # how many <pre> elements are open

    def open(self, name: str, href: str | None, *, is_anchor: bool) -> None:
        """Begin an element. `href` is the address of a link; None for any other element.

        `is_anchor` is true if an <a> can only be a place in the page.
        """
        self._pass_links(None)
        depth = len(self._open)
        if self._hidden_below < 0 and name in _DROPPED:
            self._hidden_below = depth
        if self._hidden_below < 0:
            if name in _BLOCKS:
                self._append(_EDGE)
            self.marks.open(name, self._length, is_anchor=is_anchor)
            self._preformatted += name == "pre"
            if href is not None:
                self._links[depth] = _Link(href, depth)
                self._near.append(self._links[depth])
        self._counts[name] = self._counts.get(name, 0) + 1
        self._open.append(name)

    def close(self, name: str) -> None:
        """End the last open element with this name, and the elements in it.

        The end of an element that is not open has no effect.
        """
        while self._counts.get(name):
            last = self._open.pop()
            self._counts[last] -= 1
            self._end(last, len(self._open))
            if last == name:
                return

    def _end(self, name: str, depth: int) -> None:
        if self._hidden_below >= 0:
            if self._hidden_below == depth:
                self._hidden_below = -1
            return
        self._preformatted -= name == "pre"
        if link := self._links.pop(depth, None):
            self._near = [other for other in self._near if other is not link]
            self._append(str(link))
        self.marks.close(name, self._length)
        if name in _BLOCKS:
            self._append(_EDGE)
        elif name == "br":
            self._append(_BREAK)

    def add(self, text: str, *, is_shown: bool) -> None:
        """Add a string to the text if a browser shows it; it does not show comments."""
        self._pass_links(text)
        if is_shown and self._hidden_below < 0:
            text = text.replace(_EDGE, " ").replace(_BREAK, " ")
            self._append(text.replace("\n", _BREAK) if self._preformatted else text)

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def _pass_links(self, text: str | None) -> None:
        """Count a tag (`text` is None) or a string in the links whose words are still read."""
        for link in self._near:
            link.left -= 1
            if text is not None and len(self._open) - link.depth <= _DEEP:
                link.words.append(text)
        if self._near and not self._near[0].left:
            del self._near[0]  # the link that was opened first

    def finished(self) -> str:
        """End all elements that are still open, and return the text."""
        while self._open:
            self.close(self._open[-1])
        return "".join(self._pieces)
