"""All addresses of the site; an address that was published must work forever."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path, register_converter

from archive.api.description import PAGES
from archive.api.formats import ENDING, FRONT_PAGE
from archive.exports import CITATION_FORMATS, FORMATS
from archive.search import ENTITY_FACETS, FACETS
from archive.views import (
    api,
    article,
    article_files,
    article_list,
    capture,
    changes,
    chart_files,
    cite,
    cite_list,
    collocates,
    compare,
    completeness,
    coverage,
    data_dictionary,
    entity,
    entity_lists,
    errors,
    evidence,
    facet_page,
    feeds,
    for_robots,
    formulae,
    grid,
    health,
    home,
    keywords,
    known_item,
    many_searches,
    network,
    over_time,
    places,
    search_help,
    similar,
    source,
    story,
    together,
    trends,
    value_files,
    versions,
    wanted,
)
from archive.views.parts.measure_pages import MEASURE_COLUMNS, describe_measure


class IdConverter:
    """The URL converter for database ids: 1 to 18 digits, without a leading zero."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class HexConverter:
    """The URL converter for the 12 hexadecimal digits that identify a saved file."""

    regex = "[0-9a-f]{12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FacetConverter:
    """The URL converter for names of facets, for example "place"."""

    regex = "|".join(FACETS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FileConverter:
    """The URL converter for the ending of a file with a list of articles, for example "csv"."""

    regex = "|".join(map(re.escape, FORMATS))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NameListConverter:
    """The URL converter for the lists of names, for example "places"."""

    regex = "|".join(value_files.COLUMNS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CitationConverter:
    """The URL converter for the endings of citation files, for example "bib"."""

    regex = "|".join(map(re.escape, CITATION_FORMATS))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CitationConverter, "citation")
register_converter(IdConverter, "id")
register_converter(NameListConverter, "names")
register_converter(FileConverter, "file")
register_converter(FacetConverter, "facet")
register_converter(HexConverter, "hex")


def pages_of(kind: str, plural: str) -> list[URLPattern]:
    """Return the URL patterns of the pages and feeds of one kind of entity.

    `kind` is a kind of entity, such as "place", and `plural` the first part of the addresses, such
    as "places".
    """
    return [
        path(f"{plural}/<slug:slug>/", entity.show_entity, {"kind": kind}, name=kind),
        path(
            f"{plural}/<slug:slug>/feed/", feeds.feed_of_entity, {"kind": kind}, name=f"{kind}-feed"
        ),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show_home, name="home"),
    path("articles/", article_list.list_articles, name="articles"),
    path("articles.<file:ending>", article_files.export_articles, name="articles-file"),
    path("articles.csv-metadata.json", article_files.describe_articles, name="articles-metadata"),
    path("articles/<facet:name>.csv", value_files.export_values, name="values-file"),
    path(
        "articles/<facet:name>.csv-metadata.json",
        value_files.describe_values,
        name="values-metadata",
    ),
    path("articles/over-time/", over_time.show_over_time, name="over-time"),
    path("articles/over-time.csv", over_time.export_over_time, name="over-time-file"),
    path(
        "articles/over-time.csv-metadata.json",
        value_files.describe_values,
        {"name": "over-time"},
        name="over-time-metadata",
    ),
    *(
        path(f"{page}.{ending}", view, {"ending": ending}, f"{name}-{ending}")
        for page, view, name in (
            ("articles/over-time", chart_files.send_over_time, "over-time"),
            ("trends", chart_files.send_trends, "trends"),
        )
        for ending in chart_files.TYPES
    ),
    path("trends/", trends.show_trends, name="trends"),
    path("trends.csv", trends.export_trends, name="trends-file"),
    path(
        "trends.csv-metadata.json",
        value_files.describe_values,
        {"name": "trends"},
        name="trends-metadata",
    ),
    path("articles/feed/", feeds.feed_of_articles, name="articles-feed"),
    path("articles/cite/", cite_list.cite_list, name="cite-list"),
    path("articles/together/", together.show_together, name="together"),
    path("articles/together.csv", together.export_together, name="together-file"),
    path("articles/grid/", grid.show_grid, name="grid"),
    path("articles/grid.csv", grid.export_grid, name="grid-file"),
    path("articles/network/", network.show_network, name="network"),
    path("articles/network.csv", network.export_ties, name="network-file"),
    path("articles/network.graphml", network.export_graph, name="network-graph"),
    path("articles/keywords/", keywords.show_keywords, name="keywords"),
    path("articles/keywords.csv", keywords.export_keywords, name="keywords-file"),
    path("articles/collocates/", collocates.show_collocates, name="collocates"),
    path("articles/collocates.csv", collocates.export_collocates, name="collocates-file"),
    path("articles/formulae/", formulae.show_formulae, name="formulae"),
    path("articles/formulae.csv", formulae.export_formulae, name="formulae-file"),
    *(
        path(f"articles/{name}.csv-metadata.json", describe_measure, {"name": name})
        for name in MEASURE_COLUMNS
    ),
    path("articles/<facet:name>/", facet_page.list_facet_values, name="article-values"),
    path("articles/<id:pk>/", article.show_article, name="article-by-id"),
    path("articles/<id:pk>/evidence/", evidence.show_evidence, name="article-evidence"),
    path("articles/<id:pk>/cite/", cite.show_cite, name="article-cite"),
    path("articles/<id:pk>.<citation:ending>", cite.send_citation, name="article-citation"),
    path("articles/<id:pk>/similar/", similar.list_similar, name="article-similar"),
    path("stories/<id:pk>/", story.show_story, name="story"),
    path("articles/<id:pk>/versions/", versions.list_versions, name="article-versions"),
    path("articles/<id:pk>/timemap/", versions.show_timemap, name="timemap"),
    path("articles/<id:pk>/versions/<hex:short_id>/", versions.show_version, name="version"),
    path(
        "articles/<id:pk>/compare/<hex:one>/<hex:other>/",
        compare.compare_versions,
        name="compare-versions",
    ),
    path("articles/<id:pk>/compare-with/", compare.choose_article, name="choose-article"),
    path(
        "articles/<id:pk>/compare-with/<id:other>/",
        compare.compare_articles,
        name="compare-articles",
    ),
    path("articles/<id:pk>/<str:slug>/", article.show_article, name="article"),
    path("captures/<hex:short_id>/", capture.show_capture, name="capture"),
    path("sources/", source.list_sources, name="sources"),
    path("sources/<slug:slug>/", source.show_source, name="source"),
    path("sources.csv", value_files.export_sources, name="sources-file"),
    *(
        path(f"{FACETS[kind].plural}.csv", value_files.export_names, {"kind": kind}, f"{kind}-file")
        for kind in ENTITY_FACETS
    ),
    path("<names:name>.csv-metadata.json", value_files.describe_values, name="names-metadata"),
    path("places/", places.list_places, name="places"),
    path(
        "organisations/", entity_lists.list_entities, {"kind": "organisation"}, name="organisations"
    ),
    path("people/", entity_lists.list_entities, {"kind": "person"}, name="people"),
    *pages_of("place", "places"),
    *pages_of("organisation", "organisations"),
    *pages_of("person", "people"),
    path("changes/", changes.list_changes, name="changes"),
    path("changes/feed/", changes.feed_of_changes, name="changes-feed"),
    path("wanted/", wanted.list_wanted, name="wanted"),
    path("wanted.csv", wanted.export_wanted, name="wanted-file"),
    path("wanted/csv/", wanted.find_csv),
    path("coverage/", coverage.show_coverage, name="coverage"),
    path("coverage.csv", coverage.export_days, name="coverage-file"),
    path("coverage/gaps.csv", coverage.export_gaps, name="coverage-gaps"),
    path("wanted/completeness/", completeness.show_completeness, name="completeness"),
    path("wanted/<id:pk>/", known_item.show_known_item, name="known-item"),
    path("searches/", many_searches.show_searches, name="many-searches"),
    path("data-dictionary/", data_dictionary.show_data_dictionary, name="data-dictionary"),
    path("follow/", cite_list.show_follow, name="follow"),
    path("unapi/", cite.answer_unapi, name="unapi"),
    path("search-help/", search_help.show_search_help, name="search-help"),
    path("about/", home.show_about, name="about"),
    path("api/", api.show_api, name="api"),
    path("openapi.json", api.show_description, name="openapi"),
    path("healthz", health.show_health, name="healthz"),
    path("robots.txt", for_robots.show_robots, name="robots"),
    path("sitemap.xml", for_robots.show_sitemap, name="sitemap"),
    path("sitemap-pages.xml", for_robots.show_pages, name="sitemap-pages"),
    path("sitemap-articles-<id:number>.xml", for_robots.show_articles, name="sitemap-articles"),
    path("sitemap-names-<id:number>.xml", for_robots.show_names, name="sitemap-names"),
    path("opensearch.xml", for_robots.show_search_description, name="opensearch"),
]


def with_json(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return these URL patterns and those of the JSON of the pages that have JSON.

    The view is the same. The address is that of the page without its last slash, with ".json".
    """
    addresses: dict[str, URLPattern] = {}
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name in {*PAGES, "article"}:
            route = f"{str(pattern.pattern).removesuffix('/') or FRONT_PAGE}{ENDING}"
            addresses[route] = path(
                route, pattern.callback, pattern.default_args, name=f"{pattern.name}-json"
            )
    return [*patterns, *addresses.values()]


urlpatterns = with_json(urlpatterns)

if settings.ADMIN_ENABLED:
    urlpatterns += [path("admin/", admin.site.urls)]

handler400 = errors.bad_request
handler404 = errors.not_found
