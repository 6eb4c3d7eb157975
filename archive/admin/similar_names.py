"""Names that are nearly the same: with the same letters and digits, or one letter of one word
apart.

Spaces and hyphens make no difference where names are cut into words differently. Where both have as
many words, one word alone may differ: "Kim Yong Chol" and "Ri Myong Chol" are one letter apart
without their spaces, and nothing alike.

They are only shown to a person: of the names of counties a fifth are one letter from another. The
work grows with the number of letters in all names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations, product
from operator import ne
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from archive.models import EntityName
from archive.models.entity import name_key, name_words

SHORTEST = 8
"""Letters and digits that names must have to be compared: shorter ones are alike by chance."""


class Pair(NamedTuple):
    """Two entities of one kind, the lower id first, the spelling of each that is like one of the
    other, and whether these have the same letters and digits."""

    one: int
    other: int
    is_same: bool
    spelling: str
    other_spelling: str


def pairs_of(kind: str) -> tuple[Pair, ...]:
    """The pairs of entities of a kind with names alike. One query where no name came, went or was
    banned since the last time."""
    rows = _linking(kind).aggregate(Count("pk"), Sum("pk"))
    return names_alike(kind, tuple(rows.values()))


def _linking(kind: str) -> QuerySet[EntityName]:
    """The spellings of entities of a kind that link, in our letters."""
    return (
        EntityName.objects.filter(entity__kind=kind)
        .exclude(kind__in=["banned", "korean"])
        .order_by()
    )


@lru_cache(maxsize=6)
def names_alike(kind: str, rows: tuple[int, ...]) -> tuple[Pair, ...]:
    """The pairs, made once for the same rows (their number and the sum of their ids, which never
    come again): it takes seconds for a hundred thousand."""
    spelled: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, pk, name in _linking(kind).order_by("pk").values_list("key", "entity_id", "name"):
        if len(key) >= SHORTEST:
            spelled[key].append((pk, name))
    pairs: dict[tuple[int, int], Pair] = {}
    for names in spelled.values():
        if len(names) > 1:
            _add(pairs, combinations(names, 2), is_same=True)
    for one, other in sorted(near(spelled)):
        if _digits(one) == _digits(other):  # not so "10th" and "14th"
            crossed = product(spelled[one], spelled[other])
            _add(pairs, ((a, b) for a, b in crossed if in_one_word(a[1], b[1])), is_same=False)
    return tuple(pair for _ids, pair in sorted(pairs.items()))


def _add(
    pairs: dict[tuple[int, int], Pair],
    found: Iterable[tuple[tuple[int, str], tuple[int, str]]],
    *,
    is_same: bool,
) -> None:
    """Add the pairs of entities (id and spelling of each) that are not known yet."""
    for (one, spelling), (other, other_spelling) in map(sorted, found):
        if one != other:
            pairs.setdefault((one, other), Pair(one, other, is_same, spelling, other_spelling))


def in_one_word(one: str, other: str) -> bool:
    """Whether two names that are one letter apart are so in a single word, as far as their words
    can be compared."""
    words, others = words_of(one), words_of(other)
    return len(words) != len(others) or sum(map(ne, words, others)) == 1


def words_of(name: str) -> list[str]:
    """The words of a name as names are compared; a hyphen parts words, too."""
    return [name_key(word) for word in name_words(name)]


def near(keys: Iterable[str]) -> set[tuple[str, str]]:
    """The pairs of these, each in order, that one letter more, less or other makes the same.

    Of such a pair the first halves are the same, or else the second ones. So only keys that share a
    half are compared."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for key in set(keys):
        by_length[len(key)].append(key)
    found: set[tuple[str, str]] = set()
    for length, same in by_length.items():
        longer, half = by_length.get(length + 1, ()), length // 2
        _compare(*_sharing(same, slice(half), longer, slice(half)), range(half, length), found)
        _compare(
            *_sharing(same, slice(half, None), longer, slice(half + 1, None)), range(half), found
        )
    return found


def _sharing(
    same: Iterable[str], part: slice, longer: Iterable[str], part_of_longer: slice
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The keys of one length by a part of them, and those one letter longer by that part, where
    both have it."""
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
    letters: range,
    found: set[tuple[str, str]],
) -> None:
    """Add the pairs among keys of one part: without one of these letters both are the same, or the
    longer one is the shorter."""
    for group in shorts.values():
        if len(group) <= len(letters):
            found.update(
                pair for pair in combinations(sorted(group), 2) if sum(map(ne, *pair)) == 1
            )
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
