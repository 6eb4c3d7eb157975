"""The read-only admin pages of import runs and of the files that were rejected or failed."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.base_classes import ReadOnlyAdmin
from archive.admin.html_parts import preformatted, readable_json
from archive.display.safe_text import count_of
from archive.models import FileReport, ImportRun


class ImportRunLabels(forms.ModelForm):
    """The labels of the fields of an import run."""

    class Meta:
        labels = {
            "started_at": "Started",
            "finished_at": "Finished",
            "created_count": "Created",
            "updated_count": "Updated",
            "unchanged_count": "Unchanged",
            "rejected_count": "Rejected",
            "failed_count": "Failed",
        }
        help_texts = {"finished_at": "Empty if it is still running, or was stopped."}


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """Runs of `import_articles`, each with a link to its rejected and failed files."""

    form = ImportRunLabels
    list_display = (
        "__str__",
        "started_at",
        "finished_at",
        "created_count",
        "updated_count",
        "unchanged_count",
        "rejected_count",
        "failed_count",
    )
    sortable_by = ()
    fields = (
        ("started_at", "finished_at"),
        ("program_version", "parser_version"),
        ("created_count", "updated_count", "unchanged_count", "rejected_count", "failed_count"),
        "chosen_options",
        "reported_files",
    )
    readonly_fields = ("chosen_options", "reported_files")

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
    """Files that were rejected or failed in a run, each with the reason."""

    list_display = ("path", "outcome", "reason", "message", "run")
    list_select_related = ("run",)
    list_filter = ("outcome", "reason", "run")
    search_fields = ("path",)
    sortable_by = ()
    fields = ("run", "path", "outcome", "reason", "message", "capture", "trace")
    readonly_fields = ("trace",)

    @admin.display(description="traceback")
    def trace(self, report: FileReport) -> SafeString | str:
        return preformatted(report.traceback) if report.traceback else "none"
