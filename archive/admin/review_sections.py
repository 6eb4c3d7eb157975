"""The sections of the review queue, each for one reason why a person must review names.

The queue does not show items about which a person decided:

- an entity that was accepted or merged, or whose name was banned
- two entities that were kept apart
- an article whose problem was settled
- a mention, if staff dropped the decision about it
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from archive.admin.article_filters import with_problem
from archive.admin.base_classes import BoundedPaginator
from archive.admin.review_rows import (
    AMBIGUOUS_CODES,
    FILES,
    ArticleCounts,
    QueueRow,
    rows_of_ambiguous_names,
    rows_of_detached_mentions,
    rows_of_names,
    rows_of_reports,
    rows_of_similar_names,
)
from archive.admin.similar_names import SimilarPair, similar_pairs, similar_pairs_if_quick
from archive.models import Article, Correction, Entity, FileReport, Mention

KINDS = {"": "all kinds", "place": "places", "organisation": "organisations", "person": "people"}
PER_PAGE = 50
NOT_COUNTED = "not counted yet"

Items = Sequence[Any] | QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class QueueSection:
    """A section of the queue, with the functions that find its items and make its rows.

    An item is an entity, a pair of entities, an article or a mention.

    - `find(kind, counts)` returns the items for a kind of entity ("" for all kinds); `counts` are
      the article counts.
    - `rows(items, counts)` returns the rows for the items of one page.
    - `find_if_quick(kind)` is only needed if `find` can take seconds, and is None in other
      sections. It returns the same items in any order, or None if finding them would take long.
    - `has_kinds` is False if the items do not depend on the kind.
    """

    title: str
    explanation: str
    find: Callable[[str, ArticleCounts], Items]
    rows: Callable[[Sequence[Any], ArticleCounts], Iterable[QueueRow]]
    has_kinds: bool = True
    find_if_quick: Callable[[str], Items | None] | None = None

    def pages(self, kind: str, counts: ArticleCounts) -> BoundedPaginator:
        """Return the pages of the items of this section for a kind of entity ("" for all kinds)."""
        return BoundedPaginator(self.find(kind if self.has_kinds else "", counts), PER_PAGE)

    def count_label(self, kind: str = "") -> str:
        """Return the number of rows as text: "12", "more than 10,000", "not counted yet"."""
        if self.find_if_quick is None:
            return self.pages(kind, {}).count_label
        items = self.find_if_quick(kind)
        return NOT_COUNTED if items is None else BoundedPaginator(items, PER_PAGE).count_label


def names_not_reviewed(kind: str, counts: ArticleCounts) -> Items:
    """Return the ids of detected entities that nobody has reviewed.

    The entities with the most articles come first. While the index cannot count articles, the
    oldest entities come first.
    """
    names = Entity.objects.filter(is_listed=False, merged_into__isnull=True)
    banned = Entity.objects.filter(is_listed=False, names__kind="banned", names__name=F("name"))
    names = names.exclude(pk__in=_decided_entities()).exclude(pk__in=banned.order_by().values("pk"))
    names = names.filter(kind=kind) if kind else names
    ids = names.order_by("pk").values_list("pk", flat=True)
    return sorted(ids, key=lambda pk: -counts.get(pk, 0)) if counts else ids


def similar_names(kind: str, counts: ArticleCounts) -> list[SimilarPair]:
    """Return the pairs of entities with similar names that a person must review (`open_pairs`).

    Pairs of names that differ only in spaces, hyphens or capitals come before all other pairs. In
    each of these two groups, the pairs are sorted by the sum of the article counts of the two
    entities, highest first.
    """
    pairs = open_pairs(pair for name in _kinds(kind) for pair in similar_pairs(name))
    return sorted(
        pairs,
        key=lambda pair: (
            not pair.is_same,
            -counts.get(pair.one, 0) - counts.get(pair.other, 0),
            pair,
        ),
    )


def similar_names_if_quick(kind: str) -> list[SimilarPair] | None:
    """Return the pairs of `similar_names`, in any order; None if finding them would take long."""
    by_kind = [similar_pairs_if_quick(name) for name in _kinds(kind)]
    if None in by_kind:
        return None
    return open_pairs(pair for pairs in by_kind for pair in pairs or ())


def open_pairs(pairs: Iterable[SimilarPair]) -> list[SimilarPair]:
    """Return the pairs of similar names that a person must review.

    Pairs about which staff decided are left out. Pairs of two listed names that are one letter
    apart are also left out: they are different names, because each of them is in our data files or
    was accepted by staff.
    """
    apart = Correction.objects.standing().filter(kind=Correction.Kind.DISTINCT)
    settled = {(pk, int(other)) for pk, other in apart.values_list("entity_id", "key")}
    merged = set(Entity.objects.filter(merged_into__isnull=False).values_list("pk", flat=True))
    listed = set(Entity.objects.filter(is_listed=True).values_list("pk", flat=True))
    return [
        pair
        for pair in pairs
        if (pair.one, pair.other) not in settled
        and pair.one not in merged
        and pair.other not in merged
        and (pair.is_same or pair.one not in listed or pair.other not in listed)
    ]


def articles_with_ambiguous_names(kind: str, counts: ArticleCounts) -> QuerySet[Article]:
    """Return the articles with a name that means several places or no place of the gazetteer.

    The articles that were imported last come first. The arguments are not used; they are needed
    because QueueSection calls all `find` functions in the same way.
    """
    return with_problem(Article.objects.all(), *AMBIGUOUS_CODES).order_by("-pk")


def detached_mentions(kind: str, counts: ArticleCounts) -> QuerySet[Mention]:
    """Return the detached mentions, latest first.

    A mention is detached if its words are not in the text any more. Only mentions about which staff
    decided can be detached.
    """
    gone = Mention.objects.filter(is_detached=True).exclude(state=Mention.State.RETRACTED)
    gone = gone.filter(entity__kind=kind) if kind else gone
    return gone.select_related("article", "entity__merged_into").order_by("-pk")


def waiting_reports(kind: str, counts: ArticleCounts) -> QuerySet[FileReport]:
    """Return the reports of rejected and failed files that wait, failed ones first, by reason."""
    waiting = FileReport.objects.filter(is_waiting=True).defer("traceback")
    return waiting.order_by("outcome", "reason", "-pk")


SECTIONS = {
    "found": QueueSection(
        "Not reviewed",
        "Names that were detected automatically in articles, and that nobody has reviewed. Accept"
        " a name that is right, merge one that is another spelling of a known name, ban what is"
        " not a name.",
        names_not_reviewed,
        rows_of_names,
    ),
    "alike": QueueSection(
        "Similar names",
        "Pairs of names that may be two spellings of one name. Merge them, or keep them apart.",
        similar_names,
        rows_of_similar_names,
        find_if_quick=similar_names_if_quick,
    ),
    "unclear": QueueSection(
        "Ambiguous in an article",
        "Articles with a name that can mean several places, and articles with a place that is"
        " not in our gazetteer. Decide what the name means, or settle the problem: mark it as"
        " checked.",
        articles_with_ambiguous_names,
        rows_of_ambiguous_names,
        has_kinds=False,
    ),
    "detached": QueueSection(
        "Quotation no longer in the text",
        "A decision about a name in an article quotes words that are no longer in the article. Add"
        " the name again with other words, or drop the decision.",
        detached_mentions,
        rows_of_detached_mentions,
    ),
    FILES: QueueSection(
        "Rejected and failed files",
        "Files in which the import could not read an article (rejected), and files at which this"
        " program had an error (failed). Try a file again with another layout or source, or put it"
        " aside with a reason.",
        waiting_reports,
        rows_of_reports,
        has_kinds=False,
    ),
}
"""The sections in the order of the page; a key is the value of `doubt` in the address."""


def _kinds(kind: str) -> list[str]:
    return [kind] if kind else [name for name in KINDS if name]


def _decided_entities() -> QuerySet[Correction, Any]:
    """Return a query for the ids of entities that staff accepted, merged or split off."""
    fields = Correction.objects.standing().filter(kind=Correction.Kind.FIELD)
    decided = fields.filter(key__in=["is_listed", "merged_into"], entity__isnull=False)
    return decided.order_by().values("entity_id")
