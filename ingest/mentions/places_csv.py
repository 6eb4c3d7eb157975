"""Reads places.csv and countries.csv, the listed places of the DPRK and other countries."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

_DATA = Path(__file__).parent.parent / "data"
PLACES_FILES = (_DATA / "places.csv", _DATA / "countries.csv")

DIVISION_TYPES = frozenset({"province", "municipality"})
"""The types of first-level divisions. A division is one of the largest parts of the DPRK."""

_AUTHORITIES = {"iso": "iso_3166", "geonames": "geonames"}


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A row of places.csv or countries.csv.

    `parent` is the slug of the place that contains this place. `division` is the slug of its
    first-level division: for a division its own slug, for a country None. `names` are pairs of a
    spelling and its kind (EntityName.kind), the official name first. `latitude` and `longitude` are
    in degrees. For a division or a county, they are the coordinates of its seat (its main town).
    """

    slug: str
    name: str
    place_type: str
    parent: str | None
    division: str | None
    korean_name: str
    latitude: Decimal | None
    longitude: Decimal | None
    authority_ids: dict[str, str]
    names: tuple[tuple[str, str], ...]
    evidence: str
    kind: str = "place"


def read_places() -> Iterator[ListedPlace]:
    """Yield the listed places, parents before their children.

    Raises KeyError if a column is missing.
    """
    divisions: dict[str, str | None] = {}
    for path in PLACES_FILES:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                is_division = row["place_type"] in DIVISION_TYPES
                divisions[row["slug"]] = (
                    row["slug"] if is_division else divisions.get(row["parent"])
                )
                yield _listed(row, divisions[row["slug"]])


def _listed(row: dict[str, str], division: str | None) -> ListedPlace:
    # "facts" in the column `licence` means: the row contains only facts, which need no licence.
    licence = row["licence"].replace("facts", "none needed for facts")
    return ListedPlace(
        slug=row["slug"],
        name=row["name"],
        place_type=row["place_type"],
        parent=row["parent"] or None,
        division=division,
        korean_name=row["korean_name"],
        latitude=Decimal(row["latitude"]) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]) if row["longitude"] else None,
        authority_ids={key: row[column] for column, key in _AUTHORITIES.items() if row[column]},
        names=tuple(_spellings(row)),
        evidence=" ".join(filter(None, [row["evidence"], row["note"], f"Licence: {licence}."])),
    )


def _spellings(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield row["name"], "official"
    for column, kind in (
        ("variants", "variant"),
        ("misspellings", "misspelling"),
        ("banned", "banned"),
    ):
        yield from ((spelling, kind) for spelling in row[column].split("|") if spelling)
    if row["korean_name"]:
        yield row["korean_name"], "korean"
