"""The files that describe a deposit: README.txt, CITATION.cff and datacite.json."""

import json
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive import VERSION

RIGHTS = (
    "The texts of the articles belong to their publishers. The coordinates of places are from"
    " GeoNames (CC BY 4.0)."
)
README = Path(__file__).with_name("readme.txt")


@dataclass(frozen=True, slots=True)
class Description:
    """What a catalogue has to know about a deposit.

    - `authors` are the people or institutions to be cited: "Family, Given", or a name.
    - `rights` are sentences about the rights in the texts and in the data.
    - `site` is the address of the archive, without a slash at its end; "" if it has none.
    - `day` is the day of the export.
    """

    title: str
    authors: Sequence[str]
    rights: str
    site: str
    day: date


def write_descriptions(folder: Path, about: Description, figures: dict[str, str]) -> None:
    """Write the files that describe a deposit. `figures` are the numbers for README.txt."""
    values = {"title": about.title, "rights": about.rights, "version": VERSION, **figures}
    text = README.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    paragraphs = [
        paragraph if paragraph.startswith((" ", "-")) else textwrap.fill(paragraph, 88)
        for paragraph in text.strip().split("\n\n")
    ]
    (folder / "README.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    (folder / "CITATION.cff").write_text(_citation(about), encoding="utf-8")
    record = json.dumps(_datacite(about), indent=1, ensure_ascii=False)
    (folder / "datacite.json").write_text(f"{record}\n", encoding="utf-8")


def _citation(about: Description) -> str:
    """Return the file CITATION.cff (version 1.2.0), which is YAML; JSON texts are valid YAML."""

    def text(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    lines = ["cff-version: 1.2.0", "type: dataset", f"title: {text(about.title)}"]
    lines += ["message: Please cite this data set as below.", "authors:"]
    for author in about.authors:
        family, _, given = author.partition(", ")
        if given:
            lines += [f"  - family-names: {text(family)}", f"    given-names: {text(given)}"]
        else:
            lines.append(f"  - name: {text(author)}")
    lines.append(f"date-released: {text(about.day.isoformat())}")
    if about.site:
        lines.append(f"url: {text(about.site)}")
    lines.append(f"abstract: {text(about.rights)}")
    return "\n".join(lines) + "\n"


def _datacite(about: Description) -> dict[str, Any]:
    """Return the attributes of the deposit for DataCite (schema 4.5), without a DOI."""
    related = {
        "relatedIdentifier": about.site,
        "relatedIdentifierType": "URL",
        "relationType": "IsDerivedFrom",
    }
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Archive of news articles"},
        "titles": [{"title": about.title}],
        "creators": [_creator(author) for author in about.authors],
        "publisher": {"name": about.authors[0]},
        "publicationYear": str(about.day.year),
        "dates": [{"date": about.day.isoformat(), "dateType": "Created"}],
        "rightsList": [{"rights": about.rights}],
        "formats": ["application/vnd.sqlite3"],
        "relatedIdentifiers": [related] if about.site else [],
    }


def _creator(author: str) -> dict[str, str]:
    family, _, given = author.partition(", ")
    if not given:
        return {"name": author, "nameType": "Organizational"}
    return {
        "name": author,
        "nameType": "Personal",
        "familyName": family,
        "givenName": given,
    }
