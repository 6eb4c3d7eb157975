"""The address of a page, also inside the address of a copy of it.

Web archives, caches and translators show a copy of a page under an address of their own, which
contains the address of the page:

    https://web.archive.org/web/20130502101010/http://www.kcna.kp/en/article
    https://archive.ph/2013.05.02-101010/http://www.kcna.kp/en/article
    http://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjKl:www.kcna.kp/en/article

Such a copy is a page of the site inside. An address of a copy without the address of the page, such
as https://archive.ph/Ab1Cd, shows no site.
"""

import re
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

_WEB = re.compile(r"https?:/{1,2}(?=[^/])", re.IGNORECASE)
# Below the moment of saving, and in the query of Google's cache, "http://" can be missing.
_BEFORE_HOST = re.compile(
    r"/(?:web/)?(?:\d{4,14}[a-z_]{0,4}|\d{4}\.\d\d\.\d\d-\d{6})/(?=[a-z0-9-]+\.[a-z])"
    r"|[?&]q=cache:(?:[\w-]{6,20}:)?(?=[a-z0-9-]+\.[a-z])",
    re.IGNORECASE,
)
# The hosts of web archives, caches, translators, and services that show texts for reading later.
_COPIES = re.compile(
    r"(?:.*\.)?(?:archive\.(?:org|today|is|ph|li|vn|md|fo|net)|archive-it\.org|webcitation\.org"
    r"|googleusercontent\.com|translate\.google\.[a-z.]+|translate\.goog|bingj\.com|perma\.cc"
    r"|megalodon\.jp|ghostarchive\.org|freezepage\.com|getpocket\.com|instapaper\.com"
    r"|webarchive\.[a-z.]+|arquivo\.pt)"
)
_TRANSLATED = ".translate.goog"


def start_of_original(address: str) -> int:
    """Return where the address of the page begins in the address of its copy; 0 for any other.

    In the path of an address, such an address is always the one of the original. In its query, it
    can be anything, except on a host of _COPIES.
    """
    begin = max((match.start() for match in _WEB.finditer(address)), default=0)
    is_copy = _is_copy(address)
    if begin > 0 and (is_copy or "?" not in address[:begin]):
        return begin
    match = _BEFORE_HOST.search(address) if is_copy else None
    return match.end() if match else 0


@lru_cache(maxsize=64)  # The layout, the rules and the check of the evidence ask for each address.
def host_of_page(address: str) -> str:
    """Return the host of the site that has a page; "" if the address does not show it.

    It is not shown by a number instead of a name, and by the address of a copy without that of the
    page.
    """
    if _is_copy(address):
        address = unquote(address)
    host = _host(address[start_of_original(address) :])
    if host.endswith(_TRANSLATED):  # "www-kcna-kp.translate.goog" is "www.kcna.kp"
        name = host.removesuffix(_TRANSLATED)
        return re.sub("--|-", lambda match: "-" if match.group() == "--" else ".", name)
    return "" if "." not in host or _is_number(host) or _COPIES.fullmatch(host) else host


def _is_copy(address: str) -> bool:
    return _COPIES.fullmatch(_host(address)) is not None


@lru_cache(maxsize=100)  # Several steps ask for the host of the same address.
def _host(address: str) -> str:
    """Return the host of an address; web archives can write "http:/" before it, or nothing."""
    scheme = _WEB.match(address)
    try:
        return urlsplit(f"http://{address[scheme.end() if scheme else 0 :]}").hostname or ""
    except ValueError:
        return ""


def _is_number(host: str) -> bool:
    if not host[-1:].isdigit() and ":" not in host:
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
