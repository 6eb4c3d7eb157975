"""The OpenAPI description of all addresses, made from the types of the answers and the filters.

The schemas are those of the types that are sent. The parameters of lists are made from the form
fields that read them, so a new facet or a new order is in the description without further work.
"""

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from apispec import APISpec
from django import forms
from django.urls import URLPattern, get_resolver

from archive import VERSION
from archive.api import articles, entities, known_items, one_article
from archive.api.formats import JSON, LARGEST_PAGE
from archive.api.list_filter import CursorField, JsonFilter, PageSizeField
from archive.api.values import Error
from archive.listing.address import MAX_CHOICES
from archive.listing.known_item_filter import SHOWN
from archive.listing.parameters import FacetField, PageField, letter_field, names_by_field
from archive.listing.value_filter import ValueFilter
from archive.search import FACETS, PAGE_SIZE
from archive.search.query import MAX_QUERY_LENGTH
from archive.search.values import MOST_READ

REFERENCE = "#/components/schemas/{name}"
INTRODUCTION = f"""
Every page with articles, names or numbers is also JSON: the address of the page without its last
slash, with “.json”. A page's own address gives the JSON to a program that sends “Accept: {JSON}”.
There are no keys and no accounts, and nothing can be changed. Scripts on other sites may read all.

A list has the address of its next part in “next”. These addresses do not shift: a program that
follows them gets each article that stays in the list exactly once, also if articles arrive or are
withdrawn meanwhile. In order of relevance, this order ends after {MOST_READ:,} articles; all
others follow, newest first. With “page” instead, the parts are those of the page, and can shift.

Limits: at most {LARGEST_PAGE} articles in one answer (also in the header X-Largest-Page-Size), at
most {MAX_CHOICES} chosen values of facets, and {MAX_QUERY_LENGTH:,} characters of a search. Send
the ETag of an answer back in If-None-Match: if nothing has changed, the answer is an empty 304. If
the search index cannot be used, the answer is 503, with Retry-After in seconds.
""".strip()

_FROM_TO = {
    "from": "The first day, in the ways in which people write dates.",
    "to": "The last day, in the ways in which people write dates.",
}


@dataclass(frozen=True, slots=True)
class Described:
    """The JSON of a page: the types of its answer, what it is, and its parameters."""

    answers: tuple[type, ...]
    summary: str
    parameters: tuple[Mapping[str, Any], ...] = ()
    uses_index: bool = True


def query_parameter(name: str, field: forms.Field, about: str) -> dict[str, Any]:
    """Return the description of a parameter, from the form field that reads it."""
    parameter: dict[str, Any] = {"name": name, "in": "query", "description": about}
    if isinstance(field, FacetField):
        schema: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
        return parameter | {"schema": schema, "style": "form", "explode": True}
    return parameter | {"schema": _schema_of(field)}


