"""The text of a page, read from the tree of BeautifulSoup, to compare it with `ingest.html`.

The tree needs too much memory for large pages, but its text is simple to read.
"""

from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from ingest.html import _BLOCKS, _DROPPED, _ORIGINAL, close_titles


def text_of_tree(markup: str) -> str:
    """Return the text of a page as `ingest.html.extract_text` should return it."""
    pieces = "".join(
        _pieces(BeautifulSoup(close_titles(markup), "html.parser"), is_preformatted=False)
    )
    blocks = ["\n".join(map(_squeeze, block.split("\v"))) for block in pieces.split("\f")]
    shown = [block.strip("\n") for block in blocks]
    while any("\n\n\n" in block for block in shown):
        shown = [block.replace("\n\n\n", "\n\n") for block in shown]
    return "\n\n".join(filter(None, shown)) + ("\n" if any(shown) else "")


def _squeeze(line: str) -> str:
    return " ".join(line.split())


def _pieces(tag: Tag, *, is_preformatted: bool) -> Iterator[str]:
    is_preformatted |= tag.name == "pre"
    yield "\f" if tag.name in _BLOCKS else ""
    for child in tag.contents:
        if isinstance(child, Tag):
            if child.name not in _DROPPED:
                yield from _pieces(child, is_preformatted=is_preformatted)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            text = child.replace("\f", " ").replace("\v", " ")
            yield text.replace("\n", "\v") if is_preformatted else text
    yield _link(tag)
    yield "\f" if tag.name in _BLOCKS else "\v" if tag.name == "br" else ""


def _link(tag: Tag) -> str:
    """Return the address of the link "Read original version at source", or "".

    The words are searched for only in strings that are at most 3 levels inside the link and among
    the first 9 tags and strings after the beginning of the link.
    """
    href = tag.get("href")
    if tag.name != "a" or not isinstance(href, str):
        return ""
    words = [
        part
        for part in islice(tag.next_elements, 9)
        if isinstance(part, NavigableString)
        and any(around is tag for around in islice(part.parents, 3))
    ]
    return f" <{href.strip()}>" if _ORIGINAL.search(" ".join(words)) else ""
