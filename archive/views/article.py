"""The page of an article."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    QueryDict,
)
from django.views.decorators.csrf import csrf_exempt

from archive.api.formats import json_response, wants_json
from archive.corrections.separations import stand_in
from archive.database.prepared import Prepared
from archive.display.labels import Labels, current_labels
from archive.display.safe_text import (
    Mark,
    count_of,
    linked,
    linked_paragraphs,
    thousands,
)
from archive.display.saved_dates import saved_between
from archive.listing.article_filter import ArticleFilter
from archive.listing.read_parameters import FilterError
from archive.models import (
    Article,
    Capture,
    Extract,
    Mention,
    SeenPath,
    TextVersion,
)
from archive.models.addresses import address_of
from archive.records.cited import Cited, of_article, written_at
from archive.records.metadata import metadata
from archive.records.styles import chicago_note
from archive.search import MatchFinder
from archive.search.highlighting import Match, join_adjacent, match_anchor
from archive.views.as_json.one_article import article_mentions as mentions_as_json
from archive.views.as_json.one_article import one_article
from archive.views.as_json.page_values import Addresses
from archive.views.errors import bad_value
from archive.views.parts.article_mentions import (
    article_mentions,
    entity_blocks,
    linked_kinds,
    mention_links,
)
from archive.views.parts.article_versions import other_names
from archive.views.parts.back_to_list import (
    NAMES_OFF,
    ListContext,
    are_names_off,
    has_list_context,
    list_context_of,
)
from archive.views.parts.file_responses import origin_of
from archive.views.parts.listed_items import listed_items, listings_of
from archive.views.parts.mementos import with_links
from archive.views.parts.page_links import NotInArchive
from archive.views.parts.passages import passages, passages_path
from archive.views.parts.told_in import also_told, name_language
from archive.views.public_page import (
    Answers,
    Head,
    IndexUse,
    Moved,
    Withdrawn,
    public_page,
    render_page,
)
from ingest.limits import MOST_MENTIONS
from ingest.partial_date import PartialDate

DESCRIPTION_CHARACTERS = 200
LONGEST_KEPT = 4_000  # letters; the address of a list with all allowed values is shorter
CAPTURES = Prepared(
    lambda ids: (
        Extract.objects.filter(article__in=ids)
        .order_by("pk", "capture__paths__pk")
        .values_list(
            *(
                "pk",
                "capture_id",
                "capture__sha256",
                "capture__saved_not_before",
                "capture__saved_not_after",
            ),
            "capture__paths__path",
            "capture__paths__place",
        )
    ),
    size=1,
)


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A saved file that contains the article, with the file names under which it was imported.

    `saved` says in words when the file was saved. `is_shown` is true if the article's page shows
    the text of this file.
    """

    capture_id: int
    extract_id: int
    sha256: str
    short_id: str
    url: str
    saved: str
    is_shown: bool
    file_names: list[str] = field(default_factory=list)


def correct_url(article: Article, parameters: QueryDict) -> str:
    """Return the address of the article's admin page; "" on a site without the admin.

    If `parameters` has the filters of a list, the admin page keeps this list, unless its address is
    so long that it cannot be that of a list.
    """
    if not settings.ADMIN_ENABLED:
        return ""
    address = address_of("admin:archive_article_change", article.pk)
    pairs = list_pairs(parameters)
    kept = urlencode({"list": urlencode(pairs, errors="replace")})
    return f"{address}?{kept}" if pairs and len(kept) <= LONGEST_KEPT else address


def find_public_article(pk: int) -> Article:
    """Return the article with this id, and its source. Takes one database query.

    Raises NotInArchive or Withdrawn. Raises Moved if another article shows the text of the article,
    because staff undid the decision that had made it an article of its own.
    """
    try:
        article = Article.objects.select_related("source").get(pk=pk)
    except Article.DoesNotExist:
        raise NotInArchive(f"There is no article {pk} in the archive.") from None
    if article.withdrawn_at is not None:
        other = stand_in(article.pk)
        if other != article.pk:
            raise Moved(find_public_article(other))
        raise Withdrawn("This article has been withdrawn", article.withdrawn_reason)
    return article


