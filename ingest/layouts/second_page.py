"""Rejects a file in which the text of an article contains a second page, so that it hides another.

A layout reads one article from a page, unless datelines divide the text. People save several pages
in one file, also of several sites. Signs of a second page below the text of the first are:

- the head of a page: a section (`/ News`), a day of viewing above the name of the newspaper, an
  issue line, a calendar;
- a headline with a date alone below or above it, and then a text;
- a headline and at least two sentences below an end mark, a credit, a copyright line or an address.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from ingest.errors import Rejection
from ingest.layouts import kcna_co_jp, pyongyang_times, rodong_lines, voice_of_korea
from ingest.layouts.agency_marks import has_end, match_dateline
from ingest.layouts.date_lines import is_salutation, is_signature_above, own_date
from ingest.layouts.framed_article import address_in
from ingest.layouts.head_lines import is_indented
from ingest.layouts.page_text import PageText
from ingest.layouts.site_pages import is_issue_line
from ingest.layouts.sites import FEEDBACK
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import ParsedArticle

# Pages of these layouts are not searched: comments can be below the text of a copy, and our own
# layouts have their own rules.
_NOT_SEARCHED = frozenset({"plain", "bare", "mirrors"})
_LONG_SENTENCE = 28  # letters; a Chinese, Japanese or Korean letter counts as two
_LONGEST_HEADLINE = 200  # letters
_NEAR = 6  # a text begins in this number of lines below the head of its page
_FEW_SENTENCES = 2
_COPYRIGHT = re.compile(r"(?:copyrights?\b|©|\(c\)|\d{4} ?©).{0,190}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?。！？](?=[\s\"'”’)]|$)")
_OF_LETTER = re.compile(
    r"\b(?:letter|message|telegram|cable|appeal|statement|reply|note|resolution|declaration|carta"
    r"|mensaje|telegrama|lettre|brief|письмо|послание|телеграмма)\b"
    r"|편지|서한|전문|축전|답전|성명|호소문|담화|결의문|书信|信|贺电|電|书简|書簡",
    re.IGNORECASE,
)
_ENDS = (_COPYRIGHT, rodong_lines.CREDIT, FEEDBACK)


def reject_second_page(page: PageText, layout: str, articles: Sequence[ParsedArticle]) -> None:
    """Raise Rejection (several-articles) if one of these articles contains a second page."""
    if layout in _NOT_SEARCHED:
        return
    starts = [line.start for line in page.lines]
    for article in articles:
        first, last = (bisect_left(starts, place) for place in article.span)
        lines = page.lines[first:last]
        for sign in _signs(page.text, lines):
            raise Rejection(
                "several-articles",
                f'The file has a second page below the text of the first: "{sign.text[:60]}". Save'
                " each page in a file of its own.",
            )


def _signs(text: str, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Yield the lines that show that a second page begins below the text of the first."""
    # A sentence in the first line is a note of the program that saved the page, or a headline.
    begun = next((index for index, line in enumerate(lines) if index and _is_sentence(line)), 0)
    if not begun:
        return
    known = {line.text for line in lines[: begun + 1]}
    last = _last_start(lines)
    is_quoted = any(map(_opens_letter, lines[: begun + 1]))
    for index in range(begun + 1, len(lines) - 1):
        is_quoted |= _opens_letter(lines[index])
        if is_quoted and is_signature_above(lines, index + 1):
            is_quoted = False  # the name below a quoted letter, with the day of the letter
            continue
        if (
            _is_head(lines, index, known)
            or any(is_sign(lines, index) for is_sign in _SIGNS)
            or _is_below(lines, index, last)
            or (lines[index].text[0] in "/／" and _is_section(text, lines, index))
        ):
            yield lines[index]
        known.add(lines[index].text)


def _opens_letter(line: TextLine) -> bool:
    """Return True if a letter that a text quotes begins in a line, or below it."""
    text = line.text
    if len(text) > _LONGEST_HEADLINE or text[-1] not in ":：,，、،!！":
        return False
    return is_salutation(text) or (text[-1] in ":：" and _OF_LETTER.search(text) is not None)


def _is_head(lines: Sequence[TextLine], index: int, known: Collection[str]) -> bool:
    """Return True if a line is the head of a page, and a text follows.

    An issue line is none if it is among `known`, the lines above it: a page can have it twice.
    """
    line, below = lines[index], lines[index + 1]
    is_head = (
        (
            rodong_lines.VIEWING_DATE.fullmatch(line.text)
            and rodong_lines.RODONG_NAME.fullmatch(below.text)
        )
        or (
            (is_issue_line(line) or rodong_lines.KOREAN_ISSUE.fullmatch(line.text))
            and line.text not in known
        )
        or kcna_co_jp.CALENDAR.fullmatch(line.text)
    )
    return bool(is_head) and _has_sentence(lines, index + 1)


