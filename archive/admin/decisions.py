"""Acts and corrections: what was decided, by whom, why. An act is undone on its own page; one that
reaches no further than one article or name also on theirs."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.history import ChangeLine, in_words
from archive.admin.links import article_link, page_link
from archive.admin.readonly import ReadOnlyAdmin
from archive.corrections import CorrectionError, redo, undo
from archive.models import Correction, Decision

MOST_LINES = 200
"""How many changes the page of an act shows; one can be about thousands of articles."""

_RELATED = ("decision", "article", "entity", "mention__article", "mention__entity__merged_into")


@admin.register(Decision)
class ActAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "kind", "reason", "made_by", "standing")
    list_select_related = ("made_by",)
    list_filter = ("kind", "made_by")
    search_fields = ("reason",)
    sortable_by = ()
    change_form_template = "admin/archive/decision/change_form.html"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an act; a POST undoes it or does it again."""
        decision = self.get_object(request, object_id)
        can_turn = decision is not None and may_turn(decision, request)
        if decision is None or request.method != "POST":
            context = {
                "can_turn": can_turn,
                "standing": decision and decision.undone_at is None,
                **(changes_of(decision) if decision else {}),
            }
            return super().change_view(
                request, object_id, form_url, {**context, **(extra_context or {})}
            )
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
            turn(decision, request.user)
        except CorrectionError as error:
            self.message_user(request, " ".join(error.messages.values()), messages.ERROR)
        else:
            self.log_change(request, decision, done)
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def get_fields(self, request: HttpRequest, obj: Decision | None = None) -> list[Any]:
        """What there is to tell of an act: of most nothing was undone."""
        told = ("undone_by", "undone_at", "redone_by", "redone_at", "waiting")
        return [
            "kind",
            "reason",
            "made_by",
            "made_at",
            *(name for name in told if getattr(obj, name, None)),
        ]

    @admin.display(description="stands", boolean=True)
    def standing(self, decision: Decision) -> bool:
        return decision.undone_at is None


class AboutFilter(admin.SimpleListFilter):
    """Corrections by what they are about. Their fields are no filter: each spelling is one."""

    title = "about"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("article", "An article"),
            ("mention", "A name in an article"),
            ("entity", "A place or name"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Correction]
    ) -> QuerySet[Correction]:
        known = {name for name, _title in self.lookups(request, None)}
        return (
            queryset.filter(**{f"{self.value()}__isnull": False})
            if self.value() in known
            else queryset
        )


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "about", "what", "before", "now", "standing")
    list_select_related = _RELATED
    list_filter = (AboutFilter,)
    sortable_by = ()
    fields = ("decision", "about", "what", "before", "now")
    readonly_fields = ("about", "what", "before", "now")

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, with what its corrections say found for all at once."""
        listed = super().get_changelist_instance(request)
        listed.result_list = list(listed.result_list)
        for correction, words in zip(
            listed.result_list, in_words(listed.result_list).values(), strict=True
        ):
            correction.words = words
        return listed

    @admin.display(description="about")
    def about(self, correction: Correction) -> SafeString | str:
        return about(correction)

    @admin.display(description="what")
    def what(self, correction: Correction) -> str:
        return _words(correction).label

    @admin.display(description="before")
    def before(self, correction: Correction) -> str:
        return shortened(_words(correction).parsed)

    @admin.display(description="now")
    def now(self, correction: Correction) -> str:
        return shortened(_words(correction).value)

    @admin.display(description="stands", boolean=True)
    def standing(self, correction: Correction) -> bool:
        return correction.decision.undone_at is None


def _words(correction: Correction) -> ChangeLine:
    """What a correction says: found with the others of its list, or now."""
    words: ChangeLine | None = getattr(correction, "words", None)
    if words is None:
        correction.words = words = in_words([correction])[correction.pk]  # type: ignore[attr-defined]
    return words


def changes_of(decision: Decision) -> dict[str, Any]:
    """What an act changed, for its page: `changes` (what it is about, and the change in words), and
    how many `more`."""
    corrections = decision.corrections.select_related(*_RELATED).order_by("pk")
    shown = list(corrections[:MOST_LINES])
    words = in_words(shown)
    more = corrections.count() - len(shown)
    return {"changes": [(about(each), words[each.pk]) for each in shown], "more_changes": more}


def may_turn(decision: Decision, request: HttpRequest) -> bool:
    """Whether the person may change all that an act is about: articles, and what is named in
    them."""
    is_about_names = decision.corrections.filter(entity__isnull=False).exists()
    is_about_articles = decision.corrections.filter(entity__isnull=True).exists()
    return (not is_about_names or request.user.has_perm("archive.change_entity")) and (
        not is_about_articles or request.user.has_perm("archive.change_article")
    )


def about(correction: Correction) -> SafeString | str:
    """What a correction is about, as a link to the article's page where there is one."""
    if correction.mention:
        return format_html(
            "{}, in {}", correction.mention.entity.title, article_link(correction.mention.article)
        )
    if correction.entity:
        return page_link(correction.entity, correction.entity.title)
    return article_link(correction.article) if correction.article else ""


def shortened(text: str) -> str:
    """The start of a text, as a list shows it."""
    return text if len(text) <= 80 else text[:79] + "…"
