"""Who and what appears in the articles of an entity: outlets, people, organisations and places,
counted together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from archive.display.labels import Label, Labels
from archive.listing.address import UNKNOWN_VALUE
from archive.models import Entity
from archive.models.addresses import address_of
from archive.search import ENTITY_FACETS, FACETS, UNKNOWN
from archive.search.query import EXACT_SLUG, shared_slugs
from archive.views.counts import Count, list_url, make_counts

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Companions:
    """What of one kind stands in the same articles, most frequent first; `all_url` leads to all of
    them."""

    kind: str
    title: str
    counts: tuple[Count, ...]
    all_url: str
    all_label: str


def outlets_of(entity: Entity, counts: Mapping[int, int], labels: Labels) -> list[Count]:
    """The outlets of the articles, from the counts by source; articles of an unknown outlet
    last."""
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


def companions_of(
    entity: Entity, counts: Mapping[str, Mapping[int, int]], labels: Labels
) -> list[Companions]:
    """Of each kind the most frequent in the articles of the entity, from counts inside these
    articles; kinds of which there is nothing are left out. One query for the names of people and
    organisations, one for those of its kind."""
    shown = {}
    for kind in ("person", "organisation", "place"):
        ids = [pk for pk, _ in sorted(counts[kind].items(), key=lambda row: (-row[1], row[0]))]
        others = (
            _apart_from(entity, ids, labels)
            if kind == "place"
            else (pk for pk in ids if pk != entity.pk and pk)
        )
        shown[kind] = list(islice(others, SHOWN))
    named = labels.places | labels.entities([*shown["person"], *shown["organisation"]])
    found = []
    for kind, chosen in shown.items():
        those = [named[pk] for pk in chosen if pk in named]
        those.sort(key=lambda label: (-counts[kind][label.pk], label.name))
        if those:
            found.append(_companions(entity, kind, those, counts[kind], labels))
    return found


def _companions(
    entity: Entity, kind: str, named: list[Label], counts: Mapping[int, int], labels: Labels
) -> Companions:
    if kind == entity.kind:
        shared = shared_slugs(kind, [entity.slug, *(label.slug for label in named)])
        urls = {
            label.pk: list_url(q=together(kind, (entity.slug, label.slug), shared))
            for label in named
        }
        all_query = {"q": together(kind, (entity.slug,), shared)}
    else:
        # In the order in which the list writes its addresses.
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
    return Companions(
        kind=kind,
        title=f"{FACETS[kind].plural.capitalize()} in the same articles",
        counts=tuple(make_counts(rows)),
        all_url=list_url(**all_query).replace(
            address_of("articles"), address_of("article-values", kind), 1
        ),
        all_label=f"All {FACETS[kind].plural} in these articles",
    )


def together(kind: str, slugs: Iterable[str], shared: Iterable[str]) -> str:
    """What one types to find the articles that name all of these: "person:kim-tok-hun
    person:ri-su-yong". A slug that is also the name of another is marked as meaning only the
    one."""
    return " ".join(f"{kind}:{EXACT_SLUG if slug in shared else ''}{slug}" for slug in slugs)


def _apart_from(entity: Entity, ids: Iterable[int], labels: Labels) -> Iterable[int]:
    """Of these places those that say something: not the place itself, what lies in it (which has a
    list of its own) or what is above it; not the site that an organisation implies; and nothing
    that is only there to hold others (the country, "Other countries")."""
    above = set(labels.above(entity.pk))
    if entity.site_id and entity.implies_site:
        above |= {entity.site_id, *labels.above(entity.site_id)}
    holders = {
        up for label in labels.places.values() if label.is_division for up in labels.above(label.pk)
    }
    holders |= {
        pk
        for pk, label in labels.places.items()
        if not (label.parent or label.is_division) and pk in labels.children
    }
    left_out = holders | above | {entity.pk}
    for pk in ids:
        if pk in labels.places and pk not in left_out and entity.pk not in labels.above(pk):
            yield pk
