"""Creates and updates articles from their extracts.

An article gets its values, mentions and problems from the extract that it shows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from archive import corrections
from archive.corrections.article_overlay import PARSED_COLUMNS, set_parsed_values
from archive.corrections.choose_extract import (
    SavedFile,
    completeness,
    extract_to_show,
    extracts_of,
    extracts_with_problems,
    parsed_value,
)
from archive.corrections.detected_entities import DetectedEntities, DetectedName
from archive.corrections.mention_updates import FoundColumns, found_columns, located
from archive.corrections.problems import all_problems, problems_of_same_text
from archive.corrections.separations import Followers
from archive.corrections.versions import NamesOf, named, update_versions, version_problems
from archive.database.bulk import (
    in_slices,
    insert_objects,
    insert_rows,
    take_ids,
    unsaved,
    update_rows,
)
from archive.importing.candidates import ArticleRef
from archive.importing.plan import ExtractPlan, IdentityProblem
from archive.matching.source_resolver import SourceResolver
from archive.models import Article, Entity, Extract, Mention
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import PARSER_VERSION
from ingest.same_article import MOST_LINKED
from ingest.values import FoundMentions, Problem

_MENTION_FIELDS = (
    *("article", "entity", *FoundColumns._fields),
    *("state", "quote_before", "quote_after", "is_detached"),
)
_STATE = _MENTION_FIELDS.index("state")
_PARSED = Mention.State.PARSED.value
_MentionKey = tuple[int, str, int, int]  # entity id, field, start, end


_IDENTITY_MESSAGES = {
    "possible-duplicate": (
        "Article {pk} has the same source, title and day, and {share:.0%} of the shorter text is"
        " also in the longer text. It is not sure whether they are one article. This text was"
        " stored as a separate article."
    ),
    "several-matches": (
        "Article {pk} matches, too ({share:.0%} of the shorter text is also in the longer text)."
        " The text was stored with the best match; the two articles may be one."
    ),
    "link-shared": (
        "Article {pk} has the same original link, but neither text nor title and day agree. This"
        " text was stored as a separate article."
    ),
    "link-common": (
        f"More than {MOST_LINKED} articles have the same original link, so the link was not used to"
        " find the article that this text belongs to."
    ),
}


@dataclass(slots=True)
class NewExtract:
    """The plan of a new extract and its row; the row has no id before it is stored.

    `saved` says when the file was saved.
    """

    plan: ExtractPlan
    row: Extract
    saved: SavedFile


def new_extract(plan: ExtractPlan, capture: int) -> Extract:
    """Return an unsaved Extract, without an article, for a planned extract.

    `capture` is the id of the capture in which the extract was read.
    """
    return unsaved(
        Extract,
        capture_id=capture,
        position=plan.position,
        parser_version=PARSER_VERSION,
        **plan.columns,
    )


def identity_problem_as_json(problem: IdentityProblem) -> dict[str, Any]:
    """Return an identity problem as a dict for the column `problems` of an extract.

    The message of the problem can contain the id of another article. So this other article must be
    stored already.
    """
    pk = problem.other.pk if problem.other else None
    message = _IDENTITY_MESSAGES[problem.code].format(pk=pk, share=problem.share)
    candidates = (str(pk),) if problem.other else ()
    return Problem(problem.code, message, candidates=candidates).as_json()


class ArticleWriter:
    """Creates and updates articles; the caller opens the transaction."""

    def __init__(self, sources: SourceResolver, gazetteer: Gazetteer) -> None:
        self.sources = sources
        self.gazetteer = gazetteer
        self.detected_entities = DetectedEntities()
        known = Entity.objects.filter(
            Q(is_listed=True) | Q(kind=Entity.Kind.PLACE) | Q(merged_into__isnull=False)
        )
        self.entities: dict[str, int] = dict(known.values_list("slug", "pk"))

    def set_values(self, article: Article, extract: Extract) -> None:
        """Set the fields of an article to the values of an extract, without saving the article."""
        source = self.sources.find(parsed_value(extract, "source"))
        set_parsed_values(article, extract, source.pk if source else None)

    def store_extracts(self, new_extracts: Sequence[NewExtract]) -> set[int]:
        """Store new extracts, create or update their articles, and return the ids of the articles.

        An existing article that did not change is not in the result.
        """
        by_article: dict[ArticleRef, list[NewExtract]] = {}
        for extract in new_extracts:
            by_article.setdefault(extract.plan.article_ref, []).append(extract)
        followers = Followers([ref.pk for ref in by_article if ref.pk is not None])
        for ref in by_article:
            if ref.pk is not None:
                ref.pk = followers.present(ref.pk)
        existing = [ref.pk for ref in by_article if ref.pk is not None]
        created = {ref: extracts for ref, extracts in by_article.items() if ref.pk is None}
        articles = [unsaved(Article) for _ in created]
        take_ids(articles)
        for ref, article in zip(created, articles, strict=True):
            ref.pk = article.pk
        for ref, extracts in by_article.items():
            for extract in extracts:
                extract.row.article_id = _stored_pk(ref)
                extract.row.problems = extract.row.problems + [
                    identity_problem_as_json(problem) for problem in extract.plan.identity_problems
                ]
        rows = [extract.row for extract in new_extracts]
        take_ids(rows)
        shows = self._create_articles(articles, list(created.values()))
        insert_objects(rows)
        update_rows(Article, ("shown_extract",), shows)
        followers.add(rows)
        found_mentions = {extract.row.pk: extract.plan.mentions for extract in new_extracts}
        with_copies = [_stored_pk(ref) for ref, some in created.items() if len(some) > 1]
        changed = self.refresh([*existing, *with_copies], found_mentions, are_new=True)
        return changed | {_stored_pk(ref) for ref in created}

    def _create_articles(
        self, articles: Sequence[Article], extracts: Sequence[Sequence[NewExtract]]
    ) -> list[tuple[int, int]]:
        """Set the values of new articles, and insert them with their mentions.

        `extracts` has the extracts of each article. The articles and extracts must have ids. Return
        the pairs (extract that an article shows, article) that the caller must store when it has
        stored the extracts. In PostgreSQL there are none, because it checks references at the end
        of a transaction. While a stored row refers to a missing one, SQLite would search all
        articles for such references at each insert, because `shown_extract` has no index.
        """
        shown = [_best(some) for some in extracts]
        detected_ids = self.detected_entities.find_or_create(
            mention for best in shown for mention in best.plan.mentions.mentions
        )
        mentions: list[tuple[Any, ...]] = []
        shows: list[tuple[int, int]] = []
        for article, best, some in zip(articles, shown, extracts, strict=True):
            found = best.plan.mentions
            self.set_values(article, best.row)
            if connection.vendor == "sqlite":
                article.shown_extract = None
                shows.append((best.row.pk, article.pk))
            article.problems = all_problems(
                best.row, found.problems, [extract.row for extract in some]
            )
            article.has_problems = bool(article.problems)
            mentions += self.mention_rows(article.pk, found, detected_ids).values()
        insert_objects(articles)
        insert_rows(Mention, _MENTION_FIELDS, mentions)
        return shows

    def mention_rows(
        self, article: int, found_mentions: FoundMentions, detected_ids: Mapping[DetectedName, int]
    ) -> dict[_MentionKey, tuple[Any, ...]]:
        """Return the rows of mentions: a dict from (entity id, field, start, end) to the row.

        Each row has the values of _MENTION_FIELDS. `article` is the id of the article.
        `detected_ids` has the id of the entity of each name that was detected automatically (the
        result of `DetectedEntities.find_or_create`).
        """
        return {
            (pk, span.field, span.start, span.end): (
                *(article, pk, *found_columns(span)),
                *(_PARSED, "", "", False),
            )
            for pk, span in located(found_mentions.mentions, self.entities, detected_ids)
        }

    def refresh(
        self,
        articles: Collection[int],
        found_mentions: Mapping[int, FoundMentions],
        *,
        are_new: bool = False,
    ) -> set[int]:
        """Update articles (by id) from their extracts and from decisions that are not undone.

        Return the ids of the articles that changed. `found_mentions` maps the ids of extracts to
        the mentions in their texts. If `are_new` is True, these extracts are new; otherwise they
        were parsed again. If an article now shows another extract, which is not in this dict, the
        name finder searches the text of the extract.
        """
        changed: set[int] = set()
        for part in in_slices(sorted(articles), 200):
            rows = list(Article.objects.select_for_update().filter(pk__in=part).order_by("pk"))
            before = _states(rows)
            extracts = _extracts_to_compare(rows, found_mentions)
            pinned = corrections.pinned(part)
            for article in rows:
                is_pinned = article.pk in pinned
                some = extracts[article.pk]
                if self._refresh(article, some, is_pinned, found_mentions, are_new):
                    changed.add(article.pk)
            corrections.reapply(part)
            after = _states(Article.objects.filter(pk__in=part))
            changed.update(pk for pk in part if before[pk] != after[pk])
        return changed

    def _refresh(
        self,
        article: Article,
        extracts: list[Extract],
        is_pinned: bool,
        found_mentions: Mapping[int, FoundMentions],
        are_new: bool,
    ) -> bool:
        """Update one article; return True if its versions changed."""
        shown = extract_to_show(article, extracts, is_pinned=is_pinned)
        assert shown is not None
        is_same_text = shown.pk == article.shown_extract_id and shown.pk not in found_mentions
        self.set_values(article, shown)
        names_of = self._names_of(found_mentions)
        changed = update_versions({article.pk: shown.pk}, names_of, gazetteer=self.gazetteer)
        if is_same_text:
            # The names were found when this text was stored. The text is not searched for names
            # again, because this takes seconds for a large text, and the database is locked now.
            others = extracts if are_new else extracts_with_problems(article.pk)
            article.problems = problems_of_same_text(article, others, are_new=are_new)
        else:
            mentions = found_mentions.get(shown.pk) or find_mentions(
                parsed_value(shown, "title"), shown.body, self.gazetteer
            )
            others = extracts_with_problems(article.pk)
            article.problems = all_problems(shown, mentions.problems, others)
            self._replace_mentions(article, mentions)
        article.problems += version_problems(article.pk)
        article.has_problems = bool(article.problems)
        article.save(update_fields=PARSED_COLUMNS)
        return bool(changed)

    def _names_of(self, found_mentions: Mapping[int, FoundMentions]) -> NamesOf:
        def names_of(extract: Extract) -> Collection[tuple[int, str]] | None:
            found = found_mentions.get(extract.pk)
            if found is None:
                return None
            detected_ids = self.detected_entities.find_or_create(found.mentions)
            return named(found.mentions, self.entities, detected_ids)

        return names_of

    def _replace_mentions(self, article: Article, found_mentions: FoundMentions) -> None:
        """Delete automatic mentions that were not found again, and insert new ones.

        Mentions about which staff decided are not changed.
        """
        existing = {row[1:]: row[0] for row in _mentions_of([article.pk])}
        settled = {row[1:5] for row in existing if row[_STATE] != _PARSED}
        wanted = {  # a dict, because a lookup for each existing mention must be fast
            row: None
            for key, row in self.mention_rows(
                article.pk,
                found_mentions,
                self.detected_entities.find_or_create(found_mentions.mentions),
            ).items()
            if key not in settled
        }
        gone = [pk for row, pk in existing.items() if row[_STATE] == _PARSED and row not in wanted]
        if gone:
            Mention.objects.filter(pk__in=gone).delete()
        insert_rows(Mention, _MENTION_FIELDS, [row for row in wanted if row not in existing])


def _extracts_to_compare(
    articles: Collection[Article], found_mentions: Mapping[int, FoundMentions]
) -> dict[int, list[Extract]]:
    """Return the extracts that each of these articles can show, by id of the article.

    For each article, the shown extract is returned, and those extracts of the article that are new
    or were parsed again (the keys of `found_mentions`). All other extracts, which can be very many,
    are less complete than the shown extract was before. They are returned only if the shown extract
    was parsed again, because the shown extract can be less complete now.
    """
    again = [article.pk for article in articles if article.shown_extract_id in found_mentions]
    shown = [article.shown_extract_id for article in articles if article.shown_extract_id]
    extracts = extracts_of([article.pk for article in articles], [*shown, *found_mentions])
    return extracts | extracts_of(again)


def _best(extracts: Sequence[NewExtract]) -> NewExtract:
    """Return the extract that a new article will show: the most complete of its extracts."""
    if len(extracts) == 1:
        return extracts[0]
    return max(extracts, key=lambda extract: completeness(extract.row, extract.saved))


def _stored_pk(article_ref: ArticleRef) -> int:
    assert article_ref.pk is not None, "the article has to be stored first"
    return article_ref.pk


def _mentions_of(articles: Iterable[int]) -> QuerySet[Mention, tuple[Any, ...]]:
    """Return a query for the mentions of these articles (by id).

    Each row is (id of the mention, *values of _MENTION_FIELDS).
    """
    return (
        Mention.objects.filter(article__in=list(articles))
        .order_by()
        .values_list("pk", *_MENTION_FIELDS)
    )


def _states(articles: Iterable[Article]) -> dict[int, tuple[Any, ...]]:
    """Return a dict from article id to all values of the article that readers or staff can see.

    `ArticleWriter.refresh` calls this function before and after an update, and compares the two
    results to find the articles that changed.
    """
    rows = {article.pk: article for article in articles}
    mentions: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for _, article_id, *rest in _mentions_of(rows):
        mentions[article_id].add(tuple(rest))
    names = [
        field.attname for field in Article._meta.concrete_fields if field.name in PARSED_COLUMNS
    ]
    return {
        pk: (*(getattr(article, name) for name in names), article.is_corrected, mentions[pk])
        for pk, article in rows.items()
    }
