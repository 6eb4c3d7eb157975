"""The lists of names: all places, organisations or people, A to Z or by number of articles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict

from archive.display.labels import LETTERS, OTHER, Labels, current_labels, ids_by_name
from archive.display.safe_text import thousands
from archive.listing.list_links import ListLink
from archive.listing.parameters import (
    FindField,
    PageField,
    letter_field,
    names_by_field,
    sentence_of,
)
from archive.listing.read_parameters import FilterError
from archive.models import Entity
from archive.models.addresses import address_of
from archive.search import FACETS, SearchQuery
from archive.views.errors import bad_value
from archive.views.parts.downloads import Download
from archive.views.parts.page_links import BeyondLast, make_pages
from archive.views.public_page import Answers, Head, IndexUse, public_page, render_page

PAGE_SIZE = 300
ORDERS = {"name": "A to Z", "count": "Most articles first"}
PLACE_ORDERS = {"province": "By province", **ORDERS}
LEDES = {
    "place": ("All places, with the number of articles that mention each place or a place in it."),
    "organisation": (
        "Ministries, factories, farms, schools and others, with the number of articles that"
        " mention each."
    ),
    "person": "All people mentioned in articles, with the number of articles for each.",
}


class EntityListForm(forms.Form):
    """The form that checks the URL parameters of a list of names."""

    find = FindField(required=False)
    letter = letter_field(required=False)
    page = PageField(required=False)

    def __init__(self, data: QueryDict, kind: str) -> None:
        super().__init__(data)
        self.fields["by"] = names_by_field(list(orders_of(kind)), required=False)


@dataclass(frozen=True, slots=True)
class NameListQuery:
    """The parameters of a list of names.

    `find` is a text that the names contain, or "". `letter` is the first letter of the names, or ""
    for all letters. `by` is the order, or "" for the default order.
    """

    kind: str
    find: str = ""
    letter: str = ""
    by: str = ""
    page: int = 1

    @property
    def order(self) -> str:
        """Return the order: "name", "count", or "province" (only for a list of all places)."""
        if self.by and self.by != "province":
            return self.by
        is_whole = self.kind == Entity.Kind.PLACE and not (
            self.find or self.letter or self.page > 1
        )
        return "province" if is_whole else "name"

    @property
    def title(self) -> str:
        """Return the title of the page: "People: K, page 2", "Places with “ku” in a name"."""
        title = FACETS[self.kind].plural.capitalize() + (
            f": {self.letter.capitalize()}" if self.letter else ""
        )
        title += f" with “{self.find}” in a name" if self.find else ""
        if self.order != next(iter(orders_of(self.kind))) and not (
            self.find and self.order == "name"
        ):
            title += ", A to Z" if self.order == "name" else ", most articles first"
        return title + (f", page {thousands(self.page)}" if self.page > 1 else "")

    def url(self, **changes: str | int) -> str:
        """Return the address of the list after `changes`, which map parameters to new values.

        The address is that of page 1, unless `changes` has another page.
        """
        values = {"find": self.find, "letter": self.letter, "by": self.by, **changes}
        query = urlencode(
            [
                (name, value)
                for name, value in values.items()
                if value and (name, value) != ("page", 1)
            ]
        )
        return address_of(FACETS[self.kind].plural) + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A row of the list, for one entity. `count` is the entity's number of articles.

    `where` is the province of a place, or the place of an organisation, or "". `is_listed` is true
    if the entity is in the gazetteer, or if staff accepted it.
    """

    name: str
    url: str
    count: int
    where: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of the list under one heading (`title`).

    The title is the letter with which the names in the rows begin, or "Other names". A list that is
    not in order of name has only one group, whose title is "".
    """

    title: str
    rows: tuple[EntityRow, ...]


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A link to the names with one first letter; `is_current` if the page shows these names now."""

    label: str
    url: str
    is_current: bool


@public_page(IndexUse.REQUIRED)
def list_entities(request: HttpRequest, answers: Answers, kind: str) -> HttpResponse:
    """Show a list of all entities of one kind.

    The answer is 400 for a value that is not valid, and 404 for a page after the last page.
    """
    query = read_query(request.GET, kind)
    return (
        show_names(request, answers, query)
        if isinstance(query, NameListQuery)
        else bad_value(request, query)
    )


def read_query(data: QueryDict, kind: str) -> NameListQuery | list[FilterError]:
    """Return the parameters of the address; if some are not valid, return errors instead.

    Each error has the address of the list without the parameters that are not valid.
    """
    form = EntityListForm(data, kind)
    if form.is_valid():
        return NameListQuery(kind, **form.cleaned_data)
    names = [name for name in ("find", "letter", "by") if name not in form.errors]
    pairs = [(name, data[name]) for name in names if data.get(name)]
    kept = address_of(FACETS[kind].plural) + (
        f"?{urlencode(pairs, errors='replace')}" if pairs else ""
    )
    return [
        FilterError(sentence_of(error), kept)
        for errors in form.errors.as_data().values()
        for error in errors
    ]


def orders_of(kind: str) -> Mapping[str, str]:
    return PLACE_ORDERS if kind == Entity.Kind.PLACE else ORDERS


