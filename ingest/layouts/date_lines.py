"""Finds dates on lines of their own beside headline or text, and salutations at the top of a text.

Such a line has nothing but a date, perhaps with a weekday, a time, a word for it or marks around
it: "2024-05-06", "- 1946년 01월 01일", "[ 2012-01-01 오전 11:52:56 ]", "Date: 6 May 2024". A line
below the headline can also end with the date after a dash: "Leading article - May 6, 2024". A date
inside a sentence is never taken.
"""

import re
from collections.abc import Sequence
from typing import Literal

from ingest.dates import possible_dates
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Span

Part = Literal["article", "head", "body"]
"""The part of an article whose lines are searched for dates."""

_LONGEST = 90  # letters of a line with a date
_LONGEST_TIME = 40  # letters of the date in a line that has other words, too
_LABELS = (
    "date|date of publication|publication date|published|published on|published at|publish date",
    "publish time|posted|posted on|datum|fecha|дата|날짜|일자|게재일|발행일|보도일|등록일?|작성일?",
    "입력",
    "日期|日付|发布时间|掲載日|発行日|التاريخ",
)
_LABEL = rf"(?:(?:{'|'.join(_LABELS)})\s*[:：|]?\s*)?"
_OPENING, _CLOSING = r"[-–—―*•·\[(（【<《〈|\s]*", r"[-–—―*\])）】>》〉|\s]*"
_ALONE = re.compile(rf"{_OPENING}{_LABEL}(?P<date>\S.*?){_CLOSING}", re.IGNORECASE)
_AFTER_DASH = re.compile(r"(?P<words>.*\S)\s+[-–—―|]\s*(?P<date>\S.*?)[\s)\]）】]*")
_AFTER_PLACE = re.compile(
    r"(?P<words>(?:in |by )?[^\W\d_][^\d,，:.;!?]{1,30}[,，]\s*"
    r"|[가-힣一-鿿《》〈〉]{2,12}\s+|(?:KCNA|Rodong Sinmun)\s+)(?P<date>\d.*|[^\W\d_]+\.? ?\d.*)",
    re.IGNORECASE,
)
_OPEN_WORDS = frozenset(
    ("on", "of", "for", "from", "to", "dated", "de", "del", "du", "vom", "am", "от")
)
_NUMBERS_AT_END = re.compile(r".*[^\W\d_]\s+(?P<date>\d{4}[-./]\d{1,2}[-./]\d{1,2}\.?|\d{8})")
_BRACKETED_AT_END = re.compile(r".*\S\s*[\[(（【](?P<date>[^\[\](（）)]{6,40})[\])）】]")
_WITH_DIGIT = re.compile(r"\d")

_SALUTATION = re.compile(
    r"(?:[^.。!！?？]{0,80}?(?:동지들|동지여러분|동포들|동포여러분|여러분|동무들|인민들|장병들|대표들|벗들|형제자매들|귀빈들|의장|각하)"
    r"\s?[!！,，:：]"
    r"|(?:my |our )?(?:dear|respected|esteemed|beloved|distinguished|honou?red|fellow|comrades?"
    r"|compatriots|ladies|mr\.?|madam|brothers|officers and men)\b[^.!?]{0,80}[,!:]"
    r"|¡?(?:querid[oa]s?|estimad[oa]s?|respetad[oa]s?|camaradas|compañer[oa]s)\b[^.!?]{0,80}[,!:]"
    r"|(?:chers?|chères?|respectés?|camarades|mesdames|honorables?)\b[^.!?]{0,80}[,!:]"
    r"|(?:liebe|verehrte|geehrte|sehr geehrte|genoss(?:en|innen))\b[^.!?]{0,80}[,!:]"
    r"|(?:дорогие|уважаемы[ей]|товарищи|многоуважаем\w+|соотечественники)\b[^.!?]{0,80}[,!:]"
    r"|[^。！？]{0,30}(?:同志们|同志們|同胞们|朋友们|各位)\s?[!！,，:：]"
    r"|[^。！？]{0,30}(?:同志たち|皆さん|みなさん|皆様|同胞たち|諸君)\s?[!！,、:：]"
    r"|(?:أيها|أيتها|أعزائي)[^.!؟]{1,80}[!،:])+\s*",
    re.IGNORECASE,
)
_LONGEST_PLACE = 25  # letters of a line below the date of a statement: its place
_HEAD = 4  # the date is searched in this number of lines at the top


def own_date(line: TextLine) -> Span | None:
    """Return the span of the date in a line that has only a date; None for any other line."""
    if len(line.text) > _LONGEST or not _WITH_DIGIT.search(line.text):
        return None
    match = _ALONE.fullmatch(line.text)
    if match:
        start = match.start("date")
        for end in (match.end("date"), match.end("date") + 1, len(line.text)):
            if possible_dates(line.text[start:end]):  # a bracket can belong to the date: "(2024)"
                return (line.start + start, line.start + min(end, len(line.text)))
    return line.span if possible_dates(line.text) else None


