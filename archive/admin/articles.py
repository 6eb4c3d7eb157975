"""The admin pages of articles: the list, and the page of an article."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.admin.article_change import ArticleChange
from archive.admin.article_filters import (
    CorrectedFilter,
    DetachedFilter,
    DoubtfulDateFilter,
    HasProblemsFilter,
    LayoutFilter,
    ProblemFilter,
    RuleFilter,
    WithdrawnFilter,
)
from archive.admin.article_page import load_article
from archive.admin.base_classes import LongListAdmin
from archive.admin.bulk_lists import MOST_CHOSEN, bulk_address, filters_of
from archive.admin.bulk_page import bulk_view
from archive.admin.row_ids import read_id
from archive.admin.story_page import story_view
from archive.admin.work_list import ADMIN_LIST, work_list
from archive.corrections import FIELDS
from archive.models import Article, Decision
from archive.search import IndexUnavailable
from ingest.mentions.spelling import plain_letters


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
        RuleFilter,
        "source",
    )
    search_fields = ("title__contains_typed",)
    search_help_text = (
        "Words of the title, the number of an article, or the first 12 digits of the id of a saved"
        " file."
    )
    sortable_by = ("date",)
    actions = ("correct_chosen",)

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
        term = plain_letters(search_term).strip()
        if len(term) < 12 and (pk := read_id(term)) is not None:
            return queryset.filter(pk=pk), False
        if 12 <= len(term) <= 64 and set(term) <= set("0123456789abcdef"):
            return queryset.filter(extracts__capture__sha256__startswith=term).distinct(), False
        return super().get_search_results(request, queryset, search_term)

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
        """Show the list; a filtered list has links to its first article and to correct them all."""
        filters = request.GET.urlencode()
        first = reverse("admin:archive_article_first", query={ADMIN_LIST: filters})
        response = super().changelist_view(
            request, {"work_url": first if filters else "", **(extra_context or {})}
        )
        context = getattr(response, "context_data", None) or {}
        listed = context.get("cl")
        if listed is not None and self.has_change_permission(request):
            is_filtered = listed.query or listed.has_active_filters
            context["bulk_url"] = is_filtered and bulk_address("list", filters_of(request))
            waiting = Decision.objects.filter(waiting__isnull=False, corrections__article__gt=0)
            context["unfinished"] = waiting.order_by("pk").first()
        return response

    # The page of one article

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of the pages about articles: first ours, then Django's."""
        wrap = self.admin_site.admin_view
        return [
            path("first/", wrap(self.first_view), name="archive_article_first"),
            path("bulk/<str:kind>/", wrap(partial(bulk_view, self)), name="archive_article_bulk"),
            path("<int:pk>/story/", wrap(partial(story_view, self)), name="archive_article_story"),
            *super().get_urls(),
        ]

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

    # Many articles with one decision

    @admin.action(description="Correct the chosen articles…", permissions=["change"])
    def correct_chosen(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse:
        """Lead to the page that corrects the ticked articles, or all articles of the list."""
        if request.POST.get("select_across") == "1":
            return HttpResponseRedirect(bulk_address("list", filters_of(request)))
        ids = queryset.values_list("pk", flat=True)[:MOST_CHOSEN]
        query = urlencode([("id", pk) for pk in ids])
        return HttpResponseRedirect(bulk_address("chosen", query))
