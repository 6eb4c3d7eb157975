"""Mementos (RFC 7089): versions of an article whose exact moment of saving is known.

The *original* is the page of the site. A *memento* is a version in our archive; it has a date and
time only if a web archive or a program noted them when it saved the page. A *timemap* lists the
mementos of an article.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from archive.models import Article, Capture
from archive.models.addresses import address_of
from archive.views.parts.article_versions import Version
from ingest.moments import read_exact_moment

LINK_FORMAT = "application/link-format"


@dataclass(frozen=True, slots=True)
class Memento:
    """A version with the moment at which its file was saved (UTC)."""

    version: Version
    moment: datetime


def exact_moment(capture: Capture) -> datetime | None:
    """Return the moment (UTC) at which a file was saved; None if its time of day is not known."""
    evidence = capture.evidence.get("saved_not_after", {})
    spans = evidence.get("spans") or []
    if evidence.get("rule") != "saved-moment" or len(spans) != 1:
        return None
    return read_exact_moment(capture.text[slice(*spans[0])])


def mementos_of(versions: Iterable[Version]) -> list[Memento]:
    """Return the versions with a known moment of saving, the earliest first."""
    found = []
    for version in versions:
        if moment := exact_moment(version.extract.capture):
            found.append(Memento(version, moment))
    return sorted(found, key=lambda memento: memento.moment)


def with_links(
    response: HttpResponse, request: HttpRequest, article: Article, moment: datetime | None = None
) -> HttpResponse:
    """Add the header Link with the original and the timemap of an article.

    If the page is that of a memento, `moment` becomes the header Memento-Datetime.
    """
    if article.original_url and response.status_code == 200:
        timemap = request.build_absolute_uri(address_of("timemap", article.pk))
        response.headers["Link"] = (
            f'<{_quoted(article.original_url)}>; rel="original",'
            f' <{timemap}>; rel="timemap"; type="{LINK_FORMAT}"'
        )
        if moment:
            response.headers["Memento-Datetime"] = http_date(moment.timestamp())
    return response


def timemap(article: Article, mementos: list[Memento], request: HttpRequest) -> str:
    """Return the timemap of an article in link format: the original, itself and the mementos."""
    own = request.build_absolute_uri(address_of("timemap", article.pk))
    links = [f'<{_quoted(article.original_url)}>; rel="original"']
    if mementos:
        first, last = (
            http_date(memento.moment.timestamp()) for memento in (mementos[0], mementos[-1])
        )
        links.append(f'<{own}>; rel="self"; type="{LINK_FORMAT}"; from="{first}"; until="{last}"')
    else:
        links.append(f'<{own}>; rel="self"; type="{LINK_FORMAT}"')
    for index, memento in enumerate(mementos):
        places = ["first"] * (index == 0) + ["last"] * (index == len(mementos) - 1)
        relation = " ".join([*places, "memento"])
        address = request.build_absolute_uri(memento.version.url)
        moment = http_date(memento.moment.timestamp())
        links.append(f'<{address}>; rel="{relation}"; datetime="{moment}"')
    return ",\n ".join(links) + "\n"


def timemap_as_json(
    article: Article, mementos: list[Memento], request: HttpRequest
) -> dict[str, object]:
    """Return the timemap as JSON, in the form that pywb and MemGator use."""
    listed = [
        {
            "datetime": memento.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "uri": request.build_absolute_uri(memento.version.url),
        }
        for memento in mementos
    ]
    return {
        "original_uri": article.original_url,
        "self": request.build_absolute_uri(request.get_full_path()),
        "mementos": {"list": listed},
    }


def _quoted(address: str) -> str:
    """Return an address for a header: signs that would end it, and letters beyond ASCII, quoted."""
    return quote(address, safe="%/:=&?~#+!$;'@()*[]")
