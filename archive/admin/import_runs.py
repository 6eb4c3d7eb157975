"""The read-only admin pages of import runs and of the files that were rejected or failed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from archive.admin.access import staff_user
from archive.admin.base_classes import ReadOnlyAdmin
from archive.admin.html_parts import article_link, preformatted, readable_json
from archive.admin.joined_texts import joined_label, joined_page, joined_rows
from archive.admin.review_rows import files_url
from archive.admin.try_again import PutAsideForm, try_again_page
from archive.display.safe_text import count_of, thousands
from archive.models import FileReport, ImportRun

if TYPE_CHECKING:
    from ingest.pipeline import FileResult

OUTCOMES = {
    "created_count": "files: article created",
    "updated_count": "files: article updated",
    "unchanged_count": "files: unchanged",
    "rejected_count": "files: rejected",
    "failed_count": "files: failed",
}
"""The labels of the columns that count the files of a run by their outcome."""


def outcome_column(name: str) -> Callable[[ImportRun], str]:
    """Return a function that makes a column of the list of runs.

    `name` is a column of ImportRun, such as "created_count". The function returns the number of
    files of a run with this outcome.
    """

    @admin.display(description=OUTCOMES[name])
    def column(run: ImportRun) -> str:
        return thousands(getattr(run, name))

    column.__name__ = name
    return column


class ImportRunLabels(forms.ModelForm):
    """The labels of the fields of an import run."""

    class Meta:
        labels = {
            "started_at": "Started",
            "finished_at": "Finished",
            **{name: capfirst(label) for name, label in OUTCOMES.items()},
        }
        help_texts = {
            "finished_at": "Empty if it is still running, or was stopped.",
            "rejected_count": "No article could be read in the file.",
            "failed_count": "An error in this program.",
        }


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """The admin pages of import runs, each with a link to its rejected and failed files."""

    explanation = (
        "One row for each run of import_articles. The files of a run are counted by what the import"
        " did with them. Rejected: no article could be read in the file. Failed: an error in this"
        " program. Joined: a text was taken for a further copy of an article."
    )
    form = ImportRunLabels
    list_display = (
        *("__str__", "started_at", "finished_at"),
        *map(outcome_column, OUTCOMES),
        "joined_texts",
    )
    sortable_by = ()
    fields = (
        ("started_at", "finished_at"),
        ("program_version", "parser_version"),
        tuple(OUTCOMES),
        "joined_texts",
        "chosen_options",
        "reported_files",
    )
    readonly_fields = ("joined_texts", "chosen_options", "reported_files")
    change_form_template = "admin/archive/importrun/change_form.html"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an import run, with the texts that it joined to articles."""
        run = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if run is not None:
            page = joined_page(run, request.GET.get("joined", ""))
            context = {
                "rows": joined_rows(list(page)),
                "page": page,
                "can_separate": request.user.has_perm("archive.change_article"),
            }
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    @admin.display(description="texts: joined to an article")
    def joined_texts(self, run: ImportRun) -> str:
        """Return the number of texts that became a further copy of an article."""
        return joined_label(run)

    @admin.display(description="rejected and failed files")
    def reported_files(self, run: ImportRun) -> SafeString | str:
        if not (count := run.rejected_count + run.failed_count):
            return "none"
        address = reverse("admin:archive_filereport_changelist", query={"run__id__exact": run.pk})
        return format_html('<a href="{}">{}</a>', address, count_of(count, "file"))

    @admin.display(description="options")
    def chosen_options(self, run: ImportRun) -> SafeString:
        return readable_json(run.options)


@admin.register(FileReport)
class FileReportAdmin(ReadOnlyAdmin):
    """The admin pages of files that were rejected or failed in a run, each with the reason."""

    explanation = (
        "One row for each file that an import rejected (no article could be read in it) or that"
        " failed (an error in this program), with the reason."
    )
    list_display = ("path", "outcome", "reason", "message", "run")
    list_select_related = ("run",)
    list_filter = ("is_waiting", "outcome", "reason", "run")
    search_fields = ("path__contains_typed",)
    sortable_by = ()
    fields = (
        *("run", "path", "outcome", "reason", "message", "capture", "trace"),
        *("is_waiting", "put_aside_by", "put_aside_reason"),
    )
    readonly_fields = ("trace",)
    change_form_template = "admin/archive/filereport/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of the pages about reports: first ours, then Django's."""
        view = self.admin_site.admin_view(self.try_again_view)
        return [path("<int:pk>/again/", view, name="archive_filereport_again"), *super().get_urls()]

    def try_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a file gives with another layout or source; after a POST, store it.

        The POST can also put the report aside, or let it wait again.
        """
        # Most commands load the admin, but need neither import nor parser.
        from archive.importing.lock import AnotherImport

        report = FileReport.objects.select_related("capture", "run").filter(pk=pk).first()
        if report is None:
            raise Http404(f"Report {pk} does not exist.")
        can_change = request.user.has_perm("archive.change_article")
        if not self.has_view_permission(request, report) or (
            request.method == "POST" and not can_change
        ):
            raise PermissionDenied
        submitted = request.POST.get("do", "")
        aside = PutAsideForm(report, request.POST if submitted == "aside" else None)
        page = try_again_page(report, request.POST if submitted == "store" else request.GET)
        status, error = 200, ""
        if submitted == "store" and page.result and page.result.parsed:
            try:
                return self._store(request, report, page.result)
            except AnotherImport as running:
                status, error = 409, str(running)
        elif submitted == "aside" and aside.is_valid():
            return self._put_aside(request, report, aside)
        elif submitted == "wait" and report.put_aside_by:
            FileReport.objects.filter(pk=pk).update(
                is_waiting=True, put_aside_by=None, put_aside_reason=""
            )
            return HttpResponseRedirect(files_url())
        elif request.method == "POST":
            status = 400
        context = {
            **self.admin_site.each_context(request),
            "title": "Try again as…",
            "opts": self.opts,
            "page": page,
            "form": aside,
            "error": error,
            "can_change": can_change,
            "queue_url": files_url(),
            "media": self.media,
        }
        template = "admin/archive/filereport/again.html"
        return TemplateResponse(request, template, context, status=status)

    def _store(
        self, request: HttpRequest, report: FileReport, result: "FileResult"
    ) -> HttpResponse:
        from archive.importing.try_again import store_again, stored_file

        stored = stored_file(report.capture_id or 0)
        assert stored
        articles = store_again(stored, result, str(request.user))
        links = format_html_join(", ", "{}", ((article_link(article),) for article in articles))
        self.message_user(request, format_html("Stored: {}.", links), messages.SUCCESS)
        return HttpResponseRedirect(files_url())

    def _put_aside(
        self, request: HttpRequest, report: FileReport, form: PutAsideForm
    ) -> HttpResponse:
        count = count_of(form.carry_out(staff_user(request)), "file")
        address = reverse("admin:archive_filereport_again", args=[report.pk])
        message = format_html('Put aside: {}, <a href="{}">{}</a>.', count, address, report.path)
        self.message_user(request, message, messages.SUCCESS)
        return HttpResponseRedirect(files_url())

    @admin.display(description="traceback")
    def trace(self, report: FileReport) -> SafeString | str:
        return preformatted(report.traceback) if report.traceback else "none"
