"""Places, organisations and people: the list, the page of one, and the pages on which an act about
it is prepared."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from archive.admin.article_filters import TextFilter
from archive.admin.entity_forms import DECISION_FORMS, ConfirmForm, DecisionForm
from archive.admin.entity_page import entity_page, load_entity
from archive.admin.lookup import label_of, labels_like, listed_labels
from archive.admin.readonly import LongListAdmin
from archive.admin.review_queue import ListingForm, doubts_page
from archive.corrections import CorrectionError, StaleForm, redo, undo
from archive.corrections.propagation import spread_all
from archive.models import Decision, Entity
from archive.search import IndexState, status


class StandingFilter(admin.SimpleListFilter):
    """Those that stand for themselves, unless one asks for the merged ones."""

    title, parameter_name = "merged", "merged"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("no", "Stands for itself"), ("yes", "Merged into another")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        return (
            queryset.filter(merged_into__isnull=self.value() == "no") if self.value() else queryset
        )


class PlaceTypeFilter(TextFilter):
    """The types of places. Other entities have none, which is no choice."""

    title, parameter_name = "place type", "place_type"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        known = (
            Entity.objects.filter(kind=Entity.Kind.PLACE)
            .exclude(place_type="")
            .order_by("place_type")
        )
        return [(each, each) for each in known.values_list("place_type", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        return queryset.filter(place_type=self.value()) if self.value() else queryset


@admin.register(Entity)
class EntityAdmin(LongListAdmin):
    """Entities are corrected here, never added or deleted."""

    list_display = ("title", "kind", "place_type", "division", "is_listed", "merged_into")
    list_select_related = ("division", "merged_into")
    list_filter = ("kind", "is_listed", StandingFilter, PlaceTypeFilter)
    search_fields = ("name", "names__name")
    sortable_by = ()
    actions = None
    change_list_template = "admin/archive/entity/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entity | None = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entity], search_term: str
    ) -> tuple[QuerySet[Entity], bool]:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("doubts/", wrap(self.doubts_view), name="archive_entity_doubts"),
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
        """Show an entity; a POST undoes or redoes an act of its history that reaches no further."""
        entity = self._load(request, object_id)
        if request.method != "POST":
            return self._show(request, entity)
        if not self.has_change_permission(request, entity):
            raise PermissionDenied
        near = (row for row in entity_page(entity).history if not row.is_wide)
        row = next(
            (row for row in near if str(row.decision.pk) == request.POST.get("decision")), None
        )
        turn = {"undo": undo, "redo": redo}.get(request.POST.get("do", ""))
        if row is None or turn is None:
            return self._show(request, entity, ["There is no such decision about this alone."], 400)
        try:
            turn(row.decision, _staff(request))
        except CorrectionError as error:
            return self._show(request, entity, list(error.messages.values()), 409)
        self._done(request, entity, "Undone." if turn is undo else "Done again.")
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

    # The page of one act

    def decision_view(self, request: HttpRequest, pk: int, decision: str) -> HttpResponse:
        """Show what an act would change, by the values in the address; a POST with a reason does
        it."""
        entity = self._load(request, str(pk))
        if not self.has_change_permission(request, entity):
            raise PermissionDenied
        if decision not in DECISION_FORMS or entity.merged_into_id:
            raise Http404(f"There is nothing called {decision} to be done here.")
        form = DECISION_FORMS[decision](entity, request.GET)
        confirm = ConfirmForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and self._is_ready(form) and confirm.is_valid():
            try:
                form.carry_out(
                    confirm.cleaned_data["reason"], _staff(request), confirm.cleaned_data["seen"]
                )
            except StaleForm as error:
                return self._show_decision(
                    request, form, confirm, list(error.messages.values()), 409
                )
            except CorrectionError as error:
                return self._show_decision(
                    request, form, confirm, list(error.messages.values()), 400
                )
            self._done(request, entity, form.done)
            return HttpResponseRedirect(reverse("admin:archive_entity_change", args=[pk]))
        return self._show_decision(
            request, form, confirm, [], 400 if request.method == "POST" else 200
        )

    @staticmethod
    def _is_ready(form: DecisionForm) -> bool:
        """Whether nothing is left to be said but the reason."""
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
        kind = Entity.Kind.PLACE if form.name == "describe" else form.entity.kind
        names: tuple[str, ...] = ()
        if {"target", "other", "site"} & set(form.fields):
            names = (
                (*labels_like(form.entity), *listed_labels(kind))
                if kind == form.entity.kind
                else listed_labels(kind)
            )
        context = {
            "form": form,
            "confirm": confirm,
            "preview": preview,
            "seen": seen,
            "errors": errors,
            "names": names,
            "title": f"{form.title}: {label_of(form.entity)}",
        }
        return self._render(
            request, form.entity, "admin/archive/entity/decision.html", context, status
        )

    # The queue of doubt

    def doubts_view(self, request: HttpRequest) -> HttpResponse:
        """What nobody was sure of, and where it is settled; a POST lists the ticked ones of what
        was found."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        if is_sent and not self.has_change_permission(request):
            raise PermissionDenied
        form = ListingForm(request.POST if is_sent else None)
        if form.is_valid():
            try:
                done = form.carry_out(_staff(request))
            except CorrectionError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(request.get_full_path())
        context = {"page": doubts_page(request.GET), "form": form, "title": "Doubts about names"}
        status = 400 if is_sent else 200
        return self._render(request, None, "admin/archive/entity/doubts.html", context, status)

    def finish_view(self, request: HttpRequest) -> HttpResponse:
        """Let the articles follow the acts that were interrupted."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        spread_all()
        self.message_user(request, "Every article follows what was decided.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:archive_entity_changelist"))

    def _load(self, request: HttpRequest, key: str) -> Entity:
        entity = load_entity(int(key)) if key.isdecimal() and len(key) < 19 else None
        if entity is None:
            raise Http404(f"There is no entity {key}.")
        if not self.has_view_permission(request, entity):
            raise PermissionDenied
        return entity

    def _done(self, request: HttpRequest, entity: Entity, words: str) -> None:
        self.log_change(request, entity, words)
        index = status()
        is_behind = index.state is IndexState.BEHIND
        self.message_user(
            request, f"{words} {index.message}" if is_behind else words, messages.SUCCESS
        )

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


def _staff(request: HttpRequest) -> User:
    """The person who is logged in: the admin lets nobody else come here."""
    assert isinstance(request.user, User)
    return request.user
