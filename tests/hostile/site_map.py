"""What the addresses of the site consist of: its URL patterns, its parameters and their values.

The URL patterns come from `archive/urls.py`, the parameters from the filters and from the links and
forms of pages. So what is added to the site is included without a change here.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.http import QueryDict
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.regex_helper import normalize

from archive.listing.value_filter import ValueFilter
from archive.search import FACETS
from archive.views.entity_lists import EntityListForm
from tests.hostile.page_forms import PageForm, forms_of

_LINK = re.compile(r'(?:href|action)="([^"]*)"')
_FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]*)"[^>]*>')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
_MOST_VALUES = 40  # of one parameter; more would not make other requests


@dataclass(frozen=True, slots=True)
class SiteMap:
    """The parts from which addresses are made.

    `patterns` are the paths of the site, such as "articles/%(pk)s/evidence/", each with the names
    of its parts. `values` maps the names of parts and of URL parameters to valid values.
    `parameters` are the names of URL parameters, and `fields` the names of form fields.
    `links` are addresses of pages, and `forms` the forms of pages.
    """

    patterns: tuple[tuple[str, tuple[str, ...]], ...]
    values: Mapping[str, tuple[str, ...]]
    parameters: tuple[str, ...]
    fields: tuple[str, ...]
    links: tuple[str, ...]
    forms: tuple[PageForm, ...] = ()


def read_site(pages: Iterable[str], corrector: Client) -> SiteMap:
    """Return the map of the site, from the links and forms of these pages and of the admin.

    `corrector` is a client that is logged in. The pages must answer with the status 200.
    """
    links: set[str] = set()
    fields: set[str] = set()
    forms: set[PageForm] = set()
    values: dict[str, set[str]] = defaultdict(set)
    for page, html in _pages_of(pages, corrector):
        links |= {page, *_links_of(page, html)}
        forms |= set(forms_of(page, html))
        for tag in _FIELD.finditer(html):
            fields.add(unescape(tag[1]))
            values[unescape(tag[1])] |= set(map(unescape, _VALUE.findall(tag[0])))
    parameters = {*ValueFilter.get_filters(), *(n for k in _KINDS for n in _list_form(k).fields)}
    for link in links:
        pairs = parse_qsl(urlsplit(link).query)
        parameters |= {name for name, _value in pairs}
        for name, value in [*pairs, *_parts_of(link)]:
            values[name].add(value)
    return SiteMap(
        tuple(sorted(url_patterns())),
        {name: tuple(sorted(found)[:_MOST_VALUES]) for name, found in sorted(values.items())},
        tuple(sorted(parameters)),
        tuple(sorted(fields)),
        tuple(sorted(links)),
        tuple(sorted(forms)),
    )


def url_patterns() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the path of each URL pattern, such as "places/%(slug)s/", with the names of its parts.

    A pattern with optional parts has several paths.
    """
    return _patterns_below(get_resolver(), "", ())


_KINDS = tuple(name for name, facet in FACETS.items() if facet.is_of_entities)


def _list_form(kind: str) -> EntityListForm:
    return EntityListForm(QueryDict(), kind)


def _patterns_below(
    resolver: URLResolver, start: str, parts: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        for text, names in normalize(entry.pattern.regex.pattern):
            path, all_names = start + text, (*parts, *names)
            if isinstance(entry, URLPattern):
                yield path, all_names
            else:
                yield from _patterns_below(entry, path, all_names)


def _pages_of(pages: Iterable[str], corrector: Client) -> Iterator[tuple[str, str]]:
    """Yield the address and the HTML of these pages, and of one page of each kind in the admin.

    Pages of one kind differ in the numbers of their paths and in the values of their one parameter.
    """
    waiting = [*pages, "/admin/"]
    kinds: set[str] = set()
    for page in waiting:  # the list grows meanwhile
        html = _html(corrector, page)
        yield page, html
        for link in sorted(_links_of(page, html)):
            kind = re.sub(r"\d+", "0", link.partition("=")[0])
            is_wanted = link.startswith("/admin/") and "&" not in link and "logout" not in link
            if is_wanted and kind not in kinds:
                kinds.add(kind)
                waiting.append(link)


def _html(client: Client, page: str) -> str:
    """Return the HTML of a page, or "" if the client has no right to see the page."""
    response = client.get(page, follow=True)
    assert response.status_code in {200, 403}, page
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]  # so that the server can make other files
        return ""
    return str(response.content.decode()) if response.status_code == 200 else ""


def _links_of(page: str, html: str) -> set[str]:
    """Return the addresses on this site to which a page links."""
    links = (urljoin(page, unescape(link)) for link in _LINK.findall(html))
    return {link.partition("#")[0] for link in links if re.match(r"/(?!/|static/)", link)}


def _parts_of(link: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a link's path by the names that its URL pattern has for them."""
    try:
        match: Any = resolve(urlsplit(link).path)
    except Resolver404:
        return
    for name, value in match.captured_kwargs.items():
        yield name, str(value)
