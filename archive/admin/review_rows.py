"""Makes the rows of the review queue, with links to the pages of possible decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from archive.admin.entity_lookup import label_of
from archive.admin.entity_page import decision_url
from archive.admin.similar_names import SimilarPair, compared_words
from archive.admin.work_list import ADMIN_LIST
from archive.listing.address import list_url
from archive.models import Article, Entity, FileReport, Mention

AMBIGUOUS_CODES = ("place-ambiguous", "place-unknown")
"""The codes of problems with a place name: several listed places have this name, or none has."""

FILES = "files"
"""The value of `doubt` in the address of the section of rejected and failed files."""

ArticleCounts = Mapping[int, int]
"""A dict from entity id to the number of articles that name the entity.

The dict is empty if the search index is not available."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An entity or article that a row of the queue is about, with the address of its admin page.

    For an entity, `count` is the number of articles that name the entity, and `articles_url` is the
    address of the list of these articles.
    """

    label: str
    url: str
    count: str = ""
    articles_url: str = ""


@dataclass(frozen=True, slots=True)
class RowAction:
    """A link to a page on which staff can make a decision or review the article.

    Screen readers read `about` after the title of the link. `about` is the name of the entity or
    article that the decision is about; it is "" if the title contains this name already.
    """

    title: str
    url: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A row of the review queue: an item about which a person has to decide.

    `subjects` are the entities or articles that the row shows. `explanation` says why a person has
    to decide, and `actions` are links to decisions. In the section of names that nobody has
    reviewed, `entity` is the entity that a person can tick. In other sections it is None.
    """

    entity: Entity | None
    subjects: tuple[Subject, ...]
    explanation: str
    actions: tuple[RowAction, ...]


def rows_of_names(ids: Sequence[int], counts: ArticleCounts) -> Iterable[QueueRow]:
    """Yield a row for each of the entities with these ids, in the order of the ids."""
    entities = Entity.objects.select_related("division").in_bulk(ids)
    for entity in (entities[pk] for pk in ids if pk in entities):
        label = label_of(entity)
        actions = (
            RowAction("Accept…", decision_url(entity, "accept"), label),
            RowAction("Merge…", decision_url(entity, "merge"), label),
            RowAction("Ban…", decision_url(entity, "ban", spelling=entity.name), label),
        )
        yield QueueRow(entity, (_subject(entity, counts),), entity.kind, actions)


def rows_of_similar_names(
    pairs: Sequence[SimilarPair], counts: ArticleCounts
) -> Iterable[QueueRow]:
    """Yield a row for each pair of entities, with links to merge them or keep them apart."""
    ids = {pk for pair in pairs for pk in (pair.one, pair.other)}
    entities = Entity.objects.select_related("division").in_bulk(ids)
    for pair in pairs:
        both = entities[pair.one], entities[pair.other]
        first, second = both
        need_address = label_of(first) == label_of(second)
        one, other = (
            f"{entity.title} ({entity.slug})" if need_address else entity.title for entity in both
        )
        actions = (
            RowAction(
                f"Merge {one} into {other}…", decision_url(first, "merge", target=second.slug)
            ),
            RowAction(
                f"Merge {other} into {one}…", decision_url(second, "merge", target=first.slug)
            ),
            RowAction(
                "Keep apart…",
                decision_url(first, "apart", other=second.slug),
                f"{one} and {other}",
            ),
        )
        subjects = tuple(_subject(entity, counts, has_address=need_address) for entity in both)
        yield QueueRow(None, subjects, f"{first.kind}, {_likeness(pair, *both)}", actions)


def rows_of_ambiguous_names(
    articles: Sequence[Article], counts: ArticleCounts
) -> Iterable[QueueRow]:
    """Yield a row for each article, with the messages of its problems with ambiguous names."""
    for article in articles:
        url = _article_url(article.pk, problem=",".join(AMBIGUOUS_CODES))
        messages = (
            str(problem.get("message", ""))
            for problem in article.problems
            if problem.get("code") in AMBIGUOUS_CODES
        )
        action = RowAction("Decide…", url, article.title)
        yield QueueRow(None, (Subject(article.title, url),), " ".join(messages), (action,))


def rows_of_detached_mentions(
    mentions: Sequence[Mention], counts: ArticleCounts
) -> Iterable[QueueRow]:
    """Yield a row for each detached mention.

    The row has the quotation of the mention, whose words are not in the text any more, and a link
    to the article.
    """
    for mention in mentions:
        url = _article_url(mention.article_id, detached="yes")
        explanation = (
            f"“{mention.text}” was {mention.get_state_display().lower()} in {mention.article.title}"
        )
        action = RowAction("Decide…", f"{url}#names-form", explanation)
        yield QueueRow(None, (_subject(mention.entity.meant, counts),), explanation, (action,))


def rows_of_reports(reports: Sequence[FileReport], counts: ArticleCounts) -> Iterable[QueueRow]:
    """Yield a row for each rejected or failed file, with a link to the page that tries it again."""
    for report in reports:
        url = reverse("admin:archive_filereport_again", args=[report.pk])
        explanation = f"{report.get_outcome_display()}, {report.reason}: {report.message}"
        action = RowAction("Try again as…", url, report.path)
        yield QueueRow(None, (Subject(report.path, url),), explanation, (action,))


def files_url() -> str:
    """Return the address of the section of rejected and failed files."""
    return reverse("admin:archive_entity_review", query={"doubt": FILES})


def _likeness(pair: SimilarPair, first: Entity, second: Entity) -> str:
    """Return in words how the names of two entities are similar: "one letter apart".

    `first` and `second` are the entities of the pair. If the similar spellings are aliases and not
    the names of the entities, the words contain both spellings.
    """
    words = "the same letters" if pair.is_same else "one letter apart"
    spelled = [*map(compared_words, (pair.spelling, pair.other_spelling))]
    if spelled == [*map(compared_words, (first.name, second.name))]:
        return words
    if pair.spelling == pair.other_spelling:
        return f"both spelled “{pair.spelling}”"
    return f"{words}: “{pair.spelling}” and “{pair.other_spelling}”"


def _article_url(pk: int, **filters: str) -> str:
    """Return the address of an article's page, which keeps the list with these filters."""
    kept = {ADMIN_LIST: urlencode(filters)}
    return reverse("admin:archive_article_change", args=[pk], query=kept)


def _subject(entity: Entity, counts: ArticleCounts, *, has_address: bool = False) -> Subject:
    """Return an entity as a Subject.

    If the argument `has_address` is True, the label of the Subject ends with the slug of the
    entity. This is needed if two entities in one row have the same label.
    """
    url = reverse("admin:archive_entity_change", args=[entity.pk])
    label = f"{label_of(entity)}, {entity.slug}" if has_address else label_of(entity)
    return Subject(
        label, url, str(counts.get(entity.pk, 0)), list_url(**{entity.kind: entity.slug})
    )
