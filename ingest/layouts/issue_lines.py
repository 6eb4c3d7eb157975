"""Finds the line of an issue above a text: a date with the name of an outlet or a rubric.

주체111(2022)년 11월 7일 《통일신보》
2024.11.6. 《로동신문》 4면
주체110(2021)년 7월 7일 《기사》
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.layouts.article_draft import Draft
from ingest.layouts.date_lines import own_date
from ingest.layouts.framed_article import date_in
from ingest.layouts.rubrics import RUBRIC
from ingest.layouts.sites import SITES
from ingest.partial_date import PartialDate
from ingest.text_lines import TextLine, normalise_title
from ingest.values import Span

_LONGEST = 60  # letters
_TOP = 3  # the line is searched in this number of lines at the top of a text
_FEW_DAYS = 3  # between the day of an article and the day on which an aggregator shows it
_PAGE = r"(?: ?,? ?(?:제 ?)?(?P<page>\d{1,2}) ?[면面])?"
_OPENING, _CLOSING = r"[《〈<「『\[(（]", r"[》〉>」』\])）]"
_NAME = r"(?P<name>[^\W\d_]\D*?)"
_LAST = re.compile(rf"(?P<date>\S.{{5,40}}?)(?: ?{_OPENING}| ){_NAME}{_CLOSING}?{_PAGE}")
_FIRST = re.compile(rf"{_OPENING}?{_NAME}(?:{_CLOSING},? ?|,? )(?P<date>\S.{{5,40}}?){_PAGE}")
_OUTLETS = frozenset(
    name.replace(" ", "").casefold()
    for names in (
        ("Rodong Sinmun", "로동신문", "노동신문", "劳动新闻", "조선중앙통신", "조선의 소리"),
        *(site.names for site in SITES),
    )
    for name in names
)  # fmt: skip


class Issue(NamedTuple):
    """The spans of the date, the page number and the rubric in the line of an issue."""

    date: Span
    page: Span | None
    rubric: Span | None


def issue_in(line: TextLine) -> Issue | None:
    """Return the date, page and rubric in the line of an issue; None for any other line."""
    if len(line.text) > _LONGEST:
        return None
    for pattern in (_LAST, _FIRST):
        match = pattern.fullmatch(line.text)
        if not match:
            continue
        name = match["name"].strip()
        is_rubric = RUBRIC.fullmatch(name) is not None
        part = line.part(*match.span("date"))
        date = date_in(part) if part else None
        if date and (is_rubric or name.replace(" ", "").casefold() in _OUTLETS):
            return Issue(
                date,
                line.span_of(match, "page") if match["page"] else None,
                line.span_of(match, "name") if is_rubric else None,
            )
    return None


def read_issue(draft: Draft, issue: Issue) -> None:
    """Read the values in the line of an issue: the date, the number of the page, the rubric."""
    draft.witness("page_date", "page-date", issue.date)
    if issue.page:
        draft.read("page", "words", issue.page)
    if issue.rubric:
        draft.read("section", "words", issue.rubric)


def without_issue(draft: Draft, lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Read the line of an issue at the top of a text, and return the lines below it.

    If the headline is repeated above the line of the issue, it is left out, too. A date alone is
    such a line if it is near the date of the article.
    """
    title = draft.fields.get("title")
    for index, line in enumerate(lines[: min(_TOP, len(lines) - 1)]):
        if lines[index + 1].text[0].islower():
            break
        if issue := issue_in(line):
            read_issue(draft, issue)
            return lines[index + 1 :]
        if (day := own_date(line)) and _is_day_of(draft, day):
            draft.witness("own_line", "own-line", day)
            return lines[index + 1 :]
        if not title or normalise_title(line.text) != normalise_title(title.value):
            break
    return lines


def _is_day_of(draft: Draft, span: Span) -> bool:
    """Return True if a date is at most some days from the date that the aggregator gives."""
    known, found = draft.witnesses.get("date_line"), draft.evidence("own-line", span)
    if not known or not found:
        return False
    day = PartialDate.parse(found.value)
    return day.days_apart(PartialDate.parse(known.value)) <= _FEW_DAYS
