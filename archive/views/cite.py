"""How to cite an article, a version or a passage: the page, and files for other programs."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict

from archive.exports import CITATION_FORMATS
from archive.listing.read_parameters import FilterError
from archive.models import Article
from archive.models.addresses import address_of
from archive.records.cited import Cited, cited_article, of_passage, of_version
from archive.records.metadata import metadata
from archive.records.styles import citations
from archive.views.article import find_public_article
from archive.views.errors import bad_value
from archive.views.parts.article_versions import parsed_date, version_with, versions_of
from archive.views.parts.file_responses import origin_of
from archive.views.parts.page_links import NotInArchive
from archive.views.parts.passages import count_paragraphs, shown_version_id
from archive.views.public_page import Answers, Head, public_page, render_page

UNAPI_ID = re.compile("(?P<article>[1-9][0-9]{0,17})(?:-(?P<version>[0-9a-f]{12}))?", re.ASCII)
UNAPI_FORMATS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<formats{id}>'
    '<format name="ris" type="application/x-research-info-systems"/>'
    '<format name="bibtex" type="application/x-bibtex"/></formats>\n'
)


class NoSuchPassage(Exception):
    """Raised if a parameter names no paragraph of the text; the message is for readers."""


@dataclass(frozen=True, slots=True)
class Cite:
    """What is cited, the number of paragraphs of its text, and the parameters that choose it."""

    cited: Cited
    paragraph_count: int
    query: str


def find_cited(article: Article, parameters: QueryDict) -> Cite:
    """Return what the parameters `version` and `paragraph` choose of an article.

    A passage of the shown text names its version, because the article may show another one later.
    Raises NotInArchive for an unknown version, and NoSuchPassage.
    """
    cited = cited_article(article.pk)
    assert cited  # the article is public
    body, short_id = article.body, parameters.get("version", "")
    number = parameters.get("paragraph", "")
    if number and not short_id:
        short_id = shown_version_id(article, cited.sha256)
    if short_id:
        version = version_with(versions_of(article), short_id)
        if version is None:
            raise NotInArchive(f"Article {article.pk} has no version in a saved file {short_id}.")
        body = version.extract.body
        cited = of_version(
            cited,
            title=version.title,
            published=parsed_date(version.extract),
            sha256=version.extract.capture.sha256,
            saved=version.saved.in_words,
        )
    count = count_paragraphs(body)
    if number:
        if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) <= count):
            has = f"has {count} paragraphs" if count != 1 else "has one paragraph"
            raise NoSuchPassage(f"“{number[:20]}” is not a paragraph of this text, which {has}.")
        cited = of_passage(cited, int(number))
    query = "&".join(
        [
            *([f"version={cited.version}"] if cited.version else []),
            *([f"paragraph={cited.paragraph}"] if cited.paragraph else []),
        ]
    )
    return Cite(cited, count, f"?{query}" if query else "")


@public_page()
def show_cite(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Show how to cite an article, one of its versions, or a paragraph.

    The answer is 404 for an unknown version, and 400 for a paragraph that the text does not have.
    """
    article = find_public_article(pk)
    try:
        cite = find_cited(article, request.GET)
    except NoSuchPassage as error:
        return bad_value(request, [FilterError(str(error), address_of("article-cite", pk))])
    cited = cite.cited
    head = Head(
        title=f"Cite “{cited.title}”",
        description="Citations in Chicago, APA and MLA style, and files for citation programs.",
        path=address_of("article-cite", pk) + cite.query,
        section="articles",
        metadata=metadata(cited, origin_of(request)),
    )
    context = {
        "article": article,
        "cited": cited,
        "cite": cite,
        "page_url": cited.path if cited.version else article.get_absolute_url(),
        "cited_address": f"{origin_of(request)}{cited.path}",
        "citations": citations(cited, origin_of(request)),
        "files": [
            (each.label, f"{file_path(pk, ending)}{cite.query}")
            for ending, each in CITATION_FORMATS.items()
        ],
        "versions": versions_of(article),
        "unapi_id": f"{pk}-{cited.version}" if cited.version else pk,
    }
    return render_page(request, "cite.html", head, context)


@public_page()
def send_citation(request: HttpRequest, answers: Answers, pk: int, ending: str) -> HttpResponse:
    """Return the citation of an article as a file; `ending` is a key of CITATION_FORMATS."""
    article = find_public_article(pk)
    try:
        cite = find_cited(article, request.GET)
    except NoSuchPassage as error:
        return bad_value(request, [FilterError(str(error), file_path(pk, ending))])
    return _file(ending, cite.cited, origin_of(request))


@public_page()
def answer_unapi(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Return the citation of an article or version to a program that reads pages by unAPI.

    The parameter `id` is the id of the article, or with a hyphen that of the article and of the
    version; without `format` the answer lists the formats.
    """
    unapi_id, name = request.GET.get("id", ""), request.GET.get("format", "")
    match = UNAPI_ID.fullmatch(unapi_id)
    if not name:
        known = f' id="{unapi_id}"' if match else ""
        return HttpResponse(UNAPI_FORMATS.format(id=known), content_type="application/xml")
    ending = {"ris": "ris", "bibtex": "bib"}.get(name)
    if not ending or not match:
        raise NotInArchive("This address needs the id of an article, and the format ris or bibtex.")
    article = find_public_article(int(match["article"]))
    cite = find_cited(article, QueryDict(f"version={match['version'] or ''}"))
    return _file(ending, cite.cited, origin_of(request))


def file_path(pk: int, ending: str) -> str:
    """Return the address of the citation file of an article: "/articles/17.bib"."""
    return address_of("article-citation", pk, ending)


def _file(ending: str, cited: Cited, site: str) -> HttpResponse:
    chosen = CITATION_FORMATS[ending]
    response = HttpResponse(chosen.one(cited, site), content_type=chosen.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{cited.key}.{ending}"'
    return response
