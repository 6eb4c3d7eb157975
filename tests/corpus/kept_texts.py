"""Reads the articles in people's files, to count independently how many different ones there are.

This module uses the standard library alone, and nothing of Dateline. So an error of the import is
noticed, unless this module makes the same error. It reads JSON, JSON Lines, CSV, TSV, texts with a
head (`Title: …`) and bare texts. It does not judge: every row with letters is a text, except for
the words of a link that kcna.co.jp shows where a text is missing.
"""

import csv
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

_TEXT = ("text", "content", "body", "article", "paragraphs", "article_text", "article_body")
_TITLE = ("title", "headline")
_LINK = ("url", "link", "index.link")
_DAY = ("date", "published", "publication_date", "pubdate", "published_at")
_TABLES = {".csv": ",", ".tsv": "\t"}
_LINES = {".jsonl", ".ndjson"}
_TEXTS = {".txt", ".text", ".md"}
_LARGEST_FIELD = 1 << 30  # characters
_LINKS = {"forspanishspeakingpeople", "backhome"}
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_HEAD = re.compile(r"([A-Za-z][A-Za-z -]{1,30}): *(.*)")
_END_MARK = re.compile(r"[-–—]\s*0\s*[-–—][\s.]*$")
_DAY_IN_TEXT = re.compile(r"(\d{4})\s*년\s*(\d{1,2})\s*월\s*(\d{1,2})\s*일")
_FIRST_LINES = 300  # characters of a bare text in which its day is searched
_DATELINE = re.compile(
    r"^\s*[^\W\d][^\n,.()\d]{1,30}[,.]?[^\S\n][^\n()]{0,30}?(?:\d|primero)[^\n()]{0,25}"
    r"\([^()\n]{0,20}\b(?:K[A-Z]{2,3}|ACNC?|ATCCC?)\b[^()\n]{0,20}?(?:\)\s*[-–—:]*|\s[-–—]{1,3})",
    re.IGNORECASE | re.MULTILINE,
)
_DATELINE_WITHIN = 400  # characters, from the beginning of a text


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, as a careful reader compares two texts.

    Character references, mark-up, spaces, punctuation and case do not count.
    """
    plain = _TAG.sub(" ", html.unescape(html.unescape(text)))
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", plain).casefold()))


def core_of(title: str, text: str) -> str:
    """Return the letters of a text without title, dateline and end mark (`-0-`)."""
    plain = _END_MARK.sub("", html.unescape(text).strip())
    dateline = _DATELINE.search(plain[:_DATELINE_WITHIN])
    if dateline:
        plain = f"{plain[: dateline.start()]} {plain[dateline.end() :]}"
    letters, head = letters_of(plain), letters_of(title)
    return letters.removeprefix(head) or letters


def headline_of(text: str) -> str:
    """Return the first line of a text if a dateline begins the next line; else ""."""
    lines = [line.strip() for line in html.unescape(text).splitlines() if line.strip()][:2]
    if len(lines) == 2 and _DATELINE.match(lines[1]) and not _DATELINE.match(lines[0]):
        return " ".join(lines[0].split())
    return ""


@dataclass(frozen=True)
class KeptText:
    """One article in a file, as it is written there.

    `row` is its place in a data set, from 1 on; 0 for the text of a whole file. `text` is "" if the
    row has no text.
    """

    path: Path
    row: int
    day: str
    link: str
    title: str
    text: str

    @property
    def place(self) -> str:
        """Return the file and the row in words."""
        return f"{self.path.name}, row {self.row}" if self.row else self.path.name

    @cached_property
    def letters(self) -> str:
        """Return all letters and digits of the text; two texts with the same are the same text."""
        return letters_of(self.text)

    @property
    def is_link(self) -> bool:
        """Return True if the text is only the words of a link of the site."""
        return self.letters in _LINKS

    @cached_property
    def core(self) -> str:
        return core_of(self.title, self.text)


def files_in(folders: Iterable[Path]) -> list[Path]:
    """Return all files below the folders, and the files among `folders`, each once, sorted."""
    found = set()
    for folder in folders:
        paths = folder.rglob("*") if folder.is_dir() else [folder]
        found |= {path for path in paths if path.is_file()}
    return sorted(found)


def is_readable(path: Path) -> bool:
    """Return True if this module can read files with the ending of `path`."""
    return path.suffix.lower() in {".json", *_TABLES, *_LINES, *_TEXTS}


def texts_in(path: Path) -> Iterator[KeptText]:
    """Yield each row of a file, also the rows without any text.

    Raises ValueError if the content does not fit the ending of the file's name.
    """
    ending = path.suffix.lower()
    content = _decoded(path.read_bytes())
    if ending == ".json":
        value = json.loads(content)
        outside = value if isinstance(value, dict) else {}
        rows: Iterable[Any] = _json_rows(value)
    elif ending in _LINES:
        outside, rows = {}, (json.loads(line) for line in content.splitlines() if line.strip())
    elif ending in _TABLES:
        csv.field_size_limit(_LARGEST_FIELD)
        lines = content.splitlines(keepends=True)
        outside, rows = {}, csv.DictReader(lines, delimiter=_TABLES[ending])
    else:
        yield _whole_text(path, content)
        return
    for number, row in enumerate(rows, 1):
        known = _lowered(row) if isinstance(row, dict) else {}
        text = _first(known, _TEXT) or (row if isinstance(row, str) else "")
        day = _first(known, _DAY) or _first(_lowered(outside), _DAY)
        yield KeptText(
            path, number, day[:10], _first(known, _LINK), _first(known, _TITLE), text.strip()
        )


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _json_rows(value: Any) -> list[Any]:
    """Return the rows of a JSON value: a list, the list in an object, or an object for each id."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or _first(_lowered(value), _TEXT):
        return [value]
    lists = [inner for inner in value.values() if isinstance(inner, list)]
    if lists:
        return max(lists, key=len)
    return [inner for inner in value.values() if isinstance(inner, dict)] or [value]


