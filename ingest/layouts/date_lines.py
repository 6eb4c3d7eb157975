"""Finds dates on lines of their own beside headline or text, and salutations at the top of a text.

Such a line has nothing but a date, perhaps with a weekday, a time, a word for it or marks around
it: "2024-05-06", "- 1946년 01월 01일", "[ 2012-01-01 오전 11:52:56 ]", "Date: 6 May 2024". A line
below the headline can also end with the date after a dash: "Leading article - May 6, 2024". A date
inside a sentence is never taken.
"""

import re
from collections.abc import Sequence

from ingest.dates import possible_dates
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Span

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
    r"(?P<words>(?:in )?[^\W\d_][^\d,，:.;!?]{1,30})(?:[,，]\s*|\s+)"
    r"(?P<date>\d.*|[^\W\d_]+\.? ?\d.*)"
)
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
    """Return the words of a line and the span of the date that follows them after a dash.

    Example: "Leading article - 6 May 2024". The result is None for any other line.
    """
    if len(line.text) > _LONGEST or not _WITH_DIGIT.search(line.text[-_LONGEST_TIME:]):
        return None
    match = _AFTER_DASH.fullmatch(line.text)
    if match and possible_dates(match["date"]) and not ends_sentence(match["words"]):
        return line.part(0, match.end("words")), line.span_of(match, "date")
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

    A date at the end must be in brackets or come after a dash, because other dates are often those
    of an event: "Speech of 6 May 2024".
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
    for form in (_AFTER_DASH, _BRACKETED_AT_END):
        match = form.fullmatch(title)
        if match and possible_dates(match["date"]):
            return (start + match.start("date"), start + match.end("date"))
    return None


def without_dates(
    lines: Sequence[TextLine], is_body: bool = False
) -> tuple[list[TextLine], list[Span]]:
    """Divide the lines of an article into those without dates, and the spans of the dates.

    A date is searched on a line of its own in the first four lines and in the last line, after a
    dash in the lines below the headline, and after a place in the last line. The words before a
    dash stay, and a line with a place stays. `is_body` is true if `lines` do not begin with the
    headline. If lines have different dates, or one of them is in the
    middle of the text, they are headings, for example in a diary: then they are text.
    """
    last = len(lines) - 1
    own: dict[int, Span] = {}
    if any(own_date(line) for line in (*lines[:_HEAD], *lines[-1:])):
        own = {index: span for index, line in enumerate(lines) if (span := own_date(line))}
    days = {possible_dates(_squeezed(lines[index], span)) for index, span in own.items()}
    if len(days) > 1 or len(own) > last or any(_HEAD <= index < last for index in own):
        return list(lines), []
    kept = [line for index, line in enumerate(lines) if index not in own]
    spans = list(own.values())
    if not spans:
        first = 0 if is_body else 1
        for index, line in enumerate(lines[first:_HEAD], first):
            if found := date_after_words(line):
                return [*lines[:index], *filter(None, found[:1]), *lines[index + 1 :]], [found[1]]
        if last > 0 and (place := date_after_place(lines[last])):
            spans = [place]
    return kept, spans


def _squeezed(line: TextLine, span: Span) -> str:
    return " ".join(line.text[span[0] - line.start : span[1] - line.start].split())


def is_salutation(text: str) -> bool:
    """Return True if a line only addresses the audience of a speech: "Dear comrades,"."""
    return len(text) <= 200 and _SALUTATION.fullmatch(text) is not None
