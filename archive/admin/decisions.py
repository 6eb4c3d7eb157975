"""The admin pages of all decisions and corrections, with undo and redo.

Every decision can be undone on its own page. A decision that changed only one article or entity can
also be undone on the page of that article or entity.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive.admin.access import staff_user
from archive.admin.base_classes import ReadOnlyAdmin
from archive.admin.changes_in_words import ChangeLine, changes_in_words
from archive.admin.html_parts import article_link, page_link
from archive.admin.undo_redo import CHOICES, REQUEST_SECONDS, undo_or_redo
from archive.corrections import CorrectionError
from archive.corrections.bulk_steps import applied_count, is_begun
from archive.corrections.propagation import spread
from archive.models import Correction, Decision

MOST_LINES = 100
"""The largest number of changes on one page; a decision can have more pages of them."""

_RELATED = ("decision", "article", "entity", "mention__article", "mention__entity__merged_into")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """The admin pages of decisions, each with the changes and a button to undo or redo them."""

    explanation = "What staff decided, each with its reason. A decision can be undone on its page."
    list_display = ("made_at", "kind", "reason", "made_by", "applies")
    list_select_related = ("made_by",)
    list_filter = ("kind", "made_by")
    search_fields = ("reason__contains_typed",)
    search_help_text = "Words of the reason."
    sortable_by = ()
    change_form_template = "admin/archive/decision/change_form.html"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a decision; after a POST, undo or redo the decision."""
        decision = self.get_object(request, object_id)
        can_undo = decision is not None and may_undo(decision, request)
        if decision is None or request.method != "POST":
            context = {
                "can_undo": can_undo,
                "applies": decision and decision.undone_at is None,
                **(changes_of(decision, request.GET.get("p", "")) if decision else {}),
            }
            return super().change_view(
                request, object_id, form_url, {**context, **(extra_context or {})}
            )
        choice = request.POST.get("do", "")
        if can_undo and choice == "finish":
            spread(decision, REQUEST_SECONDS)
            return HttpResponseRedirect(request.path)
        if not can_undo or choice not in CHOICES:
            raise PermissionDenied
        try:
            message = undo_or_redo(choice, decision, staff_user(request))
        except CorrectionError as error:
            self.message_user(request, " ".join(error.messages.values()), messages.ERROR)
        else:
            self.log_change(request, decision, message)
            self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def get_fields(self, request: HttpRequest, obj: Decision | None = None) -> list[Any]:
        """Return the names of the fields that the page of a decision shows.

        The summary and the fields about undo and redo are left out if they are empty.
        """
        optional = {
            "undone_by": "undone_by_name",
            "undone_at": "undone_at",
            "redone_by": "redone_by_name",
            "redone_at": "redone_at",
        }
        return [
            "kind",
            *(["summary"] if obj and obj.summary else []),
            "reason",
            "made_by_name",
            "made_at",
            *(shown for name, shown in optional.items() if getattr(obj, name, None)),
        ]

    # Django would link a user to a page that most staff may not open, so only the name is shown.
    @admin.display(description="made by")
    def made_by_name(self, decision: Decision) -> str:
        """Return the name of the user who made a decision."""
        return str(decision.made_by)

    @admin.display(description="undone by")
    def undone_by_name(self, decision: Decision) -> str:
        """Return the name of the user who undid a decision."""
        return str(decision.undone_by)

    @admin.display(description="redone by")
    def redone_by_name(self, decision: Decision) -> str:
        """Return the name of the user who made an undone decision again."""
        return str(decision.redone_by)

    @admin.display(description="still in force", boolean=True)
    def applies(self, decision: Decision) -> bool:
        """Return True if a decision is not undone."""
        return decision.undone_at is None


