"""The list from which staff opened an article: its place in the list, and the way to the next one.

The address of an article's page keeps the list, so that nothing has to be stored:

_changelist_filters  the filters of the list of articles in the admin (this is Django's name)
list                 the filters of the public list of articles: "q=iron&source=kcna-kp"
since                when the work on this list began, as seconds since 1970
next, previous       the neighbours that the article had before it was corrected
moved                the articles that a correction moved to a later place of the list

A list shows what fits its filters now. So an article whose problem is settled leaves the list, and
its neighbours are found before a decision is stored. An article that a correction moved to a later
place, for example because of its new date, is not offered there again.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlencode

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from archive.admin.access import staff_user
from archive.admin.base_classes import BoundedPaginator
from archive.admin.row_ids import read_id
from archive.display.safe_text import thousands
from archive.listing.article_filter import ArticleFilter
from archive.models import Correction
from archive.models.addresses import address_of
from archive.search import PAGE_SIZE, IndexUnavailable, find_neighbours

ADMIN_LIST, PUBLIC_LIST = "_changelist_filters", "list"
"""The parameters that keep a list in the address of an article's page."""

_MOST_MOVED = 100  # an address must not become too long


_REASON = "reason-typed-last"  # in the session


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an article in a list, and the ids of its neighbours; None if there is none.

    `position` is 1 for the first article, and 0 if the article is not in the list. `total` is the
    number of articles in the list, in words: "340", "more than 10,000"; "" if it is not known.
    """

    position: int = 0
    total: str = ""
    previous: int | None = None
    next: int | None = None


class Listed(Protocol):
    """A list of articles, as it is now."""

    title: str

    @property
    def first(self) -> int | None:
        """The id of the first article, or None. Raises IndexUnavailable."""

    def place_of(self, pk: int) -> Place:
        """Return the place of the article with this id."""

    def url(self, position: int) -> str:
        """Return the address of the page of the list that has this position (0: page 1)."""


class AdminList:
    """The list of articles in the admin, with filters, search and order.

    Like the list itself, it has at most BoundedPaginator.LIMIT articles.
    """

    def __init__(self, changes: ChangeList, filters: str) -> None:
        self.title = _title(changes)
        ids = changes.queryset.values_list("pk", flat=True)[: BoundedPaginator.LIMIT]
        self._ids = list(dict.fromkeys(ids))
        self._index = {pk: index for index, pk in enumerate(self._ids)}
        self._per_page = changes.list_per_page
        self._total = changes.paginator.count_label
        self._query = QueryDict(filters, mutable=True)
        self._query.pop(PAGE_VAR, None)

    def place_of(self, pk: int) -> Place:
        index = self._index.get(pk)
        if index is None:
            return Place(total=self._total)
        before = self._ids[index - 1] if index else None
        after = self._ids[index + 1] if index + 1 < len(self._ids) else None
        return Place(index + 1, self._total, before, after)

    def url(self, position: int) -> str:
        query = self._query.copy()
        position = min(position, len(self._ids))
        if (page := -(-position // self._per_page)) > 1:
            query[PAGE_VAR] = str(page)
        return f"{reverse('admin:archive_article_changelist')}?{query.urlencode()}"

    @property
    def first(self) -> int | None:
        """The id of the first article, or None."""
        return self._ids[0] if self._ids else None


class PublicList:
    """The public list of articles, with the filters of its address."""

    def __init__(self, article_filter: ArticleFilter) -> None:
        self._filter = article_filter
        self.title = article_filter.describe()

    def place_of(self, pk: int) -> Place:
        try:
            found = find_neighbours(self._filter.search_query, pk)
        except IndexUnavailable:
            return Place()
        total = found.total or self._total
        return Place(found.position, thousands(total), found.previous, found.next)

    def url(self, position: int) -> str:
        return self._filter.page_url(max(1, -(-position // PAGE_SIZE)))

    @property
    def first(self) -> int | None:
        """The id of the first article, or None. Raises IndexUnavailable."""
        return next(iter(self._filter.results.ids), None)

    @cached_property
    def _total(self) -> int:
        return self._filter.results.total


@dataclass(frozen=True, slots=True)
class WorkBar:
    """What the page of an article shows of its list; an address is "" if there is no such article.

    `position` is "" if the article is not in the list any more. `done` is the number of articles
    about which the person decided since the work began.
    """

    title: str
    list_url: str
    position: str
    total: str
    previous_url: str
    next_url: str
    done: int


class WorkList:
    """The list through which a person works, article by article.

    `began` is the moment at which the work began, in seconds. `carried` are the neighbours
    (previous, next) that the address of the page gives, because the article has left its place.
    `moved` are the ids of the articles that are not offered again at their later place.
    """

    def __init__(
        self,
        listed: Listed,
        parameters: dict[str, str],
        user: User,
        began: int,
        carried: tuple[int | None, int | None],
        moved: Sequence[int],
    ) -> None:
        self._listed = listed
        self._parameters = {**parameters, "since": str(began)}
        self._moved = list(moved)
        self._user = user
        self.began = began
        self._carried = carried

    @property
    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self.began, UTC)

    def place_of(self, pk: int) -> Place:
        """Return the place of an article; its neighbours are those from before its correction."""
        here = self._listed.place_of(pk)
        before, after = self._neighbours(pk, here)
        while after is not None and (after == pk or after in self._moved):
            after = self._listed.place_of(after).next
        return Place(here.position, here.total, before, after)

    def _neighbours(self, pk: int, here: Place) -> tuple[int | None, int | None]:
        before, after = self._carried
        before_it, after_it = (
            Place() if one is None else self._listed.place_of(one) for one in (before, after)
        )
        if after_it.position:
            is_listed = before_it.position > 0
            return (before if is_listed else _other(pk, after_it.previous)), after
        if before_it.position:
            return before, before_it.next
        if not here.position:
            # The article left the list without a decision of this person: go on at its beginning.
            return None, self._first()
        return here.previous, here.next

    def _first(self) -> int | None:
        with suppress(IndexUnavailable):
            return self._listed.first
        return None

    def note_move(self, pk: int, before: Place) -> None:
        """Do not offer an article again if it is later in the list now than it was `before`."""
        if self._listed.place_of(pk).position > before.position > 0:
            self._moved = [*self._moved, pk][-_MOST_MOVED:]

    def _count_done(self) -> int:
        """Return the number of articles about which the person decided since the work began.

        Decisions about a whole list are left out.
        """
        rows = Correction.objects.filter(
            decision__made_by=self._user,
            decision__made_at__gte=self._moment,
            decision__undone_at__isnull=True,
            decision__summary="",
        )
        pairs = rows.order_by().values_list("article_id", "mention__article_id")
        return len({pk for pair in pairs for pk in pair if pk is not None})

    def first_url(self) -> str:
        """Return the address of the first article, or of the list if it has no article.

        Raises IndexUnavailable.
        """
        first = self._listed.first
        return self._listed.url(0) if first is None else self.article_url(first)

    def remember_reason(self, session: SessionBase, reason: str) -> None:
        """Keep a reason that the person typed, for the next article of this list."""
        session[_REASON] = [self._moment.isoformat(), reason]

    def last_reason(self, session: SessionBase) -> str:
        """Return the reason that the person typed last in this list, or ""."""
        began, reason = session.get(_REASON, ("", ""))
        return reason if began == self._moment.isoformat() else ""

    def article_url(self, pk: int, **more: int | None) -> str:
        """Return the address of the page of an article, which keeps the list and `more`."""
        others = {name: str(value) for name, value in more.items() if value is not None}
        moved = {"moved": ",".join(map(str, self._moved))} if self._moved else {}
        query = urlencode({**self._parameters, **moved, **others}, safe=",")
        return f"{reverse('admin:archive_article_change', args=[pk])}?{query}"

    def stay_url(self, pk: int, place: Place) -> str:
        """Return the address of the same page after a decision; `place` is that before it."""
        return self.article_url(pk, previous=place.previous, next=place.next)

    def list_url(self, place: Place) -> str:
        """Return the address of the page of the list that has this place."""
        return self._listed.url(place.position)

    def bar(self, place: Place) -> WorkBar:
        """Return what the page of an article with this place shows."""

        def url(pk: int | None) -> str:
            return "" if pk is None else self.article_url(pk)

        return WorkBar(
            title=self._listed.title,
            list_url=self.list_url(place),
            position=thousands(place.position) if place.position else "",
            total=place.total,
            previous_url=url(place.previous),
            next_url=url(place.next),
            done=self._count_done(),
        )


def work_list(request: HttpRequest, model_admin: Any, began: int = 0) -> WorkList | None:
    """Return the list in the address of an article's page; None if it has no valid list.

    `model_admin` is the admin of articles. If the address does not say when the work began, it
    began at `began`, or now if that is 0.
    """
    for name, make in ((ADMIN_LIST, _admin_list), (PUBLIC_LIST, _public_list)):
        filters = request.GET.get(name, "")
        listed = make(request, model_admin, filters) if filters else None
        if listed is not None:
            carried = read_id(request.GET.get("previous", "")), read_id(request.GET.get("next", ""))
            numbers = map(read_id, request.GET.get("moved", "").split(",")[-_MOST_MOVED:])
            moved = [pk for pk in numbers if pk is not None]
            start = _began(request, began)
            return WorkList(listed, {name: filters}, staff_user(request), start, carried, moved)
    return None


def _began(request: HttpRequest, began: int) -> int:
    since = read_id(request.GET.get("since", ""))
    now = int(time.time())
    return began or now if since is None or since > now else since


def _admin_list(request: HttpRequest, model_admin: Any, filters: str) -> AdminList | None:
    asked = copy(request)
    query = QueryDict(filters, mutable=True)
    query.pop(PAGE_VAR, None)  # this page of the list may not exist any more
    asked.GET = query  # type: ignore[assignment]  # Django only reads it
    try:
        return AdminList(model_admin.get_changelist_instance(asked), filters)
    except (IncorrectLookupParameters, SuspiciousOperation):
        return None


def _public_list(request: HttpRequest, model_admin: Any, filters: str) -> PublicList | None:
    article_filter = ArticleFilter(QueryDict(filters), path=address_of("articles"))
    return PublicList(article_filter) if article_filter.is_valid() else None


def _title(changes: ChangeList) -> str:
    """Return the filters of a list in words: "Has problems; layout: rodong; “iron”"."""
    chosen = [
        label if str(spec.title) in label.lower() else f"{spec.title}: {label}"
        for spec in changes.filter_specs
        for index, choice in enumerate(spec.choices(changes))
        for label in [str(choice["display"])]
        if choice["selected"] and index
    ]
    words = [f"“{changes.query}”"] if changes.query else []
    return "; ".join([*chosen, *words]) or "all articles"


def _other(pk: int, neighbour: int | None) -> int | None:
    return None if neighbour == pk else neighbour
