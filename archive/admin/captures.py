"""The read-only admin pages of saved files (captures) and of their parsed articles (extracts)."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from archive.admin.access import staff_user
from archive.admin.article_filters import LayoutFilter
from archive.admin.base_classes import ReadOnlyAdmin, ReadOnlyRows
from archive.admin.compare_texts import compare_page
from archive.admin.evidence import date_witnesses, field_evidence, saved_text
from archive.admin.html_parts import article_link, page_link, preformatted
from archive.admin.joined_texts import text_rows
from archive.admin.problem_labels import problem_list
from archive.admin.row_ids import read_id
from archive.admin.separate_texts import (
    MOST_TEXTS,
    SeparateForm,
    chosen_texts,
    page_before,
)
from archive.corrections import FIELDS, CorrectionError, StaleForm, separate
from archive.display.safe_text import count_of
from archive.models import Article, Capture, Extract, SeenPath


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
        "again",
        "saved",
    )
    readonly_fields = ("given_at_import", "problems_in_words", "again", "saved")
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

    @admin.display(description="try again")
    def again(self, capture: Capture) -> SafeString | str:
        """Return a link to the page that tries a rejected file again."""
        report = capture.reports.order_by("-pk").first() if capture.rejection else None
        if report is None:
            return "not needed"
        address = reverse("admin:archive_filereport_again", args=[report.pk])
        return format_html('<a href="{}">Try again as…</a>', address)

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

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of the pages about extracts: first ours, then Django's."""
        wrap = self.admin_site.admin_view
        return [
            path("separate/", wrap(self.separate_view), name="archive_extract_separate"),
            path("<int:pk>/compare/", wrap(self.compare_view), name="archive_extract_compare"),
            *super().get_urls(),
        ]

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compare an extract with the text of its article, or of the article `with`."""
        extracts = Extract.objects.select_related("article", "capture")
        extract = extracts.defer("article__body", "capture__text").filter(pk=pk).first()
        if extract is None:
            raise Http404(f"The parsed article {pk} does not exist.")
        if not self.has_view_permission(request, extract):
            raise PermissionDenied
        other = read_id(request.GET.get("with", ""))
        articles = Article.objects.defer("body")
        article = articles.filter(pk=other).first() if other is not None else None
        context = {
            **self.admin_site.each_context(request),
            "title": "Is it the same article?",
            "opts": self.opts,
            "page": compare_page(request, extract, article or extract.article),
            "can_separate": request.user.has_perm("archive.change_article"),
        }
        return TemplateResponse(request, "admin/archive/extract/compare.html", context)

    def separate_view(self, request: HttpRequest) -> HttpResponse:
        """Ask why the ticked extracts are other articles; then store the decision."""
        if request.method != "POST" or not request.user.has_perm("archive.change_article"):
            raise PermissionDenied
        back = page_before(request, reverse("admin:archive_article_changelist"))
        texts = chosen_texts(request)
        if not 0 < len(texts) <= MOST_TEXTS:
            self.message_user(
                request,
                f"Tick 1 to {MOST_TEXTS} texts. The last text of an article cannot be taken away.",
                messages.ERROR,
            )
            return HttpResponseRedirect(back)
        form = SeparateForm(texts, request.POST if "apply" in request.POST else None)
        errors: list[str] = []
        status = 400 if form.is_bound else 200
        if form.is_bound and form.is_valid():
            try:
                done = separate(form.groups, form.cleaned_data["reason"], staff_user(request))
            except CorrectionError as error:
                errors = list(error.messages.values())
                status = 409 if isinstance(error, StaleForm) else 400
            else:
                where = page_link(done, "the page of this decision")
                count = count_of(len(form.groups), "new article")
                text = format_html("{}. Undo this on {}.", count, where)
                self.message_user(request, text, messages.SUCCESS)
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": "These are other articles",
            "button": f"Separate {count_of(len(texts), 'text')}",
            "opts": self.opts,
            "rows": text_rows(texts),
            "form": form,
            "errors": errors,
            "back": back,
            "media": self.media,
        }
        template = "admin/archive/extract/separate.html"
        return TemplateResponse(request, template, context, status=status)

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
