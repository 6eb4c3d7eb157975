"""The listed sources, and how saved files spell their names.

"KCNA.kp (En)" is KCNA.kp in English.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCES_FILE = Path(__file__).parent / "data" / "sources.csv"
LONGEST_NAME = 200  # letters of the name of a source that the archive keeps

# The tags seen in saved files are (En), (EN), (English), English and (Kr); the rest are similar.
_LANGUAGES = {
    "en": "en",
    "eng": "en",
    "english": "en",
    "kr": "ko",
    "ko": "ko",
    "kor": "ko",
    "korean": "ko",
    "cn": "zh",
    "chinese": "zh",
    "jp": "ja",
    "japanese": "ja",
    "ru": "ru",
    "russian": "ru",
    "es": "es",
    "spanish": "es",
}
_bracketed = re.compile(r"\(\s*([A-Za-z]{2,8})\s*\)\s*$")
_bare = re.compile(r"(?<=\s)(English|Korean)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A row of sources.csv.

    `names` are the spellings that files use, each with its language (BCP 47, "" for none).
    """

    slug: str
    name: str
    home_page: str
    description: str
    names: tuple[tuple[str, str], ...]
    evidence: str


def source_key(name: str) -> str:
    """Return the key by which a source's spelling is compared: casefolded, single spaces, cut."""
    return " ".join(cut_name(name).casefold().split())[:LONGEST_NAME]


def cut_name(name: str) -> str:
    """Return as much of a name as the archive keeps, with single spaces."""
    return " ".join(name.split())[:LONGEST_NAME].rstrip()


def read_source_name(name: str) -> tuple[str, str]:
    """Return the name and the language code of a source, from its name as a file spells it.

    For "Voice of Korea (EN)" it returns ("Voice of Korea", "en"); a name without a known tag keeps
    all its words and has the language "". "(En)" alone is ("", "en"): a source without a name.
    """
    name = " ".join(name.split())
    for tag in (_bracketed, _bare):
        if match := tag.search(name):
            language = _LANGUAGES.get(match[1].lower(), "")
            if language:
                return name[: match.start()].strip(), language
    return name, ""


def read_sources() -> Iterator[ListedSource]:
    """Yield the sources of sources.csv, in the order of the file.

    The name of a source is one of its spellings, too.
    """
    with SOURCES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spellings = [row["name"], *filter(None, row["spellings"].split("|"))]
            yield ListedSource(
                slug=row["slug"],
                name=row["name"],
                home_page=row["home_page"],
                description=row["description"],
                names=tuple(
                    (spelling, read_source_name(spelling)[1])
                    for spelling in dict.fromkeys(spellings)
                ),
                evidence=row["evidence"],
            )