class AboutFilter(admin.SimpleListFilter):
    """A filter of corrections by the changed record: article, name in an article, or entity."""

    title = "about"
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("article", "An article"),
            ("mention", "A name in an article"),
            ("entity", "A place, organisation or person"),
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
    """The list of corrections, with the article or entity, the field, and the old and new value."""

    explanation = (
        "The single changes that decisions made: one row for each corrected field or name. A"
        " correction is in force until its decision is undone."
    )
    list_display = ("what", "about", "before", "now", "decision_page", "applies")
    list_select_related = _RELATED
    list_filter = (AboutFilter,)
    sortable_by = ()
    fields = ("decision", "about", "what", "before", "now")
    readonly_fields = ("about", "what", "before", "now")

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list of corrections.

        The attribute `change` of each correction is set here (see `_change`), because this takes a
        few queries for the whole list instead of a few for each row.
        """
        listed = super().get_changelist_instance(request)
        listed.result_list = list(listed.result_list)
        for correction, change in zip(
            listed.result_list, changes_in_words(listed.result_list).values(), strict=True
        ):
            correction.change = change
        return listed

    @admin.display(description="decision")
    def decision_page(self, correction: Correction) -> SafeString:
        """Return a link to the admin page of the decision that made this correction."""
        return page_link(correction.decision, str(correction.decision))

    @admin.display(description="about")
    def about(self, correction: Correction) -> SafeString | str:
        """Return a link to the admin page of the corrected article or entity."""
        return about(correction)

    @admin.display(description="field")
    def what(self, correction: Correction) -> str:
        """Return the label of the corrected field, for example "Kim Tok Hun, name"."""
        return _change(correction).label

    @admin.display(description="before")
    def before(self, correction: Correction) -> str:
        """Return the value before the correction, shortened for a column of the list."""
        return shortened(_change(correction).before)

    @admin.display(description="now")
    def now(self, correction: Correction) -> str:
        """Return the value that the correction set, shortened for a column of the list."""
        return shortened(_change(correction).after)

    @admin.display(description="still in force", boolean=True)
    def applies(self, correction: Correction) -> bool:
        """Return True if the decision of a correction is not undone."""
        return correction.decision.undone_at is None


def changes_of(decision: Decision, page: str = "") -> dict[str, Any]:
    """Return the context for the template of a decision's page: `changes`, `pages`, `progress`.

    `changes` is a list of pairs (link to the changed article or entity, ChangeLine) for the page
    with the number `page`, `pages` that page, and `progress` says in words to how many articles a
    decision applies that is not applied to all of them yet; otherwise it is "".
    """
    corrections = decision.corrections.select_related(*_RELATED).order_by("pk")
    pages = Paginator(corrections, MOST_LINES).get_page(page)
    shown = list(pages)
    changes = changes_in_words(shown)
    return {
        "changes": [(about(correction), changes[correction.pk]) for correction in shown],
        "pages": pages,
        "progress": f"{applied_count(decision):,} of {pages.paginator.count:,}"
        if is_begun(decision)
        else "",
    }


def may_undo(decision: Decision, request: HttpRequest) -> bool:
    """Return True if the user may change all articles and entities that a decision changed."""
    is_about_names = decision.corrections.filter(entity__isnull=False).exists()
    is_about_articles = decision.corrections.filter(entity__isnull=True).exists()
    return (not is_about_names or request.user.has_perm("archive.change_entity")) and (
        not is_about_articles or request.user.has_perm("archive.change_article")
    )


def about(correction: Correction) -> SafeString | str:
    """Return a link to the admin page of the article or entity that a correction changed."""
    if correction.mention:
        return format_html(
            "{}, in {}", correction.mention.entity.title, article_link(correction.mention.article)
        )
    if correction.entity:
        return page_link(correction.entity, correction.entity.title)
    return article_link(correction.article) if correction.article else ""


def shortened(text: str) -> str:
    """Return at most 80 characters of a text, for a column of a list."""
    return Truncator(text).chars(80)


def _change(correction: Correction) -> ChangeLine:
    """Return a description of the change that a correction made.

    The description is made once and then stored in the attribute `change` of the correction.
    """
    change: ChangeLine | None = getattr(correction, "change", None)
    if change is None:
        change = changes_in_words([correction])[correction.pk]
        correction.change = change  # type: ignore[attr-defined]
    return change
