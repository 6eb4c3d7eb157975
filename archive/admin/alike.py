"""Names that are nearly the same: with the same letters and digits, or one letter apart.

They are only shown to a person: of the names of counties a fifth are one letter from another. The work grows with the
number of letters in all names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from operator import ne
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from archive.models import EntityName

SHORTEST = 8
"""Letters and digits that names must have to be compared: shorter ones are alike by chance."""


class Pair(NamedTuple):
    """Two entities of one kind, the lower id first, and whether their names have the same letters and digits."""

    one: int
    other: int
    is_same: bool


def pairs_of(kind: str) -> tuple[Pair, ...]:
    """The pairs of entities of a kind with names alike. One query where no name came, went or was banned since the
    last time."""
    rows = _linking(kind).aggregate(Count("pk"), Sum("pk"))
    return names_alike(kind, tuple(rows.values()))


def _linking(kind: str) -> QuerySet[EntityName]:
    """The spellings of entities of a kind that link, in our letters."""
    return EntityName.objects.filter(entity__kind=kind).exclude(sort__in=["banned", "korean"]).order_by()


@lru_cache(maxsize=6)
def names_alike(kind: str, rows: tuple[int, ...]) -> tuple[Pair, ...]:
    """The pairs, made once for the same rows (their number and the sum of their ids, which never come again): it takes
    seconds for a hundred thousand."""
    entities: dict[str, list[int]] = defaultdict(list)
    for key, pk in _linking(kind).values_list("key", "entity_id"):
        if len(key) >= SHORTEST:
            entities[key].append(pk)
    pairs: dict[tuple[int, int], bool] = {}
    for one, other in near(entities):
        if _digits(one) == _digits(other):  # not so "10th" and "14th"
            pairs.update((pair, False) for pk in entities[one] for pair in _crossed(pk, entities[other]))
    for ids in entities.values():
        if len(ids) > 1:
            pairs.update((pair, True) for pk in ids for pair in _crossed(pk, ids))
    return tuple(Pair(one, other, is_same) for (one, other), is_same in sorted(pairs.items()))


def near(keys: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of these, each in order, that one letter more, less or other makes the same.

    Of such a pair the first halves are the same, or else the second ones. So only keys that share a half are compared.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for key in set(keys):
        by_length[len(key)].append(key)
    found: set[tuple[str, str]] = set()
    for length, same in by_length.items():
        longer, half = by_length.get(length + 1, ()), length // 2
        _compare(*_sharing(same, slice(half), longer, slice(half)), range(half, length), found)
        _compare(*_sharing(same, slice(half, None), longer, slice(half + 1, None)), range(half), found)
    return found


def _sharing(
    same: Iterable[str], part: slice, longer: Iterable[str], part_of_longer: slice
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The keys of one length by a part of them, and those one letter longer by that part, where both have it."""
    shorts: dict[str, list[str]] = defaultdict(list)
    longs: dict[str, list[str]] = defaultdict(list)
    for key in same:
        shorts[key[part]].append(key)
    for key in longer:
        if key[part_of_longer] in shorts:
            longs[key[part_of_longer]].append(key)
    return shorts, longs


def _compare(
    shorts: Mapping[str, list[str]], longs: Mapping[str, list[str]], letters: range, found: set[tuple[str, str]]
) -> None:
    """Add the pairs among keys of one part: without one of these letters both are the same, or the longer one is the
    shorter."""
    for group in shorts.values():
        if len(group) <= len(letters):
            found.update(pair for pair in combinations(sorted(group), 2) if sum(map(ne, *pair)) == 1)
            continue
        for at in letters:
            without: dict[str, list[str]] = defaultdict(list)
            for key in group:
                without[key[:at] + key[at + 1 :]].append(key)
            for alike in without.values():
                if len(alike) > 1:
                    found.update(combinations(sorted(alike), 2))
    for part, group in longs.items():
        known = set(shorts[part])
        for key in group:
            for at in range(letters.start, letters.stop + 1):
                rest = key[:at] + key[at + 1 :]
                if rest in known:
                    found.add((min(rest, key), max(rest, key)))


def _digits(key: str) -> str:
    return "" if key.isalpha() else "".join(filter(str.isdigit, key))


def _crossed(pk: int, others: Iterable[int]) -> Iterator[tuple[int, int]]:
    yield from ((pk, other) if pk < other else (other, pk) for other in others if other != pk)
