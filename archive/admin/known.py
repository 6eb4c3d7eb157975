"""Articles that the listings beside other articles name, held or not: for looking at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.readonly import ReadOnlyAdmin, ReadOnlyRows
from archive.models import KnownItem, Sighting


class SightingRows(ReadOnlyRows):
    model = Sighting
    fields = ("capture", "position")
    show_change_link = False


class HeldFilter(admin.SimpleListFilter):
    title, parameter_name = "held", "held"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("yes", "Held"), ("no", "Known but not held")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[KnownItem]) -> QuerySet[KnownItem]:
        if self.value() is None:
            return queryset
        return queryset.filter(article__isnull=self.value() == "no")


@admin.register(KnownItem)
class KnownItemAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "source", "published_on", "article")
    list_select_related = ("source", "article")
    list_filter = (HeldFilter, "source")
    search_fields = ("title",)
    sortable_by = ()
    ordering = ("-pk",)
    inlines = (SightingRows,)