def _is_section(text: str, lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line is a section of Voice of Korea above a headline and a text.

    The section has a usual name, or paragraphs of the text are indented.
    """
    match = voice_of_korea.SECTION.fullmatch(lines[index].text)
    below = lines[index + 1 : index + 2 + _NEAR]
    return (
        match is not None
        and not ends_sentence(lines[index].text)
        and _is_headline(below[0])
        and _has_sentence(lines, index + 2)
        and (
            voice_of_korea.is_usual_section(match["name"])
            or any(is_indented(text, line) for line in below[1:])
        )
    )


def _has_sentence(lines: Sequence[TextLine], start: int) -> bool:
    return any(ends_sentence(line.text) for line in lines[start : start + _NEAR])


def _is_above_dateline(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line below a text is a headline, and the text below has a dateline."""
    return (
        match_dateline(lines[index + 1]) is not None
        and _is_headline(lines[index])
        and _is_complete(lines, index)
        and not lines[index - 1].text.endswith((":", "：", ",", "，"))
    )


def _is_dated_headline(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line below a text is a headline, with a date and a text below it.

    The date can be in the line of the text, without a space before its first word.
    """
    if not (_is_headline(lines[index]) and _is_complete(lines, index)):
        return False
    below = lines[index + 1]
    if pyongyang_times.GLUED_DATE.match(below.text):
        return True
    return own_date(below) is not None and _is_text(lines, index + 2)


def _is_date_above_headline(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line below a text is a date, with a headline and a text below it."""
    return (
        own_date(lines[index]) is not None
        and _is_complete(lines, index)
        and not is_signature_above(lines, index)
        and lines[index + 1].is_after_blank
        and _is_headline(lines[index + 1])
        and _is_text(lines, index + 2)
    )


def _is_text(lines: Sequence[TextLine], index: int) -> bool:
    return index < len(lines) and _is_sentence(lines[index]) and not lines[index].text[0].islower()


def _last_start(lines: Sequence[TextLine]) -> int:
    """Return the index of the last line with which a text can begin; -1 if there is none.

    A text has at least two sentences, and a line that ends a long sentence.
    """
    sentences, has_long = 0, False
    for index in range(len(lines) - 1, -1, -1):
        sentences += len(_SENTENCE_END.findall(lines[index].text))
        has_long = has_long or _is_sentence(lines[index])
        if has_long and sentences >= _FEW_SENTENCES:
            return index
    return -1


def _is_below(lines: Sequence[TextLine], index: int, last: int) -> bool:
    """Return True if a line is a headline below the end of a text, and a text is below it.

    `last` is the index of the last line with which a text can begin.
    """
    end = index - 1
    if own_date(lines[end]) and end:
        end -= 1
    if not _is_end(lines[end]) or not _is_headline(lines[index]) or _is_end(lines[index]):
        return False
    below = enumerate(lines[index + 1 : index + 1 + _NEAR], index + 1)
    start = next((number for number, line in below if ends_sentence(line.text)), None)
    return start is not None and start <= last


def _is_end(line: TextLine) -> bool:
    """Return True if a line is below a text or ends it: an end mark, a credit, a copyright line."""
    return (
        has_end(line)
        or any(pattern.fullmatch(line.text) for pattern in _ENDS)
        or (address_in(line) is not None and not line.text.endswith("."))
    )


def _is_complete(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if the text above a line is complete."""
    above = lines[index - 1]
    return lines[index].is_after_blank or _is_end(above) or ends_sentence(above.text)


def _is_headline(line: TextLine) -> bool:
    return (
        len(line.text) <= _LONGEST_HEADLINE
        and not ends_sentence(line.text)
        and not own_date(line)
        and "://" not in line.text
        and not match_dateline(line)
        and not _COPYRIGHT.fullmatch(line.text)
    )


def _is_sentence(line: TextLine) -> bool:
    text = line.text
    width = len(text) + sum(letter > "\u2e7f" for letter in text)
    return width >= _LONG_SENTENCE and ends_sentence(text) and not _COPYRIGHT.fullmatch(text)


_SIGNS = (_is_above_dateline, _is_dated_headline, _is_date_above_headline)
