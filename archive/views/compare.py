"""The page that compares two versions of an article, or two articles, word by word."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive.listing.address import plain_value
from archive.listing.read_parameters import FilterError
from archive.models import Article, Extract
from archive.models.addresses import address_of
from archive.views.article import find_public_article
from archive.views.errors import bad_value
from archive.views.parts.article_versions import saved_of, version_with, versions_of
from archive.views.parts.comparison import Side, comparison_of
from archive.views.parts.page_links import NotInArchive
from archive.views.public_page import Answers, Head, public_page, render_page
from ingest.partial_date import PartialDate


@public_page()
def compare_versions(
    request: HttpRequest, answers: Answers, pk: int, one: str, other: str
) -> HttpResponse:
    """Compare two versions of an article; `one` and `other` are short ids of saved files."""
    article = find_public_article(pk)
    versions = versions_of(article)
    sides = []
    for short_id in (one, other):
        version = version_with(versions, short_id)
        if version is None:
            raise NotInArchive(f"Article {pk} has no version in a saved file {short_id}.")
        heading = "The version that is shown" if version.is_shown else "Another version"
        fields = {"Headline": version.title, "Date": version.published, "Source": version.source}
        sides.append(Side(heading, version.url, version.saved, version.extract.body, fields))
    path = address_of("compare-versions", pk, one, other)
    title = f"Two versions of “{article.title}”"
    return _page(request, article, sides[0], sides[1], path, title)


@public_page()
def compare_articles(request: HttpRequest, answers: Answers, pk: int, other: int) -> HttpResponse:
    """Compare the texts that two articles show, with the corrections of staff."""
    articles = [find_public_article(each) for each in (pk, other)]
    sides = []
    for article in articles:
        extract = (
            Extract.objects.select_related("capture")
            .filter(pk=article.shown_extract_id or 0)
            .first()
        )
        if extract is None:
            raise NotInArchive(f"Article {article.pk} has no saved file any more.")
        source = article.source.name if article.source else "Unknown source"
        heading = f"{source}, article {article.pk}"
        published = PartialDate.of(article.published_on, article.published_precision).label
        fields = {"Headline": article.title, "Date": published, "Source": source}
        url = article.get_absolute_url()
        sides.append(Side(heading, url, saved_of(extract), article.body, fields))
    path = address_of("compare-articles", pk, other)
    title = f"“{articles[0].title}” and article {other}"
    return _page(request, articles[0], sides[0], sides[1], path, title)


@public_page()
def choose_article(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Go to the comparison with the article that the reader typed: its number or its address."""
    article = find_public_article(pk)
    typed = request.GET.get("article", "")
    digits = plain_value(typed).rstrip("/").split("/articles/")[-1].split("/")[0].strip()
    if not (digits.isascii() and digits.isdigit() and int(digits[:18]) > 0 and len(digits) <= 18):
        sentence = f"“{typed[:60]}” is not the number or the address of an article."
        url = address_of("article-versions", article.pk)
        return bad_value(request, [FilterError(sentence, url)])
    return HttpResponseRedirect(address_of("compare-articles", article.pk, int(digits)))


def _page(
    request: HttpRequest, article: Article, left: Side, right: Side, path: str, title: str
) -> HttpResponse:
    comparison = comparison_of(request, left, right, path, article.language)
    shown = f"{title}, in one text" if comparison.is_inline else title
    head = Head(title=shown, path=path, section="articles")
    return render_page(
        request, "compare.html", head, {"article": article, "comparison": comparison}
    )
