"""The rows of organisations.csv and persons.csv."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).parent.parent / "data"
ORGANISATIONS_FILE, PERSONS_FILE = _DATA / "organisations.csv", _DATA / "persons.csv"
_KINDS = (("variants", "variant"), ("misspellings", "misspelling"), ("banned", "banned"))


@dataclass(frozen=True, slots=True)
class ListedName:
    """An organisation or a person listed in our data files.

    `names` are pairs (spelling, kind), the official spelling first; `site` is the slug of the
    organisation's place, or "" if it has none or none is known; `implies_site` tells whether a
    mention of the organisation is also a mention of its place (not for a newspaper in Pyongyang:
    articles only quote it).
    """

    kind: str
    slug: str
    name: str
    names: tuple[tuple[str, str], ...]
    site: str
    implies_site: bool
    korean_name: str
    description: str
    evidence: str


def read_listed() -> Iterator[ListedName]:
    """Yield the organisations, then the persons. Raises KeyError when a column is missing."""
    for path, kind in ((ORGANISATIONS_FILE, "organisation"), (PERSONS_FILE, "person")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _listed(row, kind)


def _listed(row: dict[str, str], kind: str) -> ListedName:
    korean_name = row.get("korean_name", "")
    names = [(row["name"], "official")]
    names += [(name, kind) for column, kind in _KINDS for name in row[column].split("|") if name]
    names += [(korean_name, "korean")] if korean_name else []
    # A licence is named unless the row contains only facts.
    licence = "" if row["licence"] == "facts" else f"Licence: {row['licence']}."
    described = (
        row["description"] if kind == "person" else row["organisation_type"].replace("-", " ")
    )
    return ListedName(
        kind=kind,
        slug=row["slug"],
        name=row["name"],
        names=tuple(names),
        site=row.get("site", ""),
        implies_site=row.get("organisation_type") != "media",
        korean_name=korean_name,
        description=described,
        evidence=" ".join(filter(None, [row["evidence"], row["note"], licence])),
    )
