"""The pages of an article's versions: the list of all, the text of one, and the timemap."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from archive.display.safe_text import linked_paragraphs
from archive.models.addresses import address_of
from archive.records.cited import of_article, of_version
from archive.records.metadata import metadata
from archive.views.article import SavedFile, find_public_article, saved_files
from archive.views.parts.article_versions import Version, parsed_date, version_with, versions_of
from archive.views.parts.file_responses import origin_of
from archive.views.parts.listed_items import listed_items
from archive.views.parts.mementos import (
    LINK_FORMAT,
    exact_moment,
    mementos_of,
    timemap,
    timemap_as_json,
    with_links,
)
from archive.views.parts.page_links import NotInArchive
from archive.views.parts.passages import passages
from archive.views.public_page import Answers, Head, public_page, render_page


@public_page()
def list_versions(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Show the versions of an article: their copies, and how they differ from the shown one."""
    article = find_public_article(pk)
    versions = versions_of(article)
    files = saved_files(article)
    shown = next((version for version in versions if version.is_shown), None)
    rows = [
        {
            "version": version,
            "compare_url": version.compare_url(shown) if shown and not version.is_shown else "",
            "files": _files_of(version, files),
        }
        for version in versions
    ]
    number = len(versions)
    kinds = [
        name
        for name in ("title", "published", "source")
        if len({getattr(version, name) for version in versions}) > 1
    ]
    head = Head(
        title=f"Versions of “{article.title}”",
        description="Every version of the article in the archive, and the saved files it is in.",
        path=address_of("article-versions", article.pk),
        section="articles",
    )
    context = {"article": article, "rows": rows, "number": number, "different": kinds}
    return render_page(request, "versions.html", head, context)


def _files_of(version: Version, files: list[SavedFile]) -> list[SavedFile]:
    return [file for file in files if file.extract_id in version.copies]


@public_page()
def show_version(request: HttpRequest, answers: Answers, pk: int, short_id: str) -> HttpResponse:
    """Show the whole text of one version, as it was read in its most complete copy.

    `short_id` is that of any saved file with a copy of the version.
    """
    article = find_public_article(pk)
    versions = versions_of(article)
    version = version_with(versions, short_id)
    if version is None:
        raise NotInArchive(f"Article {pk} has no version in a saved file {short_id}.")
    if version.short_id != short_id:
        return HttpResponseRedirect(version.url)
    shown = next((each for each in versions if each.is_shown), None)
    saved = version.saved
    cited = of_version(
        of_article(article, "", ""),
        title=version.title,
        published=parsed_date(version.extract),
        sha256=version.extract.capture.sha256,
        saved=saved.in_words,
    )
    head = Head(
        title=f"{version.title or article.title} · version saved {saved.in_words}",
        path=version.url,
        section="articles",
        kind="article",
        metadata=metadata(cited, origin_of(request)),
    )
    context = {
        "article": article,
        "version": version,
        "position": versions.index(version) + 1,
        "number": len(versions),
        "paragraphs": passages(linked_paragraphs(version.extract.body, ()), ""),
        "compare_url": version.compare_url(shown) if shown and not version.is_shown else "",
    }
    files = _files_of(version, saved_files(article))
    context["files"] = files
    context["listed_items"] = listed_items([file.capture_id for file in files])
    page = render_page(request, "version.html", head, context)
    return with_links(page, request, article, exact_moment(version.extract.capture))


@public_page()
def show_timemap(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Return the timemap of an article (RFC 7089): in link format, or as JSON (?format=json)."""
    article = find_public_article(pk)
    if not article.original_url:
        raise NotInArchive(f"Article {pk} has no original link, so it has no timemap.")
    mementos = mementos_of(versions_of(article))
    if request.GET.get("format") == "json":
        return JsonResponse(timemap_as_json(article, mementos, request))
    return HttpResponse(timemap(article, mementos, request), content_type=LINK_FORMAT)
