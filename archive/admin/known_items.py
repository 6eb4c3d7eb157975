"""The read-only admin pages of known items: articles that saved pages list.

An item has a link to its article if exactly one article of the archive fits. If no article fits,
the item is wanted; if several articles fit, it is ambiguous. If the title of the only article that
fits is another spelling of the title in the list, the item is linked, too, and the page says so.
"""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.admin.base_classes import ReadOnlyAdmin, ReadOnlyRows
from archive.models import KnownItem, Sighting
from archive.models.known_item import State


class SightingRows(ReadOnlyRows):
    """The saved files that list a known item."""

    model = Sighting
    verbose_name_plural = "saved files that list it"
    fields = ("capture", "place")
    readonly_fields = ("place",)
    show_change_link = False

    @admin.display(description="place in the list")
    def place(self, sighting: Sighting) -> int:
        """Return the position of the item in the list of the saved file: 1 for the first item."""
        return sighting.position + 1


class InArchiveFilter(admin.SimpleListFilter):
    """A filter of known items: linked to an article, wanted, or ambiguous."""

    title, parameter_name = "in the archive", "held"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No (wanted)"), ("several", "Matches several articles")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[KnownItem]) -> QuerySet[KnownItem]:
        match self.value():
            case "yes":
                return queryset.filter(state=State.IN_ARCHIVE)
            case "no":
                return queryset.filter(state=State.WANTED)
            case "several":
                return queryset.filter(state=State.AMBIGUOUS)
        return queryset


class KnownItemLabels(forms.ModelForm):
    """The labels and explanations of the fields of a known item."""

    class Meta:
        labels = {"is_ambiguous": "Matches several articles"}
        help_texts = {
            "lead": "The first words of the article, as the list in the saved file quotes them.",
            "key": (
                "A code made from the source, the date, the title and the first words. Items in"
                " several saved files that have the same key are one item."
            ),
            "match_key": (
                "A code made from the source, the date and the title. An article with the same code"
                " is probably the article of this item."
            ),
            "is_title_similar": (
                "The item is linked because the title of the article is another spelling of this"
                " title, and no other article of the day has a similar title."
            ),
            "is_ambiguous": "If several articles in the archive match, the item is linked to none.",
        }


@admin.register(KnownItem)
class KnownItemAdmin(ReadOnlyAdmin):
    """The admin pages of known items, each with a link to its article if the archive has it."""

    explanation = (
        "Articles that saved files list, for example under “More From”. If exactly one article of"
        " the archive fits, the item is linked to it. If none fits, the item is wanted."
    )
    form = KnownItemLabels
    fields = (
        *("source", "published_on", "title", "lead"),
        *("key", "match_key", "article", "is_title_similar", "is_ambiguous"),
    )
    list_display = ("__str__", "source", "published_on", "article")
    list_select_related = ("source", "article")
    list_filter = (InArchiveFilter, "source")
    search_fields = ("title__contains_typed",)
    search_help_text = "Words of the title."
    sortable_by = ()
    ordering = ("-pk",)
    inlines = (SightingRows,)
