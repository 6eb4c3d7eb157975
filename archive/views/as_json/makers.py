"""The function that makes the JSON of each page, by the template of the page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.api.formats import json_response
from archive.views.as_json import (
    article_list,
    articles,
    entities,
    errors,
    known_items,
    one_article,
    versions,
)
from archive.views.as_json.page_values import Addresses, Maker, PageValues

MAKERS: dict[str, Maker] = {
    "home.html": articles.front_page,
    "concordance.html": article_list.concordance,
    "facet.html": article_list.facet_values,
    "evidence.html": one_article.evidence,
    "similar.html": articles.similar,
    "story.html": articles.story,
    "versions.html": versions.versions,
    "version.html": versions.version_text,
    "compare.html": versions.comparison,
    "capture.html": versions.capture,
    "changes.html": articles.changes,
    "places.html": entities.places,
    "names.html": entities.name_list,
    "entity.html": entities.entity_page,
    "sources.html": entities.sources,
    "source.html": entities.source_page,
    "wanted.html": known_items.known_items,
    "known_item.html": known_items.known_item,
    "completeness.html": known_items.completeness,
    "400_value.html": errors.wrong_values,
    "404.html": errors.not_found,
    "405.html": errors.read_only,
    "410.html": errors.withdrawn,
    "413.html": errors.too_large,
    "503.html": errors.unavailable,
    "503_storage.html": errors.unavailable,
}
"""Two pages are missing: the list of articles and the article make their JSON in their views."""

WITH_JSON = {name for name in MAKERS if not name[0].isdigit()} | {"articles.html", "article.html"}
"""The templates of the pages that have JSON."""


def page_as_json(
    request: HttpRequest, template: str, head: Any, context: Mapping[str, Any], status: int
) -> HttpResponse | None:
    """Return the JSON of a page, from the values for its template; None if it has no JSON.

    `head` is the Head of the page.
    """
    maker = MAKERS.get(template)
    if maker is None:
        return None
    values = PageValues(Addresses(request), head.title, head.path, head.feed, context, status)
    return json_response(maker(values), status)
