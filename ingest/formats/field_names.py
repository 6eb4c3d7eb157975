"""The names that people give to the values of an article, in tables, in JSON and above texts.

One dict (`known_names`) serves the columns of a table, the keys of a JSON object, front matter and
the headers of the layout `plain`. Case, spaces, hyphens and underscores do not matter:
"Publication Date", "publication_date" and "publicationDate" are one name.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from ingest.formats.known_names import FIELDS as FIELDS
from ingest.formats.known_names import IN_TABLES, LOOSE

# The objects in which the values of an article stand: {"index": {"title": …}, "article": …}.
_AROUND = frozenset(
    (
        *("index", "article", "item", "meta", "metadata", "data", "post", "news", "entry"),
        *("record", "doc", "document", "node", "attributes", "properties", "fields", "info"),
        *("header", "head", "details", "_source", "dates"),
    )
)
# The part of a value that is the value itself: {"title": {"rendered": …}}, {"$date": …}.
_ITSELF = frozenset(
    (
        *("rendered", "value", "#text", "_text", "$t", "$date", "$numberlong", "@value"),
        *("__cdata", "#cdata-section", "main", "plain", "default", "processed"),
    )
)
_LONGEST_NAME = 200  # letters; a longer name means no field
_LATER = 1000  # the rank of a name in another object is lower than that of any other name

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GAP = re.compile(r"[\s_.:\-/]+")


_WORDS = re.compile(r"[^\W_]+")
_TRANSLATION = frozenset(
    ("translation", "translated", "trans", "번역", "번역문", "翻译", "译文", "перевод")
)
_LANGUAGES = frozenset(
    (
        *("en", "eng", "english", "ko", "kr", "kor", "korean", "original", "orig", "source"),
        *("zh", "cn", "chinese", "ja", "jp", "japanese", "ru", "russian", "es", "spanish"),
        *("fr", "french", "de", "german", "ar", "arabic", "원문", "영어", "영문", "국문", "조선어"),
        *("한국어", "한글", "中文", "英文", "朝文", "日文"),
    )
)


@lru_cache(maxsize=4_000)  # The cache helps, because the files of an archive repeat few names.
def name_key(name: str) -> str:
    """Return a name normalised for comparing: "pubDate" and "PUB_DATE" both become "pub date"."""
    return _GAP.sub(" ", _CAMEL.sub(" ", name.strip())).casefold().strip()


def _key(name: str) -> str:
    return name_key(name).replace(" ", "")


def _by_key(fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_key(name): field for field, names in fields.items() for name in names}


_BY_NAME = _by_key(FIELDS)
_IN_TABLES = _by_key(IN_TABLES)
_LOOSE = frozenset(map(_key, LOOSE))
_RANK = {_key(name): rank for names in FIELDS.values() for rank, name in enumerate(names)}

# What people write behind the name of a column: "Date (dd/mm/yyyy)", "Title*", "Text (required)".
# A language is not among it, because a table can have a column for each of several languages.
_NOTE = re.compile(
    r"\s*[(（\[](?P<note>[dmyhs年月日일월년\s:/.,-]+|utc|gmt|kst|jst|published|publication|issued|required"
    r"|mandatory|full|full text|plain|plain text|newspaper|outlet|name|str|string|object"
    r"|date|datetime)[)）\]]\s*$",
    re.IGNORECASE,
)
_TWO_NAMES = re.compile(
    r"(?P<one>[^/()\[\]（）\n]{1,40}?)\s*(?:/|\n|[(（\[])\s*(?P<other>[^/()\[\]（）\n]{1,40}?)\s*[)）\]]?"
)
_MARKS = re.compile(r"^\s*\d{1,2}[.)]\s+|^\s*#\s*|_x000[dD]_|[*:：\s]+$")


@lru_cache(maxsize=4_000)
def _bare_key(name: str) -> str:
    """Return the key of a name without notes and marks: "1. Date (UTC)*" has the key "date".

    A name that is written twice, "본문/Text" or "본문 (Text)", has the key of the first one.
    """
    bare = _NOTE.sub("", _MARKS.sub("", name))
    if match := _TWO_NAMES.fullmatch(bare):
        one, other = map(_key, match.group("one", "other"))
        if _BY_NAME.get(one, "") == _BY_NAME.get(other):
            return one
    return _key(bare)


def field_of(name: str, said: Mapping[str, str] | None = None, *, is_in_table: bool = False) -> str:
    """Return the field that a name means, such as "date" for "pubDate"; "" if it means none.

    `said` is a dict from fields to names that the archivist set (`--map`): such a name means its
    field, and no other name means this field any more. The columns of a table have further names.
    """
    if not said:
        return _listed_field(name, is_in_table)
    key = _key(name)
    for field, own in said.items():
        if field != DATE_ORDER and _key(own) == key:
            return field
    field = _listed_field(name, is_in_table)
    return "" if field in said else field


@lru_cache(maxsize=4_000)
def _listed_field(name: str, is_in_table: bool) -> str:
    if len(name) > _LONGEST_NAME:
        return ""
    key = _bare_key(name)
    field = _BY_NAME.get(_key(name)) or _field_inside(name) or _BY_NAME.get(key, "")
    return field or (_IN_TABLES.get(key, "") if is_in_table else "")


def with_languages(names: Iterable[str], said: Mapping[str, str] | None) -> dict[str, str]:
    """Return `said` with the only text and the only title of a table that name their language.

    "text_en" and "Title (Korean)" mean the text and the title if no other column does. If a second
    one can, such as "text_ko" or "text (EN, KCNA)", none of them is chosen. A translation cannot.
    """
    names = list(names)
    fields = {field_of(name, said, is_in_table=True) for name in names}
    result = dict(said or {})
    for field in {"text", "title"} - fields - set(result):
        own = [name for name in names if field in _fields_in_words(name)]
        if len(own) == 1 and _field_in_language(own[0]) == field:
            result[field] = own[0]
    return result


@lru_cache(maxsize=4_000)
def _fields_in_words(name: str) -> frozenset[str]:
    """Return the fields that the first or last words of a name mean, if it is no translation."""
    words = _WORDS.findall(name_key(name)) if len(name) <= _LONGEST_NAME else []
    if not _TRANSLATION.isdisjoint(words):
        return frozenset()
    if field := _field_in_language(name):
        return frozenset((field,))
    parts = [words[:end] for end in range(1, len(words))]
    parts += [words[start:] for start in range(1, len(words))]
    return frozenset(_BY_NAME.get("".join(part), "") for part in parts)


@lru_cache(maxsize=4_000)
def _field_in_language(name: str) -> str:
    """Return the field of a name with a language or the word "original" before or behind it."""
    if len(name) > _LONGEST_NAME:
        return ""
    words = _WORDS.findall(name_key(name))
    for word, rest in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        if word and rest and (word[0] in _LANGUAGES):
            return _BY_NAME.get("".join(rest), "")
    return ""


def is_part_name(name: str) -> bool:
    """Return True if an object with this name can have a part of the values of a row."""
    return name.casefold() in _AROUND or field_of(name) in ("title", "text", "date")


def _field_inside(name: str) -> str:
    """Return the field of a name such as "index.title", "title.rendered", "body.paragraphs"."""
    if "." not in name:
        return ""
    parts = [part.casefold() for part in name.split(".")]
    while len(parts) > 1 and parts[0] in _AROUND:
        del parts[0]
    while len(parts) > 1 and parts[-1] in _ITSELF:
        del parts[-1]
    fields = {_BY_NAME.get(_key(part), "") for part in parts}
    return fields.pop() if len(parts) == 1 or fields == {"text"} else ""


def rank_of(name: str) -> int:
    """Return how usual a name is for its field: 0 for the most usual name."""
    return _RANK.get(_bare_key(name), _LATER if "." in name or _key(name) in _IN_TABLES else 0)


def is_loose_name(name: str) -> bool:
    """Return True if a name often means something else beside a more usual name of its field."""
    return _bare_key(name) in _LOOSE


def date_order_of(name: str) -> Literal["day", "month", ""]:
    """Return what the name of a column says to come first in its dates: "Date (dd/mm/yyyy)"."""
    note = _NOTE.search(name)
    letters = re.sub(r"[^dmy]", "", note["note"].casefold()) if note else ""
    if letters.startswith("d"):
        return "day"
    return "month" if letters.startswith(("md", "mmd")) else ""


_NUMBERED = re.compile(r"(?P<stem>.*?[^\W\d])[\s_.\-]*\d{1,3}")


@lru_cache(maxsize=4_000)
def is_numbered_text(name: str) -> bool:
    """Return True for the name of one paragraph among others: "paragraph_1", "text2"."""
    stem = stem_of(name).removesuffix(" part")
    return stem in ("paragraph", "para", "p", "문단") or (bool(stem) and field_of(stem) == "text")


@lru_cache(maxsize=4_000)
def is_numbered_title(name: str) -> bool:
    """Return True for the name of one title among others: "headline_1"."""
    stem = stem_of(name)
    return bool(stem) and field_of(stem) == "title"


@lru_cache(maxsize=4_000)
def stem_of(name: str) -> str:
    """Return the key of a name without the number at its end: "text" for "Text_2"; otherwise ""."""
    match = _NUMBERED.fullmatch(name.strip()) if len(name) <= _LONGEST_NAME else None
    return name_key(match["stem"].strip("_ .-")) if match else ""


_DATE_PARTS = {
    "year": (
        "year",
        "년",
        "연도",
        "año",
        "année",
        "jahr",
        "год",
        "年",
        "yyyy",
        "pub year",
        "ano",
        "anno",
    ),
    "month": (
        "month",
        "월",
        "mes",
        "mois",
        "monat",
        "месяц",
        "月",
        "mm",
        "pub month",
        "mês",
        "mese",
    ),
    "day": (
        *("day", "일", "día", "jour", "tag", "день", "日", "dd", "pub day", "day of month"),
        *("dia", "giorno"),
    ),
}
_PART_OF = _by_key(_DATE_PARTS)


def date_part_of(name: str) -> str:
    """Return "year", "month" or "day" for the name of such a column, otherwise ""."""
    return _PART_OF.get(_key(name), "")


DATE_ORDER = "date order"
"""The key of `read_map` that says what comes first in dates such as 06/05/2024: day or month."""

_ORDER = re.compile(r"\s*\(\s*(day|month)\s+first\s*\)$", re.IGNORECASE)


class BadMap(ValueError):
    """The error for a text that is not a list of pairs such as "text=article_body"."""


def read_map(text: str) -> dict[str, str]:
    """Return the dict that the option `--map` means: "text=article_body,title=name".

    The name of the date's column can be followed by "(day first)" or "(month first)", or be only
    these words. The dict then has the key DATE_ORDER with the value "day" or "month".

    Raises BadMap if the text has another form, or names an unknown field.
    """
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    fields = {field.strip().casefold(): name.strip() for field, _, name in pairs}
    if order := _ORDER.search(fields.get("date", "")):
        fields["date"] = fields["date"][: order.start()]
        if not fields["date"]:
            del fields["date"]
    for field, name in fields.items():
        if field not in FIELDS or not name:
            known = ", ".join(FIELDS)
            raise BadMap(
                f"“{field}={name}” is not a field and the name of a column. The fields are {known}."
            )
    return fields | ({DATE_ORDER: order[1].casefold()} if order else {})
