"""The values that a layout reads for an article, with their evidence and problems."""

from dataclasses import dataclass, field

from ingest.dates import is_placeholder, possible_dates
from ingest.rules import UnreadableValue, language_of_tag, read, read_or_none
from ingest.text_lines import squeeze
from ingest.values import Evidence, Problem, Span


@dataclass
class DraftValues:
    """The fields, witnesses of the date and problems of an article that a layout is reading.

    All spans are positions in `text`, the saved text.
    """

    text: str
    fields: dict[str, Evidence] = field(default_factory=dict)
    witnesses: dict[str, Evidence] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

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

    def read_source(self, span: Span, confidence: float = 1.0) -> None:
        """Read the name of the source, and the language from the language tag in this name."""
        self.read("source", "source-name", span, confidence=confidence)
        if language_of_tag(self.text[slice(*span)]):
            self.read("language", "language-tag", span)

    def evidence(self, rule: str, span: Span) -> Evidence | None:
        """Return what `rule` reads at `span`, or None if it cannot read a value there."""
        return read_or_none(rule, self.text, span)
