"""Checks the title and text of an article for signs that they were not read as they should be."""

import re
from collections.abc import Iterator, Sequence

from ingest.errors import Rejection
from ingest.layouts import agency_marks
from ingest.rules import LONGEST_TITLE
from ingest.text_lines import TextLine
from ingest.values import Evidence, Paragraph, Problem, Span

_MOST_SHOWN = 200  # letters of lines that a problem shows
_MOST_DATELINES = 2  # An article can have a dateline, and quote an article with another.
# A headline with more letters gets the problem title-long. The longest headline that we know has
# 163 letters.
_LONGEST_HEADLINE = 300
# Letters of UTF-8 read as cp1252, and words of another alphabet in such letters ("Äîðîãà").
# Korean, Chinese and Japanese letters have three bytes: the first is [ã-í], read as Latin-1 or
# cp1252, and those of the others that are not letters can be lost.
_LATER_BYTES = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(
    "â€|Ã[\u0080-\u00bf]|ï»¿|[À-ÖØ-öø-ÿ]{4,}|(?:[ÐÑ][\u0080-\u00bf]){2}"
    rf"|(?:[ã-í]{_LATER_BYTES}{{1,2}}\s?){{3}}"
)


def problems_of_text(
    title: Evidence | None, length: int, body: Sequence[Paragraph]
) -> Iterator[Problem]:
    """Yield problems: a long title, garbled letters, and words of the page around the article.

    `length` is the number of letters of the whole headline; 0 if the page has no headline.
    """
    headline = title.value if title else ""
    length = length or len(headline)
    if title and length > _LONGEST_HEADLINE:
        message = f"The headline has {length:,} letters, so it may contain other text."
        if length > LONGEST_TITLE:
            message += f" A title has at most {LONGEST_TITLE:,}: the rest begins the text."
        yield Problem("title-long", message, words=headline, spans=title.spans)
    texts = (headline, *(paragraph.text for paragraph in body))
    others = (text for text in texts if not text.isascii())
    if garbled := next(filter(None, map(_MOJIBAKE.search, others)), None):
        message = "The text contains characters that were garbled before the file was saved."
        yield Problem("mojibake", message, words=garbled.group())
    for paragraph in body:
        for mark in agency_marks.LEFT_OVERS:
            if mark in paragraph.text:
                message = f'The text contains "{mark}", which may be a part of the page around it.'
                words = _around(paragraph.text, mark)
                yield Problem("furniture-left", message, words=words, spans=paragraph.spans)


def headline_left(line: TextLine) -> Problem:
    """Return the problem about a line in the text that can be the headline of another article."""
    message = f'The text contains "{line.text}", which can be the headline of another article.'
    return Problem("furniture-left", message, words=line.text, spans=(line.span,))


def _around(text: str, mark: str) -> str:
    """Return the words of a problem: `mark` with the 32 characters before and after it in `text`.

    `mark` is the text that the problem is about, such as garbled letters. Because of the characters
    around it, two problems about the same mark have different words, so each can be settled alone.
    """
    before, _, after = text.partition(mark)
    return f"{before[-32:]}{mark}{after[:32]}"


def left_out_problem(text: str, spans: Sequence[Span], where: str) -> Problem:
    """Return the problem about lines of the saved `text` that were left out but can be text."""
    shown = " / ".join(text[start:end] for start, end in spans)[:_MOST_SHOWN]
    message = f'Lines {where} were left out, but they can be text: "{shown}".'
    return Problem("lines-left-out", message, words=shown, spans=tuple(spans))


def reject_digest(lines: Sequence[TextLine]) -> None:
    """Raise Rejection (several-articles) if the lines have the datelines of several articles."""
    datelines = sum(bool(agency_marks.match_dateline(line)) for line in lines)
    ends = (
        sum(bool(agency_marks.END_MARK.search(line.text)) for line in lines) if datelines > 1 else 0
    )
    if min(datelines, ends) > 1 or datelines > _MOST_DATELINES:
        raise Rejection(
            "several-articles",
            f"The text has {datelines} datelines and {ends} end marks, an article has one of each."
            " It was not found where one article ends and the next begins. Save each article in a"
            " file of its own.",
        )
