"""Classes that our admin pages inherit from: long lists, read-only records and rows, filters."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import DataError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from archive.admin.row_ids import read_id
from ingest.mentions.spelling import plain_letters


class BoundedPaginator(Paginator):
    """A paginator that counts at most LIMIT rows.

    So it counts a million rows as fast as LIMIT rows.
    """

    LIMIT = 10_000

    @cached_property
    def _counted(self) -> int:
        if not isinstance(self.object_list, QuerySet):
            return len(self.object_list)
        return self.object_list.order_by().values("pk")[: self.LIMIT + 1].count()

    @cached_property
    def count(self) -> int:
        """Return the number of rows that the pages show, at most LIMIT."""
        return min(self._counted, self.LIMIT)

    @property
    def is_cut(self) -> bool:
        """Return True if there are more than LIMIT rows, so that the pages do not show all."""
        return self._counted > self.LIMIT

    @property
    def count_label(self) -> str:
        """Return the number of rows as text: "12", "more than 10,000"."""
        return f"more than {self.LIMIT:,}" if self.is_cut else f"{self.count:,}"


class LongListAdmin(admin.ModelAdmin):
    """The admin of a table that can have millions of rows.

    The list of rows has short pages, and its rows are counted only up to a limit. `explanation` is
    a sentence about the rows, which is shown above the list and on the front page.
    """

    explanation = ""
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    change_list_template = "admin/long_change_list.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list with its explanation. The title is the plural name of the records."""
        head = {
            "title": capfirst(self.opts.verbose_name_plural),
            "explanation": self.explanation,
        }
        return super().changelist_view(request, {**head, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list that the filters in the address select.

        Raises IncorrectLookupParameters if the database refuses a value in the address, such as a
        number that is too large for it, or (PostgreSQL) a NUL character. The admin then redirects
        to the list without filters.
        """
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Return the rows that have all words of the search term.

        Words in double quotation marks, of any kind, are searched as one. Django would also read
        the apostrophes of "Koreans' and women's" as quotation marks. NUL characters are removed,
        because PostgreSQL raises an error for them.
        """
        term = plain_letters(search_term.replace("\0", "")).replace("'", "’")
        return super().get_search_results(request, queryset, term)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *arguments: Any, **options: Any
    ) -> HttpResponse | None:
        """Do the chosen action with the chosen rows; ids that no row can have are ignored.

        Django would raise an error for an id that is not a number.
        """
        data = request.POST.copy()
        chosen = data.getlist(ACTION_CHECKBOX_NAME)
        data.setlist(ACTION_CHECKBOX_NAME, [text for text in chosen if read_id(text) is not None])
        request.POST = data  # type: ignore[assignment]
        return super().response_action(request, queryset, *arguments, **options)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the record with the id `object_id`, or None if no record has this id."""
        if from_field is None and read_id(object_id) is None:
            return None
        return super().get_object(request, object_id, from_field)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False, because rows are added only by imports and decisions."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False, because staff never delete anything from the archive."""
        return False


class ListedFilter(admin.BooleanFieldListFilter):
    """A filter by a field that is true or false.

    The title of the filter on the page is `label`, which subclasses set. Django would show the name
    of the field.
    """

    label = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.title = self.label


class ReadOnlyAdmin(LongListAdmin):
    """The admin of a table whose rows staff can see but not change."""

    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False, because these records are only shown."""
        return False


class ReadOnlyRows(admin.TabularInline):
    """Rows that are shown on the page of another record and cannot be changed on this page."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Return False, because these rows are only shown."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False, because these rows are only shown."""
        return False
