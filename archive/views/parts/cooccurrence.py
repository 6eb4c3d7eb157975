"""The sources of an entity's articles, and the other entities that belong to these articles."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from archive.display.labels import Label, Labels
from archive.listing.address import UNKNOWN_VALUE, list_url
from archive.listing.cooccurrence_filter import KINDS
from archive.measures.association import attracts, log_likelihood
from archive.models import Entity
from archive.models.addresses import address_of
from archive.search import (
    ENTITY_FACETS,
    FACETS,
    UNKNOWN,
    SearchQuery,
    SearchResults,
    count_entities,
)
from archive.search.query import EXACT_SLUG, shared_slugs
from archive.views.parts.linked_counts import Count, make_counts
from archive.views.public_page import Answers

SHOWN = 8
CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class CooccurringEntities:
    """The entities of one kind in the articles of another entity, the surest first.

    `measures_url` is the address of the page with their measures. `all_url` is the address of the
    page that lists all entities of this kind in these articles.
    """

    kind: str
    title: str
    counts: tuple[Count, ...]
    measures_url: str
    all_url: str
    all_label: str


def source_counts(entity: Entity, counts: Mapping[int, int], labels: Labels) -> list[Count]:
    """Return the article count of each source of the entity's articles, the unknown source last."""
    known = sorted(
        ((labels.sources[pk], count) for pk, count in counts.items() if pk in labels.sources),
        key=lambda row: (-row[1], row[0].name),
    )
    rows = [
        (source.name, list_url(**{"source": source.slug, entity.kind: entity.slug}), n)
        for source, n in known
    ]
    if counts.get(UNKNOWN):
        url = list_url(**{"source": UNKNOWN_VALUE, entity.kind: entity.slug})
        rows.append((FACETS["source"].unknown_label, url, counts[UNKNOWN]))
    return make_counts(rows)


def cooccurring_entities(
    entity: Entity, answers: Answers, results: SearchResults, labels: Labels
) -> list[CooccurringEntities]:
    """Return the entities of each kind that are surest to belong to the articles of the entity.

    `results` are those of the search for these articles, with counts inside it. Of the CANDIDATES
    most frequent entities of a kind, those are shown that the articles name most surely more often
    than other articles (log-likelihood). Kinds without entities are left out. Takes two database
    queries.
    """
    counts, here = results.counts, results.total
    total = answers.ask(SearchQuery(page_size=1, with_counts=False, with_snippets=False)).total
    shown: dict[str, list[int]] = {}
    for kind in ("person", "organisation", "place"):
        ids = [pk for pk, _ in sorted(counts[kind].items(), key=lambda row: (-row[1], row[0]))]
        others = (
            _informative_places(entity, ids, labels)
            if kind == "place"
            else (pk for pk in ids if pk != entity.pk and pk)
        )
        candidates = list(islice(others, CANDIDATES))
        everywhere = answers.note(count_entities(kind, candidates)).counts[kind]
        shown[kind] = sorted(
            candidates,
            key=lambda pk: _unlikeliness(counts[kind][pk], here, everywhere.get(pk, 0), total),
        )[:SHOWN]
    by_id = labels.places | labels.entities([*shown["person"], *shown["organisation"]])
    groups = []
    for kind, ids in shown.items():
        entities = [by_id[pk] for pk in ids if pk in by_id]
        if entities:
            groups.append(_cooccurring_group(entity, kind, entities, counts[kind], labels))
    return groups


def _unlikeliness(both: int, here: int, everywhere: int, total: int) -> tuple[bool, float, int]:
    """Return a value that is lowest for what these articles most surely name more often."""
    if not both <= everywhere <= total - here + both:
        return True, 0.0, -both  # the archive changed between two searches
    likelihood = log_likelihood(both, here, everywhere, total)
    return not attracts(both, here, everywhere, total), -likelihood, -both


