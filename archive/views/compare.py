"""The page that compares two versions of an article, or two articles, word by word."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from archive.corrections.choose_extract import parsed_value
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
FIELDS = (("title", "Headline"), ("published", "Date"), ("source", "Source"))


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: where it comes from, and when it was saved."""

    heading: str
    url: str
    saved: Saved
    extract: Extract


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
        sides.append(Side(heading, version.url, version.saved, version.extract))
    path = address_of("compare-versions", pk, one, other)
    title = f"Two versions of “{article.title}”"
    return _page(request, article, sides[0], sides[1], path, title)


@public_page()
def compare_articles(request: HttpRequest, answers: Answers, pk: int, other: int) -> HttpResponse:
    """Compare the texts that two articles show."""
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
        sides.append(Side(heading, article.get_absolute_url(), saved_of(extract), extract))
    path = address_of("compare-articles", pk, other)
    title = f"“{articles[0].title}” and article {other}"
    return _page(request, articles[0], sides[0], sides[1], path, title)


@public_page()
def choose_article(request: HttpRequest, answers: Answers, pk: int) -> HttpResponse:
    """Go to the comparison with the article that the reader typed: its number or its address."""
    article = find_public_article(pk)
    typed = request.GET.get("article", "")
    digits = typed.rstrip("/").split("/articles/")[-1].split("/")[0].strip()
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
    pieces = compare_texts(left.extract.body, right.extract.body)
    is_inline = request.GET.get("view") == INLINE
    make = inline_rows if is_inline else rows_of
    rows: list[Row] = make(left.extract.body, right.extract.body, pieces)
    counts = Counter(piece.grade for piece in pieces if piece.is_change)
    context = {
        "article": article,
        "left": left,
        "right": right,
        "rows": rows,
        "grades": sorted(counts.items(), reverse=True),
        "total": counts.total(),
        "fields": list(_different_fields(left.extract, right.extract)),
        "is_inline": is_inline,
        "path": path,
        "is_order_known": left.saved.is_before(right.saved),
        "first_changes": _first_changes(pieces),
        "names": GRADES,
    }
    head = Head(title=title, path=path, section="articles")
    return render_page(request, "compare.html", head, context)


def _different_fields(left: Extract, right: Extract) -> list[FieldPair]:
    pairs = []
    for name, label in FIELDS:
        before, after = parsed_value(left, name), parsed_value(right, name)
        if name == "published":
            before, after = (PartialDate.parse(value).label for value in (before, after))
        if before != after:
            pairs.append(FieldPair(label, before or "unknown", after or "unknown"))
    return pairs


def _first_changes(pieces: list[Piece]) -> dict[Grade, int]:
    """Return, by grade, the number of the first change of this grade; changes count from 1."""
    first: dict[Grade, int] = {}
    for number, piece in enumerate((piece for piece in pieces if piece.is_change), start=1):
        first.setdefault(piece.grade, number)
    return first
