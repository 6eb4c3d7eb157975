"""Places, organisations and people: for looking at. Their names come from the data files."""

from django.contrib import admin

from archive.admin.readonly import ReadOnlyAdmin, ReadOnlyRows
from archive.models import Entity, EntityName


class NameRows(ReadOnlyRows):
    model = EntityName
    fields = ("name", "sort", "evidence")
    show_change_link = False


@admin.register(Entity)
class EntityAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "place_type", "division", "is_listed")
    list_select_related = ("division",)
    list_filter = ("kind", "place_type", "is_listed")
    search_fields = ("name", "names__name")
    sortable_by = ()
    inlines = (NameRows,)
    exclude = ("merged_into",)
