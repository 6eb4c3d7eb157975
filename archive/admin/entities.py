"""The admin pages of entities: the list, the page of an entity, its decisions, the review queue."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from archive.admin.access import staff_user
from archive.admin.article_filters import TextFilter
from archive.admin.base_classes import ListedFilter, LongListAdmin
from archive.admin.entity_decision_forms import DECISION_FORMS, ConfirmForm, DecisionForm
from archive.admin.entity_lookup import label_of, labels_like, listed_labels
from archive.admin.entity_page import entity_page, load_entity
from archive.admin.review_queue import AcceptForm, queue_page
from archive.admin.review_rows import FILES
from archive.admin.row_ids import read_id
from archive.admin.undo_redo import CHOICES, decision_in, undo_or_redo
from archive.corrections import CorrectionError, StaleForm
from archive.corrections.propagation import spread_all
from archive.models import Decision, Entity
from archive.search import IndexState, status


class MergedFilter(admin.SimpleListFilter):
    """A filter of entities: merged into another entity, or not merged."""

    title, parameter_name = "merged", "merged"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("no", "Not merged"), ("yes", "Merged into another")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        return (
            queryset.filter(merged_into__isnull=self.value() == "no") if self.value() else queryset
        )


class InGazetteerFilter(ListedFilter):
    """A filter of entities: listed (in our data files, or accepted by staff), or not listed."""

    label = "in the gazetteer"


class PlaceTypeFilter(TextFilter):
    """A filter of places by their type, such as "county"; other entities have no type."""

    title, parameter_name = "place type", "place_type"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        places = Entity.objects.filter(kind=Entity.Kind.PLACE).exclude(place_type="")
        types = places.order_by("place_type").values_list("place_type", flat=True).distinct()
        return [(place_type, place_type) for place_type in types]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        return queryset.filter(place_type=self.value()) if self.value() else queryset


@admin.register(Entity)
class EntityAdmin(LongListAdmin):
    """The admin pages of entities, on which entities are corrected but never added or deleted."""

    explanation = (
        "The names in our gazetteer, and those that were detected automatically. The gazetteer is"
        " the list of names that are in our data files or were accepted by staff."
    )
    list_display = ("title", "kind", "place_type", "province", "is_in_gazetteer", "merged_into")
    list_select_related = ("division", "merged_into")
    list_filter = ("kind", ("is_listed", InGazetteerFilter), MergedFilter, PlaceTypeFilter)
    search_fields = ("name__contains_typed", "names__name__contains_typed")
    search_help_text = "Part of the name or of an alias."
    sortable_by = ()
    actions = None
    change_list_template = "admin/archive/entity/change_list.html"

    @admin.display(description="province or municipality")
    def province(self, entity: Entity) -> Entity | None:
        return entity.division

    @admin.display(description=InGazetteerFilter.label, boolean=True)
    def is_in_gazetteer(self, entity: Entity) -> bool:
        return entity.is_listed

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of the pages about entities: first ours, then Django's."""
        wrap = self.admin_site.admin_view
        return [
            path("doubts/", wrap(self.queue_view), name="archive_entity_review"),
            path("finish/", wrap(self.finish_view), name="archive_entity_finish"),
            path(
                "<int:pk>/decision/<slug:decision>/",
                wrap(self.decision_view),
                name="archive_entity_decision",
            ),
            *super().get_urls(),
        ]

    # The page of one entity

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an entity; after a POST, undo or redo a decision of its history."""
        entity = self._load(request, object_id)
        if request.method != "POST":
            return self._show(request, entity)
        if not self.has_change_permission(request, entity):
            raise PermissionDenied
        choice = request.POST.get("do", "")
        if choice not in CHOICES:
            return self._show(request, entity, ["This page can only undo or redo a decision."], 400)
        try:
            decision = decision_in(entity_page(entity).history, request.POST.get("decision", ""))
        except CorrectionError as error:
            return self._show(request, entity, list(error.messages.values()), 400)
        try:
            message = undo_or_redo(choice, decision, staff_user(request))
        except CorrectionError as error:
            return self._show(request, entity, list(error.messages.values()), 409)
        self._report(request, entity, message)
        return HttpResponseRedirect(request.path)

    def _show(
        self,
        request: HttpRequest,
        entity: Entity,
        errors: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {"page": entity_page(entity), "errors": errors or []}
        return self._render(
            request, entity, "admin/archive/entity/change_form.html", context, status
        )

    # The page of one decision

    def decision_view(self, request: HttpRequest, pk: int, decision: str) -> HttpResponse:
        """Show what a decision would change; after a POST with a reason, carry out the decision.

        `pk` is the id of the entity, and `decision` the name of the decision, such as "merge". The
        values of the form, such as the target of a merger, are parameters of the address.
        """
        entity = self._load(request, str(pk))
        if not self.has_change_permission(request, entity):
            raise PermissionDenied
        if decision not in DECISION_FORMS or entity.merged_into_id:
            raise Http404(f"There is no decision “{decision}” about this.")
        form = DECISION_FORMS[decision](entity, request.GET)
        confirm = ConfirmForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and self._is_ready(form) and confirm.is_valid():
            reason, seen = confirm.cleaned_data["reason"], confirm.cleaned_data["seen"]
            try:
                form.carry_out(reason, staff_user(request), seen)
            except CorrectionError as error:
                status = 409 if isinstance(error, StaleForm) else 400
                return self._show_decision(
                    request, form, confirm, list(error.messages.values()), status
                )
            self._report(request, entity, form.done)
            return HttpResponseRedirect(reverse("admin:archive_entity_change", args=[pk]))
        return self._show_decision(
            request, form, confirm, [], 400 if request.method == "POST" else 200
        )

    @staticmethod
    def _is_ready(form: DecisionForm) -> bool:
        """Return True if the values in the form are valid, so that the preview can be shown."""
        return form.is_valid() if form.fields else True

    def _show_decision(
        self,
        request: HttpRequest,
        form: DecisionForm,
        confirm: ConfirmForm,
        errors: list[str],
        status: int,
    ) -> HttpResponse:
        preview = None
        if self._is_ready(form):
            try:
                preview = form.preview()
            except CorrectionError as error:
                errors = errors or list(error.messages.values())
        seen = ConfirmForm.packed(preview.seen) if preview else ""
        context = {
            "form": form,
            "confirm": confirm,
            "preview": preview,
            "seen": seen,
            "errors": errors,
            "names": _offered_names(form),
            "title": f"{form.title}: {label_of(form.entity)}",
        }
        return self._render(
            request, form.entity, "admin/archive/entity/decision.html", context, status
        )

    # The review queue

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        """Show the names that a person must review; after a POST, accept the ticked names."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_of_files = request.GET.get("doubt") == FILES
        if is_of_files and not request.user.has_perm("archive.view_filereport"):
            raise PermissionDenied
        is_sent = request.method == "POST"
        if is_sent and not self.has_change_permission(request):
            raise PermissionDenied
        form = AcceptForm(request.POST if is_sent else None)
        if form.is_valid():
            try:
                message = form.carry_out(staff_user(request))
            except CorrectionError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, message, messages.SUCCESS)
                return HttpResponseRedirect(request.get_full_path())
        context = {"page": queue_page(request.GET), "form": form, "title": "To review"}
        status = 400 if is_sent else 200
        return self._render(request, None, "admin/archive/entity/queue.html", context, status)

    def finish_view(self, request: HttpRequest) -> HttpResponse:
        """Finish interrupted updates of articles, so that no decision is applied only in part."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        spread_all()
        message = "Finished: every decision now applies to all its articles."
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:archive_entity_changelist"))

    def _load(self, request: HttpRequest, key: str) -> Entity:
        pk = read_id(key)
        entity = None if pk is None else load_entity(pk)
        if entity is None:
            raise Http404(f"There is no place, organisation or person with the number {key}.")
        if not self.has_view_permission(request, entity):
            raise PermissionDenied
        return entity

    def _report(self, request: HttpRequest, entity: Entity, message: str) -> None:
        self.log_change(request, entity, message)
        index = status()
        is_behind = index.state is IndexState.BEHIND
        message = f"{message} {index.message}" if is_behind else message
        self.message_user(request, message, messages.SUCCESS)

    def _render(
        self,
        request: HttpRequest,
        entity: Entity | None,
        template: str,
        context: dict[str, Any],
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": label_of(entity) if entity else "",
            "opts": self.opts,
            "original": entity,
            "waiting": Decision.objects.filter(waiting__isnull=False).exists(),
            "has_view_permission": True,
            "has_change_permission": self.has_change_permission(request, entity),
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, template, context, status=status)


def _offered_names(form: DecisionForm) -> tuple[str, ...]:
    """Return the labels of entities that the form offers while a person types in an EntityField."""
    if not form.entity_fields:
        return ()
    kind, own_kind = form.entity_fields[0].kind, form.entity.kind
    similar = labels_like(form.entity) if kind == own_kind else ()
    return (*similar, *listed_labels(kind))
