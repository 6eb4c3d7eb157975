"""The network of a list: its most frequent names, and which of them articles name together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from archive.display.arcs import Arcs, draw_arcs
from archive.display.labels import Labels, current_labels
from archive.display.safe_text import count_of
from archive.exports.csv_text import Value
from archive.exports.graphml import graphml_pieces
from archive.listing.cooccurrence_filter import KINDS, NetworkFilter
from archive.listing.list_links import ListLink
from archive.measures.association import SURE
from archive.models import entity_url
from archive.search import FACETS
from archive.search.cooccurrence import Network, Tie, find_network
from archive.views.parts.cooccurrence import places_around, places_saying_nothing
from archive.views.parts.downloads import Download
from archive.views.parts.file_responses import file_name, origin_of, send_csv, send_file
from archive.views.parts.measure_pages import MEASURE_COLUMNS, answer_measure, shared_context
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

TIES_SHOWN = 100
DRAWN = 20  # names in the picture
ARCS = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A name of the network, with its number of articles and their list."""

    kind: str
    slug: str
    name: str
    url: str
    articles: int
    list_url: str


@dataclass(frozen=True, slots=True)
class ShownTie:
    """A tie between two names, with the list of its articles."""

    one: Node
    other: Node
    tie: Tie
    url: str


@dataclass(frozen=True, slots=True)
class ShownNetwork:
    """A network with names and addresses. The surest ties are first."""

    total: int
    nodes: tuple[Node, ...]
    ties: tuple[ShownTie, ...]


