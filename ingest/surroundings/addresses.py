"""The address of a page, alone in a line at the top or at the foot of its text.

The layouts read the addresses of their own sites. An address of another site shows that the page is
a copy, so it becomes the address from which the page was saved. So does the address of a copy in a
web archive, because it contains the address of the page.
"""

import re

from ingest.layouts.framed_article import address_in, is_host_of
from ingest.layouts.mirrors import MIRRORS
from ingest.layouts.page_text import PageText
from ingest.layouts.sites import SITES
from ingest.site_addresses import host_of_page, start_of_original
from ingest.text_lines import TextLine
from ingest.values import Fact, Span

_TOP, _FOOT = 3, 3  # an address is searched in this number of lines
# The hosts whose addresses the layouts read themselves.
_KNOWN = (
    "kp",
    "kcna.co.jp",
    "kcnawatch.org",
    "kcnawatch.co",
    *(host for site in (*SITES, *MIRRORS) for host in site.hosts),
)
# Sites link to their pages in networks: "twitter.com/name", but not "twitter.com/name/status/1".
_NETWORK = re.compile(
    r"\b(?:twitter|x|facebook|youtube|instagram|weibo|flickr|vk|tiktok|t)\.(?:com|me)/[^/\s]+/?$",
    re.IGNORECASE,
)
_LABELS = frozenset(("", "url", "link", "address", "from", "saved from", "링크", "주소", "网址"))


def without_address(page: PageText) -> PageText:
    """Return the page without the address of another site at its top or foot.

    If there are addresses of several sites, none of them is that of the page.
    """
    foot = page.lines[max(_TOP, len(page.lines) - _FOOT) :]
    edges = (*page.lines[:_TOP], *(line for line in foot if not _NETWORK.search(line.text)))
    found = [(line, span) for line in edges if (span := _foreign_address(line))]
    hosts = {host_of_page(page.text[slice(*span)]) for _, span in found}
    if len(hosts) != 1:
        return page
    left_out = {line.start for line, _ in found}
    lines = [line for line in page.lines if line.start not in left_out]
    return page.with_lines(lines, [Fact("saved_from", span) for _, span in found])


def _foreign_address(line: TextLine) -> Span | None:
    """Return the span of an address in a line that has only an address that no layout reads."""
    address = address_in(line) if "." in line.text else None
    if not address or not address.path.strip("/"):
        return None
    start, end = address.span
    label = line.text[: start - line.start].strip(" :：<([").casefold()
    text = line.text[start - line.start : end - line.start]
    is_known = is_host_of(address.host, _KNOWN) and not start_of_original(text)
    return None if label not in _LABELS or is_known else (start, end)
