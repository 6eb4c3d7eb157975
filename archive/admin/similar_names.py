"""Finds names that are nearly equal: with the same letters and digits, or with one other letter.

Names are compared without spaces and hyphens. If two names have the same number of words, only one
word may be different: without spaces, "Kim Yong Chol" and "Ri Myong Chol" would differ by one
letter, but they are different names.

The pairs are only shown to a person, who decides, because a fifth of the county names differ from
another county name by one letter. Finding pairs takes seconds, so the pairs of each kind are stored
in a file in `STATE_DIR`, which all server processes read. When a name is added, removed or banned,
the pairs are found again.
"""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from operator import ne
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from archive.models import EntityName
from archive.models.entity import name_words
from ingest.mentions.spelling import name_key

SHORTEST = 8
"""Names with fewer letters and digits are not compared, because many are similar by chance."""


QUICK = 5_000
"""The number of names that can be compared in about a tenth of a second."""

NamesState = list[int]
"""A list with the number of spellings and the sum of their ids."""


class SimilarPair(NamedTuple):
    """Two entities of one kind that have similar spellings.

    The lower id comes first. `is_same` is true if both spellings have the same letters and digits.
    """

    one: int
    other: int
    is_same: bool
    spelling: str
    other_spelling: str


def similar_pairs(kind: str) -> Sequence[SimilarPair]:
    """Return the pairs of entities of one kind that have similar names.

    This takes seconds for a hundred thousand names, unless the pairs are stored already.
    """
    state = _names_state(kind)
    pairs = _read(kind, state)
    return _find_and_store(kind, state) if pairs is None else pairs


def similar_pairs_if_quick(kind: str) -> Sequence[SimilarPair] | None:
    """Return the pairs of `similar_pairs`; None if this would take long."""
    state = _names_state(kind)
    pairs = _read(kind, state)
    is_quick = state[0] <= QUICK
    return _find_and_store(kind, state) if pairs is None and is_quick else pairs


def find_similar_pairs(spellings: Iterable[tuple[str, int, str]]) -> list[SimilarPair]:
    """Return the pairs of entities with similar spellings, sorted by their ids.

    Each spelling is given as (key, entity id, spelling).
    """
    by_key: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, pk, name in spellings:
        if len(key) >= SHORTEST:
            by_key[key].append((pk, name))
    pairs: dict[tuple[int, int], SimilarPair] = {}
    for names in by_key.values():
        if len(names) > 1:
            _add(pairs, combinations(names, 2), is_same=True)
    for one, other in sorted(keys_one_letter_apart(by_key)):
        if _digits(one) == _digits(other):  # "10th" and "14th" do not mean the same
            crossed = product(by_key[one], by_key[other])
            close = ((a, b) for a, b in crossed if differ_in_one_word(a[1], b[1]))
            _add(pairs, close, is_same=False)
    return [pair for _ids, pair in sorted(pairs.items())]


def _linking(kind: str) -> QuerySet[EntityName]:
    """Return a query for the spellings, not in Korean, by which entities of a kind are found."""
    return (
        EntityName.objects.filter(entity__kind=kind)
        .exclude(kind__in=["banned", "korean"])
        .order_by()
    )


def _linking_spellings(kind: str) -> Iterable[tuple[str, int, str]]:
    return _linking(kind).order_by("pk").values_list("key", "entity_id", "name")


def _names_state(kind: str) -> NamesState:
    """Return the number and the sum of ids of the spellings by which a kind's entities are found.

    The result changes if a spelling is added, removed or banned, because ids are never used twice,
    and because the text of a spelling never changes.
    """
    totals = _linking(kind).aggregate(Count("pk"), Sum("pk"))
    return [int(total or 0) for total in totals.values()]  # PostgreSQL sums to a Decimal


def _path(kind: str) -> Path:
    return Path(settings.STATE_DIR) / f"similar-names-{kind}.json"


def _read(kind: str, state: NamesState) -> Sequence[SimilarPair] | None:
    """Return the stored pairs of a kind; None if there are none, or if names changed later."""
    path = _path(kind)
    try:
        stored_state, pairs = _load(path, path.stat().st_mtime_ns)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
    ):  # no file, or a file that Dateline did not write
        return None
    return pairs if stored_state == state else None


