"""The queue of doubt: names of which nobody was sure, each row with the way to what settles it.

What was settled stays away: an entity that was listed, merged or banned, two that were kept apart,
an article whose problem was settled, a mention that was dropped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from archive.admin.article_filters import with_problem
from archive.admin.article_forms import ReasonForm
from archive.admin.entity_page import decision_url
from archive.admin.lookup import label_of
from archive.admin.readonly import BoundedPaginator
from archive.admin.similar_names import Pair, pairs_of, words_of
from archive.corrections.entity_decisions import accept
from archive.models import Article, Correction, Entity, Mention
from archive.search import IndexUnavailable, SearchQuery, search
from archive.views.counts import list_url

KINDS = {"": "all kinds", "place": "places", "organisation": "organisations", "person": "people"}
PER_PAGE = 50
NO_TICK = "Tick what you looked at."
CHANGED = (
    "Somebody else listed or merged some of these meanwhile. Those that are left are still ticked."
)

Counts = Mapping[int, int]
"""The number of articles of each entity, as lists count them; empty without an index."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a doubt is about, with the page in the admin and, of an entity, the list of its
    articles."""

    label: str
    url: str
    count: str = ""
    articles_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One doubt: what it is about, in words with addresses, and what settles it: its title, its
    address, and what the title does not say of whom."""

    entity: Entity | None
    parts: tuple[Subject, ...]
    words: str
    actions: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """A filter with its address; `count` is the number of rows that it leads to, with a mark where
    there are more, and empty where it takes long to find them."""

    title: str
    url: str
    is_chosen: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class DoubtsPage:
    """Everything that the queue's template shows."""

    doubts: tuple[QueueFilter, ...]
    kinds: tuple[QueueFilter, ...]
    explained: str
    rows: tuple[Row, ...]
    page: Page
    can_list: bool
    previous: str
    following: str
    problem: str


@dataclass(frozen=True, slots=True)
class QueueSection:
    """One sort of doubt: all of it for a kind of entity (or all), and the rows of a part of it.
    What `is_slow` to find is looked for on its own page alone."""

    title: str
    explained: str
    find: Callable[[str, Counts], list[Any] | QuerySet[Any]]
    rows: Callable[[Sequence[Any], Counts], Iterable[Row]]
    has_kinds: bool = True
    is_slow: bool = False


class ListingForm(ReasonForm):
    """The found names that were looked at and ticked, to be listed in one act."""

    entity = forms.Field(widget=forms.CheckboxSelectMultiple, error_messages={"required": NO_TICK})

    @property
    def ticked(self) -> list[int]:
        """The ids of the names that were ticked, whatever became of them."""
        return [
            int(each)
            for each in self["entity"].value() or ()
            if each.isdecimal() and len(each) < 19
        ]

    def clean_entity(self) -> list[Entity]:
        found = list(
            Entity.objects.filter(pk__in=self.ticked, merged_into__isnull=True, is_listed=False)
        )
        if not self.ticked:
            raise ValidationError(NO_TICK)
        if len(found) < len(set(self.ticked)):
            raise ValidationError(CHANGED)
        return found

    def carry_out(self, user: User) -> str:
        """List them; gives what was done. Asked of a valid form only; raises CorrectionError."""
        entities = self.cleaned_data["entity"]
        accept(entities, self.cleaned_data["reason"], user)
        return f"{len(entities)} listed."


def doubts_page(asked: QueryDict) -> DoubtsPage:
    """The page of the queue for the values of an address: doubt, kind, page. What cannot be meant
    is the first."""
    chosen = asked.get("doubt", "")
    chosen = chosen if chosen in DOUBTS else next(iter(DOUBTS))
    doubt = DOUBTS[chosen]
    kind = asked.get("kind", "")
    kind = kind if doubt.has_kinds and kind in KINDS else ""
    counts, problem = _counts()
    pages = _pages(kind, counts, chosen)
    page = pages[chosen].get_page(asked.get("page", "1"))

    def url(**values: str) -> str:
        query = {"doubt": chosen, "kind": kind} | values
        return "?" + "&".join(f"{name}={value}" for name, value in query.items() if value)

    return DoubtsPage(
        doubts=tuple(
            QueueFilter(each.title, url(doubt=name), name == chosen, _count(pages.get(name)))
            for name, each in DOUBTS.items()
        ),
        kinds=(
            tuple(QueueFilter(title, url(kind=name), name == kind) for name, title in KINDS.items())
            if doubt.has_kinds
            else ()
        ),
        explained=doubt.explained,
        rows=tuple(doubt.rows(list(page.object_list), counts)),
        page=page,
        can_list=chosen == "found",
        previous=url(page=str(page.previous_page_number())) if page.has_previous() else "",
        following=url(page=str(page.next_page_number())) if page.has_next() else "",
        problem=problem,
    )