@csrf_exempt
def show_article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponseBase:
    """Show one article; redirect an address with a wrong or missing slug to the right address.

    The address can have the filters of a list. If it has none, the index is not used.
    """
    page = _article_of_list if has_list_context(request.GET) else _single_article
    return page(request, pk=pk, slug=slug)


def article_page(request: HttpRequest, answers: Answers, pk: int, slug: str) -> HttpResponse:
    """Return the page of an article, with its position in a list if the address has filters."""
    article = find_public_article(pk)
    parameters = request.GET
    is_of_list = has_list_context(parameters)
    is_json = wants_json(request)
    if slug != article.slug and (slug or not is_json):
        query = f"?{parameters.urlencode()}" if is_of_list or "names" in parameters else ""
        return HttpResponsePermanentRedirect(article.get_absolute_url() + query)
    if parameters.get("names", "") not in ("", NAMES_OFF):
        sentence = "“names” can only be “off”. Names are linked if the parameter is left out."
        drop_url = url_with_names(article, parameters, are_off=False)
        return bad_value(request, [FilterError(sentence, drop_url)])
    list_context, finder = (
        list_context_of(parameters, article, answers) if is_of_list else (None, MatchFinder(None))
    )
    if is_json:
        answer = article_as_json(request, article, answers, list_context, finder)
        return with_links(answer, request, article)
    context = {
        **text_context(article, finder, current_labels(answers.version), parameters),
        **facts_context(article),
        "correct_url": correct_url(article, parameters),
        "article": article,
        "list_context": list_context,
    }
    cited, site = cited_here(request, article, context["saved_files"])
    context["paragraphs"] = passages(context["paragraphs"], passages_path(article, cited.sha256))
    context["citation"] = chicago_note(cited, f"{site}{cited.path}")
    head = replace(page_head(article, context["date"]), metadata=metadata(cited, site))
    page = render_page(request, "article.html", head, context)
    return with_links(page, request, article)


def cited_here(
    request: HttpRequest, article: Article, files: Sequence[SavedFile]
) -> tuple[Cited, str]:
    """Return what is cited for an article, and the address of the site; `files` are its files."""
    shown = next((file for file in files if file.is_shown), None)
    cited = of_article(article, shown.sha256 if shown else "", shown.saved if shown else "")
    return cited, origin_of(request)


def article_as_json(
    request: HttpRequest,
    article: Article,
    answers: Answers,
    list_context: ListContext | None,
    finder: MatchFinder,
) -> HttpResponse:
    """Return the JSON of an article."""
    labels = current_labels(answers.version)
    mentions = mentions_as_json(Addresses(request), article, labels)
    facts = facts_context(article) | {
        "names_note": names_note(article, len(mentions)),
    }
    doubt = " (date doubtful)" if article.is_date_doubtful else ""
    cited, site = cited_here(request, article, facts["saved_files"])
    facts["citation"] = chicago_note(cited, f"{site}{cited.path}").striptags() + doubt
    return json_response(
        one_article(request, article, facts, labels, mentions, list_context, finder)
    )


_single_article = public_page()(article_page)
_article_of_list = public_page(IndexUse.OPTIONAL)(article_page)


def page_head(article: Article, date_label: str) -> Head:
    """Return the Head of an article's page; the title of the Head has the source and the date."""
    provenance = [article.source.name] if article.source else []
    if article.published_on:
        provenance.append(date_label)
    return Head(
        title=f"{article.title} · {', '.join(provenance)}" if provenance else article.title,
        description=" ".join(article.body[:DESCRIPTION_CHARACTERS].split()),
        path=article.get_absolute_url(),
        section="articles",
        kind="article",
    )


