"""The input of a layout: the text of a saved file, split into lines only once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ingest.text_lines import TextLine, split_lines
from ingest.values import Fact, SavedFile, Span


class Likeness(NamedTuple):
    """Why a page that no layout matches may still be a page of `layout`.

    `source` is the name of the source that such a page would have. `reason` is the end of the
    sentence "It …", such as "has a date below its headline".
    """

    layout: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class PageText:
    """The saved text, and its lines that are not blank. All spans are positions in `text`.

    `facts` and `is_row` are those of the SavedFile. The lines with the facts are in `text`, but not
    in `lines`.
    """

    text: str
    lines: tuple[TextLine, ...]
    facts: tuple[Fact, ...] = field(default=())
    is_row: bool = False

    @classmethod
    def of(cls, file: SavedFile) -> "PageText":
        start = file.text_start
        lines = split_lines(file.text[start:] if start else file.text)
        if start:
            lines = [
                line._replace(start=line.start + start, end=line.end + start) for line in lines
            ]
        return cls(file.text, tuple(lines), file.facts, file.is_row)

    def with_lines(self, lines: Iterable[TextLine], facts: Iterable[Fact] = ()) -> "PageText":
        """Return the page with only these of its lines, and with further facts after its own.

        The first line is like one below a blank line.
        """
        kept = list(lines)
        kept[:1] = [line._replace(is_after_blank=True) for line in kept[:1]]
        return replace(self, lines=tuple(kept), facts=(*self.facts, *facts))

    def with_facts(self, facts: Iterable[Fact]) -> "PageText":
        """Return the page with further facts after its own."""
        return replace(self, facts=(*self.facts, *facts))

    def fact(self, name: str) -> Span | None:
        """Return the span of the first value with this name that is not empty; None if missing."""
        return next(
            (fact.span for fact in self.facts if fact.name == name and fact.span[0] < fact.span[1]),
            None,
        )
