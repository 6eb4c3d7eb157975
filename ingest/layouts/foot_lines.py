"""Finds lines of a page below the end of its article: buttons, credits of photos, copyright lines.

    … into operation. -0-
    www.kcna.kp (2024.05.06.)
    Photo: KCNA
    Copyright © 2000-2024 Korean Central News Agency. All rights reserved.

Nothing below an end mark or a sign-off is text of the article. But a text can have an end mark in
its middle, so the lines below the end must be few and short, and none of them may be a sentence.
"""

import re
from collections.abc import Sequence

from ingest.layouts.agency_marks import (
    CREDIT,
    CUT_SIGN_OFF,
    END_MARK,
    SIGN_OFF,
    match_dateline,
)
from ingest.layouts.date_lines import own_date
from ingest.text_lines import TextLine, ends_sentence

_MOST = 12  # lines below the end
_LONGEST = 150  # letters of a line below the end
_FEW_WORDS = 3  # a line with more words and a full stop is a sentence
_DASHES = "-—–－―ー"
_OWNED = re.compile(
    r"©|\(c\)|copyright|rights reserved|저작권|版权|無断転載|unsubscribe|privacy policy"
    r"|(?:last )?(?:updated|modified|edited|accessed|retrieved|printed|saved)\b",
    re.IGNORECASE,
)


def without_foot(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of an article without lines of the page below its end.

    Marks below the end stay: a sign-off, a credit of the agency, a date right below the end.
    """
    end = end_of_text(lines)
    if end is None:
        return list(lines)
    below = lines[end + 1 :]
    kept = [line for index, line in enumerate(below) if _is_mark(line, is_first=not index)]
    return [*lines[: end + 1], *kept]


def end_of_text(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the last line of the text, or of its end mark, above the foot of a page.

    The result is None if there is no end mark and no sign-off, or if text follows it.
    """
    found = None
    for index in range(len(lines) - 1, max(len(lines) - _MOST - 1, 0) - 1, -1):
        line = lines[index]
        if is_sign_off(line):
            found = index
        elif _ends_paragraph(line):
            return index
        elif _is_text(line):
            break
    return found


def is_sign_off(line: TextLine) -> bool:
    """Return True if a line is an end mark, the address of the agency's site, or both."""
    match = SIGN_OFF.fullmatch(line.text)
    return bool(match and (match["site"] or _is_certain(match["end"])))


def _ends_paragraph(line: TextLine) -> bool:
    match = END_MARK.search(line.text)
    return bool(match and _is_certain(match["end"]))


def _is_certain(mark: str | None) -> bool:
    """Return True for an end mark that is not only a row of dashes."""
    return bool(mark and mark.strip(_DASHES + " "))


def _is_text(line: TextLine) -> bool:
    if len(line.text) > _LONGEST or match_dateline(line):
        return True
    is_short = line.text.isascii() and len(line.text.split()) <= _FEW_WORDS
    return ends_sentence(line.text) and not is_short and not _OWNED.search(line.text)


def _is_mark(line: TextLine, *, is_first: bool) -> bool:
    forms = (SIGN_OFF, CUT_SIGN_OFF, CREDIT)
    if any(form.fullmatch(line.text) for form in forms):
        return True
    return is_first and own_date(line) is not None
