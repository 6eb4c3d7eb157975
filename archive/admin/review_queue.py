"""The page of the review queue: names and files that a person must review, in sections."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse

from archive.admin.article_forms import ReasonForm
from archive.admin.base_classes import BoundedPaginator
from archive.admin.review_rows import ArticleCounts, QueueRow
from archive.admin.review_sections import KINDS, SECTIONS
from archive.admin.row_ids import read_id
from archive.corrections.entity_decisions import accept
from archive.display.safe_text import count_of
from archive.models import Article, Entity
from archive.search import IndexUnavailable, SearchQuery, search

NO_TICK = "Tick the names that you reviewed."
CHANGED = (
    "Somebody else accepted or merged some of these names in the meantime. The others are still"
    " ticked."
)
NO_INDEX = (
    "The search index is not available. Article counts are missing, and names are not sorted by"
    " them."
)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """A link to a section of the queue, or to one kind of entity in a section.

    `is_chosen` is true if the page shows this section or kind now. For a section, `count` is its
    number of rows; for a kind, it is "".
    """

    title: str
    url: str
    is_chosen: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Everything that the template of the review queue shows.

    `title` and `explanation` are about the section that is shown. `page` is the page of its rows.
    `can_accept` is true if a person can tick the names in the rows to accept them. `total` is the
    number of rows in words ("more than 10,000"). `previous` and `following` are the addresses of
    the previous and the next page of rows, "" if there is none. `index_problem` tells staff if
    article counts are missing.
    """

    sections: tuple[QueueFilter, ...]
    kinds: tuple[QueueFilter, ...]
    title: str
    explanation: str
    rows: tuple[QueueRow, ...]
    page: Page
    total: str
    can_accept: bool
    previous: str
    following: str
    index_problem: str


class AcceptForm(ReasonForm):
    """The form with the names that a person ticked, to accept all of them in one decision."""

    entity = forms.Field(widget=forms.CheckboxSelectMultiple, error_messages={"required": NO_TICK})

    @property
    def ticked(self) -> list[int]:
        """Return the ids of the ticked entities.

        Some of these entities may not be in the queue any more.
        """
        ids = map(read_id, self["entity"].value() or ())
        return [pk for pk in ids if pk is not None]

    def clean_entity(self) -> list[Entity]:
        """Return the ticked entities.

        Raises ValidationError if none is ticked, or if one was accepted or merged in the meantime.
        """
        entities = list(
            Entity.objects.filter(pk__in=self.ticked, merged_into__isnull=True, is_listed=False)
        )
        if not self.ticked:
            raise ValidationError(NO_TICK)
        if len(entities) < len(set(self.ticked)):
            raise ValidationError(CHANGED)
        return entities

    def carry_out(self, user: User) -> str:
        """Accept the ticked names and return a message; the form must be valid.

        Raises CorrectionError if the names cannot be accepted.
        """
        entities = self.cleaned_data["entity"]
        accept(entities, self.cleaned_data["reason"], user)
        return f"{count_of(len(entities), 'name')} accepted."


def queue_page(parameters: QueryDict) -> QueuePage:
    """Return the page of the queue for the parameters `doubt`, `kind` and `page`.

    `doubt` is the name of a section (SECTIONS), and `kind` is a kind of entity (KINDS). An
    unknown section is read as the first section, an unknown kind as all kinds, and a `page` that
    is not a number as the first page.
    """
    chosen = parameters.get("doubt", "")
    chosen = chosen if chosen in SECTIONS else next(iter(SECTIONS))
    section = SECTIONS[chosen]
    kind = parameters.get("kind", "")
    kind = kind if section.has_kinds and kind in KINDS else ""
    counts, index_problem = _article_counts()
    pages = section.pages(kind, counts)
    page = pages.get_page(parameters.get("page", "1"))

    def url(**values: str) -> str:
        query = {"doubt": chosen, "kind": kind} | values
        return "?" + "&".join(f"{name}={value}" for name, value in query.items() if value)

    def sections() -> Iterable[QueueFilter]:
        for name, other in SECTIONS.items():
            is_chosen = name == chosen
            count = pages.count_label if is_chosen else other.count_label(kind)
            yield QueueFilter(other.title, url(doubt=name), is_chosen, count)
        problems = Article.objects.filter(has_problems=True)
        address = reverse("admin:archive_article_changelist", query={"problems": "yes"})
        count = BoundedPaginator(problems, 1).count_label
        yield QueueFilter("Articles with problems", address, False, count)

    def kinds() -> Iterable[QueueFilter]:
        for name, title in KINDS.items() if section.has_kinds else ():
            yield QueueFilter(title, url(kind=name), name == kind)

    return QueuePage(
        sections=tuple(sections()),
        kinds=tuple(kinds()),
        title=section.title,
        explanation=section.explanation,
        rows=tuple(section.rows(list(page.object_list), counts)),
        page=page,
        total=pages.count_label,
        can_accept=chosen == "found",
        previous=url(page=str(page.previous_page_number())) if page.has_previous() else "",
        following=url(page=str(page.next_page_number())) if page.has_next() else "",
        index_problem=index_problem,
    )


def _article_counts() -> tuple[ArticleCounts, str]:
    """Return a dict from entity id to number of articles, and a message.

    If the search index is available, the message is "". Otherwise the dict is empty, and the
    message tells staff that the counts are missing.
    """
    counts: dict[int, int] = {}
    try:
        for kind in filter(None, KINDS):
            query = SearchQuery(complete=kind, page_size=1, with_snippets=False)
            counts |= search(query).counts[kind]
    except IndexUnavailable:
        return {}, NO_INDEX
    return counts, ""
