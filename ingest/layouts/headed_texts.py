"""Divides a text into articles with header lines of their own (`header_lines.py`).

People append one text with headers to another, with or without a line between them:

    Title: Mill Wheel Oiled
    Date: 2024-05-06

    The wheel turns.
    -----
    Title: Bakery Roof Mended
    Date: 2024-05-07

    The roof is dry.

An article begins at headers with the same names as those of the first article. An article can also
quote a header line ("Date: 5 May"), or end with its source. So one line is not enough.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.errors import Rejection
from ingest.formats.field_names import FIELDS
from ingest.layouts.header_lines import (
    HeadedText,
    header_of,
    is_value,
    read_headers,
)
from ingest.text_lines import TextLine, ends_sentence

_MAIN = frozenset({"title", "date", "source", "url", "text"})
_SURE = 3  # equal names of _MAIN that are enough, also if the first article has more
_MOST_LINES = 40  # of headers
_MOST_ABOVE = 4  # lines above the first headers
_LONGEST_HEADLINE = 200  # letters
_LONGEST_NAME = 30  # letters of the name of a header in a row
_SHOWN = 60  # letters of a line that a rejection quotes
# A line between two articles: its number, or words such as "Document 2 of 10", "End of Document".
_MARKS = " \t-=_*~–—#•·+|:<>[]()【】（）/\\."
_SHORTEST_RULE = 3  # letters of a line such as "---"
_KIND = (
    r"(?:documents?|doc|articles?|items?|records?|texts?|stor(?:y|ies)|news|clippings?|no|nr"
    r"|artículos?|documentos?|artikel|dokumente?|статья|документ|기사|문서|記事|文章|文書|篇|件|건)"
)
_COUNT = r"\s?(?:[/／]|of|von|de|из|중)\s?\d{1,4}"
_NUMBER = rf"(?:[#№第]\s?)?[1-9]\d{{0,3}}(?:{_COUNT})?"
_BETWEEN = re.compile(
    rf"{_KIND}\.?\s?{_NUMBER}|{_NUMBER}\s?{_KIND}|[1-9]\d{{0,2}}[、．]?"
    rf"|[1-9]\d{{0,3}}{_COUNT}|[1-9]\d{{0,6}}\. row"
    rf"|(?:end of|next)\s{_KIND}|end|ende|fin|конец",
    re.IGNORECASE,
)
_HEAD_OF_TABLE = re.compile(
    r"\|?\s?(?:field|key|name|property)\s?\|\s?values?\s?\|?", re.IGNORECASE
)


def is_between(line: TextLine) -> bool:
    """Return True for a line that stands between two articles: "-----", "Document 2 of 10"."""
    if len(line.text) > _LONGEST_HEADLINE:
        return False
    words = line.text.strip(_MARKS)
    if not words:
        return len(line.text) >= _SHORTEST_RULE
    return bool(_BETWEEN.fullmatch(words) or _HEAD_OF_TABLE.fullmatch(line.text))


@lru_cache(maxsize=1)  # A page is divided when it is recognised and when it is parsed.
def divide(lines: tuple[TextLine, ...]) -> tuple[HeadedText, ...]:
    """Return the articles of a text that begins with header lines, among them title or text.

    There is one for most texts, and none for a text of another form. Raises Rejection
    (several-articles) if it is not sure where an article begins.
    """
    start = _first_line(lines)
    first = read_headers(lines[start:])
    if not first.has_title_or_text:
        return ()
    return _divided(lines, start, first)


@lru_cache(maxsize=1)
def divide_with_headlines(lines: tuple[TextLine, ...]) -> tuple[HeadedText, ...]:
    """Return the articles of a text whose headlines are above or below the headers.

    Also a text with a heading above several articles is divided: "Clippings of May". The result is
    empty for a text of another form. Raises Rejection (several-articles).
    """
    start = _first_line(lines)
    first = _with_headline(lines[start:])
    if first:
        return _divided(lines, start, first)
    for index in range(start + 1, min(start + _MOST_ABOVE, len(lines))):
        if not _can_be_headline(lines[index - 1]):
            return ()
        first = read_headers(lines[index:])
        if first.has_title_or_text:
            articles = _divided(lines, index, first)
            return articles if len(articles) > 1 else ()
    return ()


def _first_line(lines: Sequence[TextLine]) -> int:
    """Return the index of the first line that is not such as those between two articles."""
    above = (index for index, line in enumerate(lines[:_MOST_ABOVE]) if not is_between(line))
    return next(above, 0)


def _with_headline(lines: Sequence[TextLine]) -> HeadedText | None:
    """Return the article at the beginning of `lines`, if its headline is not a header."""
    headed = read_headers(lines)
    if _has_date_or_source(headed):
        is_headline = (
            len(headed.lines) > 1
            and headed.lines[1].is_after_blank
            and _can_be_headline(headed.lines[0])
        )
        if not is_headline:
            return headed
        return replace(headed, lines=headed.lines[1:], headline=headed.lines[:1])
    if len(lines) < 2 or header_of(lines[0]) or not _can_be_headline(lines[0]):
        return None
    headed = read_headers(lines[1:])
    if not _has_date_or_source(headed):
        return None
    return replace(headed, headline=lines[:1])


def _has_date_or_source(headed: HeadedText) -> bool:
    """Return True for two headers or more with date or source, without a title, and with a text."""
    known = headed.headers.keys() & FIELDS.keys()
    return (
        len(known) > 1
        and "title" not in known
        and bool(known & {"date", "source"})
        and bool(headed.lines)
    )


def _can_be_headline(line: TextLine) -> bool:
    return len(line.text) <= _LONGEST_HEADLINE and not ends_sentence(line.text)


def _divided(lines: Sequence[TextLine], start: int, first: HeadedText) -> tuple[HeadedText, ...]:
    """Return the articles of a text of which `first` is the first, at the line `start`."""
    starts = [start, *_further_starts(lines, start, first)]
    if len(starts) == 1:
        return (first,)
    articles = []
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        while end > begin and is_between(lines[end - 1]):
            end -= 1
        part = lines[begin:end]
        headed = None if first.has_title_or_text else _with_headline(part)
        articles.append(headed or read_headers(part))
    return tuple(articles)


def _further_starts(lines: Sequence[TextLine], start: int, first: HeadedText) -> Iterator[int]:
    """Yield the indexes of the lines with which the articles below the first one begin."""
    opening = next(iter(first.names))
    openings = {first.names[opening], first.names.get("title")}
    wanted = first.names.keys() & _MAIN
    title, end = _value(lines[start:], "title"), 0
    for index in range(len(lines) - len(first.lines), len(lines)):
        header = header_of(lines[index]) if lines[index].start >= end else None
        if not header or (header.name not in openings and header.key != "title"):
            continue
        part = lines[index : index + _MOST_LINES]
        found = read_headers(part)
        equal = {key for key, name in found.names.items() if first.names.get(key) == name}
        main = equal & _MAIN
        is_sure = (
            ("title" if "title" in first.names else opening) in equal
            and len(equal & FIELDS.keys()) > 1
            and (wanted <= main or len(main) >= _SURE)
        )
        own_title = _value(part, "title")
        if not found.lines and own_title in (title, None):
            continue  # a source, or all headers once more, below the text
        begin = _first_line_of_article(lines, index, first) if is_sure else None
        if begin is not None:
            yield begin
            title, end = own_title, found.lines[0].start if found.lines else part[-1].end
        elif is_sure or _may_begin(lines, index, found, len(main) > 1):
            raise _unsure(lines[index])


def reject_further_article(lines: Sequence[TextLine]) -> None:
    """Raise Rejection (several-articles) if the text of a row has headers with title and date."""
    for index, line in enumerate(lines):
        start = line.text[:_LONGEST_NAME]
        if ":" not in start and "：" not in start:
            continue
        header = header_of(line)
        if not header or header.key != "title":
            continue
        part = lines[index : index + _MOST_LINES]
        found = read_headers(part)
        date = _value(part, "date") if "date" in found.names else None
        if date is not None and found.lines and is_value("date", date):
            raise _unsure(line)


def _unsure(line: TextLine) -> Rejection:
    return Rejection(
        "several-articles",
        f"The line “{line.text[:_SHOWN]}” may begin another article, but that is not sure. Save"
        " each article in a file of its own.",
    )


def _value(lines: Sequence[TextLine], key: str) -> str | None:
    """Return the value of the first header with this key, or None."""
    for line in lines[:_MOST_LINES]:
        header = header_of(line)
        if header and header.key == key:
            return line.text[header.start : header.end]
    return None


def _first_line_of_article(lines: Sequence[TextLine], index: int, first: HeadedText) -> int | None:
    """Return the index of the first line of the article whose headers begin at `index`.

    The headline is above the headers if this is so in the first article. The result is None if the
    line above is not what is expected there.
    """
    above = lines[index - 1]
    header = header_of(above)
    if not first.headline or first.headline[0].start > min(first.headers.values())[0]:
        is_header = header is not None and header.key in FIELDS and header.key != "text"
        return None if is_header and not lines[index].is_after_blank else index
    if header or index < 2 or not _can_be_headline(above):
        return None
    before = lines[index - 2]
    is_free = above.is_after_blank or ends_sentence(before.text) or is_between(before)
    return index - 1 if is_free else None


def _may_begin(
    lines: Sequence[TextLine], index: int, found: HeadedText, has_equal_names: bool
) -> bool:
    """Return True if the headers at `index` may be those of another article, or a quotation."""
    if "title" not in found.names:
        return False
    date = _value(lines[index : index + _MOST_LINES], "date") if "date" in found.names else None
    is_dated = date is not None and is_value("date", date)
    return has_equal_names or is_dated or is_between(lines[index - 1])