def _schema_of(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, PageField):
        return {"type": "integer", "minimum": 1, "maximum": 10**18 - 1, "default": 1}
    if isinstance(field, PageSizeField):
        return {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
    if isinstance(field, CursorField):
        return {"type": "string", "pattern": r"^[nor]\.[0-9a-f]*(\.[A-Za-z0-9_-]+)?$"}
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return {"type": "string", "enum": [str(value) for value, _label in choices if value]}
    return {"type": "string"}


def _about(name: str, declared: Any) -> str:
    """Return what a parameter means: the words of its facet, or of its class in the code."""
    if name in FACETS:
        return (
            f"{FACETS[name].title}; repeat it for several values, of which one is enough. A minus"
            " before a value excludes it; “unknown” selects articles without one."
        )
    if name in _FROM_TO:
        return _FROM_TO[name]
    text = " ".join((inspect.getdoc(type(declared)) or "").split("\n\n")[0].split())
    meaning = re.sub(r"^The parameter `\w+`: ", "", text)
    return meaning[:1].upper() + meaning[1:]


def _parameters_of(filter_class: type[JsonFilter] | type[ValueFilter]) -> tuple[Any, ...]:
    return tuple(
        query_parameter(name, declared.field, _about(name, declared))
        for name, declared in filter_class.base_filters.items()
    )


def text(name: str, about: str, *values: str) -> dict[str, Any]:
    """Return the description of a parameter with a text, or with one of these values."""
    schema: dict[str, Any] = {"type": "string", **({"enum": list(values)} if values else {})}
    return {"name": name, "in": "query", "description": about, "schema": schema}


PAGE = query_parameter("page", PageField(required=False), "The number of the page, from 1.")
KNOWN_ITEMS = (
    text("source", "The slug of a source, or “unknown”."),
    text("date", "A year or month (2025, 2025-04), or “unknown”."),
    PAGE,
)


def _names(*orders: str) -> tuple[Any, ...]:
    return (
        text("find", "A text that the names contain."),
        query_parameter("letter", letter_field(required=False), "The first letter of the names."),
        query_parameter("by", names_by_field(orders, required=False), "The order of the names."),
        PAGE,
    )


def _entity(noun: str) -> Described:
    return Described((entities.EntityPage,), f"{noun}: what it is, counts, newest articles")


PAGES: dict[str, Described] = {
    "home": Described((articles.FrontPage,), "The front page: newest articles, and counts"),
    "articles": Described(
        (articles.ArticleList, articles.ConcordanceList),
        "Articles that match a filter, with the counts of the facets",
        _parameters_of(JsonFilter),
    ),
    "article-values": Described(
        (articles.FacetValues,),
        "All values of a facet, for the articles of a filter",
        _parameters_of(ValueFilter),
    ),
    "article-by-id": Described(
        (one_article.Article,),
        "An article; with the parameters of a list, also its place in the list",
        (text("q", "The search of a list: its matches are marked."),),
    ),
    "article-evidence": Described(
        (one_article.Evidence,), "How each field of an article was read", uses_index=False
    ),
    "article-similar": Described((articles.SimilarArticles,), "The most similar articles"),
    "article-versions": Described(
        (one_article.Versions,), "The versions of an article", uses_index=False
    ),
    "version": Described((one_article.VersionText,), "The text of one version", uses_index=False),
    "compare-versions": Described(
        (one_article.Comparison,),
        "Two versions of an article, word by word",
        (text("view", "“inline” for one text.", "inline"),),
        uses_index=False,
    ),
    "compare-articles": Described(
        (one_article.Comparison,),
        "Two articles, word by word",
        (text("view", "“inline” for one text.", "inline"),),
        uses_index=False,
    ),
    "story": Described((articles.Story,), "The articles that tell one story", uses_index=False),
    "changes": Described(
        (articles.Changes,),
        "Versions that differ from what is shown",
        (
            text("source", "The slug of a source."),
            text("grade", "How they differ.", "spelling", "wording", "facts", "passage"),
            *(text(kind, f"The slug of a {kind}.") for kind in ("place", "organisation", "person")),
            text("year", "The year of the article."),
            text("saved", "A year in which the version can have been saved."),
            PAGE,
        ),
        uses_index=False,
    ),
    "capture": Described((one_article.Capture,), "A saved file as text", uses_index=False),
    "sources": Described((entities.Sources,), "All sources"),
    "source": Described((entities.SourcePage,), "A source: counts, newest articles"),
    "places": Described(
        (entities.Places, entities.NameList),
        "All places by province, or as a list of names",
        _names("province", "name", "count"),
    ),
    "organisations": Described((entities.NameList,), "All organisations", _names("name", "count")),
    "people": Described((entities.NameList,), "All people", _names("name", "count")),
    "place": _entity("A place"),
    "organisation": _entity("An organisation"),
    "person": _entity("A person"),
    "wanted": Described(
        (known_items.KnownItems,),
        "Articles that saved files list",
        (
            text("q", "Words of the title."),
            text("show", "Which of them; the wanted ones by default.", *filter(None, SHOWN)),
            *KNOWN_ITEMS,
        ),
        uses_index=False,
    ),
    "completeness": Described(
        (known_items.CompletenessList,),
        "How many of the listed articles the archive has",
        (text("sort", "“wanted” for most wanted articles first.", "wanted"), *KNOWN_ITEMS),
        uses_index=False,
    ),
    "known-item": Described(
        (known_items.KnownItemPage,), "One listed article", (PAGE,), uses_index=False
    ),
}
"""The pages that have JSON, by the name of their URL pattern."""


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description of all addresses in JSON."""
    spec = APISpec(
        title="Dateline",
        version=VERSION,
        openapi_version="3.1.0",
        info={"description": INTRODUCTION},
    )
    types = [answer for page in PAGES.values() for answer in page.answers]
    _refs, schemas = msgspec.json.schema_components([*types, Error], ref_template=REFERENCE)
    for name, schema in schemas.items():
        spec.components.schema(name, _without_false(schema))
    for pattern in get_resolver().url_patterns:
        name = str(getattr(pattern, "name", "") or "").removesuffix("-json")
        if isinstance(pattern, URLPattern) and pattern.name == f"{name}-json" and name in PAGES:
            for route, operation_id in _routes(name, str(pattern.pattern)):
                operation = _operation(operation_id, PAGES[name], pattern)
                spec.path(path=route, operations={"get": operation})
    return spec.to_dict()


def _without_false(schema: Any) -> Any:
    """Return a schema without “"items": false”, which apispec takes for the name of a schema.

    It stands beside “maxItems”, which says the same.
    """
    if isinstance(schema, dict):
        return {key: _without_false(part) for key, part in schema.items() if part is not False}
    return [_without_false(part) for part in schema] if isinstance(schema, list) else schema


def _routes(name: str, route: str) -> list[tuple[str, str]]:
    """Return the paths for a URL pattern, and the names of their operations.

    Each facet has a path of its own: OpenAPI does not allow another variable in the place of an id.
    """
    path = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)
    if "<facet:" not in route:
        return [(path, name)]
    return [(path.replace("{name}", facet), f"{name}-{facet}") for facet in FACETS]


def _operation(name: str, page: Described, pattern: URLPattern) -> dict[str, Any]:
    answers = [{"$ref": REFERENCE.format(name=answer.__name__)} for answer in page.answers]
    schema = answers[0] if len(answers) == 1 else {"anyOf": answers}
    errors = {
        "400": "A value in the address is not valid.",
        "404": "There is no page at this address.",
        "405": "Only GET, HEAD and OPTIONS are answered.",
        "410": "It was in the archive, but has been withdrawn.",
        **({"503": "The search index cannot be used at the moment."} if page.uses_index else {}),
    }
    return {
        "operationId": name,
        "summary": page.summary,
        "parameters": [*_path_parameters(pattern), *page.parameters],
        "responses": {
            "200": {
                "description": page.summary,
                "headers": _HEADERS,
                "content": {JSON: {"schema": schema}},
            },
            "301": {"description": "The page has another address now."},
            "302": {"description": "The page is at another address at the moment."},
            "304": {"description": "Nothing has changed since the answer with this ETag."},
            **{status: _error(about) for status, about in errors.items()},
        },
    }


_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "Send it back in If-None-Match. It is missing if the answer may be old.",
        "schema": {"type": "string"},
    },
    "X-Largest-Page-Size": {
        "description": "The most articles in one answer.",
        "schema": {"type": "integer"},
    },
}


def _error(about: str) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(name=Error.__name__)}
    return {"description": about, "content": {JSON: {"schema": schema}}}


def _path_parameters(pattern: URLPattern) -> Iterable[dict[str, Any]]:
    for name, converter in pattern.pattern.converters.items():
        if set(FACETS) <= set(converter.regex.split("|")):
            continue  # see `_routes`
        is_id = converter.regex.startswith("[1-9]")
        schema: dict[str, Any] = (
            {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
            if is_id
            else {"type": "string", "pattern": f"^({converter.regex})$"}
        )
        yield {"name": name, "in": "path", "required": True, "schema": schema}
