"""Names that are nearly the same: with the same letters and digits, or one letter apart.

They are only shown to a person: of the names of counties a fifth are one letter from another. Work and memory grow
with the number of names; names that share half of their letters with hundreds of others are compared with the nearest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, Max

from archive.models import Entity, EntityName

SHORTEST = 8
"""Letters and digits that names must have to be compared: shorter ones are alike by chance."""

NEAREST = 40
"""How many names before it, in their order, a name is compared with, of those that share half of its letters."""


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
    """The pairs of these that one letter more, less or other makes the same.

    Of two such, the letters before or after the difference are the same, up to the middle; and so is the letter next to
    these, or the one at the other end.
    """
    buckets: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in sorted(set(keys)):
        for bucket in _buckets(key):
            buckets[bucket].append(key)
    found: set[tuple[str, str]] = set()
    for alike in buckets.values():
        for at, key in enumerate(alike):
            found.update((other, key) for other in alike[max(0, at - NEAREST) : at] if is_one_apart(other, key))
    return found


def _buckets(key: str) -> set[tuple[str, ...]]:
    """What a key must share with another to be compared: its first or last half, and one more letter."""
    buckets: set[tuple[str, ...]] = set()
    for half in {len(key) // 2, (len(key) - 1) // 2}:
        first, last = key[:half], key[-half:]
        buckets |= {("first", first, "next", key[half]), ("first", first, "end", key[-1])}
        buckets |= {("last", last, "next", key[-half - 1]), ("last", last, "end", key[0])}
    return buckets


def is_one_apart(one: str, other: str) -> bool:
    """Whether one letter more, less or other makes two texts the same. Equal texts are not one apart."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]


def _digits(key: str) -> str:
    return "".join(filter(str.isdigit, key))


def _crossed(pk: int, others: Iterable[int]) -> Iterator[tuple[int, int]]:
    yield from ((pk, other) if pk < other else (other, pk) for other in others if other != pk)
