"""Acts and corrections: what was decided, by whom, why. An act is undone on its own page, as on that of its article or
name."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.links import article_link, page_link
from archive.admin.readonly import ReadOnlyAdmin, ReadOnlyRows
from archive.corrections import CorrectionError, redo, undo
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
    change_form_template = "admin/archive/act/change_form.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show an act; a POST undoes it or does it again."""
        act = self.get_object(request, object_id)
        can_turn = act is not None and may_turn(act, request)
        if act is None or request.method != "POST":
            context = {"can_turn": can_turn, "standing": act and act.undone_at is None}
            return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})
        if not can_turn:
            raise PermissionDenied
        turn, done = {
            "undo": (undo, "Undone. What was decided before holds again."),
            "redo": (redo, "Done again."),
        }.get(request.POST.get("do", ""), (None, ""))
        if turn is None:
            raise PermissionDenied
        assert isinstance(request.user, User)
        try:
            turn(act, request.user)
        except CorrectionError as error:
            self.message_user(request, " ".join(error.messages.values()), messages.ERROR)
        else:
            self.log_change(request, act, done)
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

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


def may_turn(act: Act, request: HttpRequest) -> bool:
    """Whether the person may change all that an act is about: articles, and what is named in them."""
    is_about_names = act.corrections.filter(entity__isnull=False).exists()
    is_about_articles = act.corrections.filter(entity__isnull=True).exists()
    return (not is_about_names or request.user.has_perm("archive.change_entity")) and (
        not is_about_articles or request.user.has_perm("archive.change_article")
    )


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
