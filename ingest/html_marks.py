"""What the mark-up of a saved page says about the lines of its text: headings and links.

    <ul><li><a href="/photo">Photo</a></li></ul>      a line that is only a link
    <p><a href="/">Home</a> | <a href="/b">Books</a>  a line that is only links
    <h3>Mill Wheel Oiled</h3>                         a heading

The text alone does not show that "Photo" is a button and "Mill Wheel Oiled" the headline.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ingest.values import Span

HEADINGS = ("h1", "h2", "h3", "h4")
LINK, LINKS, FOOT = "link", "links", "foot"
# A longer link or heading, in characters, was not closed, so it contains text of the page.
_LONGEST = 300
_QUOTATION = "blockquote"
_LETTER = re.compile(r"[^\W_]")
_KINDS = {"a": LINK, "footer": FOOT} | {name: name for name in HEADINGS}


class PageMarks:
    """Collects where elements begin and end in the text of a page, and names the marks of lines.

    Positions are those in the text before it is divided into lines.
    """

    def __init__(self) -> None:
        self._spans: dict[str, list[Span]] = {kind: [] for kind in (LINK, FOOT, *HEADINGS)}
        self._open: dict[str, int] = {}  # where the open element of each kind begins
        self._quotations = 0  # the number of open <blockquote>, whose <footer> names the speaker

    def open(self, name: str, at: int, *, is_anchor: bool) -> None:
        """Note the beginning of an element; an element of the same kind ends there.

        `is_anchor` is true for an <a> that is only a place in the page, and no link.
        """
        self._quotations += name == _QUOTATION
        kind = "" if is_anchor else _KINDS.get(name, "")
        if kind and not (kind == FOOT and self._quotations):
            self._end(kind, at)
            self._open[kind] = at

    def close(self, name: str, at: int) -> None:
        """Note the end of an element."""
        self._quotations -= name == _QUOTATION
        if kind := _KINDS.get(name):
            self._end(kind, at)

    def _end(self, kind: str, at: int) -> None:
        start = self._open.pop(kind, None)
        if start is not None and start < at and (kind == FOOT or at - start <= _LONGEST):
            self._spans[kind].append((start, at))

    def of_line(self, raw: str, at: int) -> Iterator[str]:
        """Yield the names of the marks of a line: its heading, "link" or "links", "foot".

        `raw` is the line, and `at` its position. A line is only a link if all letters and digits in
        it are in the link.
        """
        first = _LETTER.search(raw)
        if not first:
            return
        for kind in (FOOT, *HEADINGS):
            if _is_inside(self._spans[kind], at + first.start()):
                yield kind
        links, end, is_all = 0, at, True
        for start, end_of_link in self._links_from(at):
            if start >= at + len(raw):
                break
            is_all = is_all and not _LETTER.search(raw, end - at, max(start, at) - at)
            links, end = links + 1, end_of_link
        if links and is_all and not _LETTER.search(raw, end - at):
            yield LINK if links == 1 else LINKS

    def _links_from(self, at: int) -> Iterator[Span]:
        """Yield the links that end after a position."""
        spans = self._spans[LINK]
        for index in range(bisect_right(spans, at, key=_end_of), len(spans)):
            yield spans[index]


def _end_of(span: Span) -> int:
    return span[1]


def _is_inside(spans: Sequence[Span], at: int) -> bool:
    index = bisect_right(spans, at, key=_end_of)
    return index < len(spans) and spans[index][0] <= at
