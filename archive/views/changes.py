"""The log of changes: the versions that differ from the text that their article shows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict

from archive.corrections.entity_spellings import family
from archive.display.safe_text import count_of
from archive.listing.address import is_slug, plain_value
from archive.listing.parameters import PageField, sentence_of
from archive.listing.read_parameters import FilterError
from archive.models import Entity, Mention, Source, TextVersion, VersionName, article_url
from archive.models.addresses import address_of
from archive.views.article_list import beyond_last
from archive.views.errors import bad_value
from archive.views.feeds import midnight, xml_text
from archive.views.parts.article_versions import GRADES, Saved
from archive.views.parts.lasting_feed import LastingFeed
from archive.views.parts.page_links import BeyondLast, make_pages
from archive.views.public_page import Answers, Head, public_page, render_page
from ingest.partial_date import PartialDate
from ingest.text_changes import Grade

PAGE_SIZE = 50
IN_FEED = 30
GRADE_NAMES = {
    "spelling": Grade.SPELLING,
    "wording": Grade.WORDING,
    "facts": Grade.FACTS,
    "passage": Grade.PASSAGE,
}
NAMES = ("source", "grade", "place", "organisation", "person", "year", "saved")
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A version that differs from the text that its article shows, ready to print.

    `name` names the version in this archive, for ever. `difference` says how it differs. `shown`
    and `saved` say when the two copies were saved.
    """

    name: str
    title: str
    url: str
    language: str
    source: str
    date: str
    iso_date: str
    difference: str
    saved: str
    shown: str
    compare_url: str
    not_after: datetime.date | None


class InvalidValue(Exception):
    """Raised if a parameter has a value that is not valid; the message is for readers."""


