"""Open pages of this archive by addresses that were copied with other marks around them."""

import re
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from archive.listing.list_links import OtherLink

# Only this number of letters is searched for addresses, and only these addresses are shown.
_LONGEST_TEXT, _MOST_PAGES = 2_000, 3
# Marks that a text has right after or around an address, such as a full stop or a bracket.
_AROUND = " \t<>[](){}\"'“”‘’«»‹›.,;:!?…、。"
_PATH = re.compile(r"/[a-z]+/\S*|articles/\d\S*")


def page_of_archive(request: HttpRequest, typed: str) -> str:
    """Return the address, without the host, of the page of this archive that a text names, or "".

    The text is a path ("/articles/12/") or a full address with the host of the archive. The pages
    of the admin are left out.
    """
    text = typed.strip(_AROUND)
    if not text or " " in text or len(text) > _LONGEST_TEXT:
        return ""
    hosts = {request.get_host().casefold(), urlsplit(settings.SITE_URL or "").netloc.casefold()}
    try:
        parts = urlsplit(f"//{text}" if text.partition("/")[0].casefold() in hosts - {""} else text)
    except ValueError:
        return ""
    if parts.netloc.casefold() not in {"", *hosts} or not (parts.netloc or _PATH.fullmatch(text)):
        return ""
    path = existing_path(f"/{parts.path.lstrip('/')}")
    return f"{path}?{parts.query}" if path and parts.query else path


def pages_among_words(request: HttpRequest, typed: str) -> list[OtherLink]:
    """Return the links to the pages of this archive whose addresses are between other words.

    A text copied from a page of an article, such as its citation, has the address of the article.
    A text with several words can name a page only by an address that has the host.
    """
    words = (word.strip(_AROUND) for word in typed[:_LONGEST_TEXT].split() if "/" in word)
    pages = {
        page: word
        for word in words
        if not _PATH.fullmatch(word) and (page := page_of_archive(request, word))
    }
    return [
        OtherLink(f"“{word}” is the address of a page of this archive.", "Open the page", page)
        for page, word in islice(pages.items(), _MOST_PAGES)
    ]


def existing_path(path: str) -> str:
    """Return the path of a page without marks after it, with a slash at the end, or "".

    The result is "" if no page of the archive can have this path: "/articles/12/)." ->
    "/articles/12/".
    """
    bare = path.rstrip(_AROUND)
    for candidate in dict.fromkeys((bare, f"{bare.rstrip('/').rstrip(_AROUND)}/")):
        try:
            found = resolve(candidate)
        except Resolver404:
            continue
        if not found.app_names and not found.namespaces and len(candidate) > 1:
            return candidate
    return ""
