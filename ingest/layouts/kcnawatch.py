"""KCNA Watch, an aggregator: four variants, from 2018 to today (docs/layouts.md).

The `Date: … | Source: …` line is the fixed point: the headline stands above it, the article below. Pages without it
(variant 4) are known by their "More From" heading alone and have no headline.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clean import Line, blocks, split_lines
from ingest.documents import ListedItem, ParsedFile, SavedFile
from ingest.errors import Rejection
from ingest.layouts import marks
from ingest.layouts.body import Draft
from ingest.layouts.listing import read_items, saved_not_before

NAME = "kcnawatch"


@dataclass(frozen=True)
class _Page:
    """The parts of a page, each as lines."""

    top: Line | None
    head: Sequence[Line]
    date_line: Line | None
    body: Sequence[Line]
    heading: Line | None
    listing: Sequence[Line]


def matches(file: SavedFile) -> bool:
    """Whether a line of its own is the aggregator's `Date:` line or its "More From" heading."""
    return any(
        marks.DATE_LINE.fullmatch(line.text) or marks.MORE_FROM.fullmatch(line.text) for line in split_lines(file.text)
    )


def parse(file: SavedFile, source: str | None = None) -> ParsedFile:
    """The one article of the page, and its listing. Raises Rejection for a page without an article."""
    page = _divide(split_lines(file.text))
    draft = Draft(file.text)
    items: tuple[ListedItem, ...] = ()
    if page.heading:
        named = marks.MORE_FROM.fullmatch(page.heading.text)
        items = read_items(page.listing, (named["source"] or "") if named else "")
    _read_head(draft, page)
    draft.read_body(page.body)
    if not draft.paragraphs:
        raise Rejection(
            "not-an-article",
            f"A KCNA Watch page without article text (it lists {len(items)} articles). It is kept, but shown nowhere.",
        )
    end = page.body[-1].end
    start = (page.head or [page.date_line or page.body[0]])[0].start
    return ParsedFile(
        NAME, (draft.finish(0, (start, end)),), items, saved_not_before(file.text, page.top, page.listing)
    )


def _divide(lines: list[Line]) -> _Page:
    heading = next((at for at, line in enumerate(lines) if marks.MORE_FROM.fullmatch(line.text)), len(lines))
    listing = [line for line in lines[heading + 1 :] if not marks.MORE_ARTICLES.fullmatch(line.text)]
    article = [line for line in lines[:heading] if not marks.MORE_ARTICLES.fullmatch(line.text)]
    date_lines = [at for at, line in enumerate(article) if marks.DATE_LINE.fullmatch(line.text)]
    if len(date_lines) > 1:
        raise Rejection(
            "several-articles",
            f"Found {len(date_lines)} lines `Date: … | Source: …` where a page of one article has one. "
            "Several articles in one file are not taken apart; it is kept, and can be tried again.",
        )
    top = article[0] if article and marks.TOP_DATE.fullmatch(article[0].text) else None
    start = 1 if top else 0
    if start < len(article) and marks.BREADCRUMB.fullmatch(article[start].text) and (top or date_lines):
        start += 1
    at = date_lines[0] if date_lines else None
    return _Page(
        top=top,
        head=article[start:at] if at is not None else [],
        date_line=article[at] if at is not None else None,
        body=article[at + 1 :] if at is not None else article[start:],
        heading=lines[heading] if heading < len(lines) else None,
        listing=listing,
    )


def _read_head(draft: Draft, page: _Page) -> None:
    """Headline, and the `Date:` line's fields. Without that line the heading of the listing names the source."""
    head = [line for line in page.head if not marks.FURNITURE.fullmatch(line.text)]
    title, *more = blocks(head) if head else ([],)
    doubled = bool(more) and [line.text for line in title] == [line.text for line in more[0]]
    draft.read_title(title)
    draft.subtitle = [line for block in (more[1:] if doubled else more) for line in block]
    anchor = page.date_line or page.heading
    found = anchor and (marks.DATE_LINE.fullmatch(anchor.text) or marks.MORE_FROM.fullmatch(anchor.text))
    if not anchor or not found:
        return

    offset = anchor.start

    def span(name: str) -> tuple[int, int]:
        start, end = found.span(name)
        return (offset + start, offset + end)

    groups = found.groupdict()
    if groups.get("source"):
        draft.read("source", "words", span("source"), confidence=1.0 if page.date_line else 0.8)
        draft.read("language", "language-tag", span("source"))
        if not draft.fields["language"].value:
            del draft.fields["language"]
    if groups.get("date"):
        draft.witness("date_line", "date-line", span("date"))
    if groups.get("url"):
        draft.read("original_url", "url", span("url"))
