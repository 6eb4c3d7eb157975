"""The page that shows two texts side by side, so that staff see whether they are one article."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from archive.admin.joined_texts import how_in_words, place_in_file, texts_of_articles
from archive.corrections import FIELDS
from archive.corrections.choose_extract import parsed_value
from archive.importing.run_records import first_paths
from archive.models import Article, Extract, JoinedExtract
from ingest.same_article import containment, letters_of

SENTENCE_END = re.compile(r"(?<=[.!?。!?])\s+")
COMPARED = ("title", "published", "source", "original_url", "language", "dateline_place")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a text; `is_own` is True if the other text does not have this sentence."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two compared texts: its file, and its paragraphs in pieces."""

    heading: str
    file: str
    place: str
    file_url: str
    paragraphs: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field with its values in the two files."""

    label: str
    one: str
    other: str

    @property
    def is_different(self) -> bool:
        return self.one != self.other


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that the page shows.

    `extract` is the text, and `article` the article with which it is compared; `other` is the text
    of the article, None if the article has no other text. `share` is the part of the shorter text
    that the longer text has, too, in per cent. `how` says how an import recognised the article. If
    `can_separate` is True, the text belongs to the article, and staff can take it away.
    """

    extract: Extract
    article: Article
    other: Extract | None
    sides: tuple[Side, ...]
    fields: tuple[FieldPair, ...]
    share: str
    how: str
    can_separate: bool


def compare(extract: Extract, article: Article) -> Comparison:
    """Return the comparison of an extract with the text that an article shows.

    If the article shows the extract itself, the extract is compared with the latest other text of
    the article.
    """
    other = _other_text(extract, article)
    joined = JoinedExtract.objects.filter(extract=extract).first()
    counts = texts_of_articles([extract.article_id])
    paths = first_paths([row.capture_id for row in (extract, other) if row])
    sides = (
        *([_side(other, extract, paths, f"Article {article.pk}")] if other else []),
        _side(extract, other, paths, "This text"),
    )
    return Comparison(
        extract,
        article,
        other,
        sides,
        tuple(_field_pairs(extract, other)) if other else (),
        f"{containment(extract.body, other.body):.0%}" if other else "",
        how_in_words(joined),
        extract.article_id == article.pk and counts.get(article.pk, 0) > 1,
    )


def _other_text(extract: Extract, article: Article) -> Extract | None:
    texts = Extract.objects.filter(article=article).exclude(pk=extract.pk)
    texts = texts.select_related("capture").defer("capture__text")
    shown = texts.filter(pk=article.shown_extract_id or 0).first()
    return shown or texts.order_by("-pk").first()


def _field_pairs(extract: Extract, other: Extract) -> Iterable[FieldPair]:
    for name in COMPARED:
        values = parsed_value(other, name), parsed_value(extract, name)
        if any(values):
            yield FieldPair(FIELDS[name].label, *values)


def _side(extract: Extract, other: Extract | None, paths: dict[int, str], heading: str) -> Side:
    theirs = {letters_of(piece) for piece in _sentences(other.body)} if other else set()
    return Side(
        heading,
        paths.get(extract.capture_id, extract.capture.short_id),
        place_in_file(extract.position),
        reverse("admin:archive_capture_change", args=[extract.capture_id]),
        tuple(
            tuple(Piece(piece, letters_of(piece) not in theirs) for piece in _sentences(paragraph))
            for paragraph in extract.body.split("\n\n")
        ),
    )


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text. They are found by the marks at their ends only."""
    parts = (part for paragraph in text.split("\n\n") for part in SENTENCE_END.split(paragraph))
    return [part for part in parts if part]
