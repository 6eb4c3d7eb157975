"""Names in generated articles: people, villages and sites are invented, places are real."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.bench import words

Draw = Callable[[], float]

_DATA = Path(__file__).parents[2] / "ingest/data"
_LISTED = _DATA / "places.csv"
# The number of invented people, who are in no list. As in real articles, the first articles name
# many new people, and later articles name fewer new people.
_INVENTED = 50_000
_SHARE_LISTED = 0.6  # share of the people in articles who are listed
_DIVISIONS = {"province": "Province", "municipality": "Municipality"}
_INNER = {
    "city": ("City", "cities"),
    "county": ("County", "counties"),
    "district": ("District", "districts"),
}
_NOWHERE = (
    "the country",
    "the capital city",
    "different parts of the country",
    "the northern area",
    "rural areas",
)


class Places:
    """The phrases with places for one story; the sentences of the story use them one after another.

    Such a phrase is "Kujang and Unsan counties of North Phyongan Province".
    """

    def __init__(self, draw: Draw, phrases: list[str]) -> None:
        self.draw = draw
        self.phrases = phrases
        self.first = phrases[0] if phrases and len(phrases[0]) < 50 else ""

    @property
    def is_left(self) -> bool:
        return bool(self.phrases)

    def next(self) -> str:
        """Return the next phrase; after the last phrase, words without a name: "rural areas"."""
        return self.phrases.pop(0) if self.phrases else _NOWHERE[int(self.draw() * len(_NOWHERE))]


@cache
def _divisions() -> tuple[tuple[str, dict[str, tuple[str, ...]]], ...]:
    """Return each first-level division with the names of its places by their type.

    Example: ("North Phyongan Province", {"city": ("Sinuiju", …), "county": ("Kujang", …)}).
    """
    with _LISTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    made = []
    for row in rows:
        if row["place_type"] in _DIVISIONS:
            below = {
                kind: tuple(
                    inner["name"]
                    for inner in rows
                    if (inner["parent"], inner["place_type"]) == (row["slug"], kind)
                )
                for kind in _INNER
            }
            name = f"{row['name']} {_DIVISIONS[row['place_type']]}"
            made.append((name, {kind: names for kind, names in below.items() if names}))
    return tuple(made)


def place_phrases(draw: Draw, count: int) -> Places:
    """Return phrases that name about `count` places in all; see `Places` for an example."""
    phrases: list[str] = []
    left = count
    while left > 0:
        if left == 1:
            phrases.append(_one(draw))
            left -= 1
        else:
            several = min(left - 1, (1, 1, 2, 3, 4)[int(draw() * 5)])
            phrases.append(_inner(draw, several))
            left -= several + 1
    return Places(draw, phrases)


def _one(draw: Draw) -> str:
    kind = draw()
    if kind < 0.5:
        return "Pyongyang"
    name, below = _divisions()[int(draw() * len(_divisions()))]
    if kind < 0.85 or "city" not in below:
        return name
    return _drawn(draw, below["city"]) + " City"


def _inner(draw: Draw, count: int) -> str:
    """Return a phrase that names some places of one type in one division.

    Example: "Kujang and Unsan counties of North Phyongan Province".
    """
    division, below = _divisions()[int(draw() * len(_divisions()))]
    kinds = tuple(below) if draw() < 0.4 else ("county",) if "county" in below else tuple(below)
    if not kinds:
        return division
    kind = kinds[int(draw() * len(kinds))]
    names = list(dict.fromkeys(_drawn(draw, below[kind]) for _ in range(count)))
    if len(names) == 1:
        return f"{names[0]} {_INNER[kind][0]}, {division}"
    return f"{', '.join(names[:-1])} and {names[-1]} {_INNER[kind][1]} of {division}"


def _drawn(draw: Draw, names: tuple[str, ...]) -> str:
    """Return one of the names at random; the first names are drawn more often."""
    return names[int(draw() * (0.3 + 0.7 * draw()) * len(names))]


_SURNAMES = words.pool(words.SURNAMES, 2_000, 2)
_GIVEN = words.pool(words.GIVEN, 2_000, 10)


@cache
def _listed_people() -> tuple[str, ...]:
    with (_DATA / "persons.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["name"] for row in csv.DictReader(file))


def person(draw: Draw) -> str:
    """Return a Korean name, listed or invented ("Pak Yong Su"); some names are drawn very often."""
    if draw() < _SHARE_LISTED:
        listed = _listed_people()
        return listed[int(len(listed) ** draw()) - 1]
    rank = int(_INVENTED ** draw())
    family, first, last = rank * 7_919, rank * 104_729 // 31, rank * 1_299_709 // 977
    return (
        f"{_SURNAMES[family % len(_SURNAMES)]} {_GIVEN[first % len(_GIVEN)]}"
        f" {_GIVEN[last % len(_GIVEN)]}"
    )


def foreign_name(draw: Draw) -> str:
    """Return an invented name that is not Korean: "Vlademir Kobera"."""
    return f"{_foreign(draw)} {_foreign(draw)}"


def _foreign(draw: Draw) -> str:
    first, middle, last = words.FOREIGN
    start = first[int(draw() * len(first))] + middle[int(draw() * len(middle))]
    return start if draw() < 0.2 else start + last[int(draw() * len(last))]


def village(draw: Draw) -> str:
    """Return the invented name of a village: "Pongthae-ri"."""
    return f"{site(draw)}-{'ri' if draw() < 0.7 else 'dong'}"


def site(draw: Draw) -> str:
    """Return an invented name for a farm, factory or mountain: "Songgok"."""
    index = int(draw() * draw() * draw() * len(words.VILLAGE) ** 2)
    return (
        words.VILLAGE[index * 37 % len(words.VILLAGE)]
        + words.VILLAGE[index // len(words.VILLAGE)].lower()
    )
