"""Decides which dates in an article can be the date of this article."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.date_witnesses import WITNESSES
from ingest.dates import date_near
from ingest.layouts import agency_marks
from ingest.layouts.date_lines import Part, without_dates
from ingest.layouts.draft_values import DraftValues
from ingest.partial_date import PartialDate
from ingest.text_lines import TextLine
from ingest.values import Evidence, Span

HEAD = 3
"""The dateline is searched in this number of lines at the beginning of the body."""

_FIRST_YEAR = 1945  # the year in which the oldest of the outlets appeared first
_LONGEST_DELAY = 3  # days from the dateline to the date of the page on which the article appears
_NEXT_DAY = 1  # days from a dateline to the date above several articles
_LONGEST_WAIT = 31  # days; a date that is further from the dateline is that of something else


@dataclass
class DatedDraft(DraftValues):
    """An article that a layout is reading, with its dates.

    `takes_dates` is false for a layout in which a date on a line of its own can be the day of
    saving. `is_dated` is true if the page around the article has its date. `viewed` is the day on
    which somebody opened the page, if it is above the headline. `dateline_day` and `dateline_year`
    are the spans of the day and the year in the dateline.
    """

    takes_dates: bool = True
    is_dated: bool = False
    viewed: Evidence | None = None
    dateline_day: Span | None = None
    dateline_year: Span | None = None

    def take_dates(self, lines: Sequence[TextLine], part: Part = "article") -> list[TextLine]:
        """Return lines of a part of an article without dates on lines that stand alone.

        The dates become witnesses. All lines are returned if one of the dates cannot be that of
        this article: it differs from the date of another line or of the page, it is far from the
        day in the dateline, or it is older than the outlets. A date above the headline that is not
        near the day in the dateline is the day of viewing, `viewed`.
        """
        if not self.takes_dates:
            return list(lines)
        kept, dates, dates_in_text = without_dates(lines, part)
        if not dates and not dates_in_text:
            return kept
        near = self.dateline_day or _dateline_day(lines)
        for span in dates_in_text:
            if not self.witnesses and self._is_near(span, near):
                self._take_date_in_text(span, near)
        is_above = part == "article" and bool(dates and near) and dates[0][0] < kept[0].start
        if is_above and not self._is_near(dates[0], near, _LONGEST_DELAY):
            self.viewed = self.evidence("viewing-date", dates[0])
            return kept
        if not all(self._is_own_date(span, near, part) for span in dates):
            return list(lines)
        for span in dates:
            self.witness("own_line", "own-line", span)
        return kept

    def _take_date_in_text(self, span: Span, dateline: Span | None) -> None:
        """Take a date below a signature as a witness; before the dateline, it gives only the year.

        A decree is signed before it is reported.
        """
        evidence = self.evidence("own-line", span)
        day = PartialDate.parse(evidence.value) if evidence else None
        words_of_day = " ".join(self.text[slice(*dateline)].split()) if dateline else ""
        reported = date_near(words_of_day, day.iso) if day else None
        if day and reported and day.first_day < reported.first_day:
            self.dateline_year = self.dateline_year or span
        else:
            self.witness("own_line", "own-line", span)

    def own_date_above(self) -> Span | None:
        """Return the span of the date on a line of its own above the headline; None without one."""
        date, title = self.witnesses.get("own_line"), self.fields.get("title")
        is_above = date and title and date.spans[0] < title.spans[0]
        return date.spans[0] if date and is_above else None

    def take_shared_date(self, span: Span) -> None:
        """Take a date above several articles as a witness, if it is that of the dateline.

        It is the day of the dateline or the day after it.
        """
        if self.dateline_day and self._is_near(span, self.dateline_day, _NEXT_DAY):
            self.witness("own_line", "own-line", span)

    def _is_own_date(self, span: Span, near: Span | None, part: Part) -> bool:
        """Return True if the date on a line that stands alone can be the date of this article."""
        if self.witnesses:
            return part != "foot" and any(
                self._is_read_as(evidence, span) for evidence in self.witnesses.values()
            )
        return not (part == "foot" and self.is_dated) and self._is_near(span, near)

    def _is_near(self, span: Span, near: Span | None, most: int = _LONGEST_WAIT) -> bool:
        """Return True if a date is at most `most` days from the day of the dateline.

        A date that cannot be read is near, so that it becomes a problem. A date before
        _FIRST_YEAR never is.
        """
        evidence = self.evidence("own-line", span)
        if not evidence:
            return True
        day = PartialDate.parse(evidence.value)
        words_near = " ".join(self.text[slice(*near)].split()) if near else ""
        dateline = date_near(words_near, day.iso) if near else day
        return day.year >= _FIRST_YEAR and day.days_apart(dateline or day) <= most

    def _is_read_as(self, evidence: Evidence, span: Span) -> bool:
        found = self.evidence("own-line", span)
        return found is not None and found.value == evidence.value

    def read_dateline_day(self) -> None:
        """Read the day of the dateline, in its year or the year nearest to the best witness.

        The date becomes a witness and the field `dateline_on`. If there is no witness, the field
        `dateline_day` is the day without a year.
        """
        dating = next((self.witnesses[name] for name in WITNESSES if name in self.witnesses), None)
        year = self.dateline_year or (dating.spans[0] if dating else None)
        if self.dateline_day and year:
            spans = (self.dateline_day, year)
            self.witness("dateline", "dateline", *spans)
            if "dateline" in self.witnesses:
                self.read("dateline_on", "dateline", *spans)
        elif self.dateline_day:
            self.read("dateline_day", "day-of-year", self.dateline_day)


def _dateline_day(lines: Sequence[TextLine]) -> Span | None:
    """Return the span of the day in the dateline at the top of these lines; None without one."""
    for line in lines[: HEAD + 2]:
        if match := agency_marks.find_dateline(line):
            return line.span_of(match, "day") if match["day"] else None
    return None
