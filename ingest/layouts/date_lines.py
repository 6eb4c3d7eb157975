"""Finds dates on lines of their own beside headline or text, and salutations at the top of a text.

Such a line has nothing but a date, perhaps with a weekday, a time, a word for it or marks around
it: "2024-05-06", "- 1946년 01월 01일", "[ 2012-01-01 오전 11:52:56 ]", "Date: 6 May 2024". A line
below the headline can also end with the date after a dash: "Leading article - May 6, 2024". A date
inside a sentence is never taken, also if the sentence was wrapped around it.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.dates import possible_dates
from ingest.layouts.agency_marks import find_dateline, has_end
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Span

Part = Literal["article", "head", "body", "foot"]
"""The part of an article whose lines are searched for dates.

"body" are the lines of the body, searched at their top; "foot" the same lines, searched below the
text. "article" are all lines of an article, searched above the text.
"""

_LONGEST = 90  # letters of a line with a date
LONGEST_TIME = 40  # letters of the date in a line that has other words, too
_LABELS = (
    "date|date of publication|publication date|published|published on|published at|publish date",
    "publish time|posted|posted on|datum|fecha|дата|날짜|일자|게재일|발행일|보도일|등록일?|작성일?",
    "입력",
    "日期|日付|发布时间|掲載日|発行日|التاريخ",
)
_LONGEST_FIRST = "|".join(sorted("|".join(_LABELS).split("|"), key=len, reverse=True))
_LABEL = rf"(?:(?:{_LONGEST_FIRST})\s*[:：|]?\s*)?"
_OPENING, _CLOSING = r"[-–—―*•·\[(（【<《〈|\s]*", r"[-–—―*\])）】>》〉|\s]*"
_ALONE = re.compile(rf"{_OPENING}{_LABEL}(?P<date>\S.*?){_CLOSING}", re.IGNORECASE)
_POSTED = re.compile(
    rf"(?:{_LONGEST_FIRST})\s*[:：|]?\s*(?P<date>\S.*?),?\s(?:by|in|under)\s[^.]{{1,40}}",
    re.IGNORECASE,
)
AFTER_DASH = re.compile(r"(?P<words>.*\S)\s+[-–—―|]\s*(?P<date>\S.*?)[\s)\]）】]*")
_AFTER_PLACE = re.compile(
    r"(?!(?:last |page |site )*(?:updated|modified|revised|edited|changed|accessed|retrieved"
    r"|printed|saved|visited|created|maintained)\b)"
    r"(?P<words>(?:in |by )?[^\W\d_][^\d,，:.;!?]{1,30}[,，]\s*"
    r"|[가-힣一-鿿《》〈〉]{2,12}\s+|(?:KCNA|Rodong Sinmun)\s+)(?P<date>\d.*|[^\W\d_]+\.? ?\d.*)",
    re.IGNORECASE,
)
_OUTLET = (
    r"(?:KCNA(?:\.kp)?|Korean Central News Agency|Rodong Sinmun"
    r"|(?:The )?Pyongyang Times|Minju (?:Joson|Choson)|Voice of Korea|Naenara|Uriminzokkiri"
    r"|DPRK Today|조선중앙통신|로동신문"
    r"|노동신문|민주조선|조선의 소리|우리민족끼리|朝中社|劳动新闻|労働新聞|朝鮮中央通信|ЦТАК|ACNC)"
    r"\s?(?:\([^()]{1,12}\))?"
)
# The name of an outlet and a day: "KCNA, 4 May 2023", "2023년 5월 4일 | 로동신문".
_OF_OUTLET = re.compile(
    rf"(?:(?:source|来源|來源|出典|출처)\s?[:：]\s?)?{_OUTLET}\s?[,，:：|·–—-]\s?(?P<date>\S.{{5,39}})"
    rf"|(?:source|来源|來源|出典|출처)\s?[:：]\s?{_OUTLET}\s(?P<after>\d.{{5,39}})"
    rf"|(?P<first>\S.{{4,39}}?\d{{1,4}})(?:일|日|\.)?(?:,?\s\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
    rf"\s?[|·–—]\s?{_OUTLET}",
    re.IGNORECASE,
)
OPEN_WORDS = frozenset(
    ("on", "of", "for", "from", "to", "dated", "de", "del", "du", "vom", "am", "от")
)
WITH_DIGIT = re.compile(r"\d|[一二三四五六七八九十]日")

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
_LONGEST_NAME = 60  # letters of a signature above a date, or of a byline
# Endings of a line that goes on in the next line, in scripts without capital letters.
_INSIDE_SENTENCE = re.compile(
    r"[,，、(（]$|(?<=[가-힣])(?:은|는|이|가|을|를|에|에서|의|로|와|과|며|고|여|도|까지|부터)$"
    r"|(?:在|于|於|的|是|和|は|が|を|に|で|と|の|も|へ|から)$"
)
_SMALL_WORD = re.compile(
    r"\b(?!(?:and|the|for|from|with|dans|pour|para|und|des|der|die|das)\b)"
    r"[^\W\d_A-ZА-ЯÀ-Þ가-힣一-鿿ぁ-ヿ\u0600-\u06ff]\w{2,}"
)  # a signature has capital letters
_HEAD = 4  # the date is searched in this number of lines at the top


def own_date(line: TextLine) -> Span | None:
    """Return the span of the date in a line that has only a date; None for any other line."""
    if len(line.text) > _LONGEST or not WITH_DIGIT.search(line.text):
        return None
    match = _ALONE.fullmatch(line.text)
    if match:
        start = match.start("date")
        for end in (match.end("date"), match.end("date") + 1, len(line.text)):
            if possible_dates(line.text[start:end]):  # a bracket can belong to the date: "(2024)"
                return (line.start + start, line.start + min(end, len(line.text)))
    if possible_dates(line.text):
        return line.span
    match = _POSTED.fullmatch(line.text)  # "Posted on 6 May 2024 by miller"
    if match and possible_dates(match["date"]):
        return line.span_of(match, "date")
    return date_of_outlet(line)


def date_of_outlet(line: TextLine) -> Span | None:
    """Return the span of the date in a line with the name of an outlet: "KCNA, 4 May 2023".

    The source or agency is read from the same line (`ingest/named_source.py`).
    """
    match = _OF_OUTLET.fullmatch(line.text) if len(line.text) <= _LONGEST else None
    group = next((name for name in ("date", "after", "first") if match and match[name]), "")
    return line.span_of(match, group) if match and possible_dates(match[group]) else None


def date_after_words(line: TextLine) -> tuple[TextLine | None, Span] | None:
    """Return the words of a line and the span of the date that follows them.

    The words come before a dash, or they are a name and a comma: "Leading article - 6 May 2024",
    "Pyongyang, May 6, 2024". The result is None for any other line.
    """
    if len(line.text) > _LONGEST or not WITH_DIGIT.search(line.text[-LONGEST_TIME:]):
        return None
    for form in (AFTER_DASH, _AFTER_PLACE):
        match = form.fullmatch(line.text)
        if match and possible_dates(match["date"]) and not ends_sentence(match["words"]):
            words = line.part(0, len(match["words"].rstrip(" ,，")))
            return words and words._replace(is_after_blank=True), line.span_of(match, "date")
    return None


def date_after_place(line: TextLine) -> Span | None:
    """Return the span of the date in a line of a place and a date: "Pyongyang, 6 May 2024"."""
    if len(line.text) > _LONGEST or not WITH_DIGIT.search(line.text):
        return None
    match = _AFTER_PLACE.fullmatch(line.text)
    if match and possible_dates(match["date"]):
        return line.span_of(match, "date")
    return None


class WithoutDates(NamedTuple):
    """The lines of a part of an article without its dates, and the spans of the dates.

    `dates` are those on lines that were taken out, or after words that stay. `dates_in_text` are on
    lines that stay: below a signature, or after a place at the foot.
    """

    lines: list[TextLine]
    dates: list[Span]
    dates_in_text: list[Span]


def without_dates(lines: Sequence[TextLine], part: Part = "article") -> WithoutDates:
    """Divide the lines of a part of an article into those without dates, and the spans of dates.

    A date is searched on a line that stands alone above the text, or, if `part` is "foot", below
    it: in the last line and above a short last line (a place). A line stands alone if the line
    above it is the headline or ends a sentence, and the line below it begins one. Otherwise it is a
    part of a sentence that was wrapped. If other lines that stand alone have other dates, they are
    headings, for example in a diary: then all of them are text.

    In the head and at the top of a body, a date is also searched after other words, which stay. If
    `part` is "article", such dates are not searched: the layout asks again for the head of the
    article, which begins with the headline, and for its body.
    """
    none = WithoutDates(list(lines), [], [])
    if not lines:
        return none
    foot = _foot(lines)
    if part == "foot":
        places = foot
    else:  # the quick test comes first
        has_date = any(own_date(line) for line in lines[:_HEAD])
        places = _places_at_top(lines, part) if has_date else []
    if not any(own_date(lines[index]) for index in places):
        return _after_words(lines, part) or none
    own = {index: span for index, line in enumerate(lines) if (span := own_date(line))}
    headings = {
        index: span
        for index, span in own.items()
        if index in places or (index not in foot and _is_heading(lines, index))
    }
    days = {possible_dates(_squeezed(lines[index], span)) for index, span in headings.items()}
    if len(days) > 1 or len(own) == len(lines) or any(index not in places for index in headings):
        return none
    if part == "foot" and not _ends_text(lines[places[0] - 1]):
        return WithoutDates(list(lines), [], list(headings.values()))
    kept = [line for index, line in enumerate(lines) if index not in headings]
    return WithoutDates(kept, list(headings.values()), [])


def _places_at_top(lines: Sequence[TextLine], part: Part) -> list[int]:
    """Return the indexes of lines above the text which stand alone, so that they can be dates."""
    if part == "body":
        return [0] if len(lines) > 1 and _begins(lines, 1) else []
    top = lines[: _HEAD + 1]
    dateline = next((index for index, line in enumerate(top) if find_dateline(line)), None)
    count = len(lines[:_HEAD]) if dateline is None or part == "head" else dateline
    places = []
    for index in range(count):
        is_below_headline = part == "head" or dateline is not None or index < 2
        if (
            not is_below_headline
            and _ends_text(lines[index - 1])
            and not own_date(lines[index - 1])
        ):
            break  # the text has begun
        is_apart = is_below_headline or _is_between_blanks(lines, index)
        if is_apart and _begins(lines, index + 1) and not _is_continued(lines, index):
            places.append(index)
    return places


def _foot(lines: Sequence[TextLine]) -> list[int]:
    """Return the index of the line at the foot that can be a date; [] if there is none.

    The line above it ends the text, or is a signature below the text.
    """
    last = len(lines) - 1
    text = lines[last].text
    is_place = len(text) <= _LONGEST_PLACE and not ends_sentence(text) and not own_date(lines[last])
    index = last - 1 if is_place and own_date(lines[last - 1]) else last
    is_below = index > 0 and _begins(lines, index + 1)
    return (
        [index] if is_below and (_ends_text(lines[index - 1]) or _is_signed(lines, index)) else []
    )


def is_signature_above(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if the line with this index is a date below a name that signs the text."""
    return own_date(lines[index]) is not None and _is_signed(lines, index)