def _cooccurring_group(
    entity: Entity, kind: str, named: list[Label], counts: Mapping[int, int], labels: Labels
) -> CooccurringEntities:
    if kind == entity.kind:
        shared = shared_slugs(kind, [entity.slug, *(label.slug for label in named)])
        urls = {
            label.pk: list_url(q=search_for_all(kind, (entity.slug, label.slug), shared))
            for label in named
        }
        all_query = {"q": search_for_all(kind, (entity.slug,), shared)}
    else:
        # The parameters are in the same order as in the addresses that the list makes.
        both = [name for name in ENTITY_FACETS if name in (kind, entity.kind)]
        urls = {
            label.pk: list_url(
                **{name: entity.slug if name == entity.kind else label.slug for name in both}
            )
            for label in named
        }
        all_query = {entity.kind: entity.slug}
    rows = [
        (
            labels.full_place_name(label) if kind == "place" else label.name,
            urls[label.pk],
            counts[label.pk],
        )
        for label in named
    ]
    return CooccurringEntities(
        kind=kind,
        title=f"{FACETS[kind].plural.capitalize()} in the same articles",
        counts=tuple(make_counts(rows)),
        measures_url=f"{address_of('together')}?{entity.kind}={entity.slug}"
        + (f"&rows={kind}" if kind != KINDS[0] else ""),
        all_url=list_url(**all_query).replace(
            address_of("articles"), address_of("article-values", kind), 1
        ),
        all_label=f"All {FACETS[kind].plural} in these articles",
    )


def search_for_all(kind: str, slugs: Iterable[str], shared: Iterable[str]) -> str:
    """Return a search text that finds the articles that mention all of these entities.

    For example "person:kim-tok-hun person:ri-su-yong". `shared` has the slugs that are spelled like
    the name of another entity. The search text has "=" before such a slug, so that the slug matches
    only its own entity.
    """
    return " ".join(f"{kind}:{EXACT_SLUG if slug in shared else ''}{slug}" for slug in slugs)


def _informative_places(entity: Entity, ids: Iterable[int], labels: Labels) -> Iterable[int]:
    """Return the ids of those places whose names tell readers something new about the entity.

    These places are left out:

    - the entity itself, and the places that contain it
    - the places in the entity, because the page has another list of these places
    - if the entity is an organisation that implies its place: this place, and the places that
      contain it
    - places that only group others: North Korea, and "Other countries"
    """
    left_out = places_saying_nothing({entity.pk}, labels)
    if entity.site_id and entity.implies_site:
        left_out |= {entity.site_id, *labels.above(entity.site_id)}
    return (pk for pk in ids if pk in labels.places and pk not in left_out)


def places_around(entities: Iterable[tuple[str, int]], labels: Labels) -> dict[int, set[int]]:
    """Return the ids of the places that each entity implies: those that contain it.

    `entities` are (kind, id). An organisation that implies its place also implies the places around
    this place. Takes one database query.
    """
    entities = list(entities)
    sites = dict(
        Entity.objects.filter(
            pk__in=[pk for kind, pk in entities if kind == "organisation"], implies_site=True
        ).values_list("pk", "site")
    )
    around: dict[int, set[int]] = {}
    for kind, pk in entities:
        site = sites.get(pk)
        if kind == "place":
            around[pk] = set(labels.above(pk))
        else:
            around[pk] = {site, *labels.above(site)} if site else set()
    return around


def places_saying_nothing(chosen: Collection[int], labels: Labels) -> set[int]:
    """Return the ids of places that articles about these places name anyway.

    These are the places themselves, those that contain them or lie in them, and places that only
    group others.
    """
    groups = {
        up for label in labels.places.values() if label.is_division for up in labels.above(label.pk)
    }
    groups |= {
        pk
        for pk, label in labels.places.items()
        if not (label.parent or label.is_division) and pk in labels.children
    }
    for pk in chosen:
        if pk in labels.places:
            groups |= {*labels.above(pk), *labels.inside(pk)}
    return groups
