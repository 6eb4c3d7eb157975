"""kcna.kp's own site: headline, dateline `Pyongyang, January 23 (KCNA) --`, text, `-0-`, `www.kcna.kp (2026.01.23.)`.

Either end can be missing, not both. The Chinese, Japanese and Korean editions have datelines of their own.
"""

from ingest.clean import Line, split_lines
from ingest.documents import ParsedFile, SavedFile
from ingest.errors import Rejection
from ingest.layouts import marks
from ingest.layouts.body import Draft
from ingest.rules import imply, language_of_script

NAME = "kcna_kp"
_HEAD = 4  # lines above which the dateline stands
_SOURCES = {"en": "KCNA.kp (En)", "ko": "KCNA.kp (Kr)", "zh": "KCNA.kp (Cn)", "ja": "KCNA.kp (Jp)"}


def matches(file: SavedFile) -> bool:
    """Whether the text begins with the agency's dateline or ends with its mark, and no aggregator stands around it."""
    lines = split_lines(file.text)
    if len(lines) < 2 or _is_from_elsewhere(lines):
        return False
    return _dateline_at(lines) is not None or _has_end(lines)


def _is_from_elsewhere(lines: list[Line]) -> bool:
    first = marks.HEADER.fullmatch(lines[0].text)
    if first and first["name"].casefold() in marks.HEADER_NAMES:
        return True
    if marks.COPYRIGHT.fullmatch(lines[-1].text) or marks.RODONG_NAME.fullmatch(lines[-1].text):
        return True
    return any(marks.DATE_LINE.fullmatch(line.text) or marks.MORE_FROM.fullmatch(line.text) for line in lines)


def _has_end(lines: list[Line]) -> bool:
    last = lines[-1].text
    found = marks.SIGN_OFF.fullmatch(last) or marks.END_MARK.search(last)
    return bool(found and (found["end"] or found["date"]))


def _dateline_at(lines: list[Line]) -> int | None:
    """Which of the first lines begins with a dateline."""
    return next(
        (at for at, line in enumerate(lines[:_HEAD]) if any(form.match(line.text) for form in marks.DATELINES)), None
    )


def parse(file: SavedFile, source: str | None = None) -> ParsedFile:
    """The article of the page. Raises Rejection for a digest of several articles."""
    lines = split_lines(file.text)
    datelines = sum(any(form.match(line.text) for form in marks.DATELINES) for line in lines)
    ends = sum(bool(marks.END_MARK.search(line.text)) for line in lines)
    if min(datelines, ends) > 1:
        raise Rejection(
            "day-digest",
            f"Found {datelines} datelines and {ends} end marks, where one article has one of each. "
            "A digest of several articles is not taken apart yet; it is kept, and can be tried again.",
        )
    draft = Draft(file.text)
    at = _dateline_at(lines)
    head = 1 if at is None else at
    draft.read_title(lines[:head])
    draft.read_body(lines[head:])
    language = language_of_script(" ".join(paragraph.text for paragraph in draft.paragraphs))
    draft.fields["source"] = imply("source-of-layout", _SOURCES[language])
    return ParsedFile(NAME, (draft.finish(0, (lines[0].start, lines[-1].end)),))
