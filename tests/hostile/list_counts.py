"""Follows the links of a list, to check that the numbers on the page are true."""

import re
from collections.abc import Iterator
from html import unescape
from random import Random
from typing import Any
from urllib.parse import urljoin

from django.test import Client

_TOTAL = re.compile(r"<strong>([\d,]+)</strong> article")
_ROW = re.compile(r'<li class="row">.*?<a href="([^"?]*)', re.DOTALL)
_NEXT = re.compile(r'<a href="([^"]*)" rel="next"')
_FACET = re.compile(
    r'<a class="facet-value__link" href="([^"]*)".*?facet-value__count">([\d,]+)', re.DOTALL
)
# Other searches that an empty list suggests: a link and its number of articles.
_SUGGESTED = re.compile(
    r'<a href="([^"]*)" rel="nofollow">(?:(?!</a>).)*</a>(?:: | \()([\d,]+) article', re.DOTALL
)
_OFFERED = '<section class="offered"'  # articles below a list that are not in it
_MOST_PAGES = 30


def list_faults(client: Client, address: str, random: Random, links: int) -> Iterator[str]:
    """Yield a sentence for each number of a list that is not true.

    The number of articles must be the number of different articles on all pages, and the number
    beside a value of a facet the length of the list behind it. Of these values, `links` random ones
    are followed, and all searches that an empty list suggests. Only lists of articles are checked,
    and not concordances, which count matches.
    """
    html = _html(client, address)
    if 'class="results"' not in html or "view=" in address:
        return
    total = _total(html)
    rows = _rows(html)
    page, number = address, 1
    while (following := _NEXT.search(html)) and number < _MOST_PAGES:
        page, number = urljoin(page, unescape(following[1])), number + 1
        html = _html(client, page)
        rows += _rows(html)
        if _total(html) != total:
            yield f"page {number} says {_total(html)} articles, page 1 says {total}"
    if len(rows) != total or len(set(rows)) != total:
        yield f"the list says {total} articles, and has {len(rows)} ({len(set(rows))} different)"
    values = _FACET.findall(html)
    followed = random.sample(values, min(links, len(values)))
    for link, count in [*followed, *_SUGGESTED.findall(html.partition(_OFFERED)[0])]:
        behind = urljoin(page, unescape(link))
        found = _total(_html(client, behind))
        if found != int(count.replace(",", "")):
            yield f"{behind!r} has {found} articles, its link says {count}"


def _rows(html: str) -> list[str]:
    """Return the addresses of the articles of a list."""
    return _ROW.findall(html.partition(_OFFERED)[0])


def _total(html: str) -> int:
    """Return the number of articles that a page of a list shows; 0 if it has none."""
    total = _TOTAL.search(html)
    return int(total[1].replace(",", "")) if total else 0


def _html(client: Client, address: str) -> str:
    response: Any = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)  # so that the server can make other files
        return ""
    return str(response.content.decode()) if response.status_code == 200 else ""