def _lowered(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name).strip().lower(): value for name, value in row.items()}


def _first(row: dict[str, Any], names: tuple[str, ...]) -> str:
    """Return the first value among `names` that is not empty, as a text; "" if there is none."""
    for name in names:
        value = row.get(name)
        if isinstance(value, list):
            value = "\n".join(str(part) for part in value if part is not None)
        if value is not None and str(value).strip():
            return str(value)
    return ""


def _whole_text(path: Path, content: str) -> KeptText:
    """Return the text of a file, which can have a head of lines such as `Title: …`."""
    head: dict[str, Any] = {}
    lines = content.lstrip().splitlines()
    for number, line in enumerate(lines):
        found = _HEAD.fullmatch(line.strip())
        if not found:
            if head and not line.strip() and _first(head, _TITLE):
                body = "\n".join(lines[number + 1 :])
                return _text_of(path, head, body)
            break
        head[found[1].lower()] = found[2]
    title = next((line.strip() for line in lines if line.strip()), "")
    day = _DAY_IN_TEXT.search(content[:_FIRST_LINES])
    date = f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else ""
    return KeptText(path, 0, date, "", title, content.strip())


def _text_of(path: Path, head: dict[str, Any], body: str) -> KeptText:
    day, link, title = (_first(head, names) for names in (_DAY, _LINK, _TITLE))
    return KeptText(path, 0, day[:10], link, title, body.strip())


def distinct(texts: Iterable[KeptText]) -> tuple[list[KeptText], int]:
    """Return the different texts, and how many of the given texts are copies of one of them.

    A copy has the same day and link as another text, and its letters are those of the other text or
    a part of them: the text was kept twice, or cut. Texts without a link are compared with those of
    the same day and title. Texts without letters, and the words of links, are left out.
    """
    groups: dict[tuple[str, str], dict[str, KeptText]] = {}
    given = 0
    for text in texts:
        if text.letters and not text.is_link:
            given += 1
            place = text.link or letters_of(text.title)
            groups.setdefault((text.day, place), {}).setdefault(text.letters, text)
    kept: list[KeptText] = []
    for group in groups.values():
        longest_first = sorted(group.values(), key=lambda text: -len(text.letters))
        own: list[KeptText] = []
        for text in longest_first:
            if not any(text.core in other.letters for other in own):
                own.append(text)
        kept += own
    kept.sort(key=lambda text: (text.path, text.row))
    return kept, given - len(kept)
