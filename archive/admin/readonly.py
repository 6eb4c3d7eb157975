"""The base of what staff look at but never alter here: saved files, runs, acts."""

import json
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst


class BoundedPaginator(Paginator):
    """Counts no further than LIMIT, so that a list of a million rows costs no more than one of ten
    thousand."""

    LIMIT = 10_000

    @cached_property
    def _counted(self) -> int:
        if isinstance(self.object_list, list):
            return len(self.object_list)
        rows: QuerySet[Model] = self.object_list  # type: ignore[assignment]
        return rows.order_by().values("pk")[: self.LIMIT + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return min(self._counted, self.LIMIT)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than can be paged through."""
        return self._counted > self.LIMIT


class LongListAdmin(admin.ModelAdmin):
    """A list that may hold millions: bounded counting, no facet counts, one page at a time."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    change_list_template = "admin/long_change_list.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, headed by what it lists."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, {**title, **(extra_context or {})})


class ReadOnlyAdmin(LongListAdmin):
    """Every field is shown, nothing can be added, changed or deleted."""

    actions = None

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyRows(admin.TabularInline):
    """Rows below a record, for looking at."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def preformatted(text: str) -> SafeString:
    """Text as it is, in a box that scrolls and that the keyboard reaches."""
    return format_html('<pre class="saved-text" tabindex="0">{}</pre>', text)


def readable_json(value: Any) -> SafeString:
    """A JSON value with its keys in lines."""
    return preformatted(json.dumps(value, ensure_ascii=False, indent=2))
