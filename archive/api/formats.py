"""The formats of a page: which one a request asks for, and the address and headers of its JSON.

The address of the JSON is the address of the page without its last slash, with ".json":
"/articles/?q=iron" has the JSON "/articles.json?q=iron". A page's own address gives its JSON to a
program that asks for it with the header Accept.
"""

import re
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import msgspec
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from archive.models.addresses import address_of

JSON = "application/json"
ENDING = ".json"
FRONT_PAGE = "index"
LARGEST_PAGE = 100
"""The most articles in one answer (`page_size`)."""

EXPOSED_HEADERS = "Content-Location, ETag, Link, Retry-After, X-Largest-Page-Size"
"""The headers that a script on another site may read."""

_ARTICLE = re.compile(r"articles/([1-9][0-9]*)/([^/]+)/")
_PARTS_OF_ARTICLE = frozenset({"evidence", "similar", "versions", "timemap", "compare-with"})

Response = TypeVar("Response", bound=HttpResponseBase)

_encoder = msgspec.json.Encoder()


def wants_json(request: HttpRequest) -> bool:
    """Return True if a request asks for JSON: by its address, or by its header Accept."""
    if request.path_info.endswith(ENDING):
        return True
    accept = request.headers.get("Accept", "")
    return "json" in accept and request.get_preferred_type(["text/html", JSON]) == JSON


def json_address(address: str) -> str:
    """Return the address of the JSON of a page, for the address of the page.

    The address of an article has its title, which can be corrected, but that of its JSON has not.
    """
    parts = urlsplit(address)
    root = address_of("home")
    path = parts.path
    if path == root:
        path += f"{FRONT_PAGE}/"
    else:
        match = _ARTICLE.fullmatch(path.removeprefix(root))
        if match and match[2] not in _PARTS_OF_ARTICLE:
            path = f"{root}articles/{match[1]}/"
    if path.endswith("/"):
        path = path.removesuffix("/") + ENDING
    return urlunsplit(parts._replace(path=path))


def json_response(value: msgspec.Struct, status: int = 200) -> HttpResponse:
    """Return the response with a value as JSON."""
    return HttpResponse(_encoder.encode(value), content_type=JSON, status=status)


def with_json_headers(request: HttpRequest, response: Response) -> Response:
    """Add the headers of every answer for a program: who may read it, and the limits.

    Scripts on all sites may read it, because it is public and no cookie changes it. A redirect
    leads to the JSON of the other page.
    """
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    response.headers["X-Largest-Page-Size"] = str(LARGEST_PAGE)
    if location := response.headers.get("Location"):
        response.headers["Location"] = json_address(location)
    elif response.headers.get("Content-Type") == JSON and response.status_code == 200:
        response.headers["Content-Location"] = json_address(request.get_full_path())
    return response


def options_response() -> HttpResponse:
    """Return the answer to OPTIONS, with which a browser asks what a script may send."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def vary_on_accept(response: HttpResponseBase) -> None:
    """Tell caches that the answer depends on the header Accept."""
    patch_vary_headers(response, ["Accept"])
