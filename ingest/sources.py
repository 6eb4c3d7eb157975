"""The sources of sources.csv, and the names of sources in saved files.

A name can end in a language tag: "KCNA.kp (En)" is the source KCNA.kp in English.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from ingest.site_addresses import host_of_page

SOURCES_FILE = Path(__file__).parent / "data" / "sources.csv"
LONGEST_NAME = 200  # the archive keeps at most this number of letters of a source's name

# Saved files contain the tags (En), (EN), (English), English and (Kr). The other tags were added
# because they are similar.
_LANGUAGES = {
    "en": "en",
    "eng": "en",
    "english": "en",
    "kr": "ko",
    "ko": "ko",
    "kor": "ko",
    "korean": "ko",
    "cn": "zh",
    "zh": "zh",
    "chinese": "zh",
    "jp": "ja",
    "ja": "ja",
    "japanese": "ja",
    "ru": "ru",
    "russian": "ru",
    "es": "es",
    "spanish": "es",
    "fr": "fr",
    "french": "fr",
    "de": "de",
    "german": "de",
    "ar": "ar",
    "arabic": "ar",
}
_NATIVE_NAMES = {
    **dict.fromkeys(
        (
            *(
                "한국어",
                "조선어",
                "조선말",
                "朝鲜语",
                "朝鲜文",
                "韩语",
                "韩文",
                "朝鮮語",
                "朝鮮文",
                "韓国語",
                "韓文",
            ),
            *("koreanisch", "coreano", "coréen", "корейский"),
        ),
        "ko",
    ),
    **dict.fromkeys(
        ("영어", "inglés", "anglais", "englisch", "английский", "英语", "英語", "英文"), "en"
    ),
    **dict.fromkeys(
        ("中文", "汉语", "漢語", "中国語", "중국어", "chino", "chinois", "chinesisch", "китайский"),
        "zh",
    ),
    **dict.fromkeys(("日本語", "일본어", "日语", "日文", "japonés", "japonais", "japanisch"), "ja"),
    **dict.fromkeys(
        ("русский", "로어", "러시아어", "俄语", "俄文", "ロシア語", "ruso", "russe", "russisch"),
        "ru",
    ),
    **dict.fromkeys(("español", "castellano", "에스빠냐어", "스페인어", "西班牙语"), "es"),
    **dict.fromkeys(("français", "francais", "프랑스어", "法语", "francés"), "fr"),
    **dict.fromkeys(("deutsch", "도이췰란드어", "독일어", "德语", "alemán", "allemand"), "de"),
    **dict.fromkeys(("العربية", "아랍어", "阿拉伯语", "árabe", "arabe", "arabisch"), "ar"),
}
_LONG_CODES = {
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "rus": "ru",
    "zho": "zh",
    "chi": "zh",
    "jpn": "ja",
    "ara": "ar",
}
_CODE = re.compile(r"[a-z]{2,3}")
_END_OF_LANGUAGE = re.compile(r"[-_]|\s?[(（]")
_bracketed = re.compile(r"\(\s*([A-Za-z]{2,8})\s*\)\s*$")
_bare = re.compile(r"(?<=\s)(English|Korean)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A row of sources.csv.

    `names` are pairs of a spelling that files use and the language of its tag: ("KCNA.kp (Kr)",
    "ko"). The language is a BCP 47 code, or "" if the spelling has no tag. The first spelling is
    `name`.
    """

    slug: str
    name: str
    home_page: str
    description: str
    names: tuple[tuple[str, str], ...]
    evidence: str


def source_key(name: str) -> str:
    """Return a source's name normalised for comparing: as `cut_name` returns it, casefolded."""
    return " ".join(cut_name(name).casefold().split())[:LONGEST_NAME]


def cut_name(name: str) -> str:
    """Return a source's name as it is stored: with single spaces, and at most 200 letters."""
    return " ".join(name.split())[:LONGEST_NAME].rstrip()


def read_source_name(name: str) -> tuple[str, str]:
    """Return the name of a source without its language tag, and the language code of the tag.

    Examples: "Voice of Korea (EN)" -> ("Voice of Korea", "en"); "Bulletin (Weekly)" -> ("Bulletin
    (Weekly)", ""), because "Weekly" is not a language; "(En)" -> ("", "en").
    """
    name = " ".join(name.split())
    for tag in (_bracketed, _bare):
        if match := tag.search(name):
            language = _LANGUAGES.get(match[1].lower(), "")
            if language:
                return name[: match.start()].strip(), language
    return name, ""


def language_code(name: str) -> str:
    """Return the BCP 47 code for the name or the code of a language: "Korean" and "kr" -> "ko".

    The country is left out: "en_US" -> "en". The result is "" for a name that is not known.
    """
    key = name.strip().strip("[]'\"").casefold()
    first = _END_OF_LANGUAGE.split(key, maxsplit=1)[0]
    for part in (key, first):
        if code := _LANGUAGES.get(part) or _NATIVE_NAMES.get(part) or _LONG_CODES.get(part):
            return code
    return first if _CODE.fullmatch(first) else ""


@cache
def _names_of_hosts() -> dict[str, str]:
    return {
        host.removeprefix("www."): source.name
        for source in read_sources()
        if (host := urlsplit(source.home_page).hostname)
    }


def source_of_address(address: str) -> str | None:
    """Return the name of the listed source whose site has a web address; None if there is none.

    Example: "http://www.kcna.kp/en/article" -> "KCNA.kp". An address of a copy in a web archive
    stands for the site that has the page.
    """
    address = address.strip()
    address = f"http://{address}" if address[:4].casefold() == "www." else address
    parts = host_of_page(address).split(".") if "/" in address else []
    ends = (".".join(parts[index:]) for index in range(len(parts) - 1))
    return next(filter(None, map(_names_of_hosts().get, ends)), None)


def read_sources() -> Iterator[ListedSource]:
    """Yield the sources of sources.csv, in the order of the file."""
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
