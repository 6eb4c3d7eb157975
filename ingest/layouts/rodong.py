"""Rodong Sinmun's own site: day of viewing, `Rodong Sinmun`, headline, section with date of publication, text.

The Korean edition begins with date, name and page of the paper: `2024.11.6. 《로동신문》 6면`.
"""

from ingest.clean import Line, split_lines
from ingest.documents import Evidence, ParsedFile, SavedFile
from ingest.layouts import marks
from ingest.layouts.body import Draft
from ingest.rules import Unreadable, imply, read

NAME = "rodong"
_HEAD = 8  # lines in which the section stands


def matches(file: SavedFile) -> bool:
    """Whether the page begins as the paper's site does, in either language."""
    lines = split_lines(file.text)[:_HEAD]
    if any(marks.KOREAN_ISSUE.fullmatch(line.text) for line in lines[:3]):
        return True
    return _section_at(lines) is not None and any(
        marks.VIEWING_DATE.fullmatch(line.text) or marks.RODONG_NAME.fullmatch(line.text) for line in lines
    )


def _section_at(lines: list[Line]) -> int | None:
    return next((at for at, line in enumerate(lines[:_HEAD]) if marks.SECTION_DATE.fullmatch(line.text)), None)


def parse(file: SavedFile, source: str | None = None) -> ParsedFile:
    """The article of the page. The day of viewing bounds the day of saving; it never dates the article."""
    lines = split_lines(file.text)
    span = (lines[0].start, lines[-1].end)
    draft = Draft(file.text)
    viewing = _viewing(file.text, lines)
    lines = [line for line in lines if not marks.VIEWING_DATE.fullmatch(line.text)]
    lines = [line for line in lines if not marks.SLIDE_COUNTER.fullmatch(line.text)]
    while lines and marks.RODONG_NAME.fullmatch(lines[0].text):
        lines = lines[1:]
    if lines and marks.RODONG_NAME.fullmatch(lines[-1].text):
        lines = lines[:-1]
    issue = next((at for at, line in enumerate(lines[:3]) if marks.KOREAN_ISSUE.fullmatch(line.text)), None)
    if issue is not None:
        _read_korean(draft, lines, issue)
    else:
        _read_english(draft, lines)
    return ParsedFile(NAME, (draft.finish(0, span),), saved_not_before=viewing)


def _read_english(draft: Draft, lines: list[Line]) -> None:
    at = _section_at(lines)
    if at is not None:
        found = marks.SECTION_DATE.fullmatch(lines[at].text)
        assert found
        start = lines[at].start
        draft.read("section", "words", _moved(found.span("section"), start))
        draft.witness("page_date", "page-date", _moved(found.span("date"), start))
    head = 1 if at is None else at
    draft.read_title(lines[:head])
    draft.read_body(lines[head if at is None else head + 1 :])
    draft.fields["source"] = imply("source-of-layout", "Rodong Sinmun (En)")


def _read_korean(draft: Draft, lines: list[Line], at: int) -> None:
    found = marks.KOREAN_ISSUE.fullmatch(lines[at].text)
    assert found
    draft.witness("page_date", "page-date", _moved(found.span("date"), lines[at].start))
    rest = [*lines[:at], *lines[at + 1 :]]
    draft.read_title(rest[:1])
    draft.read_body(rest[1:])
    draft.fields["source"] = imply("source-of-layout", "Rodong Sinmun (Kr)")


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return (span[0] + by, span[1] + by)


def _viewing(text: str, lines: list[Line]) -> Evidence | None:
    for line in lines[:3]:
        found = marks.VIEWING_DATE.fullmatch(line.text)
        if found:
            try:
                return read("viewing-date", text, _moved(found.span("date"), line.start))
            except Unreadable:
                return None
    return None
