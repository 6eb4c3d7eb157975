"""The names in the articles of a list, compared with the rest of the archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from archive.display.labels import Label, Labels, current_labels
from archive.exports.csv_text import Value
from archive.listing.address import list_url
from archive.listing.cooccurrence_filter import COUNT, KINDS, TogetherFilter
from archive.listing.list_links import ListLink
from archive.measures.association import SURE
from archive.models import entity_url
from archive.search import FACETS
from archive.search.cooccurrence import Named, NamedInList, find_named
from archive.views.parts.cooccurrence import places_saying_nothing
from archive.views.parts.file_responses import origin_of, send_csv
from archive.views.parts.measure_pages import MEASURE_COLUMNS, answer_measure, shared_context
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

SHOWN = 100
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """A line of the table: a name, its numbers with their lists, and the measures."""

    name: str
    url: str
    here: int
    here_url: str
    everywhere: int
    everywhere_url: str
    likelihood: float
    ratio: float
    is_more: bool
    slug: str


@public_page(IndexUse.REQUIRED)
def show_together(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Show which people, organisations or places the articles of a list name more often."""

    def answer(chosen: TogetherFilter) -> HttpResponseBase:
        labels = current_labels()
        found = answers.note(_find(chosen, labels))
        named = _in_order(chosen, found)
        heading = chosen.heading()
        context = {
            **shared_context(chosen),
            "found": found,
            "rows": list(rows_of(chosen, named[:SHOWN], labels)),
            "count": len(named),
            "plural": FACETS[chosen.kind].plural,
            "kinds": [
                ListLink(
                    kind,
                    FACETS[kind].plural.capitalize(),
                    chosen.here(rows=kind if kind != KINDS[0] else ""),
                    is_current=kind == chosen.kind,
                )
                for kind in KINDS
            ],
            "orders": [
                ListLink(
                    "", "Surest first", chosen.here(by=""), is_current=not _is_by_count(chosen)
                ),
                ListLink(
                    COUNT,
                    "Most articles first",
                    chosen.here(by=COUNT),
                    is_current=_is_by_count(chosen),
                ),
            ],
        }
        head = Head(
            title=f"Named together: {heading}",
            description="The names in these articles, compared with the rest of the archive.",
            path=chosen.here(),
            section="articles",
        )
        return render_page(request, "together.html", head, context)

    return answer_measure(request, TogetherFilter(request.GET), answer)


@public_page(IndexUse.REQUIRED)
def export_together(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return the whole table as CSV; the parameters are those of the page."""

    def answer(chosen: TogetherFilter) -> HttpResponseBase:
        labels, origin = current_labels(), origin_of(request)
        found = answers.note(_find(chosen, labels))
        named = _in_order(chosen, found, with_fewer=True)

        def rows() -> Iterator[list[Value]]:
            for start in range(0, len(named), _AT_ONCE):
                for row in rows_of(chosen, named[start : start + _AT_ONCE], labels):
                    yield [
                        row.slug,
                        row.name,
                        row.here,
                        found.here,
                        row.everywhere,
                        found.everywhere,
                        round(row.likelihood, 2),
                        round(row.ratio, 2),
                        row.is_more,
                        f"{origin}{row.here_url}" if row.here_url else "",
                    ]

        return send_csv(request, MEASURE_COLUMNS["together"], rows(), "together", len(named))

    return answer_measure(request, TogetherFilter(request.GET), answer)


def _is_by_count(chosen: TogetherFilter) -> bool:
    return bool(chosen.form.cleaned_data["by"])


def _find(chosen: TogetherFilter, labels: Labels) -> NamedInList:
    entities = chosen.chosen_entities()
    left_out = set(entities[chosen.kind])
    if chosen.kind == "place":
        left_out |= places_saying_nothing(entities["place"], labels)
    return find_named(chosen.search_query, chosen.kind, left_out)


def _in_order(
    chosen: TogetherFilter, found: NamedInList, *, with_fewer: bool = False
) -> Sequence[Named]:
    """Return the entities of the table.

    By count, these are all. By measure, the page has those that are surely named more often here
    than elsewhere; the file (`with_fewer`) has all of them.
    """
    if _is_by_count(chosen):
        return sorted(found.named, key=lambda one: (-one.here, -one.likelihood, one.pk))
    if with_fewer:
        return found.named
    return [one for one in found.named if one.is_more and one.likelihood > SURE]


def rows_of(
    chosen: TogetherFilter, named: Sequence[Named], labels: Labels
) -> Iterator[TogetherRow]:
    """Yield the lines for these entities; those that were merged meanwhile are left out."""
    by_id: dict[int, Label] = (
        labels.places if chosen.kind == "place" else labels.entities([one.pk for one in named])
    )
    known = [one for one in named if one.pk in by_id]
    names = chosen.names({chosen.kind: [by_id[one.pk].slug for one in known]})
    for one in known:
        label = by_id[one.pk]
        yield TogetherRow(
            name=labels.full_place_name(label) if chosen.kind == "place" else label.name,
            url=entity_url(chosen.kind, label.slug),
            here=one.here,
            here_url=names.url((chosen.kind, label.slug)),
            everywhere=one.everywhere,
            everywhere_url=list_url(**{chosen.kind: label.slug}),
            likelihood=one.likelihood,
            ratio=one.ratio,
            is_more=one.is_more,
            slug=label.slug,
        )
