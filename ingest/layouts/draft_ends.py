"""Reads the lines at the end of a body: the end mark, the sign-off, the credit and the byline."""

import re

from ingest.layouts import agency_marks, furniture
from ingest.layouts.draft_values import DraftValues
from ingest.layouts.head_lines import ends_open
from ingest.text_lines import TextLine, ends_sentence

_MOST_CUT = 2  # letters of a line below the end mark that belong to a cut line of the page


def without_end(draft: DraftValues, lines: list[TextLine], *, is_cut: bool) -> list[TextLine]:
    """Return the body's lines without an end mark, sign-off, credit and byline at the end.

    Their values become fields and witnesses of the draft. If `is_cut` is true, the file was cut
    off, so its last line can be the beginning of a sentence and is not read as a byline.
    """
    kept = len(lines)
    while kept and _take_whole_line(
        draft, lines[kept - 1], lines[kept - 2] if kept > 1 else None, is_cut
    ):
        kept -= 1
    lines = lines[:kept]
    for pattern in (
        agency_marks.KOREAN_CREDIT_AT_END,
        agency_marks.END_MARK,
        agency_marks.CUT_END,
    ):
        match = pattern.search(lines[-1].text) if lines else None
        if match:
            last = lines.pop()
            _take_end(draft, last, match)
            lines += filter(None, [last.part(0, match.start())])
    return lines


def _take_whole_line(
    draft: DraftValues, line: TextLine, above: TextLine | None, is_cut: bool
) -> bool:
    """Return True if `line`, the last line, is a sign-off, credit, byline or copyright line.

    `above` is the line before `line`, or None. A byline is recognised only if `above` ends a
    sentence, because in a list of names and offices each line looks like a byline; and not if it
    was cut off ("chief of the"), because then it can be the beginning of a sentence.
    """
    sign_off = agency_marks.SIGN_OFF.fullmatch(line.text)
    if sign_off:
        _take_end(draft, line, sign_off)
        return True
    if agency_marks.CUT_SIGN_OFF.fullmatch(line.text):
        return True
    if not above:
        return False
    # The first letters of a line of the page, cut at the end of the file
    if len(line.text) <= _MOST_CUT and agency_marks.has_end(above):
        return True
    if furniture.is_copyright(line):
        return True
    credit = agency_marks.CREDIT.fullmatch(line.text)
    if credit:
        _take_end(draft, line, credit)
        return True
    is_byline = (
        not is_cut and ends_sentence(above.text) and bool(agency_marks.BYLINE.fullmatch(line.text))
    )
    if is_byline and not ends_open(line) and not agency_marks.END_MARK.search(line.text):
        draft.read("byline", "words", line.span)
        return True
    return False


def _take_end(draft: DraftValues, line: TextLine, match: re.Match[str]) -> None:
    groups = match.groupdict()
    if groups.get("date"):
        draft.witness("sign_off", "sign-off", line.span_of(match, "date"))
    if "korean" in groups:
        draft.read("agency", "words", line.span_of(match, "korean" if groups["korean"] else 0))