@public_page()
def list_changes(request: HttpRequest, answers: Answers) -> HttpResponse:
    """List the versions that differ from what is shown, the latest saved first.

    The parameters are NAMES and `page`: `grade` is a key of GRADE_NAMES, `year` the year of the
    article, and `saved` a year in which the version can have been saved.
    """
    try:
        versions = changes_for(request.GET)
        page = PageField(required=False).clean(request.GET.get("page", "").strip())
    except InvalidValue as error:
        return bad_value(request, [FilterError(str(error), changes_url({}))])
    except ValidationError as error:
        [invalid] = error.error_list
        return bad_value(request, [FilterError(sentence_of(invalid), changes_url({}))])
    values = chosen(request.GET)
    total = versions.count()
    page_count = max(1, -(-total // PAGE_SIZE))
    if page > page_count:
        raise BeyondLast(beyond_last(page, page_count), changes_url(values, page_count))
    rows = rows_of(versions[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    head = Head(
        title=" · ".join(["Changed articles", *values.values()]),
        description=f"{count_of(total, 'version')} that differ from the article shown.",
        path=changes_url(values, page),
        feed=f"{address_of('changes-feed')}{_query(values)}",
    )
    context = {
        "values": values,
        "rows": rows,
        "total": total,
        "grades": [(name, GRADES[grade]) for name, grade in GRADE_NAMES.items()],
        "sources": Source.objects.order_by("name").values_list("slug", "name"),
        "all_url": changes_url({}),
        "feed_url": head.feed,
        "pages": make_pages(page, page_count, PAGE_SIZE, total, lambda n: changes_url(values, n)),
    }
    return render_page(request, "changes.html", head, context)


@public_page()
def feed_of_changes(request: HttpRequest, answers: Answers) -> HttpResponse:
    """Return the Atom feed of the changes that match the parameters."""
    try:
        rows = rows_of(changes_for(request.GET)[:IN_FEED])
    except InvalidValue as error:
        return bad_value(request, [FilterError(str(error), changes_url({}))])
    return _ChangesFeed(rows, chosen(request.GET))(request)


def chosen(parameters: QueryDict) -> dict[str, str]:
    """Return the values of the parameters NAMES that are not empty."""
    values = {name: plain_value(parameters.get(name, "")) for name in NAMES}
    return {name: value for name, value in values.items() if value}


def changes_url(values: dict[str, str], page: int = 1) -> str:
    """Return the address of a page of changes with these values of parameters."""
    return address_of("changes") + _query(values | ({"page": str(page)} if page > 1 else {}))


def _query(values: dict[str, str]) -> str:
    return f"?{urlencode(values, errors='replace')}" if values else ""


def changes_for(parameters: QueryDict) -> QuerySet[TextVersion]:
    """Return the versions that match the parameters, the latest saved first.

    Versions that differ only in marks, and those of withdrawn articles, are left out. Raises
    InvalidValue.
    """
    values = chosen(parameters)
    rows = TextVersion.objects.filter(
        is_shown=False, grade__gt=Grade.NONE, article__withdrawn_at__isnull=True
    )
    if slug := values.get("source"):
        rows = rows.filter(article__source=_known(Source.objects, slug, "source"))
    if grade := values.get("grade"):
        if grade not in GRADE_NAMES:
            raise InvalidValue(f"“{grade[:60]}” is not one of {', '.join(GRADE_NAMES)}.")
        rows = rows.filter(grade=GRADE_NAMES[grade])
    for kind in ("place", "organisation", "person"):
        if slug := values.get(kind):
            entity = _known(Entity.objects.filter(kind=kind), slug, kind)
            # Two subqueries, because a join would have a row for each pair of a mention and a name.
            mentions = Mention.objects.shown().filter(entity__in=family(entity.meant))
            names = VersionName.objects.filter(entity__in=family(entity.meant))
            rows = rows.filter(
                Q(article__in=mentions.values("article")) | Q(pk__in=names.values("version"))
            )
    if year := values.get("year"):
        rows = rows.filter(article__published_on__year=_year(year))
    if year := values.get("saved"):
        number = _year(year)
        file = "extract__capture__saved_not"
        rows = rows.exclude(**{f"{file}_before__gt": datetime.date(number, 12, 31)})
        rows = rows.exclude(**{f"{file}_after__lt": datetime.date(number, 1, 1)})
    # SQLite and PostgreSQL would put versions without a day at different ends.
    latest = F("extract__capture__saved_not_after").desc(nulls_last=True)
    return rows.order_by(latest, "-pk")


def _known(rows: Any, slug: str, what: str) -> Any:
    found = rows.filter(slug=slug).first() if is_slug(slug) else None
    if found is None:
        raise InvalidValue(f"There is no {what} “{slug[:60]}” in this archive.")
    return found


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) in _YEARS):
        raise InvalidValue(f"“{text[:60]}” is not a year such as 2013.")
    return int(text)


def rows_of(versions: QuerySet[TextVersion]) -> list[ChangeRow]:
    """Return the rows of these versions. Takes two database queries."""
    found = list(
        versions.select_related("extract__capture", "article__source").defer(
            "extract__body", "extract__capture__text", "article__body"
        )
    )
    shown = {
        row.article_id: row.extract.capture
        for row in TextVersion.objects.filter(
            article__in=[row.article_id for row in found], is_shown=True
        )
        .select_related("extract__capture")
        .defer("extract__body", "extract__capture__text")
    }
    return [_row(row, shown.get(row.article_id)) for row in found]


def _row(version: TextVersion, shown: Any) -> ChangeRow:
    article, capture = version.article, version.extract.capture
    published = PartialDate.of(article.published_on, article.published_precision)
    return ChangeRow(
        name=f"version {article.pk} {capture.sha256}",
        title=article.title,
        url=article_url(article.pk, article.title),
        language=article.language,
        source=article.source.name if article.source else "Unknown source",
        date=published.label,
        iso_date=published.iso,
        difference=GRADES[Grade(version.grade)],
        saved=Saved(capture.saved_not_before, capture.saved_not_after).in_words,
        shown=Saved(shown.saved_not_before, shown.saved_not_after).in_words if shown else "",
        compare_url=(
            address_of("compare-versions", article.pk, capture.short_id, shown.short_id)
            if shown
            else address_of("article-versions", article.pk)
        ),
        not_after=capture.saved_not_after,
    )


class _ChangesFeed(LastingFeed):
    """The Atom feed of changes, made for one request."""

    title = "Changed articles · Dateline"
    subtitle = "Versions of articles that differ from the text that is shown."

    def __init__(self, rows: Sequence[ChangeRow], values: dict[str, str]) -> None:
        self.rows = rows
        self.values = values

    def link(self) -> str:
        return changes_url(self.values)

    def feed_url(self) -> str:
        return f"{address_of('changes-feed')}{_query(self.values)}"

    def feed_guid(self) -> str:
        return self.lasting_id(f"feed {self.feed_url()}")

    def items(self) -> Sequence[ChangeRow]:
        return self.rows

    def item_title(self, item: ChangeRow) -> str:
        return xml_text(item.title) or "Untitled"

    def item_description(self, item: ChangeRow) -> str:
        return xml_text(
            f"{item.source}, {item.date}. The version saved {item.saved} has {item.difference}."
        )

    def item_link(self, item: ChangeRow) -> str:
        return item.compare_url

    def item_guid(self, item: ChangeRow) -> str:
        return self.lasting_id(item.name)

    def item_updateddate(self, item: ChangeRow) -> Any:
        return midnight(item.not_after or datetime.date.min)
