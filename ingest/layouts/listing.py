"""The "More From" block of KCNA Watch: other articles of the same source, with title, lead and date."""

from collections.abc import Sequence

from ingest.clean import Line, normalise_text
from ingest.dates import read_date
from ingest.documents import Evidence, ListedItem
from ingest.layouts import marks
from ingest.rules import read

_LONGEST_ITEM = 8  # lines down to an item's date


def heading_at(lines: Sequence[Line]) -> int | None:
    """Which line is the "More From" heading: one with a dated item below it, so that a headline of these words is none.

    A page cut right below its heading, or with no items at all, ends there.
    """
    for at, line in enumerate(lines):
        if marks.MORE_FROM.fullmatch(line.text):
            below = lines[at + 1 : at + 1 + _LONGEST_ITEM]
            if not below or any(_is_end_of_item(other) for other in below):
                return at
    return None


def _is_end_of_item(line: Line) -> bool:
    return bool(marks.LONG_DATE_ALONE.fullmatch(line.text) or marks.MORE_ARTICLES.fullmatch(line.text))


def read_items(lines: Sequence[Line], source: str) -> tuple[ListedItem, ...]:
    """The items between the heading and "More Articles".

    An item is its title, the title again, the lead, the date, the lead again; or, in the variant without titles,
    lead, date, lead. The date lines are the fixed points: what stands before one belongs to it.
    """
    items: list[ListedItem] = []
    start = 0
    for position, line in enumerate(lines):
        if position < start or not marks.LONG_DATE_ALONE.fullmatch(line.text):
            continue
        before = lines[start:position]
        if not before:
            continue
        lead, end = before[-1], position + 1
        if end < len(lines) and normalise_text(lines[end].text) == normalise_text(lead.text):
            end += 1
        titles = before[:-1]
        title = titles[0].text if titles else ""
        if not titles and end == position + 1:  # nothing repeats: the one line is a headline without a lead
            title, lead_text = lead.text, ""
        else:
            lead_text = lead.text
        span = (before[0].start, lines[end - 1].end)
        items.append(ListedItem(len(items), source, title, lead_text, read_date(line.text), span))
        start = end
    return tuple(items)


def saved_not_before(text: str, top: Line | None, lines: Sequence[Line]) -> Evidence | None:
    """The day before which the page cannot have been saved: its top date, or that of a neighbour dated later."""
    found: list[Evidence] = []
    top_date = marks.TOP_DATE.fullmatch(top.text) if top else None
    if top and top_date and read_date(top_date["long"]):
        start, end = top_date.span("long")
        found.append(read("top-date", text, (top.start + start, top.start + end)))
    for line in lines:
        if marks.LONG_DATE_ALONE.fullmatch(line.text) and read_date(line.text):
            found.append(read("neighbour-date", text, line.span))
    return max(found, key=lambda evidence: str(evidence.value), default=None)