def text_context(
    article: Article, finder: MatchFinder, labels: Labels, parameters: QueryDict
) -> dict[str, Any]:
    """Return the template context of the article's title, text and mentioned entities.

    Title and text have links at names, and marks at search matches.
    """
    mentions = article_mentions(article, labels)
    are_off = are_names_off(parameters)
    links = mention_links(article, mentions, are_links=not are_off)
    return {
        "title": linked(
            article.title,
            links[Mention.Field.TITLE],
            search_marks(article.title, finder.in_title(article.title), is_in_title=True),
        ),
        "paragraphs": linked_paragraphs(
            article.body,
            links[Mention.Field.BODY],
            search_marks(article.body, finder.in_body(article.body)),
        ),
        "blocks": entity_blocks(mentions, links, labels),
        "linked_kinds": linked_kinds(links),
        "names_note": names_note(article, len(mentions)),
        "are_names_off": are_off,
        "names_url": url_with_names(article, parameters, are_off=not are_off),
    }


def names_note(article: Article, mention_count: int) -> str:
    """Return a sentence if the archive does not have all mentions of an article, otherwise "".

    Mentions are left out if an article has more than MOST_MENTIONS, or if its text is very long.
    """
    if mention_count >= MOST_MENTIONS:
        return (
            f"This article names more than Dateline stores: only {thousands(MOST_MENTIONS)}"
            " mentions are linked and counted."
        )
    if any(
        (problem["code"], problem["words"]) == ("names-left-out", "letters")
        for problem in article.problems
    ):
        return "This article is very long: names near its end are neither linked nor counted."
    return ""


def facts_context(article: Article) -> dict[str, Any]:
    """Return the template context of the article's date, language, length and saved files.

    The context also has the known items that the shown saved file lists, and those that mean the
    article.
    """
    files = saved_files(article)
    return {
        "date": PartialDate.of(article.published_on, article.published_precision).label,
        "iso_date": PartialDate.of(article.published_on, article.published_precision).iso,
        "dateline": written_at(article.dateline_place, article.dateline_on),
        "language": name_language(article.language),
        "words": count_of(article.word_count, "word"),
        "saved_files": files,
        "listed_items": listed_items([file.capture_id for file in files if file.is_shown]),
        "listings": listings_of(article.pk),
        "version_count": TextVersion.objects.filter(article=article).count() if files[1:] else 1,
        "other_names": other_names(article) if files[1:] else [],
        "also_told": also_told([article.pk]).get(article.pk, []),
    }


def url_with_names(article: Article, parameters: QueryDict, *, are_off: bool) -> str:
    """Return the article's address with the list filters in `parameters`.

    If `are_off` is true, the names on the page at this address are not links.
    """
    pairs = list_pairs(parameters)
    query = urlencode([*pairs, *([("names", NAMES_OFF)] if are_off else [])], errors="replace")
    return f"{article.get_absolute_url()}?{query}" if query else article.get_absolute_url()


def list_pairs(parameters: QueryDict) -> list[tuple[str, str]]:
    """Return the filters of a list in these parameters of an address, as (name, value)."""
    return [
        (name, value)
        for name in ArticleFilter.base_filters
        for value in parameters.getlist(name)
        if value
    ]


def search_marks(text: str, matches: Sequence[Match], *, is_in_title: bool = False) -> list[Mark]:
    """Return a Mark for each search match (`matches`) in a text.

    A mark has an anchor (HTML id) if a line of the concordance links to this mark.
    """
    anchors = {
        start: match_anchor(start, is_in_title=is_in_title)
        for start, _end in join_adjacent(text, matches)
    }
    return [Mark(match.start, match.end, anchors.get(match.start, "")) for match in matches]


def saved_files(article: Article) -> list[SavedFile]:
    """Return all saved files that contain the article. Takes one database query.

    The file whose text the page shows is first.
    """
    files: dict[int, SavedFile] = {}
    for row in CAPTURES.rows([article.pk]):
        extract, capture_id, sha256, not_before, not_after, path, place = row
        if extract not in files:
            capture = Capture(sha256=sha256)
            files[extract] = SavedFile(
                capture_id=capture_id,
                extract_id=extract,
                sha256=sha256,
                short_id=capture.short_id,
                url=capture.get_absolute_url(),
                saved=saved_between(not_before, not_after),
                is_shown=extract == article.shown_extract_id,
            )
        name = SeenPath(path=path, place=place).file_name if path else ""
        if name and name not in files[extract].file_names:
            files[extract].file_names.append(name)
    return sorted(files.values(), key=lambda file: not file.is_shown)
