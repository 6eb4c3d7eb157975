"""The layout of data sets: rows of tables, front matter, and texts with headers of their own.

A text with headers has lines `Name: value`, a blank line, the text. The names are those of
`ingest.formats.field_names`, in any case: Title, Date, Source, URL … The text can be the value of a
header, too (`Text: …`). A line that is not a header continues the value above it if this value can
have several lines (see docs/layouts.md).

The blank line can be missing. Then the text begins at the first line that cannot be part of a
value. A sentence can look like a header ("Note: the oven is hot."). So the text also begins at a
header with an unknown name, if no header with a known name follows and this line or a later one
ends a sentence.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from ingest.errors import Rejection
from ingest.formats.field_names import FIELDS, field_of
from ingest.formats.missing_values import is_missing
from ingest.formats.no_text import WHOLE_PAGE, why_no_text
from ingest.formats.row_choice import OTHER
from ingest.layouts.agency_marks import match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.disagreements import add_disagreements
from ingest.layouts.page_text import PageText
from ingest.layouts.watch_lines import DATE_LINE
from ingest.rules import LONGEST_TITLE, UnreadableValue, apply_rule, language_of_tag, read
from ingest.text_lines import TextLine, ends_sentence, normalise_title, split_lines, squeeze, words
from ingest.values import Evidence, ParsedFile, Problem, Span

NAME = "plain"
# The name of a header can be bold in Markdown: "**Title:** …", "**Title**: …".
HEADER = re.compile(
    r"(?:\*{1,2})?(?P<name>[^\W\d_][\w .-]{1,29})(?:\*{1,2})?:(?!//)(?:\*{1,2})?"
    r"\s{0,9}(?P<value>.*)"
)
_SEPARATOR = re.compile(r"[-=_*~–—]{3,}")  # a line between headers and text
_UNKNOWN_NAME = re.compile(r"[A-Z][A-Za-z-]{2,19}")
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
# The columns with a date. In the last two, the archivist said what comes first.
_DATE_RULES = {
    "date": "header",
    "date-day-first": "header-day-first",
    "date-month-first": "header-month-first",
}

_SHOWN = 80  # letters of a value in a message
_PAGE_HEAD = 20  # lines among which KCNA Watch shows date and source
_HEAD = 4  # the dateline is searched in this number of lines at the top of a text
_ALIKE = 0.6  # two headlines that are at least so similar are two forms of one
# Headers whose values normally have one line. Three kinds of values can still continue in the next
# line: an address, a source whose language tag is in that line, and any value between two headers.
_ONE_LINE = frozenset({"date", "source", "url", "saved", "language", "id"})
# A value in a header of _ONE_LINE can continue in at most this number of lines.
_MOST_WRAPPED = 3
# The form that a value must have in the line below an empty header.
_VALUES = {"language": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "id": re.compile(r"\S+")}
_REST_OF_ADDRESS = re.compile(r"[!-~]+")  # visible ASCII characters, so no spaces


def matches(page: PageText) -> bool:
    """Return True for a row, and for a text with two or more headers, one with title or text."""
    if page.is_row:
        return True
    headers, _ = _divide(page.lines)
    return len(headers) > 1 and ("title" in headers or "text" in headers)


@lru_cache(maxsize=1)  # A page is divided when it is recognised and when it is parsed.
def _divide(lines: tuple[TextLine, ...]) -> tuple[dict[str, Span], Sequence[TextLine]]:
    """Return a dict from headers to the spans of their values, and the lines of the text.

    The keys are fields ("title"), and in lower case the names of headers that mean no field.
    """
    block = lines[
        : next(
            (index for index, line in enumerate(lines) if index and line.is_after_blank), len(lines)
        )
    ]
    has_text = len(block) < len(lines)
    latest, end = _end_of_headers(block)
    headers: dict[str, Span] = {}
    last = value = ""
    for index, line in enumerate(block):
        match, following = _header(line), block[index : index + _MOST_WRAPPED + 1]
        if match and index < end:
            last, value = _key(match), match["value"]
            headers.setdefault(last, line.span_of(match, "value"))
            if last == "text":
                first = line.part(match.start("value"))
                return headers, [*([first] if first else []), *lines[index + 1 :]]
        elif not last:
            return {}, lines
        elif _SEPARATOR.fullmatch(line.text):
            return headers, lines[index + 1 :]
        elif (
            match
            or match_dateline(line)
            or not _goes_on(last, value, following, index < latest, has_text)
        ):
            return headers, lines[index:]
        else:
            headers[last] = (headers[last][0] if value else line.start, line.end)
            value = f"{value} {line.text}".strip()
    rest = lines[len(block) :]
    return headers, rest[1:] if rest and _SEPARATOR.fullmatch(rest[0].text) else rest


def _header(line: TextLine) -> re.Match[str] | None:
    """Return the match of a header: a name that means a field, or one capitalised word."""
    match = HEADER.fullmatch(line.text)
    if match and (field_of(match["name"]) or _UNKNOWN_NAME.fullmatch(match["name"])):
        return match
    return None


def _key(match: re.Match[str]) -> str:
    return field_of(match["name"]) or match["name"].casefold()


def _end_of_headers(block: Sequence[TextLine]) -> tuple[int, int]:
    """Return two indexes of `block`: of the last known header, and of the first line of text.

    `block` contains the lines above the first blank line. A header is known if its name means a
    field.

    Lines that look like unknown headers can follow the last known header, such as "Note: the oven
    is hot." The text begins at the first of these lines if this or a later line of the block is not
    a header or ends a sentence. Otherwise no header begins the text, and the second index is the
    length of the block. The result is (0, 0) if the block does not begin with a known header.
    """
    names = [_key(header) if header else "" for header in map(_header, block)]
    if not names or names[0] not in FIELDS:
        return 0, 0
    latest = max(names.index(name) for name in FIELDS.keys() & set(names))
    end = next((index for index in range(latest + 1, len(block)) if names[index]), len(block))
    is_text = not all(names[end:]) or any(_ends_sentence(line) for line in block[end:])
    return latest, end if is_text else len(block)


def _ends_sentence(line: TextLine) -> bool:
    """Return True if a line ends a sentence. A line that ends in a colon does not."""
    return not line.text.endswith(":") and ends_sentence(line.text)


def _goes_on(
    header: str, value: str, lines: Sequence[TextLine], is_between: bool, has_text: bool
) -> bool:
    """Return True if the value of a header continues in the next line, the first of `lines`.

    This line is not a header. `header` is the name of the header, and `value` is its value in the
    lines above. `is_between` is true if another known header follows. `has_text` is true if there
    is text below the headers.
    """
    line = lines[0]
    if header not in _ONE_LINE or (header == "url" and _REST_OF_ADDRESS.fullmatch(line.text)):
        return True
    if header != "source" and not value and _is_value(header, line.text):
        return True
    run = list(takewhile(lambda line: not _header(line), lines))
    if len(run) > _MOST_WRAPPED or any(ends_sentence(line.text) for line in run):
        return False
    if is_between or header != "source":
        return is_between
    rest = words([line.text for line in run])
    is_tagged = not language_of_tag(value) and bool(language_of_tag(f"{value} {rest}"))
    return has_text and (is_tagged or (not value and len(run) == 1))


def _is_value(header: str, text: str) -> bool:
    """Return True if the line `text` can be the value of the empty header in the line above."""
    if header in _VALUES:
        return _VALUES[header].fullmatch(text) is not None
    try:
        return bool(apply_rule("url" if header == "url" else "header", text, [(0, len(text))]))
    except UnreadableValue:
        return False


def parse(page: PageText) -> ParsedFile:
    """Return the article of the row or text. Raises Rejection if it has no text."""
    if page.is_row:
        _refuse_page(page)
        headers = {fact.name: fact.span for fact in page.facts if fact.name}
        lines: Sequence[TextLine] = page.lines
    else:
        headers, lines = _divide(page.lines)
        headers = {
            name: span
            for name, span in headers.items()
            if not is_missing(page.text[slice(*span)], name)
        }
    draft = Draft(page.text)
    title = headers.get("title", (0, 0))
    if title[0] < title[1]:
        draft.read_title(_lines_of(page.text, title))
        draft.problems += _other_headline(draft, lines)
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
    if not draft.paragraphs:
        names = ", ".join(name for name in headers if not name.startswith(OTHER)) or "none"
        raise Rejection("not-an-article", f"The {what} has no text. What it has: {names}.")
    _refuse_no_text("\n".join(line.text for line in lines), what)
    start = min((span[0] for span in headers.values()), default=lines[0].start)
    article = draft.finish(0, (start, lines[-1].end))
    return ParsedFile(NAME, (article,), saved_not_before=_saved(page.text, headers))


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


def _refuse_no_text(text: str, what: str) -> None:
    """Raise Rejection if what stands in the place of the text cannot be the text of an article."""
    if why := why_no_text(text):
        shown = squeeze(text)[:_SHOWN]
        message = f"The {what} has no text of an article. What it has is {why}: “{shown}”."
        if why == WHOLE_PAGE:
            message += " Save the page as a file of its own (.html), and import this file."
        raise Rejection("not-an-article", message)


def _refuse_page(page: PageText) -> None:
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
    if not _IS_ADDRESS.fullmatch(value):
        draft.read_source(span)
        return
    with suppress(UnreadableValue):  # the address of a site that is not listed
        draft.fields["source"] = read("source-address", draft.text, span)
    if _PATH.search(value) and not headers.get("url", (0, 0))[1]:
        draft.read("original_url", "url", span)


def _missing_lead(text: str, span: Span, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a lead that are not in the text; a lead can be cut at its end."""
    lead = _lines_of(text, span)
    body = _letters("".join(line.text for line in lines)) if lead else ""
    return [line for line in lead if _letters(line.text) not in body]


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
    try:
        return read("saved-header", text, headers["saved"]) if "saved" in headers else None
    except UnreadableValue:
        return None
