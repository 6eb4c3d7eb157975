"""The decision that texts which an import joined are different articles."""

from collections.abc import Collection, Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections.article_decisions import finish, new_decision
from archive.corrections.article_overlay import set_parsed_values
from archive.corrections.choose_extract import parsed_value
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.separations import SEPARATED, ExtractName, base_of, names_of, place
from archive.matching.source_resolver import SourceResolver
from archive.models import Article, Correction, Decision, Extract


def separate(groups: Sequence[Collection[int]], reason: str, user: User) -> Decision:
    """Decide that extracts are other articles than those that have them; return the decision.

    Each of `groups` has the ids of extracts of one article. The extracts of a group become a new
    article together. Imports never join them to their first article again.

    Raises CorrectionError if a group is empty, or if an article would lose all its extracts (for
    further reasons see `place`). Raises StaleForm if the extracts of a group are in several
    articles now, or do not exist. In all these cases nothing is stored.
    """
    chosen = [pk for group in groups for pk in group]
    if not chosen or not all(groups):
        raise CorrectionError({"": "No text was chosen."})
    if len(set(chosen)) < len(chosen):
        raise ValueError("an extract is in two groups")
    with transaction.atomic():
        articles = set(Extract.objects.filter(pk__in=chosen).values_list("article", flat=True))
        list(Article.objects.select_for_update().filter(pk__in=articles).order_by("pk"))
        extracts = Extract.objects.select_related("article").in_bulk(chosen)
        if len(extracts) < len(chosen):
            raise StaleForm({"": "One of the texts is not in the archive any more."})
        _refuse_last_texts(extracts.values())
        decision = new_decision(Decision.Kind.SEPARATE, reason, user)
        changed: set[int] = set()
        keys: list[str] = []
        names = names_of(chosen)
        for group in groups:
            rows = [extracts[pk] for pk in sorted(group)]
            if len({row.article_id for row in rows}) > 1:
                raise StaleForm({"": "The texts belong to different articles now."})
            changed |= {rows[0].article_id, _separate_group(decision, rows, names).pk}
            keys += [names[row.pk].key for row in rows]
        changed |= place(keys)
        finish(sorted(changed))
    return decision


def _refuse_last_texts(extracts: Collection[Extract]) -> None:
    """Raise CorrectionError if an article would have no text left without these extracts."""
    left = Extract.objects.filter(article__in=[row.article_id for row in extracts])
    kept = set(left.exclude(pk__in=[row.pk for row in extracts]).values_list("article", flat=True))
    for row in extracts:
        if row.article_id not in kept:
            raise CorrectionError(
                {"": f"Article {row.article_id} would have no text left. One text must stay."}
            )


def new_article(extract: Extract) -> Article:
    """Store a new article with the parsed values of an extract, and return it.

    The extract is not given to the article: `place` does this.
    """
    source = SourceResolver().find(parsed_value(extract, "source"))
    article = Article()
    set_parsed_values(article, extract, source.pk if source else None)
    article.save()
    return article


def _separate_group(
    decision: Decision, rows: Sequence[Extract], names: Mapping[int, ExtractName]
) -> Article:
    """Store the corrections for extracts that become one article; return the new article.

    `rows` are the extracts, all of one article, and `names` has their names by id.
    """
    article = new_article(rows[0])
    lead = names[rows[0].pk].key
    for row in rows:
        key = names[row.pk].key
        left = Correction(decision=decision, article=row.article, kind=SEPARATED, key=key)
        left.parsed_value = left.corrected_value = ""
        got = Correction(decision=decision, article=article, kind=SEPARATED, key=key)
        got.parsed_value, got.corrected_value = base_of(row, key), lead
        Correction.objects.bulk_create([left, got])
    return article
