"""The plain values that travel through the intake, from a file's bytes to its article.

All are frozen. A span is a pair (start, end) of code points in `SavedFile.text`, end exclusive; a
mention's span counts in the article's body or title instead. Dates are `datetime.date`; partial
dates are ISO strings cut short ("2025-04" is a month, "2025" a year)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

Span = tuple[int, int]

LONGEST_WORDS = 300
"""Characters of its words that a stored problem keeps."""


class Portable:
    """A value that is pickled as a call of its class: several times quicker than a dataclass
    pickles itself."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type["Portable"], tuple[Any, ...]]:
        return type(self), tuple(getattr(self, name) for name in type(self).__slots__)


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file as it lay on disk. `text` is the decoded text (for HTML: the text extracted from it),
    never cleaned."""

    path: str
    sha256: str
    size: int
    data: bytes
    encoding: str
    text: str
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A field's value and how we know it.

    `rule` names one of `ingest.rules.RULES`: applied to the text at `spans` it gives `value`. Spans
    may be empty only for rules that are marked implied by layout, said by the archivist, or
    derived."""

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

    `field` names the field of the article that the problem is about: one of `ParsedArticle.fields`
    or "body", "published" for a witness of the date, "" for none. A problem of a name stands in the
    field "title" or "body", in which its spans count.
    `words` quotes what the problem is about, `candidates` lists the values that could be meant.
    Code, field, words and candidates identify a problem. `message` is only shown to people: nothing
    may depend on it. Spans move when the text before them changes, so they do not identify it.
    """

    code: str
    message: str
    field: str = ""
    words: str = ""
    spans: tuple[Span, ...] = ()
    candidates: tuple[str, ...] = ()

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
    """One clean paragraph of the body and the spans of the saved text that it was made from."""

    text: str
    spans: tuple[Span, ...]


class ListedItem(NamedTuple):
    """An item of a "More From" block: another article's title, lead and date, as the aggregator
    shows them."""

    position: int
    source: str
    title: str
    lead: str
    published: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article of a saved file.

    `fields` holds an Evidence for each field that was read, by name: title, source (the outlet's
    name as the file spells it; "" for a tag without a name), language, published (a partial ISO
    date), dateline_place, dateline_on (ISO), agency, byline, original_url, topic, section.
    `witnesses` holds every witness of the date that was found, by name (date_line, sign_off,
    page_date, dateline, title_stamp, header); the one chosen is `fields["published"]`."""

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
    """What a layout made of a saved file: its articles, the listings beside them, the bounds of the
    day of saving."""

    layout: str
    articles: tuple[ParsedArticle, ...]
    items: tuple[ListedItem, ...] = ()
    saved_not_before: Evidence | None = None
    problems: tuple[Problem, ...] = ()


class MentionSpan(NamedTuple):
    """A name found in the shown title or body.

    `entity` is the entity's slug in the gazetteer. It is empty for what is found by the grammar of
    names and not listed: such a one is known by its `name`, and `site` is the slug of the place
    where the text puts it, if it does."""

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