def waiting() -> tuple[QueueFilter, ...]:
    """What waits in the queue: each sort of doubt with its address and how many rows it has."""
    url = reverse("admin:archive_entity_doubts")
    pages = _pages("", {})
    return tuple(
        QueueFilter(each.title, f"{url}?doubt={name}", False, _count(pages.get(name)))
        for name, each in DOUBTS.items()
    )


def _pages(kind: str, counts: Counts, chosen: str = "") -> dict[str, BoundedPaginator]:
    """Each sort of doubt for a kind of entity, as pages; what is slow to find only where it is
    chosen."""
    return {
        name: BoundedPaginator(each.find(kind if each.has_kinds else "", counts), PER_PAGE)
        for name, each in DOUBTS.items()
        if name == chosen or not each.is_slow
    }


def found_unseen(kind: str, counts: Counts) -> list[int]:
    """The entities that the grammar of names found and nobody looked at, those in most articles
    first."""
    unseen = Entity.objects.filter(is_listed=False, merged_into__isnull=True).order_by("pk")
    if kind:
        unseen = unseen.filter(kind=kind)
    said = _looked_at()
    ids = [pk for pk in unseen.values_list("pk", flat=True) if pk not in said]
    return sorted(ids, key=lambda pk: -counts.get(pk, 0))


def alike(kind: str, counts: Counts) -> list[Pair]:
    """The pairs of entities with names alike that nobody kept apart, the same letters first, then
    by articles."""
    kinds = [kind] if kind else [each for each in KINDS if each]
    apart = Correction.objects.standing().filter(kind=Correction.Kind.DISTINCT)
    settled = {(pk, int(other)) for pk, other in apart.values_list("entity_id", "key")}
    merged = set(Entity.objects.filter(merged_into__isnull=False).values_list("pk", flat=True))
    listed = set(Entity.objects.filter(is_listed=True).values_list("pk", flat=True))
    found = []
    for each in kinds:
        for pair in pairs_of(each):
            ids = {pair.one, pair.other}
            # Two listed names that are one letter apart are two: the data files say so.
            if (
                (pair.one, pair.other) in settled
                or ids & merged
                or (not pair.is_same and ids <= listed)
            ):
                continue
            found.append((not pair.is_same, -sum(counts.get(pk, 0) for pk in ids), pair))
    return [pair for _is_other, _count, pair in sorted(found)]


def unclear(kind: str, counts: Counts) -> QuerySet[Article]:
    """The articles in which a name could mean several, or none that is known; the latest first."""
    return with_problem(Article.objects.all(), "place-ambiguous", "place-unknown").order_by("-pk")


def detached(kind: str, counts: Counts) -> QuerySet[Mention]:
    """The mentions of which people spoke and whose words are gone; the latest first."""
    gone = Mention.objects.filter(is_detached=True).exclude(state=Mention.State.RETRACTED)
    gone = gone.filter(entity__kind=kind) if kind else gone
    return gone.select_related("article", "entity__merged_into").order_by("-pk")


def _found_rows(ids: Sequence[int], counts: Counts) -> Iterable[Row]:
    entities = Entity.objects.select_related("division").in_bulk(ids)
    for each in (entities[pk] for pk in ids if pk in entities):
        label = label_of(each)
        actions = (
            ("List it…", decision_url(each, "accept"), label),
            ("Merge…", decision_url(each, "merge"), label),
            ("Ban it…", decision_url(each, "ban", spelling=each.name), label),
        )
        yield Row(each, (_part(each, counts),), each.kind, actions)


def _alike_rows(pairs: Sequence[Pair], counts: Counts) -> Iterable[Row]:
    ids = {pk for pair in pairs for pk in (pair.one, pair.other)}
    entities = Entity.objects.select_related("division").in_bulk(ids)
    for pair in pairs:
        first, second = entities[pair.one], entities[pair.other]
        are_twins = label_of(first) == label_of(second)
        one, other = (
            f"{each.title} ({each.slug})" if are_twins else each.title for each in (first, second)
        )
        actions = (
            (f"Merge {one} into {other}…", decision_url(first, "merge", target=second.slug), ""),
            (f"Merge {other} into {one}…", decision_url(second, "merge", target=first.slug), ""),
            ("Keep apart…", decision_url(first, "apart", other=second.slug), f"{one} and {other}"),
        )
        parts = (
            _part(first, counts, has_address=are_twins),
            _part(second, counts, has_address=are_twins),
        )
        yield Row(None, parts, f"{first.kind}, {_likeness(pair, first, second)}", actions)


