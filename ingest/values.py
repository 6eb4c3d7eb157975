"""The plain values that pass between the steps, from the bytes of a file to its article.

All are frozen. A span is a pair (start, end) of positions (code points) in `SavedFile.text`, end
exclusive; the positions of a mention are in the body or title of the article instead. Dates are
`datetime.date`; dates known in part are ISO strings ("2025-04" is a month, "2025" a year; see
`ingest.partial_date`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ingest.problem_codes import PROBLEM_CODES

Span = tuple[int, int]

LONGEST_WORDS = 300
"""Characters of its words that a stored problem keeps."""


class Portable:
    """A base class for values that are pickled several times faster than ordinary dataclasses."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type["Portable"], tuple[Any, ...]]:
        return type(self), tuple(getattr(self, name) for name in type(self).__slots__)


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file as it was on disk.

    `text` is the decoded text (for HTML: the text extracted from it), never cleaned.
    """

    path: str
    sha256: str
    size: int
    data: bytes
    encoding: str
    text: str
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The value of a field, and the rule and words from which it was read.

    `rule` is the name of a rule in `ingest.rules.RULES`, which reads `value` in the text at
    `spans`. Spans may be empty only for rules whose value is implied by the layout, set by the
    archivist or derived.
    """

    value: Any
    rule: str
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "rule": self.rule,
            "spans": [list(span) for span in self.spans],
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Problem(Portable):
    """Something that a person should look at.

    `code` is one of `PROBLEM_CODES`, which also gives the `field`, except where problems of one
    code can be about different fields. The field is one of `ParsedArticle.fields`, "body", or ""
    for none; "published" also for a witness of the date. The spans of a problem about a name are
    positions in its field, "title" or "body". `words` quotes the words that the problem is about,
    `candidates` lists the possible values. Code, field, words and candidates identify a problem.
    `message` is only shown to people: nothing may depend on it. Spans move when the text before
    them changes, so they do not identify it.

    Raises ValueError for an unknown code, and for a field that differs from the code's.
    """

    code: str
    message: str
    field: str = ""
    words: str = ""
    spans: tuple[Span, ...] = ()
    candidates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the code of the problem, and set the field that this code has."""
        kind = PROBLEM_CODES.get(self.code)
        if kind is None:
            raise ValueError(f"“{self.code}” is not a problem code. Add it to PROBLEM_CODES.")
        if kind.field and self.field not in ("", kind.field):
            raise ValueError(f"“{self.code}” is about {kind.field}, not about {self.field}.")
        if kind.field:
            object.__setattr__(self, "field", kind.field)

    def as_json(self) -> dict[str, Any]:
        """Return the problem as the archive stores it, the words cut to 300 characters."""
        return {
            "code": self.code,
            "field": self.field,
            "words": self.words[:LONGEST_WORDS],
            "candidates": list(self.candidates),
            "message": self.message,
            "spans": [list(span) for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One clean paragraph of the body, and the spans of the saved text that it was made from."""

    text: str
    spans: tuple[Span, ...]


class ListedItem(NamedTuple):
    """An item of a "More From" list: title, lead and date of another article."""

    position: int
    source: str
    title: str
    lead: str
    published: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article of a saved file.

    `fields` has an Evidence for each field that was read, by name: title, source (its name as the
    file spells it; "" for a tag without a name), language, published (a partial ISO date),
    dateline_place, dateline_on (ISO), agency, byline, original_url, topic, section. `witnesses` has
    all dates that were found for the article, by the names in `ingest.date_witnesses.WITNESSES`;
    the chosen one is `fields["published"]`.
    """

    position: int
    span: Span
    fields: Mapping[str, Evidence]
    paragraphs: tuple[Paragraph, ...]
    witnesses: Mapping[str, Evidence] = field(default_factory=dict)
    is_date_doubtful: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def body(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The articles and listed items that a layout read in a saved file.

    `saved_not_before` is the evidence for the first day on which the file can have been saved.
    """

    layout: str
    articles: tuple[ParsedArticle, ...]
    items: tuple[ListedItem, ...] = ()
    saved_not_before: Evidence | None = None
    problems: tuple[Problem, ...] = ()


class MentionSpan(NamedTuple):
    """A name found in the shown title or body.

    `entity` is the slug of the entity in the gazetteer. It is empty for a name that is detected
    automatically and not listed: then `name` identifies it, and `site` is the slug of the place
    where the text locates it, if it does.
    """

    kind: str
    entity: str
    field: str
    start: int
    end: int
    text: str
    rule: str
    confidence: float
    is_implied: bool = False
    name: str = ""
    site: str = ""


class FoundMentions(NamedTuple):
    """The mentions of one article, and the names that could not be linked."""

    mentions: tuple[MentionSpan, ...]
    problems: tuple[Problem, ...] = ()
