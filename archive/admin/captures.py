"""The read-only admin pages of saved files (captures) and of their parsed articles (extracts)."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive.admin.article_filters import LayoutFilter
from archive.admin.base_classes import ReadOnlyAdmin, ReadOnlyRows
from archive.admin.evidence import date_witnesses, field_evidence, saved_text
from archive.admin.html_parts import article_link, page_link, preformatted
from archive.admin.problem_labels import problem_list
from archive.corrections import FIELDS
from archive.models import Capture, Extract, SeenPath


class PathRows(ReadOnlyRows):
    """The paths from which a saved file was imported."""

    model = SeenPath
    verbose_name_plural = "paths at which it was found"
    fields = ("path",)
    show_change_link = False


class ExtractRows(ReadOnlyRows):
    """The articles that the parser read in a saved file."""

    model = Extract
    verbose_name_plural = "articles that were read in it"
    fields = ("number", "article", "parser_version")
    readonly_fields = ("number",)

    @admin.display(description="number in the file")
    def number(self, extract: Extract) -> int:
        """Return the position of the article in the saved file: 1 for the first article."""
        return extract.position + 1


class RejectedFilter(admin.SimpleListFilter):
    """A filter of saved files by the result of their import: accepted or rejected."""

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


class CaptureLabels(forms.ModelForm):
    """The labels of the fields on the page of a saved file."""

    class Meta:
        labels = {
            "sha256": "SHA-256",
            "size": "Size in bytes",
            "extractor": "Converted by",
            "run": "Import run",
            "saved_not_before": "Saved on or after",
            "saved_not_after": "Saved on or before",
            "rejection": "Rejected because",
            "rejection_message": "Explanation",
        }
        help_texts = {
            "saved_not_after": "The file was saved on the day of its import (UTC) or earlier.",
            "size": "",
            "extractor": "The program that made text from HTML, with its version.",
            "rejection": "",
        }


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    """The admin pages of saved files, each with its text, its paths and its extracts."""

    explanation = "The files that were imported or rejected."
    form = CaptureLabels
    list_display = ("saved_file", "layout", "size", "reason", "saved_not_before", "run")
    list_select_related = ("run",)
    list_filter = (RejectedFilter, LayoutFilter)
    search_fields = ("sha256__startswith",)
    search_help_text = "The first digits of the SHA-256 of a saved file."
    sortable_by = ()
    fields = (
        "sha256",
        ("size", "encoding", "extractor"),
        ("layout", "parser_version", "run"),
        ("saved_not_before", "saved_not_after"),
        "given_at_import",
        "problems_in_words",
        "rejection",
        "rejection_message",
        "saved",
    )
    readonly_fields = ("given_at_import", "problems_in_words", "saved")
    inlines = (PathRows, ExtractRows)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        """Return the saved files, without their texts unless the page of one file is shown."""
        queryset = super().get_queryset(request)
        is_page = (
            request.resolver_match is not None and "object_id" in request.resolver_match.kwargs
        )
        return queryset if is_page else queryset.defer("text", "evidence", "problems")

    @admin.display(description="saved file")
    def saved_file(self, capture: Capture) -> str:
        """Return the first 12 digits of the file's SHA-256, as in its public address."""
        return capture.short_id

    @admin.display(description="rejected because")
    def reason(self, capture: Capture) -> str:
        """Return why the file was rejected, shortened for a column of the list."""
        return Truncator(capture.rejection_message).chars(160)

    @admin.display(description="layout and source set at import")
    def given_at_import(self, capture: Capture) -> str:
        """Return the options --layout and --source with which the file was imported."""
        return ", ".join(f"{name}: {value}" for name, value in capture.overrides.items()) or "none"

    @admin.display(description="problems")
    def problems_in_words(self, capture: Capture) -> SafeString | str:
        return problem_list(capture.problems)

    @admin.display(description="text as saved")
    def saved(self, capture: Capture) -> SafeString:
        return preformatted(capture.text)


@admin.register(Extract)
class ExtractAdmin(ReadOnlyAdmin):
    """The admin pages of extracts, with the words from which the parser read each field."""

    explanation = (
        "One row for each article in each saved file, with the values that the program read there."
        " Corrections of staff are not in them."
    )
    list_display = ("number", "article", "capture", "number_in_file", "parser_version")
    list_select_related = ("article", "capture")
    search_fields = ("capture__sha256__startswith",)
    sortable_by = ()
    fields = (
        "article_page",
        "capture_page",
        "number_in_file",
        "parser_version",
        "problems_in_words",
        "evidence",
        "body",
    )
    readonly_fields = (
        "article_page",
        "capture_page",
        "number_in_file",
        "problems_in_words",
        "evidence",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Extract]:
        """Return the extracts without the texts of their saved files and articles."""
        return super().get_queryset(request).defer("capture__text", "article__body")

    @admin.display(description="number")
    def number(self, extract: Extract) -> int:
        return extract.pk

    @admin.display(description="number in the file")
    def number_in_file(self, extract: Extract) -> int:
        """Return the position of the article in the saved file: 1 for the first article."""
        return extract.position + 1

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
        fields = [field_evidence(extract, name) for name in FIELDS if name != "body"]
        return render_to_string(
            "admin/_evidence.html",
            {
                "fields": [field for field in fields if field],
                "witnesses": date_witnesses(extract),
                "text": saved_text(extract),
            },
        )
