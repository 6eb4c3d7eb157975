"""Removes a source that a page shows, if the page itself says that it is from another site.

Many sites copy an article with the marks of the site from which they have it: a sign-off, a
copyright line, the name of a newspaper. Such marks show who wrote the article. But they do not
prove the site of a page whose address is that of another site, or whose head names another site.
"""

from dataclasses import replace
from functools import cache

from ingest.head_facts import NO_HEADLINE, parts_of_title
from ingest.layouts.framed_article import hosts_in_head
from ingest.layouts.hosts import is_of_other_site
from ingest.layouts.mirrors import MIRRORS
from ingest.layouts.page_text import PageText
from ingest.layouts.sites import SITES
from ingest.rules import read_or_none
from ingest.site_addresses import host_of_page
from ingest.site_names import FURTHER_NAMES, site_key
from ingest.sources import read_source_name, read_sources, source_of_address
from ingest.values import ParsedArticle, ParsedFile, Problem, Span

_OF_LAYOUT = ("source-of-layout", "source-implied")


def with_own_site(parsed: ParsedFile, page: PageText) -> ParsedFile:
    """Return the parsed file without sources of other sites than the one of the page.

    Only sources are removed that the layout proves or implies. Then the source is the name of the
    site in the head of the page, if there is one. Otherwise it is unknown, and a problem says why.
    """
    host = next(hosts_in_head(page), "")
    site = page.fact("head_site")
    if not host and not site:
        return parsed
    articles = (_with_own_site(article, page, host, site) for article in parsed.articles)
    return replace(parsed, articles=tuple(articles))


def _with_own_site(
    article: ParsedArticle, page: PageText, host: str, site: Span | None
) -> ParsedArticle:
    source = article.fields.get("source")
    if not source or source.rule not in _OF_LAYOUT:
        return article
    name = read_source_name(str(source.value))[0]
    site_name = page.text[slice(*site)] if site else ""
    if host and not is_of_other_site(host, name):
        return article
    if not host and not _is_other_name(site_name, name):
        return article
    fields = {key: value for key, value in article.fields.items() if key != "source"}
    if site and not source_of_address(f"http://{host}") and _is_other_name(site_name, name):
        named = read_or_none("source-name", page.text, site)
        if named:
            return replace(article, fields={**fields, "source": named})
    message = (
        f"The text has marks of {name}, but the page is from another site"
        f" ({host or site_name}), so they only show who wrote it."
    )
    problem = Problem("source-unknown", message)
    return replace(article, fields=fields, problems=(*article.problems, problem))


def _is_other_name(site_name: str, source: str) -> bool:
    """Return True if the name of a site in the head of a page is not a name of a source.

    The name can be a host, and it can have a description: "KCNA - Korean Central News Agency".
    """
    if "." in site_name and " " not in site_name:
        host = host_of_page(site_name)
        return bool(host) and is_of_other_site(host, source)
    parts = [site_key(part) for part in (site_name, *parts_of_title(site_name))]
    own = _names_by_source().get(source, frozenset((site_key(source),)))
    return bool(parts[0]) and parts[0] not in NO_HEADLINE and own.isdisjoint(parts)


@cache
def _names_by_source() -> dict[str, frozenset[str]]:
    names = {
        listed.name: [name for name, _ in listed.names] + list(FURTHER_NAMES.get(listed.name, ()))
        for listed in read_sources()
    }
    for site in (*SITES, *MIRRORS):
        names[site.name] = [*names.get(site.name, (site.name,)), *site.names]
    return {source: frozenset(map(site_key, some)) for source, some in names.items()}
