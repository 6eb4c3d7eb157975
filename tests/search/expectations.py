"""Read `tests/search_expectations.toml`, and compare it with what the list of articles shows."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils.html import strip_tags

from archive.listing.article_filter import ArticleFilter
from archive.models import Article
from archive.models.addresses import address_of
from archive.search import SearchQuery, search
from tests.conftest import ROOT

FILE = ROOT / "tests" / "search_expectations.toml"
MOST_OFFERED = 50
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]*)')
_SUGGESTIONS = re.compile(r"Did you mean.*?</(?:p|ul|ol)>", re.DOTALL)
_NOTES = re.compile(r'<div class="notice">.*?</div>', re.DOTALL)

Pair = Mapping[str, Any]


def read_groups() -> dict[str, dict[str, Any]]:
    """Return the groups by name; each has its `floor` and its `pairs`."""
    return {group["name"]: group for group in tomllib.loads(FILE.read_text("utf-8"))["group"]}


class Answers:
    """What the archive answers to typed searches, with the names of its files for each article.

    The archive must have only imported articles. `state` is the state folder of the archive.
    """

    def __init__(self, state: Path) -> None:
        self.state = state
        self.client = Client()
        self.files: dict[int, set[str]] = {}
        self.links: dict[str, set[str]] = {}
        for article in Article.objects.prefetch_related("extracts__capture__paths"):
            paths = (
                path for extract in article.extracts.all() for path in extract.capture.paths.all()
            )
            files = {Path(seen.path).name for seen in paths}
            self.files[article.pk] = self.links[article.get_absolute_url()] = files
        self.page = lru_cache(maxsize=None)(self._page)

    def wrong_keys(self, pair: Pair) -> list[str]:
        """Return the keys of a pair that are not met; the list is empty if the pair passes."""
        typed, found = pair["typed"], self.found(pair["typed"])
        shown = found | self.offered(typed) if pair.get("offered") else found
        checks = {
            "finds": lambda files: shown.issuperset(files),
            "finds_not": lambda files: found.isdisjoint(files),
            "same_as": lambda other: found == self.found(other),
            "differs_from": lambda other: found != self.found(other),
            "suggests": lambda spelling: self.is_suggested(typed, spelling),
            "note_contains": lambda words: words.casefold() in self.part(typed, _NOTES),
        }
        return [key for key, is_met in checks.items() if key in pair and not is_met(pair[key])]

    def found(self, typed: str) -> set[str]:
        """Return the articles on all pages of the list, or the article that the search opens."""
        query = ArticleFilter(QueryDict(urlencode({"q": typed})))
        if query.is_valid() and (ids := self._ids(query.search_query)):
            return set().union(*(self.files[pk] for pk in ids))
        opened = urlsplit(self.page(typed).headers.get("Location", "")).path
        return self.links.get(opened, set())

    def offered(self, typed: str) -> set[str]:
        """Return the articles on the page, also those that are offered below the list."""
        links = _LINK.findall(self.page(typed).text)
        paths = [urlsplit(unescape(link)).path for link in links]
        articles = dict.fromkeys(path for path in paths if path in self.links)
        return set().union(*(self.links[path] for path in list(articles)[:MOST_OFFERED]))

    def is_suggested(self, typed: str, spelling: str) -> bool:
        """Return True if a search finds nothing but suggests a spelling, or finds its articles."""
        if found := self.found(typed):
            return found == self.found(spelling)
        return spelling.casefold() in self.part(typed, _SUGGESTIONS)

    def part(self, typed: str, pattern: re.Pattern[str]) -> str:
        """Return the text of a part of the page, without capitals; "" if there is no such part."""
        part = pattern.search(self.page(typed).text)
        return unescape(strip_tags(part[0])).casefold() if part else ""

    def _page(self, typed: str) -> HttpResponse:
        return self.client.get(address_of("articles"), {"q": typed})  # type: ignore[return-value]

    def _ids(self, query: SearchQuery) -> tuple[int, ...]:
        """Return the articles on all pages of a list."""
        size = len(self.files)
        return search(replace(query, page_size=size, with_counts=False, with_snippets=False)).ids