def show_names(request: HttpRequest, answers: Answers, query: NameListQuery) -> HttpResponse:
    """Return the page with a list of names."""
    kind = query.kind
    counts = answers.ask(SearchQuery(complete=kind, page_size=1, with_snippets=False)).counts[kind]
    labels = current_labels()
    ids = matching_ids(query, counts, labels)
    page_count = max(1, -(-len(ids) // PAGE_SIZE))
    if query.page > page_count:
        sentence = f"There is no page {thousands(query.page)} of these {FACETS[kind].plural}."
        raise BeyondLast(sentence, query.url(page=page_count))
    rows = name_rows(ids[(query.page - 1) * PAGE_SIZE : query.page * PAGE_SIZE], counts, labels)
    noun = kind if len(ids) == 1 else FACETS[kind].plural
    head = Head(
        title=query.title,
        description=LEDES[kind],
        path=query.url(page=query.page),
        section=FACETS[kind].plural,
    )
    context = {
        "kind": kind,
        "title": FACETS[kind].plural.capitalize(),
        "plural": FACETS[kind].plural,
        "lede": LEDES[kind],
        "query": query,
        "kept": [(name, value) for name, value in (("by", query.by),) if value],
        "total": len(ids),
        "counted": f"{thousands(len(ids))} {noun}",
        "letters": [] if query.find else letter_links(query, labels),
        "orders": order_links(query),
        "clear_url": query.url(find=""),
        "downloads": [Download("CSV", file_url(query))],
        "downloads_label": f"all {FACETS[kind].plural} of this list",
        "groups": (
            list(grouped(rows))
            if query.order == "name"
            else [Group("", tuple(rows))]
            if rows
            else []
        ),
        "has_detected": any(not row.is_listed for row in rows),
        "pages": make_pages(
            query.page, page_count, PAGE_SIZE, len(ids), lambda page: query.url(page=page)
        ),
    }
    return render_page(request, "names.html", head, context)


def file_url(query: NameListQuery) -> str:
    """Return the address of the file with all names of a list."""
    parameters = query.url(page=1).partition("?")[2]
    return address_of(f"{query.kind}-file") + (f"?{parameters}" if parameters else "")


def matching_ids(query: NameListQuery, counts: Mapping[int, int], labels: Labels) -> list[int]:
    """Return the ids of the entities to list, in the order of the list.

    `counts` maps the ids of entities to their numbers of articles. Entities that no article
    mentions are left out, unless they are in the gazetteer or staff accepted them. Takes one
    database query if the query has a `find`.
    """
    names = labels.names_in_order(query.kind)
    ids = names.ids[names.spans.get(query.letter, slice(0))] if query.letter else names.ids
    if query.find:
        with_letter = set(ids) if query.letter else ()
        ids = [
            pk
            for pk in ids_by_name(labels, query.kind, query.find)
            if not query.letter or pk in with_letter
        ]
    shown = [pk for pk in ids if counts.get(pk) or pk in names.listed]
    if query.order == "count":
        shown.sort(
            key=lambda pk: -counts.get(pk, 0)
        )  # names with the same count stay in order of name
    return shown


def name_rows(ids: list[int], counts: Mapping[int, int], labels: Labels) -> list[EntityRow]:
    """Return the rows of the entities with these ids, in the order of `ids`.

    Takes one database query.
    """
    rows_by_id = Entity.objects.filter(pk__in=ids).only(
        "kind", "slug", "name", "place_type", "is_listed", "site_id"
    )
    entities = {entity.pk: entity for entity in rows_by_id}
    rows = []
    for entity in (entities[pk] for pk in ids if pk in entities):
        if entity.pk in labels.places:
            where = labels.division_name(labels.places[entity.pk])
        else:
            where = labels.places[entity.site_id].name if entity.site_id in labels.places else ""
        url = entity.get_absolute_url()
        rows.append(EntityRow(entity.title, url, counts.get(entity.pk, 0), where, entity.is_listed))
    return rows


def grouped(rows: Iterable[EntityRow]) -> Iterable[Group]:
    """Yield a group for each first letter of rows that are sorted by name."""
    for letter, group in groupby(rows, key=lambda row: initial(row.name)):
        yield Group("Other names" if letter == OTHER else letter, tuple(group))


def initial(name: str) -> str:
    first = name[:1].upper()
    return first if first in LETTERS else OTHER


def letter_links(query: NameListQuery, labels: Labels) -> list[LetterLink]:
    """Return a link for every letter; its address is "" if no name begins with the letter."""
    used = labels.names_in_order(query.kind).spans
    kept = {"by": query.by or ("name" if query.kind == Entity.Kind.PLACE else "")}
    links = [LetterLink("All", query.url(letter="", **kept), not query.letter)]
    for letter in (*ascii_uppercase, *({OTHER} & set(used))):
        url = query.url(letter=letter) if letter in used else ""
        links.append(LetterLink(letter.capitalize(), url, letter == query.letter))
    return links


def order_links(query: NameListQuery) -> list[ListLink]:
    """Return a link for each order of the list; only places have the order by province."""
    links = []
    for order, label in orders_of(query.kind).items():
        is_usual = order == next(iter(orders_of(query.kind)))
        url = query.url(by="" if is_usual else order)
        if order == "province":
            url = address_of(FACETS[query.kind].plural)
        links.append(ListLink(order, label, url, is_current=order == query.order))
    return links
