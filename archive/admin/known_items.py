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
        return [("yes", "Held"), ("no", "Wanted"), ("several", "Several could be meant")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[KnownItem]) -> QuerySet[KnownItem]:
        match self.value():
            case "yes":
                return queryset.filter(article__isnull=False)
            case "no":
                return queryset & KnownItem.objects.wanted()
            case "several":
                return queryset.filter(is_ambiguous=True)
        return queryset


@admin.register(KnownItem)
class KnownItemAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "source", "published_on", "article")
    list_select_related = ("source", "article")
    list_filter = (HeldFilter, "source")
    search_fields = ("title",)
    sortable_by = ()
    ordering = ("-pk",)
    inlines = (SightingRows,)
