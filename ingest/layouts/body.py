"""What all layouts share: a headline with its stamp, and a body without dateline, end mark, sign-off and credit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.clean import Line, normalise_title, paragraphs, squeeze
from ingest.dates import choose
from ingest.documents import Evidence, Paragraph, ParsedArticle, Problem, Span
from ingest.layouts import marks
from ingest.rules import Unreadable, read

_MOJIBAKE = re.compile("\ufffd|â€|Ã[\u0080-\u00bf]|ï»¿")


@dataclass
class Draft:
    """An article while a layout reads it. `text` is the whole saved text; lines and spans count in it."""

    text: str
    fields: dict[str, Evidence] = field(default_factory=dict)
    witnesses: dict[str, Evidence] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    paragraphs: tuple[Paragraph, ...] = ()
    subtitle: list[Line] = field(default_factory=list)
    _dateline_day: Span | None = None

    def read(self, name: str, rule: str, *spans: Span, confidence: float = 1.0) -> None:
        """Set a field by a rule; where the rule cannot read the words, note a problem instead."""
        self._read_into(self.fields, name, rule, spans, confidence)

    def witness(self, name: str, rule: str, *spans: Span, confidence: float = 1.0) -> None:
        """Add a witness of the date; the first of each name holds."""
        if name not in self.witnesses:
            self._read_into(self.witnesses, name, rule, spans, confidence)

    def _read_into(
        self, target: dict[str, Evidence], name: str, rule: str, spans: tuple[Span, ...], confidence: float
    ) -> None:
        try:
            target[name] = read(rule, self.text, *spans, confidence=confidence)
        except Unreadable:
            words = squeeze(" ".join(self.text[start:end] for start, end in spans))
            self.problems.append(Problem("unreadable-field", f'The {name} "{words}" cannot be read.', spans))

    def read_title(self, lines: Sequence[Line]) -> None:
        """Take the headline: wrapped lines are joined, a doubled one counts once, a date stamp is a witness."""
        lines = _once(lines)
        if not lines:
            return
        *first, last = (line.span for line in lines)
        stamp = marks.TITLE_STAMP.search(self.text, *last)
        if stamp and stamp.start() > last[0]:
            self.witness("title_stamp", "title-stamp", stamp.span("date"))
            last = (last[0], stamp.start())
        self.read("title", "words", *first, last)

    def read_body(self, lines: Sequence[Line]) -> None:
        """Take the body from its lines: what is no article text becomes a field or a witness, or is dropped.

        A subtitle is article text: it becomes the first paragraph.
        """
        rest = [line for line in lines if not marks.FURNITURE.fullmatch(line.text)]
        rest = self._without_repeated_head(rest)
        rest = self._without_dateline(rest)
        rest = self._without_end(rest)
        if rest:
            self.paragraphs = paragraphs(self.subtitle) + paragraphs(rest)

    def _without_repeated_head(self, lines: list[Line]) -> list[Line]:
        """A body can begin with the title, and then the date, once more."""
        title = self.fields.get("title")
        if lines and title and normalise_title(lines[0].text) == normalise_title(title.value):
            lines = lines[1:]
            if lines and marks.LONG_DATE_ALONE.fullmatch(lines[0].text):
                self.witness("page_date", "page-date", lines[0].span)
                lines = lines[1:]
        return lines

    def _without_dateline(self, lines: list[Line]) -> list[Line]:
        for position, line in enumerate(lines[:3]):
            for pattern in marks.DATELINES:
                found = pattern.match(self.text, line.start, line.end)
                if found:
                    self.read("dateline_place", "words", found.span("place"))
                    self.read("agency", "words", found.span("agency"))
                    self._dateline_day = found.span("day")
                    left = _cut(self.text, line, found.end(), line.end)
                    return [*lines[:position], *([left] if left else []), *lines[position + 1 :]]
        return lines

    def _without_end(self, lines: list[Line]) -> list[Line]:
        """Cut end mark, sign-off and credit from the end. Only the last lines can hold them."""
        while lines:
            last = lines[-1]
            whole = marks.SIGN_OFF.fullmatch(last.text)
            credit = marks.CREDIT.fullmatch(last.text)
            if whole and any(whole.groups()):
                self._take_sign_off(last, whole)
            elif credit and len(lines) > 1:
                span = credit.span("korean") if credit["korean"] else credit.span()
                self.read("agency", "words", (last.start + span[0], last.start + span[1]))
            else:
                break
            lines = lines[:-1]
        if lines:
            last = lines[-1]
            mark = marks.END_MARK.search(last.text)
            if mark:
                self._take_sign_off(last, mark)
                left = _cut(self.text, last, last.start, last.start + mark.start())
                lines = lines[:-1] + ([left] if left else [])
        return lines

    def _take_sign_off(self, line: Line, found: re.Match[str]) -> None:
        if found["date"]:
            start, end = found.span("date")
            self.witness("sign_off", "sign-off", (line.start + start, line.start + end))

    def finish(self, position: int, span: Span) -> ParsedArticle:
        """The article, with its date chosen among the witnesses and what is missing told as problems."""
        self._read_dateline_day()
        chosen, is_doubtful, problems = choose(self.witnesses)
        if chosen:
            self.fields["published"] = chosen
        self.problems.extend(problems)
        if "title" not in self.fields and self.paragraphs:
            self.read("title", "first-words", self.paragraphs[0].spans[0], confidence=0.3)
            self.problems.append(Problem("title-missing", "The page has no headline; the first words stand in for it."))
        if "language" not in self.fields and self.paragraphs:
            self.read("language", "language-script", *self.paragraphs[0].spans, confidence=0.9)
        if not self.fields.get("source") or not self.fields["source"].value:
            self.problems.append(Problem("source-unknown", "The page names no source."))
        if any(_MOJIBAKE.search(paragraph.text) for paragraph in self.paragraphs):
            self.problems.append(
                Problem("mojibake", "The text holds characters that were garbled before it was saved.")
            )
        return ParsedArticle(
            position, span, self.fields, self.paragraphs, self.witnesses, is_doubtful, tuple(self.problems)
        )

    def _read_dateline_day(self) -> None:
        if not self._dateline_day:
            return
        others = [
            name for name in ("date_line", "header", "sign_off", "title_stamp", "page_date") if name in self.witnesses
        ]
        full = [self.witnesses[name] for name in others if len(self.witnesses[name].value) == len("2025-01-01")]
        if full:
            spans = (self._dateline_day, full[0].spans[0])
            self.witness("dateline", "dateline", *spans)
            self.read("dateline_on", "dateline", *spans)


def _once(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a headline that stands twice, once."""
    half = len(lines) // 2
    first, second = (" ".join(line.text for line in part) for part in (lines[:half], lines[half:]))
    return lines[:half] if half and normalise_title(first) == normalise_title(second) else lines


def _cut(text: str, line: Line, start: int, end: int) -> Line | None:
    """A part of a line without surrounding space; None when nothing is left."""
    part = text[start:end]
    stripped = part.strip()
    if not stripped:
        return None
    start += part.index(stripped)
    return Line(stripped, start, start + len(stripped), line.is_after_blank)
