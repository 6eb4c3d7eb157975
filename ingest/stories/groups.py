"""Groups articles into stories, from the matches of two articles and the decisions of staff."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

Pair = tuple[int, int]
"""Two articles (ids), the lower id first."""


class Match(NamedTuple):
    """Two articles that match, and a value by which matches are sorted: the best has the lowest.

    The value must not depend on the order in which articles were imported.
    """

    pair: Pair
    order: tuple[object, ...]


def group_stories(
    matches: Iterable[Match], joined: Collection[Pair] = (), apart: Collection[Pair] = ()
) -> list[set[int]]:
    """Return the stories, each as a set of at least two articles.

    Articles that match are one story, and so are those that staff joined (`joined`), unless staff
    decided that two of them are not (`apart`). Then the better matches count: a match that would
    bring such a pair together is left out.
    """
    groups: dict[int, set[int]] = {}
    decided = [*sorted(joined), *(match.pair for match in sorted(matches, key=lambda m: m.order))]
    for one, other in decided:
        first, second = groups.get(one, {one}), groups.get(other, {other})
        if first is second or _has_pair(first, second, apart):
            continue
        both = first | second
        groups.update(dict.fromkeys(both, both))
    return [set(group) for group in {id(group): group for group in groups.values()}.values()]


def _has_pair(first: Collection[int], second: Collection[int], apart: Collection[Pair]) -> bool:
    return any(
        (one in first and other in second) or (one in second and other in first)
        for one, other in apart
    )
