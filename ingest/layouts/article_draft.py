"""The steps that the layouts share: reading the headline, the dateline and the body of an article.

The dateline is at the beginning of the text: "Pyongyang, April 17 (KCNA) --". The text can end with
an end mark ("-0-"), a sign-off ("www.kcna.kp (2025.04.17.)"), a credit ("KCNA") or a byline.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.date_witnesses import choose_date
from ingest.layouts import agency_marks, furniture
from ingest.layouts.article_checks import left_out_problem, problems_of_text, reject_digest
from ingest.layouts.date_lines import is_salutation
from ingest.layouts.draft_dates import HEAD, DatedDraft
from ingest.layouts.draft_ends import without_end
from ingest.layouts.draft_language import read_language
from ingest.layouts.foot_lines import left_out_below, without_foot
from ingest.layouts.long_titles import divide_headline
from ingest.limits import limited_problems
from ingest.sources import LONGEST_NAME
from ingest.text_lines import (
    TextLine,
    blocks,
    normalise_title,
    paragraphs,
    words,
)
from ingest.values import Paragraph, ParsedArticle, Problem, Span

# The fewest letters of a headline that can be repeated in one line: "Ceramic VaseCeramic Vase" is
# "Ceramic Vase" twice, but "Go Go" is one headline.
_SHORTEST_DOUBLED = 10


@dataclass
class Draft(DatedDraft):
    """An article that a layout is reading. All spans are positions in `text`, the saved text.

    `subtitle` contains the lines between the headline and the text. If `is_cut` is true, the file
    was cut off.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    subtitle: list[TextLine] = field(default_factory=list)
    is_cut: bool = False
    _headline_length: int = 0
    _is_language_read: bool = False

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

    def read_body(self, lines: Sequence[TextLine], *, is_divided: bool = False) -> None:
        """Read the paragraphs of the body.

        A dateline, sign-off, credit or byline becomes fields and witnesses. Buttons and end marks
        are dropped. The subtitle becomes the first paragraph, because it is text of the article.
        `is_divided` is true if the article is one of several in the file. Otherwise the method
        raises Rejection (several-articles) if the lines are a digest of several articles.
        """
        if not is_divided:
            reject_digest(lines)
        lines, doubtful = furniture.without_furniture(lines)
        if doubtful:
            spans = [line.span for line in doubtful]
            self.problems.append(left_out_problem(self.text, spans, "in the text"))
        rest = without_foot(lines)
        if left_out := left_out_below(lines, rest):
            spans = [line.span for line in left_out]
            self.problems.append(left_out_problem(self.text, spans, "below the end mark"))
        rest = self.take_dates(self._without_repeated_head(rest), "body")
        rest = self._without_dateline(rest)
        rest = without_end(self, rest, is_cut=self.is_cut)
        above_date = self.take_dates(rest, "foot")
        if len(above_date) < len(rest):
            rest = without_end(self, above_date, is_cut=self.is_cut)
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
        for position, line in enumerate(lines[:HEAD]):
            match = agency_marks.match_dateline(line)
            if match:
                self.read("dateline_place", "words", line.span_of(match, "place"))
                self.read("agency", "agency", line.span_of(match, "agency"))
                self.dateline_day = line.span_of(match, "day") if match["day"] else None
                if match.groupdict().get("year"):
                    self.dateline_year = line.span_of(match, "year")
                left = line.part(match.end())
                return [*lines[:position], *([left] if left else []), *lines[position + 1 :]]
        return lines

    def finish(self, position: int, span: Span) -> ParsedArticle:
        """Return the finished article, with its date and its problems.

        A missing title is replaced by the first words of the text. `position` is the index of the
        article in the file, and `span` is its span in the saved text.
        """
        self.read_dateline_day()
        choice = choose_date(self.witnesses, self.dateline_day)
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
        """Read the language of title and text, once (`draft_language.read_language`)."""
        if self.paragraphs and not self._is_language_read:
            self._is_language_read = True
            read_language(self, self.paragraphs)


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
