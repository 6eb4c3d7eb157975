"""Saved files, what was read in them, and the runs that imported them: for looking at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.article_filters import TextFilter, held_layouts
from archive.admin.evidence import date_witnesses, field_evidence, saved_text
from archive.admin.links import article_link, page_link, problem_list
from archive.admin.readonly import ReadOnlyAdmin, ReadOnlyRows, preformatted, readable_json
from archive.corrections import FIELDS
from archive.models import Capture, Extract, FileReport, ImportRun, SeenPath


class PathRows(ReadOnlyRows):
    model = SeenPath
    fields = ("path",)
    show_change_link = False


class ExtractRows(ReadOnlyRows):
    model = Extract
    fields = ("position", "article", "parser_version")


class CaptureLayoutFilter(TextFilter):
    title, parameter_name = "layout", "layout"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(layout, layout) for layout in held_layouts()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Capture]) -> QuerySet[Capture]:
        return queryset.filter(layout=self.value()) if self.value() else queryset


class RejectedFilter(admin.SimpleListFilter):
    title, parameter_name = "outcome", "rejected"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("no", "Accepted"), ("yes", "Rejected")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Capture]) -> QuerySet[Capture]:
        match self.value():
            case "yes":
                return queryset.exclude(rejection="")
            case "no":
                return queryset.filter(rejection="")
        return queryset


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    list_display = (
        "short_id",
        "layout",
        "size",
        "encoding",
        "rejection",
        "saved_not_before",
        "saved_not_after",
        "run",
    )
    list_select_related = ("run",)
    list_filter = (RejectedFilter, CaptureLayoutFilter)
    search_fields = ("sha256__startswith",)
    search_help_text = "The first digits of the SHA-256."
    sortable_by = ()
    fields = (
        "sha256",
        ("size", "encoding", "extractor"),
        ("layout", "parser_version", "run"),
        ("saved_not_before", "saved_not_after"),
        "archivist_said",
        "problems_in_words",
        "rejection",
        "rejection_message",
        "saved",
    )
    readonly_fields = ("archivist_said", "problems_in_words", "saved")
    inlines = (PathRows, ExtractRows)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        queryset = super().get_queryset(request)
        is_page = (
            request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        )
        return queryset if is_page else queryset.defer("text", "evidence", "problems")

    @admin.display(description="said by the archivist")
    def archivist_said(self, capture: Capture) -> str:
        return (
            ", ".join(f"{name}: {value}" for name, value in capture.overrides.items()) or "nothing"
        )

    @admin.display(description="problems")
    def problems_in_words(self, capture: Capture) -> SafeString | str:
        return problem_list(capture.problems)

    @admin.display(description="text as it was saved")
    def saved(self, capture: Capture) -> SafeString:
        return preformatted(capture.text)


@admin.register(Extract)
class ExtractAdmin(ReadOnlyAdmin):
    """What the parser read, field by field, with the words it read it from."""

    list_display = ("pk", "article", "capture", "position", "parser_version")
    list_select_related = ("article", "capture")
    search_fields = ("capture__sha256__startswith",)
    sortable_by = ()
    fields = (
        "article_page",
        "capture_page",
        "position",
        "parser_version",
        "problems_in_words",
        "evidence",
        "body",
    )
    readonly_fields = ("article_page", "capture_page", "problems_in_words", "evidence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Extract]:
        return super().get_queryset(request).defer("capture__text", "article__body")

    @admin.display(description="article")
    def article_page(self, extract: Extract) -> SafeString:
        return article_link(extract.article)

    @admin.display(description="saved file")
    def capture_page(self, extract: Extract) -> SafeString:
        return page_link(extract.capture, extract.capture.short_id)

    @admin.display(description="problems")
    def problems_in_words(self, extract: Extract) -> SafeString | str:
        return problem_list(extract.problems)

    @admin.display(description="evidence")
    def evidence(self, extract: Extract) -> SafeString:
        found = [field_evidence(extract, name) for name in FIELDS if name != "body"]
        return render_to_string(
            "admin/_evidence.html",
            {
                "fields": [each for each in found if each],
                "witnesses": date_witnesses(extract),
                "text": saved_text(extract),
            },
        )


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
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
        return format_html('<a href="{}">{} files</a>', address, count)

    @admin.display(description="options")
    def chosen_options(self, run: ImportRun) -> SafeString:
        return readable_json(run.options)


@admin.register(FileReport)
class FileReportAdmin(ReadOnlyAdmin):
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
