"""Finds where each article begins in a text that holds several articles, such as the news of a day.

An article of the agency has a headline, a dateline and a text, and sometimes an end mark. So each
dateline below a headline begins an article, with or without end marks:

    Mill Wheel Oiled
    Pyongyang, May 6 (KCNA) -- The wheel turns.
    Bakery Roof Mended
    Pyongyang, May 6 (KCNA) -- The roof is dry.

An article can quote another article with its dateline. Then the line above the dateline, or above
the quoted headline, does not end a text ("The agency reports:"), and all remains one article.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.layouts import agency_marks
from ingest.layouts.agency_marks import find_dateline, has_end
from ingest.layouts.between_articles import with_lines_between
from ingest.layouts.date_lines import date_of_outlet
from ingest.text_lines import TextLine, ends_sentence, normalise_title

_MOST_LINES = 4  # of a headline
_MOST_LETTERS = 300  # of a headline
_LONG_SENTENCE = 28  # letters; a Chinese, Japanese or Korean letter counts as two
_LONGEST_LINE = 120  # letters of a line that can be above another line of a headline
# The sentence goes on after these marks.
_COLONS = (":", "：")
_GOES_ON = (*_COLONS, ";", ",", "；", "，", "、")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_WORD = 3  # letters; in a headline with capitals, shorter words have none: "of", "the"
_ABBREVIATION = re.compile(r"\b(?:[A-Z]{1,2}\.){2,4}$|\b(?:Co|Inc|Ltd|No|Nos)\.$")  # "U.S."
_QUESTIONS = ("?", "!", "？", "！")


def divide(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines of each article of a text. Most texts have only one.

    Each line belongs to at most one article. If there are several articles, some lines at the top
    belong to none: headlines that are repeated below, and a heading such as "News of the Day". A
    date or an address between two articles belongs to one of them (`between_articles.py`).
    """
    if len(named := _below_names_of_outlets(lines)) > 1:
        return [list(lines[slice(*pair)]) for pair in pairwise([*named, len(lines)])]
    starts = _headlines_above_datelines(lines)
    if len(starts) > 1:
        starts = sorted({*_without_dateline(lines, starts), *starts, *_listed_below(lines, starts)})
    else:
        starts = [0, *(start for start in starts if _is_second(lines, start))]
    ends = [*starts[1:], len(lines)]
    starts += [
        start
        for begin, end in zip(starts, ends, strict=True)
        for start in _below_end_marks(lines, begin, end)
    ]
    starts.sort()
    if len(starts) > 1:
        starts = with_lines_between(lines, starts)
    return [
        list(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]


def _below_names_of_outlets(lines: Sequence[TextLine]) -> list[int]:
    """Return the indexes of lines "KCNA, 4 May 2023", if each article of a collection has one.

    The first line of the text is such a line. A headline is below each, and a text below that.
    """
    if not lines or not date_of_outlet(lines[0]):
        return []
    found = [
        index
        for index, line in enumerate(lines[:-2])
        if (not index or line.is_after_blank or _is_free(lines, index))
        and date_of_outlet(line)
        and _is_short_headline(lines[index + 1].text)
    ]
    ends = [*found[1:], len(lines)]
    return [start for start, end in zip(found, ends, strict=True) if _has_text(lines, start, end)]


def _has_text(lines: Sequence[TextLine], start: int, end: int) -> bool:
    """Return True if a text is below the line of an outlet and a headline, not only a credit."""
    return any(_ends_text(line) and _is_long(line.text) for line in lines[start + 2 : end])


def headlines_inside(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines inside an article that can be headlines of others without a dateline.

    Such a line has the capitals of a headline. It is below a blank line or a sentence, and above a
    sentence. It can also be a heading inside the article.
    """
    return [
        line
        for index, line in enumerate(lines[2:-1], 2)
        if _is_free(lines, index)
        and not ends_sentence(line.text)
        and has_capitals(line.text)
        and not find_dateline(lines[index + 1])
        and _ends_text(lines[index + 1])
        and _is_long(lines[index + 1].text)
    ]


def has_capitals(text: str) -> bool:
    """Return True if a line has the capitals of a headline: "Roof of the Bakery Mended"."""
    return (
        len(text) <= _LONGEST_LINE
        and _has_capital_words(text)
        and text[-1].isalpha()
        and _WORD.findall(text)[0][0].isupper()
    )


def _has_capital_words(text: str) -> bool:
    """Return True if a text has two or more long words, and all of them begin with a capital."""
    long = [word for word in _WORD.findall(text) if len(word) > _SHORT_WORD]
    return len(long) > 1 and all(word[0].isupper() for word in long)


def _headlines_above_datelines(lines: Sequence[TextLine]) -> list[int]:
    """Return the indexes of the lines with which the articles with a dateline begin.

    If there are several articles, the line above each other dateline is a headline, too, even if
    the text above is not complete, because most texts of this kind are lists of articles.
    """
    starts: list[int] = []
    others: list[int] = []
    above = 0  # the index of the first line that can belong to the next headline
    listed = _listed(lines)
    for index, line in enumerate(lines):
        dateline = find_dateline(line)
        if not dateline:
            continue
        if dateline.start():
            words = line.text[: dateline.start()].rstrip()
            start = index if not above or (_is_headline(words) and _is_free(lines, index)) else None
        else:
            is_listed = index > above and normalise_title(lines[index - 1].text) in listed
            start = index - 1 if is_listed else _start_of_headline(lines, index, above)
        if start is not None:
            starts.append(start)
        elif not above:  # the first article has no headline
            starts.append(0)
        elif (
            index > above
            and _is_short_headline(lines[index - 1].text)
            and not (index > 1 and lines[index - 2].text.endswith(_COLONS))
        ):
            others.append(index - 1)
        above = index + 1
    return sorted([*starts, *others]) if len(starts) > 1 else starts


def _listed(lines: Sequence[TextLine]) -> frozenset[str]:
    """Return the headlines that can be listed at the top: the lines above the first headline."""
    first = next((index for index, line in enumerate(lines) if find_dateline(line)), 0)
    return frozenset(normalise_title(line.text) for line in lines[: max(first - 1, 0)])


def _start_of_headline(lines: Sequence[TextLine], dateline: int, above: int) -> int | None:
    """Return the index of the first line of the headline above a dateline; None if there is none.

    `dateline` is the index of the line with the dateline. The headline cannot begin above the line
    with the index `above`.
    """
    start = dateline
    while start > above and dateline - start < _MOST_LINES:
        is_begun = start < dateline
        line = lines[start - 1]
        if is_begun and (lines[start].is_after_blank or _ends_text(line)):
            break
        if is_begun and len(line.text) > _LONGEST_LINE:
            break
        start -= 1
    headline = lines[start:dateline]
    if not headline or sum(len(line.text) for line in headline) > _MOST_LETTERS:
        return None
    last = headline[-1].text
    is_below_mark = start > 0 and has_end(lines[start - 1])
    is_question = last.endswith(_QUESTIONS) and _is_free(lines, start)
    if last.endswith(_GOES_ON) or not (is_below_mark or is_question or _is_headline(last)):
        return None
    return start if _is_free(lines, start) else None


def _is_headline(text: str) -> bool:
    """Return True if a text can be a headline: it is not a sentence, or has capitals like one."""
    if len(text) > _MOST_LETTERS:
        return False
    is_sentence = ends_sentence(text) and not _ABBREVIATION.search(text)
    return not is_sentence or _has_capital_words(text)


def _is_short_headline(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and not text.endswith(_GOES_ON) and _is_headline(text)


def _is_free(lines: Sequence[TextLine], start: int) -> bool:
    """Return True if the text above the line `start` is complete."""
    if not start:
        return True
    above = lines[start - 1]
    return _ends_text(above) or (lines[start].is_after_blank and not above.text.endswith(_COLONS))


def _ends_text(line: TextLine) -> bool:
    return has_end(line) or (ends_sentence(line.text) and not line.text.endswith(_GOES_ON))


def _without_dateline(lines: Sequence[TextLine], starts: Sequence[int]) -> list[int]:
    """Return the index at which an article above the first dateline begins; [] if there is none.

    `starts` are the first lines of the articles with datelines. The lines above them are an article
    if they contain a sentence. Otherwise they are headings, and headlines that are repeated below.
    """
    titles = {normalise_title(lines[start].text) for start in starts}
    own = [
        index
        for index, line in enumerate(lines[: starts[0]])
        if normalise_title(line.text) not in titles
    ]
    is_article = any(ends_sentence(lines[index].text) for index in own)
    return own[:1] if is_article else []


def _listed_below(lines: Sequence[TextLine], starts: Sequence[int]) -> Iterator[int]:
    """Yield the indexes of the headlines of articles without a dateline that a list at the top has.

    `starts` are the first lines of the articles with datelines. Without a list, such a headline
    cannot be distinguished from a heading inside the article above.
    """
    listed = _listed(lines)
    known = set(starts)
    if not any(normalise_title(lines[start].text) in listed for start in starts):
        return
    for index in range(starts[0] + 1, len(lines)):
        line = lines[index]
        if index in known or not line.is_after_blank or not _is_free(lines, index):
            continue
        if normalise_title(line.text) in listed and index + 1 not in known:
            yield index


def _is_second(lines: Sequence[TextLine], start: int) -> bool:
    """Return True if the only headline above a dateline is that of the second article of a text.

    Then the lines above are a headline and at least one long sentence, and blank lines are around
    both headlines.
    """
    above = lines[:start]
    return (
        len(above) > 1
        and lines[start].is_after_blank
        and _ends_text(above[-1])
        and _is_short_headline(above[0].text)
        and above[1].is_after_blank
        and any(ends_sentence(line.text) and _is_long(line.text) for line in above[1:])
    )


def _is_long(text: str) -> bool:
    return len(text) + sum(letter > "\u2e7f" for letter in text) >= _LONG_SENTENCE


def _below_end_marks(lines: Sequence[TextLine], begin: int, end: int) -> Iterator[int]:
    """Yield the indexes of lines, between `begin` and `end`, with which further articles begin.

    These articles have no dateline. They begin below an end mark, with a headline, and have an end
    mark, too.
    """
    marks = [
        index for index in range(begin, end) if agency_marks.END_MARK.search(lines[index].text)
    ]
    for mark, following in pairwise(marks):
        start = mark + 1
        while start < following and agency_marks.SIGN_OFF.fullmatch(lines[start].text):
            start += 1
        if start < following and _is_headline(lines[start].text):
            yield start
