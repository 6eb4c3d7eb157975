"""One article as JSON: its mentions, evidence, versions, comparisons and saved files."""

from typing import Annotated

from msgspec import Meta

from archive.api.articles import Telling
from archive.api.records import Record
from archive.api.values import (
    Address,
    DateText,
    Entity,
    Link,
    Number,
    Saved,
    Sha256,
    Span,
    Value,
)


class ArticleMention(Value):
    """A mention of an entity in an article.

    `field` is title or body, and `span` the place of `words` in it, or null. `is_implied` is true
    if the words do not name the entity: a factory implies the town where it is. `rule` says how the
    mention was found, and `confidence`, from 0 to 1, how sure the rule is. `decision` is that of
    staff.
    """

    entity: Entity
    field: str
    span: Span | None
    words: str
    is_implied: bool
    rule: str
    confidence: float
    decision: str


class Problem(Value):
    """Something that was not certain when the article was read."""

    code: str
    message: str


class SavedFile(Value):
    """A saved file that contains the article; `is_shown` is true for the text shown."""

    sha256: Sha256
    url: Address
    json_url: Address
    saved: str
    is_shown: bool
    file_names: list[str]


class ListedItem(Value):
    """An article that the saved page lists, for example under “More From”."""

    title: str
    date: DateText
    url: Address
    is_in_archive: bool
    note: str


class ListPosition(Value):
    """The list in whose address the article was found; `position` is 0 if it is not known.

    `problem` says what is not valid in the filters of the address.
    """

    sentence: str
    url: Address
    position: Number
    total: Number
    previous: Address
    next: Address
    problem: str


class Article(Record, kw_only=True):  # type: ignore[call-arg]
    """An article, as the archive shows it after the corrections of staff.

    It has the values of the data dictionary. Paragraphs of `text` are separated by an empty line.
    If the address has the filters of a list, `list_position` has the article's place in the list,
    and `title_marks` and `text_marks` have the matches of its search.
    """

    page_url: Address
    json_url: Address
    text: str
    title_marks: list[Span]
    text_marks: list[Span]
    list_position: ListPosition | None
    citation: str
    problem_details: list[Problem]
    notes: list[str]
    mentions: list[ArticleMention]
    names_of_other_versions: list[Link]
    files: list[SavedFile]
    listed_items: list[ListedItem]
    listed_in: list[Link]
    versions_url: Address
    evidence_url: Address
    similar_url: Address
    story_url: Address
    also_told: list[Telling]


class FieldEvidence(Value):
    """How a field was read: its value, the rule, and the words of the saved file.

    If staff corrected it, `corrected_value` is shown instead, for the `reason` that they gave.
    `is_used` is true for the possible date from which the date of the article was read.
    """

    name: str
    value: str
    rule: str
    quotes: list[str]
    more_quotes: Number
    confidence: str
    is_corrected: bool
    corrected_value: str
    reason: str
    is_used: bool


class MentionEvidence(Value):
    """How the mentions of an entity were found, with each spelling once."""

    kind: str
    name: str
    url: Address
    json_url: Address
    quotes: list[str]
    rule: str
    confidence: str
    decision: str
    reason: str
    is_rejected: bool


class SeparateArticle(Value):
    """An article that staff decided to keep apart from this one, with their reason."""

    title: str
    url: Address
    json_url: Address
    reason: str


class Evidence(Value):
    """The evidence of every field and mention of an article."""

    article: Link
    url: Address
    json_url: Address
    saved_file: SavedFile | None
    fields: list[FieldEvidence]
    possible_dates: list[FieldEvidence]
    mentions: list[MentionEvidence]
    problems: list[str]
    separate_articles: list[SeparateArticle]


class Version(Value):
    """The copies of an article that have the same words.

    `difference` says how it differs from the version shown. `compare_url` compares the two.
    """

    short_id: Annotated[str, Meta(pattern="^[0-9a-f]{12}$")]
    url: Address
    json_url: Address
    is_shown: bool
    title: str
    source_name: str
    date: str
    saved: Saved
    difference: str
    compare_url: Address
    saved_files: list[SavedFile]


class Versions(Value):
    """The versions of an article, in the order in which they were saved, as far as known."""

    article: Link
    url: Address
    json_url: Address
    versions: list[Version]


class VersionText(Value):
    """One version of an article, with its text as it was read in its most complete copy."""

    article: Link
    version: Version
    position: Number
    version_count: Number
    text: str
    listed_items: list[ListedItem]


class ComparedText(Value):
    """One of two compared texts."""

    heading: str
    url: Address
    saved: Saved
    text: str


class FieldDifference(Value):
    """A field in which the two texts differ."""

    label: str
    before: str
    after: str


class GradeCount(Value):
    """How many changes are of one kind."""

    difference: str
    count: Number


class Run(Value):
    """A piece of one of the texts: same, removed or added; `change` numbers the changes from 1."""

    text: str
    style: str
    change: Number
    difference: str
    ends_paragraph: bool


class ComparedPart(Value):
    """A part of the two texts beside each other; in one text, only `left` has runs."""

    left: list[Run]
    right: list[Run]


class Comparison(Value):
    """Two texts with their changes; if it is known which was saved first, it is `left`."""

    article: Link
    url: Address
    json_url: Address
    left: ComparedText
    right: ComparedText
    is_order_known: bool
    change_count: Number
    changes: list[GradeCount]
    fields: list[FieldDifference]
    parts: list[ComparedPart]


class MarkedField(Value):
    """The words of a saved file from which a field was read."""

    name: str
    span: Span


class Capture(Value):
    """A saved file, as text. The text of withdrawn articles is replaced by blocks.

    Only the first characters of a very long text are shown; `hidden_characters` is the number of
    the others.
    """

    sha256: Sha256
    short_id: str
    url: Address
    json_url: Address
    file_names: list[str]
    size: Number
    saved: Saved
    imported_on: DateText
    articles: list[Link]
    problems: list[str]
    text: str
    hidden_characters: Number
    fields: list[MarkedField]
