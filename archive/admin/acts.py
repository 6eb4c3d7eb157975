"""Acts and corrections: what was decided, by whom, why. Undoing happens on the page of the article or name."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.links import article_link, page_link
from archive.admin.readonly import ReadOnlyAdmin, ReadOnlyRows
from archive.models import Act, Correction


class CorrectionRows(ReadOnlyRows):
    model = Correction
    fields = ("about", "field", "parsed_value", "corrected_value")
    readonly_fields = ("about",)
    show_change_link = False

    @admin.display(description="about")
    def about(self, correction: Correction) -> SafeString | str:
        return about(correction)


@admin.register(Act)
class ActAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "kind", "reason", "made_by", "standing")
    list_select_related = ("made_by",)
    list_filter = ("kind", "made_by")
    search_fields = ("reason",)
    sortable_by = ()
    inlines = (CorrectionRows,)

    @admin.display(description="stands", boolean=True)
    def standing(self, act: Act) -> bool:
        return act.undone_at is None


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "about", "field", "parsed", "corrected", "standing")
    list_select_related = ("act", "article", "entity", "mention__article", "mention__entity")
    list_filter = ("field",)
    sortable_by = ()
    fields = ("act", "about", "field", "parsed_value", "corrected_value")
    readonly_fields = ("about",)

    @admin.display(description="about")
    def about(self, correction: Correction) -> SafeString | str:
        return about(correction)

    @admin.display(description="parsed")
    def parsed(self, correction: Correction) -> str:
        return shortened(correction.parsed_value)

    @admin.display(description="corrected")
    def corrected(self, correction: Correction) -> str:
        return shortened(correction.corrected_value)

    @admin.display(description="stands", boolean=True)
    def standing(self, correction: Correction) -> bool:
        return correction.act.undone_at is None


def about(correction: Correction) -> SafeString | str:
    """What a correction is about, as a link to the article's page where there is one."""
    if correction.mention:
        return format_html("{}, in {}", correction.mention.entity.title, article_link(correction.mention.article))
    if correction.entity:
        return page_link(correction.entity, correction.entity.title)
    return article_link(correction.article) if correction.article else ""


def shortened(value: object) -> str:
    """The start of a value, as a list shows it."""
    text = "" if value is None else str(value)
    return text if len(text) <= 80 else text[:79] + "…"
