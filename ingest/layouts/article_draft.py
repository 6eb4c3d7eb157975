"""The steps that the layouts share: reading the headline, the dateline and the body of an article.

The dateline is at the beginning of the text: "Pyongyang, April 17 (KCNA) --". The text can end with
an end mark ("-0-"), a sign-off ("www.kcna.kp (2025.04.17.)"), a credit ("KCNA") or a byline.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.date_witnesses import WITNESSES, choose_date
from ingest.dates import date_near, is_placeholder, possible_dates
from ingest.layouts import agency_marks, furniture
from ingest.layouts.article_checks import left_out_problem, problems_of_text, reject_digest
from ingest.layouts.date_lines import Part, is_salutation, without_dates
from ingest.layouts.foot_lines import left_out_below, without_foot
from ingest.layouts.head_lines import ends_open
from ingest.layouts.long_titles import divide_headline
from ingest.limits import limited_problems
from ingest.partial_date import PartialDate
from ingest.rules import (
    STAND_IN,
    UnreadableValue,
    language_of_pieces,
    language_of_tag,
    read,
)
from ingest.sources import LONGEST_NAME
from ingest.text_lines import (
    TextLine,
    blocks,
    ends_sentence,
    normalise_title,
    paragraphs,
    squeeze,
    words,
)
from ingest.values import Evidence, Paragraph, ParsedArticle, Problem, Span

_HEAD = 3  # the dateline is searched in this number of lines at the beginning of the body
_MOST_CUT = 2  # letters of a line below the end mark that belong to a cut line of the page
# The fewest letters of a headline that can be repeated in one line: "Ceramic VaseCeramic Vase" is
# "Ceramic Vase" twice, but "Go Go" is one headline.
_SHORTEST_DOUBLED = 10
_FIRST_YEAR = 1945  # the year in which the oldest of the outlets appeared first
_LONGEST_DELAY = 3  # days from the dateline to the date of the page on which the article appears
_NEXT_DAY = 1  # days from a dateline to the date above several articles
_LONGEST_WAIT = 31  # days; a date that is further from the dateline is that of something else


@dataclass
class Draft:
    """An article that a layout is reading. All spans are positions in `text`, the saved text.

    `subtitle` contains the lines between the headline and the text. If `is_cut` is true, the file
    was cut off, so its last line can be the beginning of a sentence and is not read as a byline.
    `takes_dates` is false for a layout in which a date on a line of its own can be the day of
    saving. `is_dated` is true if the page around the article has its date. `viewed` is the day on
    which somebody opened the page, if it is above the headline.
    """

    text: str
    takes_dates: bool = True
    fields: dict[str, Evidence] = field(default_factory=dict)
    witnesses: dict[str, Evidence] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    paragraphs: tuple[Paragraph, ...] = ()
    subtitle: list[TextLine] = field(default_factory=list)
    is_cut: bool = False
    is_dated: bool = False
    viewed: Evidence | None = None
    _dateline_day: Span | None = None
    _dateline_year: Span | None = None
    _headline_length: int = 0
    _is_language_read: bool = False

    def read(self, name: str, rule: str, *spans: Span, confidence: float = 1.0) -> None:
        """Set the field `name` to the value that `rule` reads at `spans` of the saved text.

        If the rule cannot read a value at these spans, add a problem instead.
        """
        self._read_into(self.fields, name, rule, spans, confidence)

    def witness(self, name: str, rule: str, *spans: Span, confidence: float = 1.0) -> None:
        """Add a witness of the date, unless the article already has a witness with this name.

        `rule` reads the date at `spans`. If `rule` cannot read a date, a problem is added instead.
        """
        if name not in self.witnesses:
            self._read_into(self.witnesses, name, rule, spans, confidence)

    def _read_into(
        self,
        target: dict[str, Evidence],
        name: str,
        rule: str,
        spans: tuple[Span, ...],
        confidence: float,
    ) -> None:
        try:
            target[name] = read(rule, self.text, *spans, confidence=confidence)
        except UnreadableValue:
            words = squeeze(" ".join(self.text[start:end] for start, end in spans))
            field = name if target is self.fields else "published"
            message = f'The {name} "{words}" cannot be read.'
            candidates = tuple(day.isoformat() for day in possible_dates(words))
            if len(candidates) > 1:
                message = (
                    f'In "{words}", the order of day and month is not sure. It can be'
                    f" {' or '.join(candidates)}."
                )
                if rule == "header":
                    message += (
                        " If all rows of a data set have the same order, import it with"
                        " --map 'date=NAME (day first)' or '(month first)'; NAME is the column."
                    )
            elif rule.startswith("header") and is_placeholder(words):
                message = f'"{words}" is the day that programs write if they know no date.'
            problem = Problem("unreadable-field", message, field, words, spans, candidates)
            self.problems.append(problem)

    def read_head(self, lines: Sequence[TextLine]) -> None:
        """Read the headline and the subtitle from the lines above the text.

        The headline ends at the first blank line. The lines below this blank line are the subtitle,
        unless they only repeat the headline. If the headline is too long for a title, the rest of
        the headline is put before the subtitle.
        """
        lines = self.take_dates(lines, "head")
        title, *more = blocks(lines) if lines else ([],)
        if more and _same(title, more[0]):
            more = more[1:]
        self.read_title(title)
        self.subtitle += [line for block in more for line in block]

    def read_title(self, lines: Sequence[TextLine]) -> None:
        """Read the headline from `lines`: join wrapped lines, drop a repetition, read a date stamp.

        A stamp after the headline ("[Juche113.1.2.]") becomes a witness of the date. If the
        headline is too long for a title, the rest of the headline is added to the subtitle.
        """
        lines = _once(lines)
        if not lines:
            return
        if is_salutation(" ".join(line.text for line in lines)):
            self.subtitle += lines  # a speech without a headline: the salutation is text
            return
        *first, last = (line.span for line in lines)
        stamp = agency_marks.TITLE_STAMP.search(self.text, *last)
        if stamp and stamp.start() > last[0]:
            self.witness("title_stamp", "title-stamp", stamp.span("date"))
            last = (last[0], stamp.start())
        title, rest = divide_headline(self.text, [*first, last])
        self.read("title", "words", *title)
        for start, end in rest:
            line = TextLine(self.text[start:end], start, end, not self.subtitle).part(0)
            self.subtitle += [line] if line else []
        headline = words([self.text[slice(*span)] for span in (*title, *rest)])
        self._headline_length = len(headline)

    def take_dates(self, lines: Sequence[TextLine], part: Part = "article") -> list[TextLine]:
        """Return lines of a part of an article without dates on lines that stand alone.

        The dates become witnesses. All lines are returned if a date can be no date of this article:
        it is not the one of another line or of the page, it is far from the day in the dateline, or
        it is older than the outlets. A date above the headline that is not near the day in the
        dateline is the day of viewing, `viewed`.
        """
        if not self.takes_dates:
            return list(lines)
        kept, dates, dates_in_text = without_dates(lines, part)
        if not dates and not dates_in_text:
            return kept
        near = self._dateline_day or _dateline_day(lines)
        for span in dates_in_text:
            if not self.witnesses and self._is_near(span, near):
                self._take_date_in_text(span, near)
        is_above = part == "article" and bool(dates and near) and dates[0][0] < kept[0].start
        if is_above and not self._is_near(dates[0], near, _LONGEST_DELAY):
            self.viewed = self._evidence("viewing-date", dates[0])
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
        evidence = self._evidence("own-line", span)
        day = PartialDate.parse(evidence.value) if evidence else None
        words_of_day = " ".join(self.text[slice(*dateline)].split()) if dateline else ""
        reported = date_near(words_of_day, day.iso) if day else None
        if day and reported and day.first_day < reported.first_day:
            self._dateline_year = self._dateline_year or span
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
        if self._dateline_day and self._is_near(span, self._dateline_day, _NEXT_DAY):
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
        evidence = self._evidence("own-line", span)
        if not evidence:
            return True
        day = PartialDate.parse(evidence.value)
        words_near = " ".join(self.text[slice(*near)].split()) if near else ""
        dateline = date_near(words_near, day.iso) if near else day
        return day.year >= _FIRST_YEAR and day.days_apart(dateline or day) <= most

    def _evidence(self, rule: str, span: Span) -> Evidence | None:
        try:
            return read(rule, self.text, span)
        except UnreadableValue:
            return None

    def _is_read_as(self, evidence: Evidence, span: Span) -> bool:
        found = self._evidence("own-line", span)
        return found is not None and found.value == evidence.value

    def read_source(self, span: Span, confidence: float = 1.0) -> None:
        """Read the name of the source, and the language from the language tag in this name."""
        self.read("source", "source-name", span, confidence=confidence)
        if language_of_tag(self.text[slice(*span)]):
            self.read("language", "language-tag", span)

    def read_body(self, lines: Sequence[TextLine], *, is_divided: bool = False) -> None:
        """Read the paragraphs of the body.

        A dateline, sign-off, credit or byline becomes fields and witnesses. Buttons and end marks
        are dropped. The subtitle becomes the first paragraph, because it is text of the article.
        `is_divided` is true if the article is one of several in the file. Otherwise the method
        raises Rejection (several-articles) if the lines are a digest of several articles.
        """
        if not is_divided:
            reject_digest(lines)
        lines, told = furniture.without_furniture(lines)
        if told:
            spans = [line.span for line in told]
            self.problems.append(left_out_problem(self.text, spans, "in the text"))
        rest = without_foot(lines)
        if left_out := left_out_below(lines, rest):
            spans = [line.span for line in left_out]
            self.problems.append(left_out_problem(self.text, spans, "below the end mark"))
        rest = self.take_dates(self._without_repeated_head(rest), "body")
        rest = self._without_dateline(rest)
        rest = self._without_end(rest)
        above_date = self.take_dates(rest, "foot")
        if len(above_date) < len(rest):
            rest = self._without_end(above_date)
        if rest:
            self.paragraphs = paragraphs(self.subtitle) + paragraphs(rest)

    def _without_repeated_head(self, lines: list[TextLine]) -> list[TextLine]:
        """Return the body's lines without a repeated title and a date line right below this title.

        The date becomes a witness.
        """
        title = self.fields.get("title")
        if (
            len(lines) > 1
            and title
            and normalise_title(lines[0].text) == normalise_title(title.value)
        ):
            lines = lines[1:]
            if len(lines) > 1 and furniture.LONG_DATE_ALONE.fullmatch(lines[0].text):
                self.witness("page_date", "page-date", lines[0].span)
                lines = lines[1:]
        return lines

    def _without_dateline(self, lines: list[TextLine]) -> list[TextLine]:
        for position, line in enumerate(lines[:_HEAD]):
            match = agency_marks.match_dateline(line)
            if match:
                self.read("dateline_place", "words", line.span_of(match, "place"))
                self.read("agency", "agency", line.span_of(match, "agency"))
                self._dateline_day = line.span_of(match, "day") if match["day"] else None
                if match.groupdict().get("year"):
                    self._dateline_year = line.span_of(match, "year")
                left = line.part(match.end())
                return [*lines[:position], *([left] if left else []), *lines[position + 1 :]]
        return lines

    def _without_end(self, lines: list[TextLine]) -> list[TextLine]:
        """Return the body's lines without an end mark, sign-off, credit and byline at the end."""
        kept = len(lines)
        while kept and self._take_whole_line(
            lines[kept - 1], lines[kept - 2] if kept > 1 else None
        ):
            kept -= 1
        lines = lines[:kept]
        for pattern in (
            agency_marks.KOREAN_CREDIT_AT_END,
            agency_marks.END_MARK,
            agency_marks.CUT_END,
        ):
            match = pattern.search(lines[-1].text) if lines else None
            if match:
                last = lines.pop()
                self._take_end(last, match)
                lines += filter(None, [last.part(0, match.start())])
        return lines

    def _take_whole_line(self, line: TextLine, above: TextLine | None) -> bool:
        """Return True if `line`, the last line, is a sign-off, credit, byline or copyright line.

        If so, the values in `line` become fields and witnesses. `above` is the line before `line`,
        or None. A byline is recognised only if `above` ends a sentence, because in a list of names
        and offices each line looks like a byline; and not if it was cut off ("chief of the"),
        because then it can be the beginning of a sentence.
        """
        sign_off = agency_marks.SIGN_OFF.fullmatch(line.text)
        if sign_off:
            self._take_end(line, sign_off)
            return True
        if agency_marks.CUT_SIGN_OFF.fullmatch(line.text):
            return True
        if not above:
            return False
        # The first letters of a line of the page, cut at the end of the file
        if len(line.text) <= _MOST_CUT and agency_marks.has_end(above):
            return True
        if furniture.is_copyright(line):
            return True
        credit = agency_marks.CREDIT.fullmatch(line.text)
        if credit:
            self._take_end(line, credit)
            return True
        is_byline = (
            not self.is_cut
            and ends_sentence(above.text)
            and bool(agency_marks.BYLINE.fullmatch(line.text))
        )
        if is_byline and not ends_open(line) and not agency_marks.END_MARK.search(line.text):
            self.read("byline", "words", line.span)
            return True
        return False

    def _take_end(self, line: TextLine, match: re.Match[str]) -> None:
        groups = match.groupdict()
        if groups.get("date"):
            self.witness("sign_off", "sign-off", line.span_of(match, "date"))
        if "korean" in groups:
            self.read("agency", "words", line.span_of(match, "korean" if groups["korean"] else 0))

    def finish(self, position: int, span: Span) -> ParsedArticle:
        """Return the finished article, with its date and its problems.

        A missing title is replaced by the first words of the text. `position` is the index of the
        article in the file, and `span` is its span in the saved text.
        """
        self._read_dateline_day()
        choice = choose_date(self.witnesses, self._dateline_day)
        if choice.witness:
            self.fields["published"] = choice.witness
        self.problems.extend(choice.problems)
        if "title" not in self.fields and self.paragraphs:
            self.read("title", "first-words", *self.paragraphs[0].spans, confidence=0.3)
            message = "The page has no headline; the first words are shown instead."
            self.problems.append(Problem("title-missing", message))
        self.read_language()
        if not self.fields.get("source") or not self.fields["source"].value:
            self.problems.append(Problem("source-unknown", "The page names no source."))
        elif len(name := self.fields["source"].value) > LONGEST_NAME:
            message = (
                f"The source's name has {len(name):,} letters, so it may contain other text;"
                f" {LONGEST_NAME} are kept."
            )
            spans = self.fields["source"].spans
            self.problems.append(Problem("source-long", message, words=name, spans=spans))
        title, length = self.fields.get("title"), self._headline_length
        self.problems.extend(problems_of_text(title, length, self.paragraphs))
        return ParsedArticle(
            position,
            span,
            self.fields,
            self.paragraphs,
            self.witnesses,
            choice.is_doubtful,
            limited_problems(self.problems),
        )

    def read_language(self) -> None:
        """Read the language of title and text, and compare it with the tag of the outlet.

        If there is no tag, the language of the text is used. If there is a tag, it is used, unless
        the text is surely in another language: then the language of the text is used, or none if it
        is not one of ours, and the problem language-differs is added.
        """
        if not self.paragraphs or self._is_language_read:
            return
        self._is_language_read = True
        tag, title = self.fields.get("language"), self.fields.get("title")
        first, last = self.paragraphs[0].spans[0], self.paragraphs[-1].spans[-1]
        spans = [(min(first[0], last[0]), max(first[1], last[1]))]
        if title and title.rule != STAND_IN:
            spans = [*title.spans, *spans]
        found = language_of_pieces(tuple(self.text[slice(*span)] for span in spans))
        tag_code = tag.value.partition("-")[0].casefold() if tag else ""
        if tag and (tag_code == found.code or not found.is_sure):
            return
        if tag:
            del self.fields["language"]
            language = found.code or "none of the languages that the outlets publish in"
            message = (
                f'The language is given as "{tag.value}", but the text is in another one:'
                f" {language}."
            )
            problem = Problem("language-differs", message, words=tag.value, spans=tag.spans)
            self.problems.append(replace(problem, candidates=(tag.value,)))
        if found.code:
            self.fields["language"] = read("language-text", self.text, *spans, confidence=0.9)

    def _read_dateline_day(self) -> None:
        """Read the day of the dateline, in its year or the year nearest to the best witness.

        The date becomes a witness and the field `dateline_on`. If there is no witness, the field
        `dateline_day` is the day without a year.
        """
        dating = next((self.witnesses[name] for name in WITNESSES if name in self.witnesses), None)
        year = self._dateline_year or (dating.spans[0] if dating else None)
        if self._dateline_day and year:
            spans = (self._dateline_day, year)
            self.witness("dateline", "dateline", *spans)
            if "dateline" in self.witnesses:
                self.read("dateline_on", "dateline", *spans)
        elif self._dateline_day:
            self.read("dateline_day", "day-of-year", self._dateline_day)


def _dateline_day(lines: Sequence[TextLine]) -> Span | None:
    """Return the span of the day in the dateline at the top of these lines; None without one."""
    for line in lines[: _HEAD + 2]:
        if match := agency_marks.find_dateline(line):
            return line.span_of(match, "day") if match["day"] else None
    return None


def _same(first: Sequence[TextLine], second: Sequence[TextLine]) -> bool:
    texts = (" ".join(line.text for line in lines) for lines in (first, second))
    return normalise_title(next(texts)) == normalise_title(next(texts))


def _once(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Return the lines of a headline without a repetition.

    The second half of the lines can repeat the first half. If there is one line, the second half of
    its text can repeat the first half.
    """
    half = len(lines) // 2
    if half and _same(lines[:half], lines[half:]):
        return lines[:half]
    if len(lines) == 1:
        text = lines[0].text
        half = len(text) // 2
        if half >= _SHORTEST_DOUBLED and text[:half].strip() == text[-half:].strip():
            return [part for part in [lines[0].part(0, half)] if part]
    return lines
