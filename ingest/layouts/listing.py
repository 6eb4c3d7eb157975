"""The "More From" list of a KCNA Watch page: other articles of the same source.

The list begins with a heading "More From KCNA.kp (En)" and ends with "More Articles". Its items
become known items in the archive.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from ingest.dates import LONG_DATE, read_date
from ingest.layouts import agency_marks, furniture
from ingest.layouts.watch_lines import DATE_LINE
from ingest.rules import LONGEST_TITLE, language_of_tag, read
from ingest.sources import read_sources, source_key
from ingest.text_lines import TextLine, normalise_text
from ingest.values import Evidence, ListedItem, Span

_LONGEST_ITEM = 8  # the most lines of an item up to its date
MORE_FROM = re.compile(r"More From(?:\s(?P<source>.{1,100}))?")
CUT_MORE_FROM = re.compile(r"More(?: F(?:r(?:om?)?)?)?")
MORE_ARTICLES = re.compile(r"More Articles")
TOP_DATE = re.compile(rf"(?P<long>{LONG_DATE})(?P<short>{LONG_DATE})?")
# The cache helps, because pages of one day list the same articles.
_normalised = lru_cache(maxsize=2_000)(normalise_text)


def heading_index(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the heading "More From …"; None if the page has no such heading.

    A headline can begin with the words "More From", too. So the heading must be below the `Date:`
    line, if the page has this line. And a date or "More Articles" must follow within eight lines,
    unless the file ends before: then the heading must name an outlet, or be below an end mark.
    """
    dated = next((index for index, line in enumerate(lines) if DATE_LINE.fullmatch(line.text)), -1)
    for index, line in enumerate(lines[dated + 1 :], dated + 1):
        heading = MORE_FROM.fullmatch(line.text)
        if heading:
            below = lines[index + 1 : index + 1 + _LONGEST_ITEM]
            is_cut = index + 1 + _LONGEST_ITEM >= len(lines)
            if any(_is_end_of_item(other) for other in below) or (
                is_cut and (not below or _names_outlet(lines, index, heading, dated))
            ):
                return index
    return None


def _names_outlet(
    lines: Sequence[TextLine], index: int, heading: re.Match[str], dated: int
) -> bool:
    """Return True if the line `index`, a `heading`, is the heading of a list that was cut.

    The heading has the name of the source in the `Date:` line (its index is `dated`), or a language
    tag, or is below an end mark.
    """
    name = heading["source"] or ""
    date_line = DATE_LINE.fullmatch(lines[dated].text) if dated >= 0 else None
    is_source = date_line is not None and normalise_text(date_line["source"]) == normalise_text(
        name
    )
    return (
        (is_source and bool(name))
        or bool(language_of_tag(name))
        or (index > 0 and agency_marks.has_end(lines[index - 1]))
    )


def is_whole_name(name: str) -> bool:
    """Return False if a name at the end of a file can be the beginning of a longer name.

    A listed name is whole, and so is a name with its language tag: "Mill Radio (En)". The name
    "Voice of" can be the beginning of a name that is not listed, so nothing is added to it.
    """
    return source_key(name) in _listed_names() or (
        name.endswith(")") and bool(language_of_tag(name))
    )


@cache
def _listed_names() -> frozenset[str]:
    return frozenset(
        source_key(spelling) for source in read_sources() for spelling, _ in source.names
    )


def without_cut_heading(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Return the lines of a page without a heading "More From …" that was cut ("More Fr")."""
    if len(lines) > 1 and CUT_MORE_FROM.fullmatch(lines[-1].text):
        dated = any(DATE_LINE.fullmatch(line.text) for line in lines)
        if agency_marks.has_end(lines[-2]) or (dated and lines[-1].text != "More"):
            return lines[:-1]
    return lines


def _is_end_of_item(line: TextLine) -> bool:
    return bool(
        furniture.LONG_DATE_ALONE.fullmatch(line.text) or MORE_ARTICLES.fullmatch(line.text)
    )


def read_items(lines: Sequence[TextLine], source: str) -> tuple[ListedItem, ...]:
    """Return the items of a list, from its lines between the heading and "More Articles".

    The lines of an item are: title, title again, lead (the first words of the article), date, lead
    again. In the variant without titles they are: lead, date, lead again. So the lines above a date
    belong to the item with this date. `source` is the name in the heading.
    """
    items: list[ListedItem] = []
    start = 0
    for position, line in enumerate(lines):
        if position < start or not furniture.LONG_DATE_ALONE.fullmatch(line.text):
            continue
        before = lines[start:position]
        if not before:
            continue
        end = position + 1
        is_repeated = end < len(lines) and _same(lines[end], before[-1])
        end += is_repeated
        title, lead = map(_cut, _title_and_lead(before, is_repeated))
        span = (before[0].start, lines[end - 1].end)
        items.append(ListedItem(len(items), source, title, lead, read_date(line.text), span))
        start = end
    return tuple(items)


def _title_and_lead(lines: Sequence[TextLine], is_repeated: bool) -> tuple[str, str]:
    """Return the title and the lead of an item, from the lines above its date.

    A title or lead that is missing is returned as "".

    If the last line repeats the title, the item has no lead. A single line is the lead if the line
    below the date repeats it (`is_repeated`), otherwise it is the title.
    """
    *titles, last = lines
    if titles:
        return titles[0].text, "" if _same(titles[0], last) else last.text
    return ("", last.text) if is_repeated else (last.text, "")


def _cut(text: str) -> str:
    """Return a title or lead of an item, cut to the largest length of a title.

    The end of a longer line may be other text of the page. The whole line is still in the saved
    text.
    """
    return text[:LONGEST_TITLE].rstrip()


def _same(one: TextLine, other: TextLine) -> bool:
    return one.text == other.text or _normalised(one.text) == _normalised(other.text)


def saved_not_before(text: str, top: TextLine | None, lines: Sequence[TextLine]) -> Evidence | None:
    """Return the evidence for the first day on which the page can have been saved.

    This day is the latest of the page's top date (`top`) and the dates in the list (`lines`),
    because a page is saved after all articles in its list were published. The result is None if
    there are no such dates.
    """
    dates: list[tuple[date, str, Span]] = []
    top_date = TOP_DATE.fullmatch(top.text) if top else None
    if top and top_date and (day := read_date(top_date["long"])):
        dates.append((day, "top-date", top.span_of(top_date, "long")))
    for line in lines:
        if furniture.LONG_DATE_ALONE.fullmatch(line.text) and (day := read_date(line.text)):
            dates.append((day, "neighbour-date", line.span))
    if not dates:
        return None
    _, rule, span = max(dates, key=lambda item: item[0])
    return read(rule, text, span)