@lru_cache(maxsize=3)
def _load(path: Path, written_at: int) -> tuple[NamesState, Sequence[SimilarPair]]:
    """Return the NamesState and the pairs in a file, from a cache if the file did not change.

    `written_at` is the time stamp of the file; for another time stamp, the cache has no entry.
    """
    stored = json.loads(path.read_text())
    return stored["names"], tuple(SimilarPair(*pair) for pair in stored["pairs"])


def _find_and_store(kind: str, state: NamesState) -> Sequence[SimilarPair]:
    pairs = find_similar_pairs(_linking_spellings(kind))
    # Written under another name and then renamed, so that no process reads an incomplete file.
    unfinished = _path(kind).with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps({"names": state, "pairs": pairs}))
    unfinished.replace(_path(kind))
    return pairs


def _add(
    pairs: dict[tuple[int, int], SimilarPair],
    candidates: Iterable[tuple[tuple[int, str], tuple[int, str]]],
    *,
    is_same: bool,
) -> None:
    """Add the candidates that are not in `pairs`; a candidate is two tuples (id, spelling)."""
    for (one, spelling), (other, other_spelling) in map(sorted, candidates):
        if one != other:
            pair = SimilarPair(one, other, is_same, spelling, other_spelling)
            pairs.setdefault((one, other), pair)


def differ_in_one_word(one: str, other: str) -> bool:
    """Tell whether two names that differ by one letter differ in only one word.

    The answer is True for names with different numbers of words, because they cannot be compared
    word by word.
    """
    words, others = compared_words(one), compared_words(other)
    return len(words) != len(others) or sum(map(ne, words, others)) == 1


def compared_words(name: str) -> list[str]:
    """Return the words of a name, also divided at hyphens, in the form used to compare names."""
    return [name_key(word) for word in name_words(name)]


def keys_one_letter_apart(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Return the pairs of keys that differ by one added, missing or changed letter.

    Each pair is sorted. Two such keys have equal first halves or equal second halves, so only keys
    with an equal half are compared.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for key in set(keys):
        by_length[len(key)].append(key)
    pairs: set[tuple[str, str]] = set()
    for length, same in by_length.items():
        longer, half = by_length.get(length + 1, ()), length // 2
        _compare(*_group(same, slice(half), longer, slice(half)), range(half, length), pairs)
        _compare(
            *_group(same, slice(half, None), longer, slice(half + 1, None)), range(half), pairs
        )
    return pairs


def _group(
    same: Iterable[str], part: slice, longer: Iterable[str], part_of_longer: slice
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return two dicts from a part of a key to the keys that have it.

    The first dict has keys of one length, the second has keys that are one letter longer and have a
    part of the first dict.
    """
    shorts: dict[str, list[str]] = defaultdict(list)
    longs: dict[str, list[str]] = defaultdict(list)
    for key in same:
        shorts[key[part]].append(key)
    for key in longer:
        if key[part_of_longer] in shorts:
            longs[key[part_of_longer]].append(key)
    return shorts, longs


def _compare(
    shorts: Mapping[str, list[str]],
    longs: Mapping[str, list[str]],
    positions: range,
    pairs: set[tuple[str, str]],
) -> None:
    """Add to `pairs` the keys of a group that become equal without the letter at one position.

    If both keys have the same length, the letter is removed from both. Otherwise it is removed only
    from the longer key.
    """
    for group in shorts.values():
        if len(group) <= len(positions):
            pairs.update(
                pair for pair in combinations(sorted(group), 2) if sum(map(ne, *pair)) == 1
            )
            continue
        for position in positions:
            without: dict[str, list[str]] = defaultdict(list)
            for key in group:
                without[key[:position] + key[position + 1 :]].append(key)
            for equal in without.values():
                if len(equal) > 1:
                    pairs.update(combinations(sorted(equal), 2))
    for part, group in longs.items():
        known = set(shorts[part])
        for key in group:
            for position in range(positions.start, positions.stop + 1):
                rest = key[:position] + key[position + 1 :]
                if rest in known:
                    pairs.add((min(rest, key), max(rest, key)))


def _digits(key: str) -> str:
    return "" if key.isalpha() else "".join(filter(str.isdigit, key))
