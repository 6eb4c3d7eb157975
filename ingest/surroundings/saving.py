"""Notes of the day on which a page was saved, and the head and foot of its printed pages.

    Printed: 9 May 2012
    Saved on 2026-03-05 from http://www.kcna.kp/en/article/q/71ab.kcmsf

A browser prints the moment and the title above each page, and the address and a number below it:

    05/03/2024, 10:11        Mill Wheel Oiled
    http://www.kcna.kp/en/article/q/71ab.kcmsf        1/2

The day is a day of saving, never the date of the article.
"""

import re
from collections.abc import Collection, Sequence

from ingest.dates import possible_dates
from ingest.layouts.furniture import is_in_wrapped
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine
from ingest.values import Fact, Span

_TOP, _FOOT = 6, 4  # notes are searched in this number of lines at the top, and at the foot
_LONGEST = 300  # letters of a note, which can have an address
_ADDRESS = r"(?P<address>(?:https?://)?(?:[\w-]{1,60}\.){1,5}[a-z]{2,6}(?:/\S*)?)"
_NOTE = re.compile(
    r"(?:(?:this )?(?:page|article|text|file|copy)?(?: was)? ?"
    r"(?:printed|saved|retrieved|accessed|downloaded|archived|captured|copied|viewed|fetched)"
    r"|(?:print|access|download|retrieval|capture)(?:ed)? (?:date|time)"
    r"|(?:date|day|time) (?:of )?(?:access(?:ed)?|saving|saved|printing|printed|retrieval"
    r"|retrieved|downloaded?)"
    r"|last (?:accessed|visited|viewed)"
    r"|(?:저장|열람|인쇄|출력|복사)(?:한)? ?(?:일시|날자|날짜|일|날)?"
    r"|(?:访问|保存|打印|下载|閲覧|印刷|取得)(?:日期|时间|日時|日)?"
    r"|(?:consultado|guardado|impreso|consulté|imprimé|abgerufen|gespeichert|gedruckt)"
    r"(?: el| le| am)?"
    r"|(?:сохранено|распечатано|дата обращения))"
    r"(?: (?:on|at|as of))?\s{0,3}[:：]?\s{0,3}(?P<date>\S.{4,60}?)"
    rf"(?:,? (?:from|at|via|using) {_ADDRESS})?\.?",
    re.IGNORECASE,
)
_TIME = re.compile(r"[,T]?\s{0,3}(?:at )?\d{1,2}:\d{2}.{0,20}$")
_WIDE_GAP = re.compile(r"\t| {3}")
_COLUMNS = re.compile(r"(?P<first>\S.{3,250}?)(?:\t{1,99} {0,99}| {3,99})(?P<second>\S.{3,250})")
_PRINT_HEAD = re.compile(
    r"(?P<date>\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?),?\s{1,3}"
    r"(?:[ap]\.?m\.?|오전|오후|上午|下午|午前|午後)?\s?\d{1,2}:\d{2}(?:\s?[ap]\.?m\.?)?\s{1,99}(?P<title>\S.{0,299})",
    re.IGNORECASE,
)
_PRINT_FOOT = re.compile(
    rf"{_ADDRESS}\s{{1,99}}\[?\d{{1,3}}\s?(?:/|of)\s?\d{{1,3}}\]?", re.IGNORECASE
)


def without_print_lines(page: PageText) -> PageText:
    """Return the page without the lines above and below each printed page, if it was printed.

    The last line of a printed page has the address and its number. The day in the head is a day of
    saving, if the order of day and month is sure.
    """
    feet = {index: span for index, line in enumerate(page.lines) if (span := _foot(line))}
    if not feet:
        return page
    facts = [Fact("saved_from", next(iter(feet.values())))]
    heads = _print_heads(page.lines, feet)
    for index, match in list(heads.items())[:1]:
        facts.append(Fact("saved", page.lines[index].span_of(match, "date")))
    lines = [line for i, line in enumerate(page.lines) if i not in heads and i not in feet]
    return page.with_lines(lines, facts)


def _print_heads(lines: Sequence[TextLine], feet: Collection[int]) -> dict[int, re.Match[str]]:
    """Return the heads of printed pages by their indexes; `feet` are the indexes of the feet.

    All heads have the same title, and one is the first line of the file or below a foot. Another
    line that begins with a moment can be that of a chronicle.
    """
    found = {
        i: match for i, line in enumerate(lines) if (match := _PRINT_HEAD.fullmatch(line.text))
    }
    sure = [index for index in found if not index or index - 1 in feet]
    return {i: it for i, it in found.items() if sure and it["title"] == found[sure[0]]["title"]}


def _foot(line: TextLine) -> Span | None:
    can_be = line.text[-1] in "0123456789]" and "/" in line.text
    match = _PRINT_FOOT.fullmatch(line.text) if can_be else None
    return line.span_of(match, "address") if match else None


def without_notes(page: PageText) -> PageText:
    """Return the page without lines at its top and foot that note when it was saved."""
    facts: list[Fact] = []
    left_out: set[int] = set()
    count = len(page.lines)
    for index in (*range(min(_TOP, count)), *range(max(_TOP, count - _FOOT), count)):
        line = page.lines[index]
        match = _NOTE.fullmatch(line.text) if len(line.text) <= _LONGEST else None
        if not match or not _is_date(match["date"]):
            continue
        if line.text[0].islower() and is_in_wrapped(page.lines, index):
            continue  # "… since it was⏎printed on May 4, 2024."
        left_out.add(line.start)
        facts.append(Fact("saved", line.span_of(match, "date")))
        if match["address"]:
            facts.append(Fact("saved_from", line.span_of(match, "address")))
    if not left_out:
        return page
    return page.with_lines([it for it in page.lines if it.start not in left_out], facts)


def _is_date(text: str) -> bool:
    return bool(possible_dates(_TIME.sub("", text).strip(" ,.")))


def with_dates_apart(page: PageText) -> PageText:
    """Return the page with a date beside its headline in a line of its own.

    A wide gap is between headline and date, because they were in two columns.
    """
    lines: list[TextLine] = []
    for line in page.lines[:_TOP]:
        match = _COLUMNS.fullmatch(line.text) if _WIDE_GAP.search(line.text) else None
        is_date = [bool(possible_dates(part)) for part in match.groups()] if match else []
        if match and sum(is_date) == 1:
            parts = [line.part(*match.span("first")), line.part(*match.span("second"))]
            lines += filter(None, parts)
        else:
            lines.append(line)
    if len(lines) == len(page.lines[:_TOP]):
        return page
    return page.with_lines([*lines, *page.lines[_TOP:]])
