"""The Pyongyang Times' own site: a page with its copyright line, a page whose date is glued to the
text, or bare text.

The year beside © is the site's, not the article's. Bare text carries no mark, so the archivist has
to name it."""

from collections.abc import Sequence

from ingest.clean import TextLine
from ingest.layouts import patterns
from ingest.layouts.body import Draft
from ingest.layouts.page import PageText
from ingest.layouts.rejections import refuse_list_of_headlines
from ingest.rules import imply
from ingest.values import Evidence, ParsedFile

NAME = "pyongyang_times"
SOURCE = "Pyongyang Times"
_HEAD = 4  # lines in which the date stands: the headline can be wrapped over two or three


def matches(page: PageText) -> bool:
    """Whether the last line is the site's copyright line, or a date is glued to the text below the
    headline."""
    lines = page.lines
    if any(
        patterns.DATE_LINE.fullmatch(line.text) or patterns.MORE_FROM.fullmatch(line.text)
        for line in lines
    ):
        return False
    return len(lines) > 1 and (_is_copyright(lines[-1]) or _glued_at(lines) is not None)


def _is_copyright(line: TextLine) -> bool:
    return bool(patterns.COPYRIGHT.fullmatch(line.text))


def _glued_at(lines: Sequence[TextLine]) -> int | None:
    """Which of the first lines below the headline begins with a date that is glued to its first
    word."""
    return next(
        (at for at, line in enumerate(lines[1:_HEAD], 1) if patterns.GLUED_DATE.match(line.text)),
        None,
    )


def parse(page: PageText, source: str | None = None) -> ParsedFile:
    """The article of the page. `source` is what the archivist said, for bare text. Raises Rejection
    for a listing."""
    draft = Draft(page.text)
    lines = page.lines
    has_copyright = _is_copyright(lines[-1])
    if has_copyright:
        lines = lines[:-1]
    glued = _glued_at(lines)
    dated = next(
        (
            at
            for at, line in enumerate(lines[:_HEAD])
            if patterns.LONG_DATE_ALONE.fullmatch(line.text)
        ),
        None,
    )
    found = patterns.GLUED_DATE.match(lines[glued].text) if glued is not None else None
    if glued is not None and found:
        draft.witness("page_date", "page-date", lines[glued].span_of(found, "date"))
        text = lines[glued].part(found.end())
        head, body = lines[:glued], [*([text] if text else []), *lines[glued + 1 :]]
    elif dated is not None:
        draft.witness("page_date", "page-date", lines[dated].span)
        head, body = lines[:dated], list(lines[dated + 1 :])
    else:
        head, body = lines[:1], list(lines[1:])
    draft.read_head(head)
    draft.read_body(body)
    refuse_list_of_headlines(draft.paragraphs)
    draft.fields["source"] = _source(source, has_copyright or glued is not None)
    return ParsedFile(NAME, (draft.finish(0, (page.lines[0].start, page.lines[-1].end)),))


def _source(said: str | None, has_mark: bool) -> Evidence:
    return imply("source-of-layout", SOURCE) if has_mark or not said else imply("source-said", said)
