"""The values that one step of reading a file passes to the next. They are immutable.

A span is a pair (start, end) of positions in `SavedFile.text`, in code points; the character at
`end` is not included. But the positions of a mention are in the title or body of the article. Full
dates are `datetime.date`; partial dates are ISO strings (`ingest.partial_date`): "2025-04-17",
"2025-04" or "2025".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ingest.problem_codes import PROBLEM_CODES

Span = tuple[int, int]

ONLY_ROW = "row 1 of 1"
"""The place of a row that is its whole file: an object of JSON with one article."""

_RECORD_AT_END = re.compile(r"(?:^|, )record [^/]*(?:, https?://.*)?$")
_ROW_AT_END = re.compile(r"(?:^|, )row \d[^/]*$")
_ARCHIVE = re.compile(r"\.(?:zip|wacz|warc(?:\.gz)?|arc(?:\.gz)?)$", re.IGNORECASE)

LONGEST_WORDS = 300
"""The number of characters of the quoted words that are stored with a problem."""


class Portable:
    """A base class for values that are pickled several times faster than ordinary dataclasses."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type["Portable"], tuple[Any, ...]]:
        return type(self), tuple(getattr(self, name) for name in type(self).__slots__)


class Fact(NamedTuple):
    """A value that a saved file gives beside its text: in the head of a page, a column of a table.

    `name` is one of `FACT_NAMES`, or "" for a value that has no meaning for the archive. `span` is
    the span of the value in `SavedFile.text`. A mark of the page is a fact, too: its span is that
    of a line of the text (`ingest.html_marks`).
    """

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A saved file as it was on disk.

    `data` has the bytes, and `encoding` is the codec with which they were decoded. `text` is the
    decoded text. Lines that are not part of the article are still in the text.

    Some files are not plain text: HTML pages, rows of tables. Then `extractor` is the version of
    the program that made `text` from the file. The text of such a file can begin with lines
    `name: value`, one for each value that the file gives beside its text. `facts` are these values,
    and the text itself begins at `text_start`. `is_row` is true if the values are columns of a data
    set or the front matter of a text, so that they describe exactly this article. `place` says
    where the file is in its container, as in `ingest.formats.entry.Entry`; it is "" for a
    whole file.
    """

    path: str
    sha256: str
    size: int
    data: bytes
    encoding: str
    text: str
    extractor: str = ""
    facts: tuple[Fact, ...] = ()
    text_start: int = 0
    is_row: bool = False
    place: str = ""

    @property
    def name(self) -> str:
        """The name of the file, or its name in the archive that it is in.

        It is "" for one of the rows of a data set, and for a file in an archive that has no name of
        its own: the name of the data set or archive is not theirs.
        """
        place = self.place.removesuffix(ONLY_ROW).removesuffix(", ")
        if _ROW_AT_END.search(place):
            return ""
        inner = _RECORD_AT_END.sub("", place)
        if inner:
            return re.split(r"[/\\]", inner)[-1]
        name = self.path.rpartition("/")[2]
        is_archive = bool(self.place) and _ARCHIVE.search(name)
        return "" if is_archive else name


@dataclass(frozen=True, slots=True)
class Evidence:
    """The value of a field, the rule that read this value, and the spans of the words it read.

    `rule` is the name of a rule in `ingest.rules.RULES`. `spans` is empty if the value is implied
    by the layout, set by the archivist or derived from other fields. `confidence` says how sure the
    value is, from 0.0 to 1.0. `file_name` is the name of the saved file if the value was read from
    it, otherwise "".
    """

    value: Any
    rule: str
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    file_name: str = ""

    def as_json(self) -> dict[str, Any]:
        stored = {
            "value": self.value,
            "rule": self.rule,
            "spans": [list(span) for span in self.spans],
            "confidence": self.confidence,
        }
        return stored | {"file_name": self.file_name} if self.file_name else stored


@dataclass(frozen=True, slots=True)
class Problem(Portable):
    """Something in a saved file or article that a person should look at.

    `code` is one of `PROBLEM_CODES`. `field` is the affected field: a name of
    `ParsedArticle.fields`, "body", or "" if no field is affected. A problem with a witness of the
    date has the field "published". For most codes, only one field is possible; this field is set
    automatically.

    `words` quotes the words that the problem is about. `candidates` are the possible values.
    `spans` are positions in the saved text; for a problem about a name, they are positions in the
    title or body.

    Code, field, words and candidates identify a problem. The spans do not, because they move when
    text before them changes. Nothing may depend on `message`, which is only shown to people.

    Raises ValueError for an unknown code, and for a field that this code cannot have.
    """

    code: str
    message: str
    field: str = ""
    words: str = ""
    spans: tuple[Span, ...] = ()
    candidates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the code of the problem, and set the field that the code decides."""
        kind = PROBLEM_CODES.get(self.code)
        if kind is None:
            raise ValueError(f"“{self.code}” is not a problem code. Add it to PROBLEM_CODES.")
        if kind.field and self.field not in ("", kind.field):
            raise ValueError(f"“{self.code}” is about {kind.field}, not about {self.field}.")
        if kind.field:
            object.__setattr__(self, "field", kind.field)

    def as_json(self) -> dict[str, Any]:
        """Return the problem as a dict for the archive, with `words` cut to 300 characters."""
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
    """A paragraph of the body: its cleaned text, and the spans of its lines in the saved text."""

    text: str
    spans: tuple[Span, ...]


class ListedItem(NamedTuple):
    """An item of the "More From" list on a page: source, title, lead and date of another article.

    `position` is the index of the item in the list. `lead` is the beginning of the article's text.
    """

    position: int
    source: str
    title: str
    lead: str
    published: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article of a saved file.

    `position` is the index of the article in the file, and `span` is its span in the saved text.
    `fields` has an Evidence for each field that was read. The names of the fields are title, source
    (as the file spells its name; "" if there is only a language tag), language, published (a
    partial ISO date), dateline_place, dateline_on (an ISO date), dateline_day (ISO without a year:
    "--04-17"; only if no year is known), agency, byline, original_url, topic, section and page (the
    number of the page of a newspaper). `witnesses` is a dict from the names of witnesses
    ("sign_off", see `ingest.date_witnesses.WITNESSES`) to the Evidence of the date that the witness
    gives. The Evidence of the chosen witness is in `fields["published"]`, too. `is_date_doubtful`
    is true if the date can be wrong, so that a person should check it.
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

    `saved_not_before` is the evidence for the first day on which the file can have been saved, and
    `saved_not_after` for the last one; None if nothing in the file shows this day. Both are the
    same day (UTC) if the program that saved the file noted the moment.
    """

    layout: str
    articles: tuple[ParsedArticle, ...]
    items: tuple[ListedItem, ...] = ()
    saved_not_before: Evidence | None = None
    problems: tuple[Problem, ...] = ()
    saved_not_after: Evidence | None = None


class MentionSpan(NamedTuple):
    """A mention: a name in the title or body of an article.

    `kind` is "place", "organisation" or "person". `field` is "title" or "body"; `start` and `end`
    are the span of the name in this field, and `text` is the name as the field spells it. `rule`
    is the code of the rule that found the name, and `confidence` is from 0.0 to 1.0.

    `entity` is the slug of the entity in the gazetteer. It is "" for a name that was detected
    automatically: then `name` identifies the entity, and `site` is the slug of the place where the
    entity is, or "" if the text does not name this place. `is_implied` is true for a place that is
    implied by an organisation at this span.
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
    """The mentions in one article, and the problems with names in the article."""

    mentions: tuple[MentionSpan, ...]
    problems: tuple[Problem, ...] = ()
