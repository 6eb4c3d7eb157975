"""The layout of data sets: rows of tables, front matter, and texts with headers of their own.

A text with headers has lines `Name: value`, a blank line, the text (`header_lines.py`). A file can
have several of them (`headed_texts.py`).
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from difflib import SequenceMatcher

from ingest.errors import Rejection
from ingest.formats.field_names import FIELDS
from ingest.formats.missing_values import is_missing
from ingest.formats.no_text import WHOLE_PAGE, is_file_name, why_no_text
from ingest.formats.row_choice import OTHER, Column, choose
from ingest.layouts.agency_marks import match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.disagreements import add_disagreements
from ingest.layouts.headed_texts import divide, divide_with_headlines, reject_further_article
from ingest.layouts.header_lines import HeadedText, read_headers
from ingest.layouts.page_text import PageText
from ingest.layouts.watch_lines import DATE_LINE, site_at_end
from ingest.rules import LONGEST_TITLE, UnreadableValue, read, read_or_none
from ingest.text_lines import TextLine, normalise_title, split_lines, squeeze, words
from ingest.values import Evidence, ParsedArticle, ParsedFile, Problem, Span

NAME = "plain"
_RULES = {
    "url": ("original_url", "url"),
    "topic": ("topic", "words"),
    "section": ("section", "words"),
    "byline": ("byline", "words"),
    "agency": ("agency", "words"),
    "language": ("language", "language-header"),
}

_IS_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PATH = re.compile(r"//[^/]+/[^/]")  # of a page; the address of a site has none
# The columns with a date. In two of them, the archivist said what comes first; in the last one, it
# is the number of a day.
_DATE_RULES = {
    "date": "header",
    "date-day-first": "header-day-first",
    "date-month-first": "header-month-first",
    "date-serial": "header-serial",
}

_GOES_ON = re.compile(
    r"(?:\[\+?\d{1,6} chars\]|\(truncated\)|continue reading"
    r"|(?:\[(?:\.{3}|…)\]|\.{3}|…)\W{0,4}(?:read more|continue reading|more|더 ?보기|阅读全文"
    r"|続きを読む|leer más|lire la suite|weiterlesen))\W*$"
    r"|[\[(](?:subscribe|log in|sign in|register) to (?:read|continue)\b.{0,40}$"
    r"|\bappeared first on\b.{1,60}$|\[(?:\.{3}|…)\]$",
    re.IGNORECASE,
)
# A note has one of these. To look for them takes much less time than the pattern.
_OF_NOTES = (
    *("chars]", "truncated", "reading", "more", "to read", "to continue", "first on", "…", "..."),
    *("더 보기", "더보기", "阅读全文", "続きを読む", "leer más", "lire la suite", "weiterlesen"),
)
_MOST_SEARCHED = 50  # lines of a lead
_SHOWN = 80  # letters of a value in a message
_PAGE_HEAD = 20  # lines among which KCNA Watch shows date and source
_HEAD = 4  # the dateline is searched in this number of lines at the top of a text
_ALIKE = 0.6  # two headlines that are at least so similar are two forms of one


def matches(page: PageText) -> bool:
    """Return True for a row, and for a text with two or more headers, one with title or text."""
    return page.is_row or bool(divide(page.lines))


def matches_with_headline(page: PageText) -> bool:
    """Return True for a text with headers whose headline is not one of them."""
    return bool(divide_with_headlines(page.lines))


def parse(page: PageText) -> ParsedFile:
    """Return the articles of the row or text. Raises Rejection if one has no text."""
    if page.is_row:
        _reject_page(page)
        texts: Sequence[HeadedText] = (_row(page),)
    else:
        texts = divide(page.lines) or divide_with_headlines(page.lines)
    articles = [_article(page, text, index, len(texts)) for index, text in enumerate(texts)]
    saved = filter(None, (_saved(page.text, text.headers) for text in texts))
    latest = max(saved, key=lambda evidence: str(evidence.value), default=None)
    return ParsedFile(NAME, tuple(articles), saved_not_before=latest)


def _row(page: PageText) -> HeadedText:
    """Return the values of a row and its text.

    Without a date and a source, these can be in header lines with which the text of the row begins.
    """
    headers = {fact.name: fact.span for fact in page.facts if fact.name}
    if not any(name.startswith(("date", "source")) for name in headers):
        headed = read_headers(page.lines)
        known = headed.headers.keys() & FIELDS.keys()
        if len(known) > 1 and known & {"date", "source"} and headed.lines:
            reject_further_article(headed.lines)
            return HeadedText({**_facts(page.text, headed), **headers}, lines=headed.lines)
    reject_further_article(page.lines)
    return HeadedText(headers, lines=page.lines)


def _article(page: PageText, headed: HeadedText, position: int, number: int) -> ParsedArticle:
    """Return the article with these headers, one of `number` in the file."""
    lines = headed.lines
    headers = headed.headers if page.is_row else _facts(page.text, headed)
    draft = Draft(page.text)
    title = _title_span(page.text, headers)
    if title[0] < title[1]:
        draft.read_title(_lines_of(page.text, title))
        draft.problems += _other_headline(draft, lines)
    elif headed.headline:
        draft.read_head(headed.headline)
    elif any(match_dateline(line) for line in lines[1:_HEAD]):
        draft.read_head(lines[:1])  # the headline is in the text, above the dateline
        lines = lines[1:]
    if "source" in headers:
        _read_source(draft, headers)
    elif "url" in headers:
        with suppress(UnreadableValue):  # the address of a site that is not listed
            draft.fields["source"] = read("source-address", page.text, headers["url"])
    for name, (field, rule) in _RULES.items():
        span = headers.get(name, (0, 0))
        if span[0] < span[1]:
            draft.read(field, rule, span)
    draft.subtitle += _lines_of(page.text, headers.get("subtitle", (0, 0)))
    draft.subtitle += _missing_lead(page.text, headers.get("lead", (0, 0)), lines)
    for name, rule in _DATE_RULES.items():
        if name in headers:
            draft.witness("header", rule, headers[name])
    add_disagreements(draft, headers)
    draft.read_body(lines)
    what = "row" if page.is_row else "file"
    if number > 1:
        what = f"article {position + 1} of {number} in the file"
    if not draft.paragraphs:
        names = ", ".join(name for name in headed.headers if not name.startswith(OTHER)) or "none"
        raise Rejection("not-an-article", f"The {what} has no text. What it has: {names}.")
    _reject_no_text("\n".join(line.text for line in lines), what)
    draft.problems += _cut_off(lines)
    spans = [*headed.headers.values(), *(line.span for line in headed.headline), lines[0].span]
    return draft.finish(position, (min(spans)[0], lines[-1].end))


def _title_span(text: str, headers: dict[str, Span]) -> Span:
    """Return the span of the title; an empty one if there is none, or only an address or a file.

    A second title that disagrees with it, such as a headline, is taken instead. The name of KCNA
    Watch at its end is not a part of it.
    """
    for name in ("title", f"{OTHER}title"):
        start, end = headers.get(name, (0, 0))
        value = text[start:end].strip()
        if value and not (_IS_ADDRESS.fullmatch(value) or is_file_name(value)):
            return (start, end - len(site_at_end(text[start:end])))
    return (0, 0)


def _facts(text: str, headed: HeadedText) -> dict[str, Span]:
    """Return the headers with a value that count for the article, as for the columns of a row."""
    spans = [*headed.headers.items(), *((key, span) for _, key, span in headed.others)]
    names = [*headed.names.values(), *(name for name, _, _ in headed.others)]
    columns = [
        Column(name, value, "" if is_missing(value, key) else key, is_own=True)
        for name, (key, span) in zip(names, spans, strict=True)
        for value in [text[slice(*span)]]
    ]
    return {fact: spans[index][1] for index, fact in choose(columns, None).items()}


def _other_headline(draft: Draft, lines: Sequence[TextLine]) -> list[Problem]:
    """Return a problem if the text begins with another headline than the title of its row.

    The line above a dateline is a headline. In some data sets, the titles of a day have moved by
    one row.
    """
    dated = next((index for index, line in enumerate(lines[:_HEAD]) if match_dateline(line)), 0)
    title = draft.fields.get("title")
    if not dated or title is None or len(lines[0].text) > LONGEST_TITLE:
        return []
    headline = words([line.text for line in lines[:dated]])
    one, other = normalise_title(str(title.value)), normalise_title(headline)
    if not other or one in other or other in one:
        return []
    if SequenceMatcher(None, one, other).ratio() >= _ALIKE:
        return []
    message = (
        f"The title is “{title.value}”, but the text begins with another headline: “{headline}”."
        " The title may be that of another article."
    )
    spans = (*title.spans, *(line.span for line in lines[:dated]))
    candidates = (str(title.value), headline)
    return [Problem("titles-disagree", message, words=headline, candidates=candidates, spans=spans)]


def _cut_off(lines: Sequence[TextLine]) -> list[Problem]:
    """Return a problem if the text ends with a note that it goes on elsewhere."""
    last = lines[-1]
    end = last.text[-_SHOWN:]
    is_likely = any(map(end.lower().__contains__, _OF_NOTES))
    if not (is_likely and (note := _GOES_ON.search(end))):
        return []
    message = f"The text ends with “{note.group().strip()}”, so it is probably cut off."
    return [Problem("damaged", message, words=note.group(), spans=(last.span,))]


def _reject_no_text(text: str, what: str) -> None:
    """Raise Rejection if what stands in the place of the text cannot be the text of an article."""
    if why := why_no_text(text):
        shown = squeeze(text)[:_SHOWN]
        message = f"The {what} has no text of an article. What it has is {why}: “{shown}”."
        if why == WHOLE_PAGE:
            message += " Save the page as a file of its own (.html), and import this file."
        raise Rejection("not-an-article", message)


def _reject_page(page: PageText) -> None:
    """Raise Rejection if the text of a row is a whole saved page with the lines of its site.

    As a text, these lines would be paragraphs, and the dates of other articles would be its date.
    """
    if any(
        "Source:" in line.text and DATE_LINE.fullmatch(line.text)
        for line in page.lines[:_PAGE_HEAD]
    ):
        raise Rejection(
            "not-an-article",
            "The text of the row is a whole page of KCNA Watch with its menus. Save the text of"
            " each row as a file of its own (.txt), and import these files.",
        )


def _read_source(draft: Draft, headers: dict[str, Span]) -> None:
    """Read the source: its name, or the address of its site or page.

    If the source is the address of a page, and no other value gives one, it becomes the original
    link. The words of an address are never the name of a source.
    """
    span = headers["source"]
    value = draft.text[slice(*span)].strip()
    if is_file_name(value):
        return  # the file from which a program read the text
    if not _IS_ADDRESS.fullmatch(value):
        draft.read_source(span)
        return
    with suppress(UnreadableValue):  # the address of a site that is not listed
        draft.fields["source"] = read("source-address", draft.text, span)
    if _PATH.search(value) and not headers.get("url", (0, 0))[1]:
        draft.read("original_url", "url", span)


def _missing_lead(text: str, span: Span, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a lead that are not in the text; a lead can be cut at its end.

    To search a very long lead takes very long, so only its first lines are searched everywhere in
    the text; the others are compared with whole lines of the text.
    """
    lead = _lines_of(text, span)
    if not lead:
        return []
    letters = [_letters(line.text) for line in lines]
    body, known = "".join(letters), set(letters)
    return [
        line
        for index, line in enumerate(lead)
        if (own := _letters(line.text)) not in known
        and (index >= _MOST_SEARCHED or own not in body)
    ]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _lines_of(text: str, span: Span) -> list[TextLine]:
    """Return the lines of a value, which can have several."""
    start, end = span
    return [
        line._replace(start=line.start + start, end=line.end + start)
        for line in split_lines(text[start:end])
    ]


def _saved(text: str, headers: dict[str, Span]) -> Evidence | None:
    return read_or_none("saved-header", text, headers["saved"]) if "saved" in headers else None
