"""Reads organisations.csv and persons.csv, the listed organisations and people."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).parent.parent / "data"
ORGANISATIONS_FILE, PERSONS_FILE = _DATA / "organisations.csv", _DATA / "persons.csv"
_KINDS = (("variants", "variant"), ("misspellings", "misspelling"), ("banned", "banned"))


@dataclass(frozen=True, slots=True)
class ListedName:
    """A row of organisations.csv or persons.csv.

    `kind` is "organisation" or "person". `names` are pairs of a spelling and its kind
    (EntityName.kind), the official spelling first. `site` is the slug of the place where the
    organisation is, or "" if the file has no such place. `implies_site` is true if a mention of the
    organisation implies this place. It is false for a newspaper, because articles quote newspapers
    of Pyongyang without being about Pyongyang.
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
    """Yield the listed organisations, then the listed people.

    Raises KeyError if a column is missing.
    """
    for path, kind in ((ORGANISATIONS_FILE, "organisation"), (PERSONS_FILE, "person")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _listed(row, kind)


def _listed(row: dict[str, str], kind: str) -> ListedName:
    korean_name = row.get("korean_name", "")
    names = [(row["name"], "official")]
    names += [(name, kind) for column, kind in _KINDS for name in row[column].split("|") if name]
    names += [(korean_name, "korean")] if korean_name else []
    # The licence is added to the evidence, unless the row contains only facts, which need no
    # licence.
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
