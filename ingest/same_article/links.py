"""Keys for the links of articles, and how two links are related."""

import re
from enum import Enum
from hashlib import sha256
from urllib.parse import urlsplit

MOST_LINKED = 10
"""Articles; if more articles share a link, the link does not identify an article."""

# Parameters of an address that only count visitors: their site (ref=feed) or the moment (t=17…).
_COUNTERS = re.compile(r"(?:(?:utm_\w+|fbclid|gclid)=|ref=(?!\d+$)|t=\d{10,}$|$)")
# Addresses of lists: the days of kcna.co.jp (/item/2003/200306/20030611.htm, 2018-04-24ee.html,
# /9701/970102.htm, /news06/07.htm), and the first pages of sites and of their parts.
_LISTS = re.compile(
    r"/item/(?:\d{4}/)?\d{4,6}/(?:news\d{1,2}/\d{1,2}|\d{4}-?\d{2}-?\d{2}[a-z]{0,2}|\d{6})\.html?$"
    r"|/(?:index|home|main|default)\.(?:html?|php|jsp?|aspx?|do|kcmsf)$"
    r"|retrieve\w*List\.kcmsf$",
    re.IGNORECASE,
)


class Link(Enum):
    """How the original links of two texts are related.

    SAME: they are equal. OTHER: they are different addresses of one site. UNKNOWN: one of them is
    missing, or is an address of another site.
    """

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


def link_key(url: str) -> str:
    """Return a key for the address of an article: 8 hex digits for the site, 32 for the rest.

    Addresses have the same key if they differ only in http or https, `www.`, a slash at the end, or
    parameters that only count visitors (`utm_source`, `ref=feed`, but not the number of an article,
    as in `ref=17` or `t=1`). Addresses with different fragments ("#1", "#3") have different keys,
    because a page can have many articles. The key is "" for an address that is not the address of
    an article: a whole site, a page with the list of a day, and text that is not an address.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    host = parts.netloc.casefold().removeprefix("www.")
    path = parts.path.rstrip("/")
    query = "&".join(part for part in parts.query.split("&") if not _COUNTERS.match(part))
    if not host or not (path or query) or _is_list(path, query, parts.fragment):
        return ""
    rest = f"{path}?{query}#{parts.fragment}" if parts.fragment else f"{path}?{query}"
    site = sha256(host.encode("utf-8", "replace")).hexdigest()[:8]
    return site + sha256(rest.encode("utf-8", "replace")).hexdigest()[:32]


def _is_list(path: str, query: str, fragment: str) -> bool:
    """Return True for the address of a page with many articles, such as the list of a day."""
    return not fragment and not query and bool(_LISTS.search(path))


def link_relation(a_key: str, b_key: str) -> Link:
    """Return how two links are related, from their keys (`link_key`)."""
    if not a_key or not b_key or a_key[:8] != b_key[:8]:
        return Link.UNKNOWN
    return Link.SAME if a_key == b_key else Link.OTHER