def date_after_words(line: TextLine) -> tuple[TextLine | None, Span] | None:
    """Return the words of a line and the span of the date that follows them.

    The words come before a dash, or they are a name and a comma: "Leading article - 6 May 2024",
    "Pyongyang, May 6, 2024". The result is None for any other line.
    """
    if len(line.text) > _LONGEST or not _WITH_DIGIT.search(line.text[-_LONGEST_TIME:]):
        return None
    for form in (_AFTER_DASH, _AFTER_PLACE):
        match = form.fullmatch(line.text)
        if match and possible_dates(match["date"]) and not ends_sentence(match["words"]):
            words = line.part(0, len(match["words"].rstrip(" ,，")))
            return words and words._replace(is_after_blank=True), line.span_of(match, "date")
    return None


def date_after_place(line: TextLine) -> Span | None:
    """Return the span of the date in a line of a place and a date: "Pyongyang, 6 May 2024"."""
    if len(line.text) > _LONGEST or not _WITH_DIGIT.search(line.text):
        return None
    match = _AFTER_PLACE.fullmatch(line.text)
    if match and possible_dates(match["date"]):
        return line.span_of(match, "date")
    return None


def date_in_title(text: str, span: Span) -> Span | None:
    """Return the span of the date with which the title at `span` of `text` begins or ends.

    A date at the end must be in brackets, come after a dash or have only digits, because other
    dates are often those of an event: "Speech of 6 May 2024".
    """
    start, end = span
    title = text[start:end]
    if not _WITH_DIGIT.search(title):
        return None
    words = list(re.finditer(r"\S+", title))[:7]
    for last in reversed(words):
        date = title[: last.end()].rstrip(",，:：-–—")
        if len(date) <= _LONGEST_TIME and possible_dates(date):
            return (start, start + len(date))
    for form in (_AFTER_DASH, _BRACKETED_AT_END, _NUMBERS_AT_END):
        match = form.fullmatch(title)
        if match and title[: match.start("date")].split()[-1].casefold() in _OPEN_WORDS:
            return None
        if match and possible_dates(match["date"]):
            return (start + match.start("date"), start + match.end("date"))
    return None


def without_dates(
    lines: Sequence[TextLine], part: Part = "article"
) -> tuple[list[TextLine], list[Span]]:
    """Divide the lines of an article into those without dates, and the spans of the dates.

    A date is searched on a line of its own in the first four lines, in the last line and above a
    short last line (a place), after other words in the lines below the headline, and after a place
    in the last line. The words before a date stay, and so does a last line with a place. If lines
    have different dates, or one of them is in the middle of the text, they are headings, for
    example in a diary: then they are text. If `part` is "article", dates after other words are not
    searched: the layout asks again for its head, which begins with the headline, and for its body.
    """
    last = len(lines) - 1
    is_place = last > 0 and len(lines[last].text) <= _LONGEST_PLACE
    tail = last - 1 if is_place and not own_date(lines[last]) else last
    own: dict[int, Span] = {}
    if any(own_date(line) for line in (*lines[:_HEAD], *lines[tail : tail + 1])):
        own = {
            index: span
            for index, line in enumerate(lines)
            if (span := own_date(line)) and not _is_continued(lines, index)
        }
    days = {possible_dates(_squeezed(lines[index], span)) for index, span in own.items()}
    if len(days) > 1 or len(own) > last or any(_HEAD <= index < tail for index in own):
        return list(lines), []
    if own:
        return [line for index, line in enumerate(lines) if index not in own], list(own.values())
    if part == "article":
        return list(lines), []
    below = range(1, min(_HEAD, last + 1)) if part == "head" else range(min(_HEAD, last))
    for index in below:
        found = None if _is_continued(lines, index) else date_after_words(lines[index])
        if found:
            return [*lines[:index], *filter(None, found[:1]), *lines[index + 1 :]], [found[1]]
    place = date_after_place(lines[last]) if part == "body" and last > 0 else None
    return list(lines), [place] if place else []


def _is_continued(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if the line above ends with "on", for example, so that it continues in a line."""
    if not index or lines[index].is_after_blank:
        return False
    return lines[index - 1].text.split()[-1].casefold() in _OPEN_WORDS


def _squeezed(line: TextLine, span: Span) -> str:
    return " ".join(line.text[span[0] - line.start : span[1] - line.start].split())


def is_salutation(text: str) -> bool:
    """Return True if a line only addresses the audience of a speech: "Dear comrades,"."""
    return len(text) <= 200 and _SALUTATION.fullmatch(text) is not None