def _is_signed(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a name that signs the text is above the line with this index."""
    name = lines[index - 1].text
    if index < 2 or len(name) > _LONGEST_NAME or not _ends_text(lines[index - 2]):
        return False
    return not (ends_sentence(name) or _INSIDE_SENTENCE.search(name) or _SMALL_WORD.search(name))


def _begins(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if the line with this index can begin a sentence, or if there is none."""
    return index >= len(lines) or not lines[index].text[0].islower()


def _ends_text(line: TextLine) -> bool:
    """Return True if a line has an end mark, or ends a sentence without a colon or semicolon."""
    is_sentence = ends_sentence(line.text) and not line.text.endswith((":", ";", "："))
    return is_sentence or has_end(line)


def _is_between_blanks(lines: Sequence[TextLine], index: int) -> bool:
    is_above_blank = index + 1 == len(lines) or lines[index + 1].is_after_blank
    is_open = _INSIDE_SENTENCE.search(lines[index - 1].text)
    return lines[index].is_after_blank and is_above_blank and not is_open


def _is_heading(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if a line stands alone inside a text."""
    is_apart = _ends_text(lines[index - 1]) or lines[index].is_after_blank if index else True
    return is_apart and _begins(lines, index + 1)


def _after_words(lines: Sequence[TextLine], part: Part) -> WithoutDates | None:
    """Return the lines without a date after other words at the top, or with a date at the foot."""
    last = len(lines) - 1
    if part == "foot":
        place = date_after_place(lines[last]) if _foot(lines) == [last] else None
        return WithoutDates(list(lines), [], [place]) if place else None
    for index in range(1, min(_HEAD, last + 1)) if part == "head" else range(min(_HEAD, last)):
        if part == "article" or (part == "body" and index and _is_text(lines[index - 1])):
            return None
        is_alone = _begins(lines, index + 1) and not _is_continued(lines, index)
        is_alone &= not own_date(lines[index])
        if is_alone and (found := date_after_words(lines[index])):
            kept = [*lines[:index], *filter(None, found[:1]), *lines[index + 1 :]]
            return WithoutDates(kept, [found[1]], [])
    return None


def _is_text(line: TextLine) -> bool:
    """Return True if a line at the top of a body is neither a subtitle nor a byline."""
    is_open = _INSIDE_SENTENCE.search(line.text) is not None
    return is_open or len(line.text) > _LONGEST_NAME or ends_sentence(line.text)


def _is_continued(lines: Sequence[TextLine], index: int) -> bool:
    """Return True if the line above ends with "on", for example, so that it continues in a line."""
    if not index or lines[index].is_after_blank:
        return False
    return lines[index - 1].text.split()[-1].casefold() in OPEN_WORDS


def _squeezed(line: TextLine, span: Span) -> str:
    return " ".join(line.text[span[0] - line.start : span[1] - line.start].split())


def is_salutation(text: str) -> bool:
    """Return True if a line only addresses the audience of a speech: "Dear comrades,"."""
    return len(text) <= 200 and _SALUTATION.fullmatch(text) is not None
