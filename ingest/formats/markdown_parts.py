"""Markdown in which people collect several articles: a heading above each, and below it a date.

    ## Mill Wheel Oiled

    Date: 2024-05-06
    Source: KCNA

    The wheel turns.

    ## Bakery Roof Mended

    *2024-05-07, KCNA*

    The roof is dry.

An article can have sections with headings, too. So each heading of one level must be followed by a
date, with its name or alone, or with a source. A heading above all of them can name the source.
"""

import re
from collections.abc import Sequence

from ingest.dates import read_any_date
from ingest.formats.field_names import field_of
from ingest.formats.markdown import markdown_text
from ingest.formats.outlets import is_outlet, outlet_in

Pairs = list[tuple[str, str]]
_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,4})[ \t](?P<words>[^\n]*)$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_HEADER = re.compile(r"(?P<name>[^\W\d][\w -]{0,30}?)\s?[:：]\s?(?P<value>\S.*)")
_BETWEEN = re.compile(r"\s*[|·•,;，、–—/]\s*|\s+-\s+|\s*[()（）]\s*")
_LONGEST_DATE_LINE = 90  # letters
_MOST_HEADERS = 12
# The headings of sections of one article. If their dates are the same, it is no collection.
_OF_SECTION = re.compile(r"[!-~]+|(?:part|day|chapter|section|scene|act) \S+", re.IGNORECASE)


def parts(text: str) -> list[tuple[Pairs, str]]:
    """Return the names and values of each article in Markdown, and its text as Markdown.

    The list is empty if the Markdown is not a collection of articles.
    """
    if _FENCE.search(text):
        return []
    headings = list(_HEADING.finditer(text))
    for level in sorted({len(heading["level"]) for heading in headings}):
        own = [heading for heading in headings if len(heading["level"]) == level]
        if len(own) > 1 and not _HEADING.sub("", text[: own[0].start()]).strip():
            above = [one["words"].strip(" \t#") for one in headings if one.start() < own[0].start()]
            found = _articles(text, headings, level)
            return [] if above and _are_sections(found) else _with_outlet(found, above)
    return []


def _are_sections(articles: Sequence[tuple[Pairs, str]]) -> bool:
    """Return True if all articles have the same values, and headings such as "Morning"."""
    titles = [pairs[0][1] for pairs, _ in articles]
    values = [pairs[1:] for pairs, _ in articles]
    return all(map(_OF_SECTION.fullmatch, titles)) and all(one == values[0] for one in values)


def _with_outlet(
    articles: list[tuple[Pairs, str]], above: Sequence[str]
) -> list[tuple[Pairs, str]]:
    """Return articles with the source that the headings above them name, if they have none."""
    outlets = {outlet for words in above if (outlet := outlet_in(markdown_text(words).strip()))}
    if len(outlets) != 1:
        return articles
    pair = ("source", outlets.pop())
    return [
        (pairs if any(field_of(name) == "source" for name, _ in pairs) else [*pairs, pair], text)
        for pairs, text in articles
    ]


def _articles(text: str, headings: Sequence[re.Match[str]], level: int) -> list[tuple[Pairs, str]]:
    """Return the values and the text below each heading of this level.

    The list is empty if one of them has no date, or no text.
    """
    found = []
    for index, heading in enumerate(headings):
        if len(heading["level"]) != level:
            continue
        below = (headings[number] for number in range(index + 1, len(headings)))
        end = next((one.start() for one in below if len(one["level"]) <= level), len(text))
        pairs, rest = _head(text[heading.end() : end])
        if not any(field_of(name) == "date" for name, _ in pairs) or not rest.strip():
            return []
        title = " ".join(markdown_text(heading["words"].strip(" \t#")).split())
        found.append(([("title", title), *pairs], rest))
    return found


def _head(section: str) -> tuple[Pairs, str]:
    """Return the values in the lines with which a section begins, and the rest of the section."""
    pairs: Pairs = []
    lines = section.split("\n")
    for number, line in enumerate(lines[: 2 * _MOST_HEADERS]):
        words = " ".join(markdown_text(line).split())
        found = _values(words) if words else []
        if words and not found:
            return pairs, "\n".join(lines[number:])
        pairs += found
    return pairs, "\n".join(lines[2 * _MOST_HEADERS :])


def _values(line: str) -> Pairs:
    """Return the value with its name in a line, or the date alone or beside a source."""
    header = _HEADER.fullmatch(line)
    if header and field_of(header["name"]) not in ("", "text"):
        return [(header["name"], header["value"])]
    if len(line) > _LONGEST_DATE_LINE:
        return []
    if read_any_date(line):
        return [("date", line)]
    for gap in _BETWEEN.finditer(line):
        one, other = line[: gap.start()], line[gap.end() :].rstrip(" )）")
        for date, source in ((one, other), (other, one)):
            if is_outlet(source) and read_any_date(date):
                return [("date", date), ("source", source)]
    return []