def _likeness(pair: Pair, first: Entity, second: Entity) -> str:
    """In what two names are alike, with the spellings that are where these are not the names."""
    words = "the same letters" if pair.is_same else "one letter apart"
    if [*map(words_of, (pair.spelling, pair.other_spelling))] == [
        *map(words_of, (first.name, second.name))
    ]:
        return words
    if pair.spelling == pair.other_spelling:
        return f"both spelled “{pair.spelling}”"
    return f"{words}: “{pair.spelling}” and “{pair.other_spelling}”"


def _unclear_rows(articles: Sequence[Article], counts: Counts) -> Iterable[Row]:
    for article in articles:
        url = reverse("admin:archive_article_change", args=[article.pk])
        doubts = [
            each
            for each in article.problems
            if each.get("code") in {"place-ambiguous", "place-unknown"}
        ]
        words = " ".join(str(each.get("message", "")) for each in doubts)
        yield Row(
            None,
            (Subject(article.title, url),),
            words,
            (("Settle…", f"{url}#names-form", article.title),),
        )


def _detached_rows(mentions: Sequence[Mention], counts: Counts) -> Iterable[Row]:
    for mention in mentions:
        url = reverse("admin:archive_article_change", args=[mention.article_id])
        words = (
            f"“{mention.text}” was {mention.get_state_display().lower()} in {mention.article.title}"
        )
        yield Row(
            None,
            (_part(mention.entity.meant, counts),),
            words,
            (("Settle…", f"{url}#names-form", words),),
        )


DOUBTS = {
    "found": QueueSection(
        "Found, not looked at",
        "Found by the grammar of names. List what is good, merge what is another's spelling, ban"
        " what is no name.",
        found_unseen,
        _found_rows,
    ),
    "alike": QueueSection(
        "Names alike",
        "Perhaps the same. Merge them, or keep them apart.",
        alike,
        _alike_rows,
        is_slow=True,
    ),
    "unclear": QueueSection(
        "Unclear in an article",
        "A name that could mean several places, or none that is known: say what it means, or that"
        " all is well.",
        unclear,
        _unclear_rows,
        has_kinds=False,
    ),
    "detached": QueueSection(
        "Words are gone",
        "Somebody said something about a name, and its words no longer stand in the text: add it"
        " anew, or drop it.",
        detached,
        _detached_rows,
    ),
}


def _part(entity: Entity, counts: Counts, *, has_address: bool = False) -> Subject:
    """An entity, with the end of its address where its name does not tell it from another."""
    url = reverse("admin:archive_entity_change", args=[entity.pk])
    label = f"{label_of(entity)}, {entity.slug}" if has_address else label_of(entity)
    return Subject(
        label, url, str(counts.get(entity.pk, 0)), list_url(**{entity.kind: entity.slug})
    )


def _looked_at() -> set[int]:
    """The entities of which a person said that they are good, the same as another, or no name; or
    not so any more."""
    fields = Q(kind=Correction.Kind.FIELD, key__in=["is_listed", "merged_into"])
    said = (
        Correction.objects.standing()
        .filter(fields, entity__isnull=False)
        .values_list("entity_id", flat=True)
    )
    banned = Entity.objects.filter(is_listed=False, names__kind="banned", names__name=F("name"))
    return {pk for pk in said if pk} | set(banned.values_list("pk", flat=True))


def _counts() -> tuple[Counts, str]:
    """How many articles name each entity, and what to say where the index does not tell."""
    counts: dict[int, int] = {}
    try:
        for kind in filter(None, KINDS):
            counts |= search(SearchQuery(complete=kind, page_size=1, with_snippets=False)).counts[
                kind
            ]
    except IndexUnavailable:
        return (
            {},
            (
                "The search index cannot be asked: counts are missing, and nothing is in order of"
                " them."
            ),
        )
    return counts, ""


def _count(pages: BoundedPaginator | None) -> str:
    return "" if pages is None else f"{pages.count}{' and more' if pages.is_cut else ''}"
