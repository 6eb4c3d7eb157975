"""The names that people give to the values of an article, in tables, in JSON and above texts.

One dict serves the columns of a table, the keys of a JSON object, front matter and the headers of
the layout `plain`. Case, spaces, hyphens and underscores do not matter: "Publication Date",
"publication_date" and "publicationDate" are one name.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

FIELDS = {
    "title": (
        *("title", "headline", "heading", "head line", "article title", "news title", "subject"),
        *(
            "제목",
            "기사제목",
            "título",
            "titulo",
            "titre",
            "titel",
            "titolo",
            "überschrift",
            "название",
            "標題",
            "표제",
            "기사명",
            "заголовок",
            "标题",
            "題名",
            "見出し",
        ),
    ),
    "date": (
        *("date", "published", "publication date", "published date", "date published", "pub date"),
        *("published at", "published on", "publish date", "publish time", "published time"),
        *("article date", "date of publication", "issue date", "post date", "posted", "posted on"),
        *("datetime", "date time", "timestamp", "day", "news date", "date posted"),
        *("web publication date", "seen date", "first publication date"),
        *("date issued", "date of issue", "release date"),
        *(
            "보도일자",
            "보도날짜",
            "게재일자",
            "게재날짜",
            "발행일자",
            "작성일",
            "작성일자",
            "등록일",
        ),
        *("기사일자", "날자", "fecha de publicación", "fecha de publicacion", "fecha publicación"),
        *("date de publication", "date de parution", "date publication", "veröffentlicht"),
        *("veröffentlichungsdatum", "erscheinungsdatum", "publikationsdatum", "publié le"),
        *("дата публикации", "опубликовано", "发布日期", "发布时间", "發布日期", "发表日期"),
        *("日時", "掲載日", "公開日", "配信日", "発行日", "data de publicação"),
        *("날짜", "일자", "게재일", "발행일", "보도일", "fecha", "datum", "дата", "日期", "日付"),
    ),
    "source": (
        *("source", "outlet", "publisher", "publication", "newspaper", "media", "medium", "site"),
        *("site name", "source name", "news source", "news outlet", "publisher name", "journal"),
        *("origin title", "source title", "container title"),
        *("media outlet", "media name", "media source", "outlet name", "publication name"),
        *(
            "newspaper name",
            "source outlet",
            "article source",
            "매체명",
            "신문사",
            "언론",
            "보도매체",
        ),
        *("medio", "medio de comunicación", "periódico", "journal name", "média", "zeitung"),
        *("издание", "газета", "сми", "來源", "媒體", "媒体名", "新聞", "出典", "fonte"),
        *("출처", "매체", "언론사", "신문", "fuente", "quelle", "источник", "来源", "媒体"),
    ),
    "url": (
        *("url", "link", "href", "permalink", "web address", "address", "article url", "news url"),
        *("original url", "source url", "canonical url", "page url", "original link", "uri"),
        *("index link", "web url", "weburl", "링크", "주소", "원문링크", "enlace", "链接", "lien"),
    ),
    "text": (
        *("text", "content", "body", "full text", "fulltext", "article text", "article body"),
        *("article content", "body text", "main text", "news text", "news content", "story"),
        *("paragraphs", "contents", "plain text", "raw text", "transcript"),
        *(
            "본문",
            "내용",
            "기사본문",
            "본문내용",
            "기사내용",
            "texto",
            "contenido",
            "cuerpo",
            "texte",
            "текст",
            "正文",
            "本文",
            "内容",
            "內容",
            "содержание",
            "текст статьи",
            "contenu",
            "corps",
            "inhalt",
            "volltext",
            "testo",
            "conteúdo",
            "content text",
            "summary content",
            "body plain",
            "content html",
            "body html",
            "text html",
            "article html",
            "html",
        ),
    ),
    "language": (
        *("language", "lang", "in language", "language code", "locale"),
        *("lengua", "언어", "idioma", "langue", "sprache", "язык", "语言", "言語"),
    ),
    "section": (
        *("section", "category", "rubric", "column", "desk", "section name", "article section"),
        *("categories", "분류", "섹션", "sección", "rubrik", "рубрика"),
    ),
    "topic": ("topic", "topics", "theme", "tag", "tags", "keywords", "주제"),
    "byline": (
        *("byline", "author", "authors", "writer", "reporter", "by", "author name", "journalist"),
        *("기자", "저자", "글쓴이", "autor", "auteur", "verfasser", "автор", "作者", "記者"),
    ),
    "saved": (
        *("saved", "retrieved", "accessed", "scraped", "crawled", "downloaded", "captured"),
        *("saved at", "saved on", "retrieved at", "retrieved on", "access date", "accessed on"),
        *("accessed at", "scraped at", "date scraped", "scrape date", "crawl date", "crawled at"),
        *("date accessed", "date retrieved", "retrieval date", "download date", "fetched"),
        *("fetched at", "captured at", "date saved"),
    ),
    "subtitle": ("subtitle", "sub title", "subheadline", "sub headline", "subheading", "deck"),
    "lead": (
        *("lead", "standfirst", "intro", "lead paragraph", "lede", "first paragraph"),
        *(
            "리드",
            "리드문",
            "entradilla",
            "chapeau",
            "chapô",
            "vorspann",
            "лид",
            "导语",
            "リード文",
        ),
    ),
    "agency": ("agency", "news agency", "wire", "credit"),
    "id": ("id", "article id", "news id", "uuid", "guid", "slug"),
}
"""A dict from each field to the names that people give to it; the first name is tried first."""

# The objects in which the values of an article stand: {"index": {"title": …}, "article": …}.
_AROUND = frozenset(
    (
        *(
            "index",
            "article",
            "item",
            "meta",
            "metadata",
            "data",
            "post",
            "news",
            "entry",
            "record",
        ),
        *(
            "doc",
            "document",
            "node",
            "attributes",
            "properties",
            "fields",
            "info",
            "header",
            "head",
        ),
        *("details", "_source"),
    )
)
# The part of a value that is the value itself: {"title": {"rendered": …}}, {"$date": …}.
_ITSELF = frozenset(
    (
        *("rendered", "value", "#text", "_text", "$t", "$date", "$numberlong", "@value"),
        *("__cdata", "#cdata-section", "main", "plain", "default", "processed"),
    )
)
_LATER = 1000  # the rank of a name in another object is lower than that of any other name

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GAP = re.compile(r"[\s_.:\-/]+")


@lru_cache(maxsize=4_000)  # The cache helps, because the files of an archive repeat few names.
def name_key(name: str) -> str:
    """Return a name normalised for comparing: "pubDate" and "PUB_DATE" both become "pub date"."""
    return _GAP.sub(" ", _CAMEL.sub(" ", name.strip())).casefold().strip()


_BY_NAME = {
    name_key(name).replace(" ", ""): field for field, names in FIELDS.items() for name in names
}
_RANK = {
    name_key(name).replace(" ", ""): rank
    for names in FIELDS.values()
    for rank, name in enumerate(names)
}


def field_of(name: str, said: Mapping[str, str] | None = None) -> str:
    """Return the field that a name means, such as "date" for "pubDate"; "" if it means none.

    `said` is a dict from fields to names that the archivist set (`--map`): such a name means its
    field, and no other name means this field any more.
    """
    if not said:
        return _listed_field(name)
    key = name_key(name).replace(" ", "")
    for field, own in said.items():
        if field != DATE_ORDER and name_key(own).replace(" ", "") == key:
            return field
    field = _listed_field(name)
    return "" if field in said else field


@lru_cache(maxsize=4_000)
def _listed_field(name: str) -> str:
    return _BY_NAME.get(name_key(name).replace(" ", ""), "") or _field_inside(name)


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
    fields = {_BY_NAME.get(name_key(part).replace(" ", ""), "") for part in parts}
    return fields.pop() if len(parts) == 1 or fields == {"text"} else ""


def rank_of(name: str) -> int:
    """Return how usual a name is for its field: 0 for the most usual name."""
    key = name_key(name).replace(" ", "")
    return _RANK.get(key, _LATER if "." in name else 0)


_NUMBERED = re.compile(r"(?P<stem>.*?[^\W\d])[\s_.\-]*\d{1,3}")


def is_numbered_text(name: str) -> bool:
    """Return True for the name of one paragraph among others: "paragraph_1", "text2"."""
    match = _NUMBERED.fullmatch(name.strip())
    stem = match["stem"].strip("_ .-").casefold() if match else ""
    return bool(match) and (stem in ("paragraph", "para", "p", "문단") or field_of(stem) == "text")


_DATE_PARTS = {
    "year": ("year", "년", "연도", "año", "année", "jahr", "год", "年", "yyyy", "pub year"),
    "month": ("month", "월", "mes", "mois", "monat", "месяц", "月", "mm", "pub month"),
    "day": ("day", "일", "día", "jour", "tag", "день", "日", "dd", "pub day", "day of month"),
}
_PART_OF = {
    name_key(name).replace(" ", ""): part for part, names in _DATE_PARTS.items() for name in names
}


def date_part_of(name: str) -> str:
    """Return "year", "month" or "day" for the name of such a column, otherwise ""."""
    return _PART_OF.get(name_key(name).replace(" ", ""), "")


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
