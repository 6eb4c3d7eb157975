"""Finds similar names: they have the same letters and digits, or differ by one letter.

Names are compared without spaces and hyphens, by their keys (`name_key`): the key of "Undok
Coal-mining Complex" is "undokcoalminingcomplex". If two names have the same number of words, only
one word may be different. So "Kim Yong Chol" and "Ri Myong Chol" are not similar names, although
their keys, "kimyongchol" and "rimyongchol", differ by one letter.

The pairs are shown to a person, who decides, because similar names can be different: a fifth of the
county names differ from another county name by one letter. Finding the pairs takes seconds. So the
pairs of each kind of entity are stored in a file in `STATE_DIR`, which all server processes read.
When a name is added, removed or banned, the pairs are found again.
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
"""Names with fewer letters and digits are not compared: many of them are similar by chance."""


QUICK = 5_000
"""The number of names that can be compared in about a tenth of a second."""

NamesState = list[int]
"""A list of two numbers: how many spellings there are, and the sum of their ids.

If both numbers are the same as before, no spelling was added, removed or banned in the meantime."""


class SimilarPair(NamedTuple):
    """The ids of two entities of one kind that have similar spellings, and these spellings.

    `one` is the lower id. `spelling` is a spelling of the entity `one`, and `other_spelling` a
    spelling of the entity `other`. `is_same` is true if both spellings have the same letters and
    digits.
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
    """Return the pairs of `similar_pairs`; None if finding the pairs would take long."""
    state = _names_state(kind)
    pairs = _read(kind, state)
    is_quick = state[0] <= QUICK
    return _find_and_store(kind, state) if pairs is None and is_quick else pairs


def find_similar_pairs(spellings: Iterable[tuple[str, int, str]]) -> list[SimilarPair]:
    """Return the pairs of entities with similar spellings, sorted by the ids of the entities.

    `spellings` has a tuple (`name_key` of the spelling, entity id, spelling) for each spelling.
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
        if _digits(one) == _digits(other):  # "10th Factory" and "14th Factory" are different names
            crossed = product(by_key[one], by_key[other])
            close = ((a, b) for a, b in crossed if differ_in_one_word(a[1], b[1]))
            _add(pairs, close, is_same=False)
    return [pair for _ids, pair in sorted(pairs.items())]


def _linking(kind: str) -> QuerySet[EntityName]:
    """Return a query for the spellings of entities of a kind, except banned and Korean ones."""
    return (
        EntityName.objects.filter(entity__kind=kind)
        .exclude(kind__in=["banned", "korean"])
        .order_by()
    )


def _linking_spellings(kind: str) -> Iterable[tuple[str, int, str]]:
    return _linking(kind).order_by("pk").values_list("key", "entity_id", "name")


def _names_state(kind: str) -> NamesState:
    """Return the present NamesState of the entities of a kind.

    The state changes if a spelling is added, removed or banned, because an id is never used twice,
    and because the text of a spelling never changes.
    """
    totals = _linking(kind).aggregate(Count("pk"), Sum("pk"))
    return [int(total or 0) for total in totals.values()]  # PostgreSQL sums to a Decimal


def _path(kind: str) -> Path:
    return Path(settings.STATE_DIR) / f"similar-names-{kind}.json"


def _read(kind: str, state: NamesState) -> Sequence[SimilarPair] | None:
    """Return the stored pairs of a kind; None if the stored pairs were found in another `state`."""
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
    """Return the NamesState and the pairs in a file; a cached result if the file did not change.

    `written_at` is the time stamp of the file. It is an argument only because the results are
    cached by argument: so a file with another time stamp is read again.
    """
    stored = json.loads(path.read_text())
    return stored["names"], tuple(SimilarPair(*pair) for pair in stored["pairs"])


def _find_and_store(kind: str, state: NamesState) -> Sequence[SimilarPair]:
    pairs = find_similar_pairs(_linking_spellings(kind))
    # The file is written with another name and then renamed, so that no process reads an incomplete
    # file.
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
    """Add candidates to `pairs`, unless `pairs` already has a candidate for the same two entities.

    A candidate is a pair of tuples (entity id, spelling). `is_same` is True if the two spellings of
    each candidate have the same letters and digits.
    """
    for (one, spelling), (other, other_spelling) in map(sorted, candidates):
        if one != other:
            pair = SimilarPair(one, other, is_same, spelling, other_spelling)
            pairs.setdefault((one, other), pair)


def differ_in_one_word(one: str, other: str) -> bool:
    """Return True if only one word differs in two names whose keys differ by one letter.

    The result is False for "Kim Yong Chol" and "Ri Myong Chol". For names with different numbers of
    words, the result is True, because such names cannot be compared word by word.
    """
    words, others = compared_words(one), compared_words(other)
    return len(words) != len(others) or sum(map(ne, words, others)) == 1


def compared_words(name: str) -> list[str]:
    """Return the `name_key` of each word of a name; a hyphen also separates words.

    "Undok Coal-mining Complex" -> ["undok", "coal", "mining", "complex"].
    """
    return [name_key(word) for word in name_words(name)]


def keys_one_letter_apart(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Return the pairs of keys that differ by one added, missing or changed letter.

    Each pair is sorted. If two keys differ by one letter, their first halves or their second halves
    are equal. So only keys with an equal half are compared.
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
    shorter: Iterable[str], half: slice, longer: Iterable[str], half_of_longer: slice
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Group keys (`name_key`) by their first or second half; return one dict for each collection.

    The keys in `shorter` have equal lengths; the keys in `longer` have one letter more. `half` and
    `half_of_longer` are slices that cut the half from a key. Each dict maps a half to the keys that
    have this half: {"undo": ["undokfarm", "undokmine"]}. The second dict has only halves that are
    also in the first dict.
    """
    shorts: dict[str, list[str]] = defaultdict(list)
    longs: dict[str, list[str]] = defaultdict(list)
    for key in shorter:
        shorts[key[half]].append(key)
    for key in longer:
        if key[half_of_longer] in shorts:
            longs[key[half_of_longer]].append(key)
    return shorts, longs


def _compare(
    shorts: Mapping[str, list[str]],
    longs: Mapping[str, list[str]],
    positions: range,
    pairs: set[tuple[str, str]],
) -> None:
    """Add to `pairs` each pair of keys that differ by one letter at one of `positions`.

    `shorts` and `longs` are the results of `_group`; only keys with an equal half are compared. Two
    keys of equal length are a pair if they are equal without the letter at one position. If one key
    is longer, the letter is removed only from the longer key.
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
