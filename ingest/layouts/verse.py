"""Recognises poems and texts of songs, which can look like lists of headlines."""

import re

from ingest.layouts.article_draft import Draft
from ingest.layouts.korean_names import FAMILY_SYLLABLES
from ingest.layouts.rubrics import VERSE

_FEW_LINES = 4
_LONGEST = 24  # letters of a line; headlines of these outlets are longer
_AUTHOR = re.compile(
    r"(?:(?:작사|작곡|글|시|가사|지은이|작가|시인|본사기자|특파기자) ?[:：]? ?)?"
    rf"[{FAMILY_SYLLABLES}]"
    r" ?[가-힣]{1,3}(?<!면)(?<!보기|기사|소식|목록|페지|신문|통신|조선|기관)"
)


def is_verse(draft: Draft) -> bool:
    """Return True if the text of a draft is that of a poem in Korean.

    It has at least four lines, all of them short and without numbers. Its rubric is one of
    poems or songs, or the name of the author is alone below it.
    """
    lines = [paragraph.text for paragraph in draft.paragraphs]
    rubric = draft.fields.get("topic") or draft.fields.get("section")
    is_named = rubric is not None and VERSE.fullmatch(rubric.value) is not None
    is_signed = len(lines) > 1 and _AUTHOR.fullmatch(lines[-1]) is not None and _is_apart(draft)
    if is_signed:
        lines.pop()
    return (
        (is_named or is_signed)
        and len(lines) >= _FEW_LINES
        and all(len(line) <= _LONGEST and not any(map(str.isdigit, line)) for line in lines)
    )


def _is_apart(draft: Draft) -> bool:
    """Return True if a blank line is above the last line."""
    *_, above, last = draft.paragraphs
    return draft.text.count("\n", above.spans[-1][1], last.spans[0][0]) > 1
