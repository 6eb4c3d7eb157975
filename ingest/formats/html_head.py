"""The facts of a page saved as HTML: what its head, and the program that saved it, say about it.

The head gives title, address, date of publication, language and name of the site: in <title>,
<meta>, <link rel="canonical">, <html lang> and JSON-LD. Programs that save pages write the address
and the moment of saving into a comment (browsers, SingleFile, HTTrack, the Wayback Machine,
monolith) or into <meta> (Save Page WE).

A page can say too much, or wrong things: so values have a greatest length, and each fact has at
most three values, the most trusted first.

The only <h1> of a page is a fact, too, because it names the headline where the head does not.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Pairs = list[tuple[str, str]]

_MOST_VALUES = 3  # of each fact
_LONGEST = {"head_title": 500, "head_heading": 500, "head_url": 2_000, "saved_from": 2_000}
_LONGEST_OTHER = 100
# What is read of a page at most: characters of titles, comments and JSON-LD, and number of <meta>.
_TITLE_LENGTH, _COMMENT_LENGTH, _JSON_LENGTH, _MOST_META = 2_000, 3_000, 200_000, 1_000
_MOST_NODES = 200  # objects of JSON-LD
_MOST_HEADINGS = 2  # a page with more than one <h1> names no headline by it

# The names of <meta> for each fact. "itemprop:" is put before names of microdata.
_META = {
    "head_title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"),
    "head_url": ("og:url", "twitter:url"),
    "head_date": (
        *("article:published_time", "og:article:published_time", "og:published_time"),
        *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date"),
        *("dcterms.date", "citation_publication_date", "citation_date", "publication_date"),
        *("publish-date", "publish_date", "pubdate", "itemprop:datepublished", "savepage-pubdate"),
    ),
    "head_site": ("og:site_name", "application-name"),
    "head_language": ("content-language", "dc.language", "og:locale", "language"),
    "saved_from": ("savepage-url",),
    "saved": ("savepage-date",),
}
_FACT_OF_META = {name: fact for fact, names in _META.items() for name in names}
_RANK = {name: rank for names in _META.values() for rank, name in enumerate(names)}
_ELEMENT_FIRST = -1  # the rank of <link rel="canonical"> and <html lang>: before all <meta>
_JSON_RANK = 0.5  # after the first name of <meta>, which is the most careful one
_ELEMENT_LAST = 50  # the rank of <title>: it often has the name of the site, too

_FACTS = (
    *("saved_from", "saved"),
    *("head_title", "head_heading", "head_url", "head_date", "head_language", "head_site"),
)
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_ODD = re.compile("[\x00-\x20\x7f-\xa0\u200b\u2028\u2029\ufeff]+")

# Comments of programs that saved the page. Groups: the address and the moment, if they are given.
_COMMENTS = (
    # Browsers: "saved from url=(0040)http://…". The number is the length of the address.
    re.compile(r"\s*saved from url=\(\d{1,6}\)(?P<url>\S+)", re.IGNORECASE),
    # SingleFile: lines "url: …" and "saved date: …".
    re.compile(
        r"\s*(?:Page saved|Archive(?:d| processed)) (?:with|by) SingleFile\b.{0,200}?"
        r"\n\s*url:\s*(?P<url>\S+)(?:.{0,500}?\n\s*saved date:\s*(?P<moment>[^\n]+))?",
        re.IGNORECASE | re.DOTALL,
    ),
    # HTTrack: "Mirrored from www.site.example/page.html by HTTrack Website Copier/3.x […], <date>".
    re.compile(
        r"\s*Mirrored from (?P<bare>\S+) by HTTrack\b.{0,200}?\],\s*(?P<moment>[^\n]+)",
        re.IGNORECASE,
    ),
    # The Wayback Machine: "FILE ARCHIVED ON 12:34:56 May 06, 2010 AND RETRIEVED FROM …".
    re.compile(
        r"\s*FILE ARCHIVED ON (?P<moment>.{8,40}?)\s+AND\s+RETRIEVED\s+FROM\s+THE\s+INTERNET",
        re.IGNORECASE,
    ),
    # monolith: "Saved from https://… at 2024-05-06T07:08:09Z using monolith v2.8.1".
    re.compile(
        r"\s*Saved from (?P<url>\S+) at (?P<moment>\S+) using monolith\b",
        re.IGNORECASE,
    ),
)


class HtmlHead:
    """Collects the facts of a page while the page is read once, from its beginning to its end."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[float, str]]] = {name: [] for name in _FACTS}
        self._title: list[str] = []
        self._json: list[str] = []
        self._left = {"title": _TITLE_LENGTH, "json": _JSON_LENGTH, "meta": _MOST_META}
        self._inside = ""  # "title" or "json" in such an element, otherwise ""
        self._has_title = False
        self._headings: list[str] = []  # the words of each <h1>
        self._is_in_heading = False

    def open(self, name: str, attributes: Mapping[str, Any]) -> None:
        """Read the beginning of an element."""
        self._inside = ""
        if name == "meta" and self._left["meta"]:
            self._left["meta"] -= 1
            self._read_meta(attributes)
        elif name == "link" and "canonical" in _names(attributes.get("rel")):
            self._add("head_url", _ELEMENT_FIRST, attributes.get("href"))
        elif name == "html":
            language = attributes.get("lang") or attributes.get("xml:lang")
            self._add("head_language", _ELEMENT_FIRST, language)
        elif name == "title" and not self._has_title:
            self._inside, self._has_title = "title", True
        elif name == "script" and "application/ld+json" in _names(attributes.get("type")):
            self._inside = "json"
            self._json.append("")
        elif name == "h1":
            self._is_in_heading = len(self._headings) < _MOST_HEADINGS
            self._headings += [""] * self._is_in_heading

    def close(self, name: str) -> None:
        """Read the end of an element."""
        self._inside = ""
        self._is_in_heading &= name != "h1"

    def add(self, text: str, *, is_comment: bool) -> None:
        """Read a string, or a comment."""
        if is_comment:
            self._read_comment(text[:_COMMENT_LENGTH])
        elif self._inside == "title":
            self._title.append(text[: self._left["title"]])
            self._left["title"] -= len(self._title[-1])
        elif self._is_in_heading and not self._inside:
            self._headings[-1] += text[: _TITLE_LENGTH - len(self._headings[-1])]
        elif self._inside == "json" and len(text) <= self._left["json"]:
            self._left["json"] -= len(text)
            self._json[-1] += text

    def facts(self) -> Pairs:
        """Return the names and values of the facts; a name can have several values."""
        self._add("head_title", _ELEMENT_LAST, "".join(self._title))
        self._read_json()
        self._read_heading()
        pairs: Pairs = []
        for name in _FACTS:
            ranked = sorted(self._found[name], key=lambda pair: pair[0])
            values = list(dict.fromkeys(value for _, value in ranked))
            pairs += [(name, value) for value in values[:_MOST_VALUES]]
        return pairs

    def _read_heading(self) -> None:
        """Read the only <h1> of the page, if no title has its words."""
        heading = " ".join(" ".join(self._headings).split())
        titles = (" ".join(title.split()) for _, title in self._found["head_title"])
        if len(self._headings) == 1 and not any(heading in title for title in titles):
            self._add("head_heading", 0, heading)

    def _read_meta(self, attributes: Mapping[str, Any]) -> None:
        for prefix, kind in (("", "property"), ("", "name"), ("itemprop:", "itemprop")):
            name = prefix + str(attributes.get(kind) or "").strip().casefold()
            if fact := _FACT_OF_META.get(name):
                self._add(fact, _RANK[name], attributes.get("content"))
                return
        if str(attributes.get("http-equiv") or "").strip().casefold() == "content-language":
            self._add("head_language", _RANK["content-language"], attributes.get("content"))

    def _read_comment(self, text: str) -> None:
        for pattern in _COMMENTS:
            if match := pattern.match(text):
                groups = match.groupdict()
                if bare := groups.get("bare"):
                    self._add("saved_from", 0, bare if "://" in bare else f"http://{bare}")
                self._add("saved_from", 0, groups.get("url"))
                self._add("saved", 0, groups.get("moment"))
                return

    def _read_json(self) -> None:
        """Read JSON-LD: the only object of the page that describes an article.

        A page with several such objects is a list, so none of them describes the page.
        """
        nodes = [node for text in self._json for node in _nodes(text)]
        articles = [node for node in nodes if _is_article(node)]
        if len(articles) == 1:
            self._read_node(articles[0])

    def _read_node(self, node: Mapping[str, Any]) -> None:
        self._add("head_title", _JSON_RANK, node.get("headline") or node.get("name"))
        self._add("head_date", _JSON_RANK, node.get("datePublished"))
        self._add("head_language", _JSON_RANK, node.get("inLanguage"))
        page = node.get("mainEntityOfPage")
        for address in (node.get("url"), page.get("@id") if isinstance(page, dict) else page):
            self._add("head_url", _JSON_RANK, address)
        publisher = node.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        self._add("head_site", _JSON_RANK, name)

    def _add(self, fact: str, rank: float, value: object) -> None:
        if not isinstance(value, str):
            return
        value = _ODD.sub(" ", value[: 2 * _LONGEST.get(fact, _LONGEST_OTHER)]).strip()
        is_address = fact in ("head_url", "saved_from")
        if is_address and (" " in value or not _WEB_ADDRESS.match(value)):
            return
        if value and len(value) <= _LONGEST.get(fact, _LONGEST_OTHER):
            found = self._found[fact]
            if len(found) < _MOST_META:
                found.append((rank, value))


def _names(value: object) -> list[str]:
    """Return the names in an attribute, which BeautifulSoup gives as a string or as a list."""
    names = value if isinstance(value, list) else str(value or "").split()
    return [str(name).casefold().rstrip(";") for name in names]


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a piece of JSON-LD that describe the page: not those in lists of others.

    Damaged JSON has none.
    """
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(
        isinstance(name, str) and name.endswith(("Article", "BlogPosting", "Report"))
        for name in names
    )
