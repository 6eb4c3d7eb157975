"""The comparison of two texts, for every page that compares texts, also in the admin.

The templates `_comparison_summary.html` and `_comparison.html` print it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from archive.views.parts.article_versions import GRADES, Saved
from archive.views.parts.compared_texts import Row, inline_rows, rows_of
from ingest.text_changes import Grade, Piece, compare_texts

INLINE = "inline"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: where it comes from, and when it was saved.

    `fields` maps the labels of the other fields to their values; "" if the value is not known.
    `file` is the file of the text for its heading, as text or safe HTML; "" if it is not shown.
    """

    heading: str
    url: str
    saved: Saved
    text: str
    fields: Mapping[str, str]
    file: str = ""


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field of the two texts that differs."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many changes have a grade (in words), and the number of the first one, from 1."""

    words: str
    count: int
    first: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts with their changes. If it is known which was saved first, this is `left`.

    `total` is the number of changes, and `grades` has their grades, the highest first. `path` is
    the address of the comparison beside each other, and `inline_path` of the one in one text.
    `language` is the language of the texts, or "".
    """

    left: Side
    right: Side
    rows: Sequence[Row]
    grades: Sequence[GradeCount]
    total: int
    fields: Sequence[FieldPair]
    path: str
    is_inline: bool
    language: str

    @property
    def inline_path(self) -> str:
        return f"{self.path}{'&' if '?' in self.path else '?'}view={INLINE}"

    @property
    def is_order_known(self) -> bool:
        return self.left.saved.is_before(self.right.saved)


def comparison_of(
    request: HttpRequest, left: Side, right: Side, path: str, language: str
) -> Comparison:
    """Return the comparison of two texts, as a request wants to see it; see `Comparison`."""
    if right.saved.is_before(left.saved):
        left, right = right, left
    pieces = compare_texts(left.text, right.text)
    is_inline = request.GET.get("view") == INLINE
    grades = _grades(pieces)
    return Comparison(
        left=left,
        right=right,
        rows=(inline_rows if is_inline else rows_of)(left.text, right.text, pieces),
        grades=grades,
        total=sum(each.count for each in grades),
        fields=_different_fields(left, right),
        path=path,
        is_inline=is_inline,
        language=language,
    )


def _grades(pieces: Sequence[Piece]) -> list[GradeCount]:
    changes = [piece.grade for piece in pieces if piece.is_change]
    first: dict[Grade, int] = {}
    for number, grade in enumerate(changes, start=1):
        first.setdefault(grade, number)
    counts = sorted(Counter(changes).items(), reverse=True)
    return [GradeCount(GRADES[grade], count, first[grade]) for grade, count in counts]


def _different_fields(left: Side, right: Side) -> list[FieldPair]:
    return [
        FieldPair(label, before or "unknown", right.fields[label] or "unknown")
        for label, before in left.fields.items()
        if before != right.fields[label]
    ]
