"""Which entities the articles of a list name together, with exact numbers.

Two things are counted: entities in the list compared with the whole archive, and pairs of entities
inside the list. The measures are those of `archive.measures.association`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from archive.measures.association import attracts, log_likelihood, log_ratio
from archive.search.counts.tantivy_counts import count, count_every_value
from archive.search.facets import ENTITY_FACETS
from archive.search.index.errors import unavailable_on_errors
from archive.search.index.open_index import current_index
from archive.search.one_search import OneSearch
from archive.search.query.name_lookup import KnownNames
from archive.search.query.parser import parse_query
from archive.search.query.tantivy_queries import both, term
from archive.search.values import UNKNOWN, SearchQuery


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of a list: `here` articles of the list name it, and `everywhere` of the archive.

    `likelihood` says how surely the articles of the list name it more often than others, and
    `ratio` how much more often (a binary logarithm). If they name it less often, `is_more` is
    false.
    """

    pk: int
    here: int
    everywhere: int
    likelihood: float
    ratio: float
    is_more: bool


@dataclass(frozen=True, slots=True)
class NamedInList:
    """The entities of one kind that a list of `here` of `everywhere` articles names.

    `generation` and `version` are those of SearchResults.
    """

    here: int
    everywhere: int
    named: tuple[Named, ...]
    generation: str
    version: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Two entities, as places in `Network.nodes`, and the number of articles that name both.

    `likelihood` says how surely they are named together more often than by chance, or less often if
    `is_more` is false.
    """

    one: int
    other: int
    articles: int
    likelihood: float
    is_more: bool


@dataclass(frozen=True, slots=True)
class Network:
    """The most frequent entities of a list of `total` articles, and the ties between them.

    `nodes` are (kind, id, number of articles), the most frequent first. `ties` has every pair that
    at least one article names together.
    """

    total: int
    nodes: tuple[tuple[str, int, int], ...]
    ties: tuple[Tie, ...]
    generation: str
    version: int


def find_named(query: SearchQuery, kind: str, left_out: Collection[int] = ()) -> NamedInList:
    """Return all entities of one kind that the articles of a list name, the surest first.

    `left_out` has the ids of entities that are not wanted. `query.by_story` must be false. Raises
    IndexUnavailable.
    """
    opened = current_index()
    with unavailable_on_errors():
        run = OneSearch(opened, query, parse_query(query.words, KnownNames()))
        matching = run.matching()
        everywhere = opened.counts.every_value(kind)
        total = opened.searcher.num_docs
        here = count(opened.searcher, matching) if matching else total
        counts = count_every_value(opened.searcher, matching, kind) if matching else everywhere
    skipped = {UNKNOWN, *left_out}
    named = [
        _named(pk, number, here, everywhere.get(pk, number), total)
        for pk, number in counts.items()
        if number and pk not in skipped
    ]
    named.sort(key=lambda one: (not one.is_more, -one.likelihood, -one.here, one.pk))
    return NamedInList(here, total, tuple(named), opened.generation.name, opened.reached)


def _named(pk: int, number: int, here: int, everywhere: int, total: int) -> Named:
    rest = total - here
    ratio = log_ratio(number, here, everywhere - number, rest) if rest else 0.0
    return Named(
        pk,
        number,
        everywhere,
        log_likelihood(number, here, everywhere, total),
        ratio,
        attracts(number, here, everywhere, total),
    )


def find_network(
    query: SearchQuery, kinds: Iterable[str], most: int, left_out: Collection[int] = ()
) -> Network:
    """Return the `most` most frequent entities of these kinds in a list, and all their ties.

    The articles of each entity are counted by entity once, so every number is exact. Raises
    IndexUnavailable.
    """
    opened = current_index()
    searcher = opened.searcher
    with unavailable_on_errors():
        run = OneSearch(opened, query, parse_query(query.words, KnownNames()))
        matching = run.matching()
        listed = run.listed()
        total = count(searcher, listed)
        skipped = {UNKNOWN, *left_out}
        found = [
            (kind, pk, number)
            for kind in ENTITY_FACETS
            if kind in set(kinds)
            for pk, number in (
                count_every_value(searcher, listed, kind)
                if matching
                else opened.counts.every_value(kind)
            ).items()
            if number and pk not in skipped
        ]
        found.sort(key=lambda node: (-node[2], node[1]))
        nodes = tuple(found[:most])
        wanted = {kind for kind, _pk, _number in nodes}
        near: list[Mapping[str, Mapping[int, int]]] = []
        for kind, pk, _number in nodes:
            inside = both(listed, term(kind, pk))
            near.append({other: count_every_value(searcher, inside, other) for other in wanted})
    ties = tuple(_ties(nodes, near, total))
    return Network(total, nodes, ties, opened.generation.name, opened.reached)


def _ties(
    nodes: tuple[tuple[str, int, int], ...],
    near: list[Mapping[str, Mapping[int, int]]],
    total: int,
) -> Iterator[Tie]:
    for one, other in combinations(range(len(nodes)), 2):
        kind, pk, number = nodes[other]
        together = near[one][kind].get(pk, 0)
        if together:
            alone = nodes[one][2]
            yield Tie(
                one,
                other,
                together,
                log_likelihood(together, alone, number, total),
                attracts(together, alone, number, total),
            )


@dataclass(frozen=True, slots=True)
class CountedPeriods:
    """The articles of a list by period: of all, and of those that name each of some entities.

    `all` and each item of `rows` map the fields of dates to counts: {"month": {202504: 12}}.
    `totals` are the numbers of articles of the rows, and `total` that of the list.
    """

    total: int
    all: Mapping[str, Mapping[int, int]]
    totals: tuple[int, ...]
    rows: tuple[Mapping[str, Mapping[int, int]], ...]
    generation: str
    version: int


def count_periods(
    query: SearchQuery, kind: str, ids: Iterable[int], fields: Collection[str]
) -> CountedPeriods:
    """Count the articles of a list by period, and those that name each entity of one kind.

    `fields` are fields of dates: "year", "month", "day". Raises IndexUnavailable.
    """
    opened = current_index()
    with unavailable_on_errors():
        run = OneSearch(opened, query, parse_query(query.words, KnownNames()))
        listed = run.listed()
        # Every article has exactly one source, perhaps the unknown one.
        counted = [
            run.count_articles(one, [*fields, "source"])
            for one in (listed, *(both(listed, term(kind, pk)) for pk in ids))
        ]
    totals = [sum(one["source"].values()) for one in counted]
    return CountedPeriods(
        totals[0],
        counted[0],
        tuple(totals[1:]),
        tuple(counted[1:]),
        opened.generation.name,
        opened.reached,
    )
