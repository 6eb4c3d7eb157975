"""The admin pages of articles: the list with its bulk actions, and the page of an article."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.admin.access import staff_user
from archive.admin.article_change import ArticleChange
from archive.admin.article_filters import (
    CorrectedFilter,
    DetachedFilter,
    DoubtfulDateFilter,
    HasProblemsFilter,
    LayoutFilter,
    ProblemFilter,
    WithdrawnFilter,
)
from archive.admin.article_forms import BulkSourceForm, WithdrawForm
from archive.admin.article_page import load_article
from archive.admin.base_classes import LongListAdmin
from archive.admin.html_parts import page_link
from archive.admin.row_ids import read_id
from archive.admin.work_list import ADMIN_LIST, work_list
from archive.corrections import (
    FIELDS,
    CorrectionError,
    articles_of,
    correct_all,
    withdraw,
)
from archive.display.safe_text import count_of
from archive.models import Article, Decision
from archive.search import IndexUnavailable

BULK_LIMIT = 200
"""The largest number of articles for one bulk action."""


@admin.register(Article)
class ArticleAdmin(LongListAdmin):
    """The admin pages of articles, on which staff correct and withdraw articles.

    On these pages, articles are never added or deleted.
    """

    explanation = "The articles as readers see them, with the corrections of staff."
    change_form_template = "admin/archive/article/change_form.html"
    change_list_template = "admin/archive/article/change_list.html"
    list_display = ("title_in_short", "source", "date", "problem_codes", "state", "number")
    list_display_links = ("title_in_short",)
    list_select_related = ("source",)
    list_filter = (
        HasProblemsFilter,
        ProblemFilter,
        DoubtfulDateFilter,
        DetachedFilter,
        CorrectedFilter,
        WithdrawnFilter,
        LayoutFilter,
        "source",
    )
    search_fields = ("title",)
    search_help_text = (
        "Words of the title, the number of an article, or the first 12 digits of the id of a saved"
        " file."
    )
    sortable_by = ("date",)
    actions = ("set_source", "withdraw_chosen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Return the articles without their bodies, which the list does not show."""
        return super().get_queryset(request).defer("body")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Return the articles that `search_term` finds.

        - A number with fewer than 12 digits finds the article with this id.
        - 12 to 64 hexadecimal digits find the articles from the saved file whose SHA-256 begins
          with these digits.
        - Any other term finds the articles with these words in the title.
        """
        term = search_term.strip().lower()
        if len(term) < 12 and (pk := read_id(term)) is not None:
            return queryset.filter(pk=pk), False
        if 12 <= len(term) <= 64 and set(term) <= set("0123456789abcdef"):
            return queryset.filter(extracts__capture__sha256__startswith=term).distinct(), False
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    @admin.display(description="title")
    def title_in_short(self, article: Article) -> str:
        """Return at most 120 characters of the article's title."""
        return article.title if len(article.title) <= 120 else article.title[:119] + "…"

    @admin.display(description="date", ordering="published_on")
    def date(self, article: Article) -> SafeString:
        """Return the article's date as HTML ("2025-04"); a doubtful date has a question mark."""
        known = FIELDS["published"].read(article) or "unknown"
        return format_html(
            '<span class="date-known">{}{}</span>', known, " ?" if article.is_date_doubtful else ""
        )

    @admin.display(description="problems")
    def problem_codes(self, article: Article) -> SafeString:
        """Return as HTML the codes of the article's open problems, each code once."""
        codes = dict.fromkeys(str(problem.get("code", "")) for problem in article.problems)
        return format_html_join(
            " ", '<span class="problem-code">{}</span>', ((code,) for code in codes)
        )

    @admin.display(description="state")
    def state(self, article: Article) -> str:
        """Return the state: "corrected", "withdrawn", "corrected, withdrawn" or ""."""
        states = {"corrected": article.is_corrected, "withdrawn": article.withdrawn_at is not None}
        return ", ".join(name for name, is_so in states.items() if is_so)

    @admin.display(description="number")
    def number(self, article: Article) -> int:
        """Return the article's id, which is also in its address."""
        return article.pk

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list; a filtered list has a link to its first article."""
        filters = request.GET.urlencode()
        first = reverse("admin:archive_article_first", query={ADMIN_LIST: filters})
        return super().changelist_view(
            request, {"work_url": first if filters else "", **(extra_context or {})}
        )

    # The page of one article

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of the pages about articles: first ours, then Django's."""
        first = self.admin_site.admin_view(self.first_view)
        return [path("first/", first, name="archive_article_first"), *super().get_urls()]

    def first_view(self, request: HttpRequest) -> HttpResponse:
        """Redirect to the first article of the list in the address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            work = work_list(request, self)
            url = work.first_url() if work else reverse("admin:archive_article_changelist")
        except IndexUnavailable as error:
            self.message_user(request, error.reason, messages.ERROR)
            url = reverse("admin:archive_article_changelist")
        return HttpResponseRedirect(url)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an article with its forms; after a POST, store the decision that staff made."""
        pk = read_id(unquote(object_id))
        article = None if pk is None else load_article(pk)
        if article is None:
            raise Http404(f"There is no article {object_id}.")
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return ArticleChange(self, request, article).respond()

    # Bulk actions

    @admin.action(description="Set the source of the chosen articles…", permissions=["change"])
    def set_source(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Ask for a source and a reason, then correct all chosen articles in one decision."""

        def decision(articles: list[Article], form: Form, user: User) -> Decision:
            changes = {"source": form.cleaned_data["source"].slug}
            return correct_all(articles, changes, form.cleaned_data["reason"], user)

        return self._bulk(
            request, queryset, "set_source", "Set the source", BulkSourceForm, decision
        )

    @admin.action(description="Withdraw the chosen articles…", permissions=["change"])
    def withdraw_chosen(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        """Ask for a reason, then withdraw all chosen articles in one decision."""

        def decision(articles: list[Article], form: Form, user: User) -> Decision:
            return withdraw(articles, form.cleaned_data["reason"], user)

        return self._bulk(request, queryset, "withdraw_chosen", "Withdraw", WithdrawForm, decision)

    def _bulk(
        self,
        request: HttpRequest,
        queryset: QuerySet[Article],
        name: str,
        title: str,
        form_class: type[Form],
        decision: Callable[[list[Article], Form, User], Decision],
    ) -> HttpResponse | None:
        articles = list(queryset.select_related("source")[: BULK_LIMIT + 1])
        if len(articles) > BULK_LIMIT:
            self.message_user(
                request, f"Choose at most {BULK_LIMIT} articles at a time.", messages.ERROR
            )
            return None
        form = form_class(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            try:
                done = decision(articles, form, staff_user(request))
            except CorrectionError as error:
                form.add_error(None, str(error))
            else:
                articles_done = count_of(len(articles_of(done)), "article")
                where = page_link(done, "the page of this decision")
                text = format_html("{} changed. Undo this on {}.", articles_done, where)
                self.message_user(request, text, messages.SUCCESS)
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "articles": articles,
            "form": form,
            "action": name,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/archive/article/bulk.html", context)