@public_page(IndexUse.REQUIRED)
def show_network(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Show the most frequent names of a list, a picture of their surest ties, and a table."""

    def answer(chosen: NetworkFilter) -> HttpResponseBase:
        network = _shown(chosen, answers)
        heading = chosen.heading()
        sure = [one for one in network.ties if one.tie.is_more and one.tie.likelihood > SURE]
        drawn, arcs = _picture(network, sure)
        context = {
            **shared_context(chosen),
            "network": network,
            "ties": sure[:TIES_SHOWN],
            "sure_count": len(sure),
            "drawn": drawn,
            "arcs": arcs,
            "kinds": [
                ListLink(
                    "", "All names", chosen.here(kinds=""), is_current=len(chosen.kinds_shown) > 1
                ),
                *(
                    ListLink(
                        kind,
                        FACETS[kind].plural.capitalize(),
                        chosen.here(kinds=kind),
                        is_current=chosen.kinds_shown == (kind,),
                    )
                    for kind in KINDS
                ),
            ],
            "sizes": [
                ListLink(str(size), str(size), chosen.here(nodes=str(size)), size == chosen.most)
                for size in (15, 30, 60, 150)
            ],
            "files": [
                Download("ties (CSV)", chosen.file_url()),
                Download("network for Gephi (GraphML)", chosen.file_url("network-graph")),
            ],
        }
        head = Head(
            title=f"Network: {heading}",
            description="The most frequent names of these articles, and which are named together.",
            path=chosen.here(),
            section="articles",
        )
        return render_page(request, "network.html", head, context)

    return answer_measure(request, NetworkFilter(request.GET), answer)


@public_page(IndexUse.REQUIRED)
def export_ties(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return all ties as CSV; the parameters are those of the page."""

    def answer(chosen: NetworkFilter) -> HttpResponseBase:
        network, origin = _shown(chosen, answers), origin_of(request)
        rows: list[list[Value]] = [
            [
                one.one.name,
                one.other.name,
                one.tie.articles,
                one.one.articles,
                one.other.articles,
                network.total,
                round(one.tie.likelihood, 2),
                one.tie.is_more,
                f"{origin}{one.url}" if one.url else "",
            ]
            for one in network.ties
        ]
        return send_csv(request, MEASURE_COLUMNS["network"], rows, "network", len(rows))

    return answer_measure(request, NetworkFilter(request.GET), answer)


@public_page(IndexUse.REQUIRED)
def export_graph(request: HttpRequest, answers: Answers) -> HttpResponseBase:
    """Return the network as GraphML; the parameters are those of the page."""

    def answer(chosen: NetworkFilter) -> HttpResponseBase:
        network, origin = _shown(chosen, answers), origin_of(request)
        nodes = (
            (
                f"{node.kind}:{node.slug}",
                {
                    "label": node.name,
                    "kind": node.kind,
                    "articles": node.articles,
                    "url": f"{origin}{node.list_url}" if node.list_url else "",
                },
            )
            for node in network.nodes
        )
        edges = (
            (
                f"{one.one.kind}:{one.one.slug}",
                f"{one.other.kind}:{one.other.slug}",
                {
                    "weight": one.tie.articles,
                    "log_likelihood": round(one.tie.likelihood, 2),
                    "is_more": one.tie.is_more,
                    "url": f"{origin}{one.url}" if one.url else "",
                },
            )
            for one in network.ties
        )
        day = timezone.now().date().isoformat()
        about = f"Dateline, {chosen.heading()}, {count_of(network.total, 'article')}, {day}"
        pieces = graphml_pieces(nodes, edges, f"{about}, {origin}{chosen.here()}")
        name = file_name("network", "graphml")
        return send_file(request, pieces, "application/xml; charset=utf-8", name)

    return answer_measure(request, NetworkFilter(request.GET), answer)


def _shown(chosen: NetworkFilter, answers: Answers) -> ShownNetwork:
    labels = current_labels()
    entities = chosen.chosen_entities()
    left_out = set().union(*entities.values())
    left_out |= places_saying_nothing(entities["place"], labels)
    found = find_network(chosen.search_query, chosen.kinds_shown, chosen.most, left_out)
    answers.note(found)
    nodes = _nodes(chosen, found, labels)
    names = chosen.names(
        {kind: [node.slug for node in nodes.values() if node.kind == kind] for kind in KINDS}
    )
    inside = places_around([(kind, pk) for kind, pk, _count in found.nodes], labels)
    ties = [
        tie
        for tie in found.ties
        if tie.one in nodes
        and tie.other in nodes
        and found.nodes[tie.one][1] not in inside[found.nodes[tie.other][1]]
        and found.nodes[tie.other][1] not in inside[found.nodes[tie.one][1]]
    ]
    ties.sort(key=lambda tie: (not tie.is_more, -tie.likelihood, tie.one, tie.other))
    shown = tuple(
        ShownTie(one, other, tie, names.url((one.kind, one.slug), (other.kind, other.slug)))
        for tie in ties
        for one, other in [(nodes[tie.one], nodes[tie.other])]
    )
    return ShownNetwork(found.total, tuple(nodes.values()), shown)


def _nodes(chosen: NetworkFilter, found: Network, labels: Labels) -> Mapping[int, Node]:
    """Return the nodes by their place; entities that were merged meanwhile are left out."""
    others = [pk for kind, pk, _count in found.nodes if kind != "place"]
    by_id = {**labels.places, **labels.entities(others)}
    slugs = {
        kind: [by_id[pk].slug for of, pk, _count in found.nodes if of == kind and pk in by_id]
        for kind in KINDS
    }
    names = chosen.names(slugs)
    return {
        place: Node(
            kind=kind,
            slug=by_id[pk].slug,
            name=labels.full_place_name(by_id[pk]) if kind == "place" else by_id[pk].name,
            url=entity_url(kind, by_id[pk].slug),
            articles=articles,
            list_url=names.url((kind, by_id[pk].slug)),
        )
        for place, (kind, pk, articles) in enumerate(found.nodes)
        if pk in by_id
    }


def _picture(network: ShownNetwork, sure: Sequence[ShownTie]) -> tuple[list[Node], Arcs | None]:
    """Return the names of the picture, those with the surest ties, and its arcs.

    Names that belong together stand close: after a name follow those that it is tied to most.
    """
    chosen: dict[Node, float] = {}
    for one in sure:
        ends = [node for node in (one.one, one.other) if node not in chosen]
        if len(chosen) + len(ends) > DRAWN:
            continue
        for node in (one.one, one.other):
            chosen[node] = chosen.get(node, 0.0) + one.tie.likelihood
    if not chosen:
        return [], None
    ordered = _near_each_other(chosen, sure)
    lines = {node: line for line, node in enumerate(ordered)}
    ties = [
        (
            lines[one.one],
            lines[one.other],
            one.tie.likelihood,
            f"{one.one.name} and {one.other.name}: {count_of(one.tie.articles, 'article')}",
        )
        for one in sure
        if one.one in lines and one.other in lines
    ][:ARCS]
    return ordered, draw_arcs(len(ordered), ties)


def _near_each_other(chosen: Mapping[Node, float], sure: Sequence[ShownTie]) -> list[Node]:
    strength: dict[Node, dict[Node, float]] = {node: {} for node in chosen}
    for one in sure:
        if one.one in strength and one.other in strength:
            strength[one.one][one.other] = strength[one.other][one.one] = one.tie.likelihood
    waiting = sorted(chosen, key=lambda node: (-chosen[node], node.name))
    ordered = [waiting.pop(0)]
    while waiting:
        recent = ordered[-3:]
        following = max(
            waiting,
            key=lambda node: (
                sum(strength[node].get(other, 0.0) / (3 - i) for i, other in enumerate(recent)),
                chosen[node],
                node.name,
            ),
        )
        waiting.remove(following)
        ordered.append(following)
    return ordered
