"""Sets the values of articles again after decisions that change neither titles nor texts.

`archive.corrections.article_overlay.rebuild` would have the same result. It takes many times as
long, because it searches each text for names.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import transaction

from archive.corrections.article_overlay import (
    BATCH,
    apply_corrections,
    standing_corrections,
    with_decided_mentions,
)
from archive.corrections.fields import FIELDS, TEXTS, FoundSources
from archive.corrections.problems import open_problems, problems_of_same_text
from archive.corrections.separations import apart_from
from archive.corrections.versions import version_problems
from archive.database.bulk import in_slices, update_objects
from archive.models import Article, Extract, Source, TextVersion

_NAMES = tuple(name for name in FIELDS if name not in TEXTS)
_COLUMNS = (
    *("source", "published_on", "published_precision", "is_date_doubtful", "dateline_place"),
    *("dateline_on", "agency", "language", "original_url", "problems", "has_problems"),
    *("is_corrected", "withdrawn_at", "withdrawn_reason"),
)


def rebuild_values(article_ids: Collection[int]) -> None:
    """Compute the values and problems of articles (by id) again, and save articles that changed.

    The articles must show the same extract, title and text as before, and nobody may have decided
    about their names. Then their mentions, their versions and their open problems with names stay
    as they are. Afterwards the caller must call `ArchiveVersion.stamp`.
    """
    with transaction.atomic():
        for part in in_slices(sorted(set(article_ids)), BATCH):
            _rebuild_values(part)


def _rebuild_values(article_ids: Collection[int]) -> None:
    rows = Article.objects.select_for_update().filter(pk__in=article_ids).order_by("pk")
    articles = list(rows.defer(*TEXTS))
    before = {article.pk: _columns_of(article) for article in articles}
    extracts = _extracts_without_texts(article_ids)
    standing = standing_corrections(article_ids)
    decided_by_name = with_decided_mentions(article_ids)
    source_ids, found_sources = Source.objects.ids_by_name_key(), FoundSources()
    apart = apart_from(article_ids)
    versions = TextVersion.objects.filter(article__in=article_ids).order_by()
    with_versions = set(versions.values_list("article", flat=True))
    for article in articles:
        own, corrections = extracts[article.pk], standing[article.pk]
        if article.shown_extract_id not in own:
            continue  # The article is empty, or it never had a text.
        article.shown_extract = own[article.shown_extract_id]
        apply_corrections(article, corrections, source_ids, found_sources, _NAMES)
        article.is_corrected = article.pk in decided_by_name or bool(corrections.fields)
        problems = problems_of_same_text(article, own.values(), are_new=False)
        problems += version_problems(article.pk) if article.pk in with_versions else []
        article.problems = open_problems(
            problems, corrections.fields, corrections.settled, (), apart.get(article.pk, ())
        )
        article.has_problems = bool(article.problems)
    changed = [article for article in articles if _columns_of(article) != before[article.pk]]
    update_objects(changed, _COLUMNS)


def _columns_of(article: Article) -> list[Any]:
    values = article.__dict__
    return [values[f"{name}_id" if name == "source" else name] for name in _COLUMNS]


def _extracts_without_texts(article_ids: Collection[int]) -> dict[int, dict[int, Extract]]:
    """Return a dict from article id to its extracts, oldest first: a dict from id to extract."""
    extracts: dict[int, dict[int, Extract]] = defaultdict(dict)
    rows = Extract.objects.filter(article__in=article_ids).order_by("pk")
    for extract in rows.only("article", "fields", "problems", "is_date_doubtful"):
        extracts[extract.article_id][extract.pk] = extract
    return extracts
