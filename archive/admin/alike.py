"""Names that are nearly the same: with the same letters and digits, or one letter apart.

They are only shown to a person: of the names of counties a fifth are one letter from another. The work grows with the
number of letters in all names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from django.db.models import Count, Max

from archive.models import Entity, EntityName

SHORTEST = 8
"""Letters and digits that names must have to be compared: shorter ones are alike by chance."""


class Pair(NamedTuple):
    """Two entities of one kind, the lower id first, and whether their names have the same letters and digits."""

    one: int
    other: int
    is_same: bool


def pairs_of(kind: str) -> tuple[Pair, ...]:
    """The pairs of entities of a kind with names alike. Two queries where nothing was named since the last time."""
    names = EntityName.objects.filter(entity__kind=kind).aggregate(Count("pk"), last=Max("pk"))
    found = Entity.objects.filter(kind=kind).aggregate(Count("pk"), last=Max("pk"))
    return _pairs(kind, tuple(names.values()), tuple(found.values()))


@lru_cache(maxsize=6)
def _pairs(kind: str, names: tuple[int, ...], found: tuple[int, ...]) -> tuple[Pair, ...]:
    """Made once for the same names: it takes seconds for a hundred thousand."""
    rows = EntityName.objects.filter(entity__kind=kind).exclude(sort__in=["banned", "korean"]).order_by()
    entities: dict[str, set[int]] = defaultdict(set)
    for key, pk in rows.values_list("key", "entity_id"):
        if len(key) >= SHORTEST:
            entities[key].add(pk)
    pairs: dict[tuple[int, int], bool] = {}
    for one, other in near(entities):
        if _digits(one) != _digits(other):
            continue  # "10th" and "14th"
        for pk in entities[one]:
            pairs.update(dict.fromkeys(_crossed(pk, entities[other]), False))
    for ids in entities.values():
        for pk in ids:
            pairs.update(dict.fromkeys(_crossed(pk, ids), True))
    return tuple(Pair(one, other, is_same) for (one, other), is_same in sorted(pairs.items()))


def near(keys: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of these, each in order, that one letter more, less or other makes the same. Without one letter, both
    are the same then, or the longer one is the shorter."""
    known = set(keys)
    by_length: dict[int, list[str]] = defaultdict(list)
    for key in known:
        by_length[len(key)].append(key)
    found: set[tuple[str, str]] = set()
    for length, alike in by_length.items():
        for at in range(length):
            without: dict[str, list[str]] = defaultdict(list)
            for key in alike:
                without[key[:at] + key[at + 1 :]].append(key)
            for rest, same in without.items():
                found.update(combinations(sorted(same), 2))
                if rest in known:
                    found.update((min(rest, key), max(rest, key)) for key in same)
    return found


def _digits(key: str) -> str:
    return "".join(filter(str.isdigit, key))


def _crossed(pk: int, others: Iterable[int]) -> Iterator[tuple[int, int]]:
    yield from ((pk, other) if pk < other else (other, pk) for other in others if other != pk)
