"""The layout of kcna.kp: headline, dateline, text, end mark and sign-off.

The dateline is `Pyongyang, January 23 (KCNA) --`, the end mark `-0-`, the sign-off `www.kcna.kp
(2026.01.23.)`. A page must have at least one of these three parts, because the layout is recognised
by them. The Chinese, Japanese and Korean editions have datelines in their own forms. For the
Russian edition we know no dateline.
"""

from collections.abc import Sequence

from ingest.layouts import patterns
from ingest.layouts.article_draft import Draft, match_dateline
from ingest.layouts.page_text import PageText
from ingest.rules import imply, language_of_script
from ingest.text_lines import TextLine
from ingest.values import ParsedFile

NAME = "kcna_kp"
_HEAD = 4  # the dateline is searched in this number of lines at the top of the page
_SOURCES = {
    "en": "KCNA.kp (En)",
    "ko": "KCNA.kp (Kr)",
    "zh": "KCNA.kp (Cn)",
    "ja": "KCNA.kp (Jp)",
    "ru": "KCNA.kp (Ru)",
}


def matches(page: PageText) -> bool:
    """Return True if a page has a dateline, an end mark or a sign-off.

    The result is false if the page has a pattern of another site.
    """
    if len(page.lines) < 2 or _is_from_elsewhere(page.lines):
        return False
    return _dateline_index(page.lines) is not None or _has_end(page.lines)


def _is_from_elsewhere(lines: Sequence[TextLine]) -> bool:
    first = patterns.HEADER.fullmatch(lines[0].text)
    if first and first["name"].casefold() in patterns.HEADER_NAMES:
        return True
    if patterns.COPYRIGHT.fullmatch(lines[-1].text) or patterns.SECTION.fullmatch(lines[0].text):
        return True
    if any(
        patterns.SECTION_DATE.fullmatch(line.text) or patterns.KOREAN_ISSUE.fullmatch(line.text)
        for line in lines[:8]
    ):
        return True
    if patterns.TOP_DATE.fullmatch(lines[0].text) or patterns.MORE_ARTICLES.fullmatch(
        lines[-1].text
    ):
        return True
    return any(
        patterns.DATE_LINE.fullmatch(line.text) or patterns.MORE_FROM.fullmatch(line.text)
        for line in lines
    )


def _has_end(lines: Sequence[TextLine]) -> bool:
    last = lines[-1].text
    return bool(patterns.SIGN_OFF.fullmatch(last) or patterns.END_MARK.search(last))


def _dateline_index(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the line that begins with a dateline; None if there is no such line."""
    return next((index for index, line in enumerate(lines[:_HEAD]) if match_dateline(line)), None)


def parse(page: PageText, source: str | None = None) -> ParsedFile:
    """Return the article of the page.

    The language of the text decides the source, because each edition is in one language. Text in an
    unknown language gets no source.
    """
    lines = page.lines
    draft = Draft(page.text)
    index = _dateline_index(lines)
    head = 1 if index is None else index
    draft.read_head(lines[:head])
    draft.read_body(lines[head:])
    language = language_of_script(" ".join(paragraph.text for paragraph in draft.paragraphs))
    if language:
        draft.fields["source"] = imply("source-of-layout", _SOURCES[language])
    return ParsedFile(NAME, (draft.finish(0, (lines[0].start, lines[-1].end)),))
