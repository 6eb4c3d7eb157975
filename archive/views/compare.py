"""The page that compares two versions of an article, or two articles, word by word."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive.listing.address import plain_value
from archive.listing.article_filter import FilterError
from archive.models import Article, Extract
from archive.models.addresses import address_of
from archive.views.article import find_public_article
from archive.views.errors import bad_value
from archive.views.parts.article_versions import (
    GRADES,
    Saved,
    saved_of,
    version_with,
    versions_of,
)
from archive.views.parts.compared_texts import Row, inline_rows, rows_of
from archive.views.parts.page_links import NotInArchive
from archive.views.public_page import Answers, Head, public_page, render_page
from ingest.partial_date import PartialDate
from ingest.text_changes import Grade, Piece, compare_texts

INLINE = "inline"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: where it comes from, and when it was saved.

    `fields` maps the labels of the other fields to their values; "" if the value is not known.
    """

    heading: str
    url: str
    saved: Saved
    text: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldPair:
    """A field of the two texts that differs."""

    label: str
    before: str
    after: str


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
    if right.saved.is_before(left.saved):
        left, right = right, left
    pieces = compare_texts(left.text, right.text)
    is_inline = request.GET.get("view") == INLINE
    make = inline_rows if is_inline else rows_of
    rows: list[Row] = make(left.text, right.text, pieces)
    counts = Counter(piece.grade for piece in pieces if piece.is_change)
    context = {
        "article": article,
        "left": left,
        "right": right,
        "rows": rows,
        "grades": sorted(counts.items(), reverse=True),
        "total": counts.total(),
        "fields": _different_fields(left, right),
        "is_inline": is_inline,
        "path": path,
        "is_order_known": left.saved.is_before(right.saved),
        "first_changes": _first_changes(pieces),
        "names": GRADES,
    }
    shown = f"{title}, in one text" if is_inline else title
    head = Head(title=shown, path=path, section="articles")
    return render_page(request, "compare.html", head, context)


def _different_fields(left: Side, right: Side) -> list[FieldPair]:
    return [
        FieldPair(label, before or "unknown", right.fields[label] or "unknown")
        for label, before in left.fields.items()
        if before != right.fields[label]
    ]


def _first_changes(pieces: list[Piece]) -> dict[Grade, int]:
    """Return, by grade, the number of the first change of this grade; changes count from 1."""
    first: dict[Grade, int] = {}
    for number, piece in enumerate((piece for piece in pieces if piece.is_change), start=1):
        first.setdefault(piece.grade, number)
    return first
