"""Articles: the list in which a corrector finds what is doubtful, and the page on which they put it
right."""

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
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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
from archive.admin.article_page import ArticlePage, article_page, load_article
from archive.admin.links import page_link
from archive.admin.readonly import LongListAdmin
from archive.corrections import (
    FIELDS,
    CorrectionError,
    StaleForm,
    articles_of,
    correct,
    correct_all,
    decide_mentions,
    redo,
    restore,
    settle,
    undo,
    withdraw,
)
from archive.corrections.mention_decisions import as_seen
from archive.models import Article, Decision

BULK_LIMIT = 200
"""How many articles one bulk act may be about."""


@admin.register(Article)
class ArticleAdmin(LongListAdmin):
    """Articles are corrected and withdrawn here, never added or deleted."""

    change_form_template = "admin/archive/article/change_form.html"
    list_display = ("title_in_short", "source", "date", "doubts", "state", "number")
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
        "Words of the title, the number of an article, or the first 12 digits of a saved file."
    )
    sortable_by = ("date",)
    actions = ("set_source", "withdraw_chosen")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).defer("body")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """A number is an article's, 12 to 64 hex digits are a saved file's, all else stands in the
        title."""
        term = search_term.strip().lower()
        if term.isdecimal() and len(term) < 12:
            return queryset.filter(pk=int(term)), False
        if 12 <= len(term) <= 64 and set(term) <= set("0123456789abcdef"):
            return queryset.filter(extracts__capture__sha256__startswith=term).distinct(), False
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    @admin.display(description="title")
    def title_in_short(self, article: Article) -> str:
        return article.title if len(article.title) <= 120 else article.title[:119] + "…"

    @admin.display(description="date", ordering="published_on")
    def date(self, article: Article) -> SafeString:
        """The date as far as it is known, with a question mark when it is doubtful."""
        known = FIELDS["published"].read(article) or "unknown"
        return format_html(
            '<span class="date-known">{}{}</span>', known, " ?" if article.is_date_doubtful else ""
        )

    @admin.display(description="problems")
    def doubts(self, article: Article) -> SafeString:
        codes = dict.fromkeys(str(problem.get("code", "")) for problem in article.problems)
        return format_html_join(
            " ", '<span class="problem-code">{}</span>', ((code,) for code in codes)
        )

    @admin.display(description="state")
    def state(self, article: Article) -> str:
        states = {"corrected": article.is_corrected, "withdrawn": article.withdrawn_at is not None}
        return ", ".join(name for name, holds in states.items() if holds)

    @admin.display(description="number")
    def number(self, article: Article) -> int:
        """As in its address, in the order of import: it tells the order of the list."""
        return article.pk

    # The page of one article

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an article with its forms; a POST says in `do` which of them was sent."""
        key = unquote(object_id)
        article = load_article(int(key)) if key.isdecimal() and len(key) < 19 else None
        if article is None:
            raise Http404(f"There is no article {object_id}.")
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        can_change = self.has_change_permission(request, article)
        if request.method != "POST":
            return self._render(request, article_page(article, can_change=can_change))
        if not can_change:
            raise PermissionDenied
        submitted = request.POST.get("do", "")
        page = article_page(article, can_change=True, data=request.POST, submitted=submitted)
        try:
            done = carry_out(
                submitted, page, _staff(request), decision=request.POST.get("decision", "")
            )
        except StaleForm as error:
            page = self._stale(page, submitted, error)
            return self._render(request, page, error.messages, status=409)
        except CorrectionError as error:
            return self._render(request, page, error.messages, status=400)
        if not done:
            return self._render(request, page, status=400)
        self.log_change(request, article, done)
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def _stale(self, page: ArticlePage, submitted: str, error: StaleForm) -> ArticlePage:
        """The page again, over the article as it is now, with what the person typed in the form
        named `submitted`."""
        article = load_article(page.article.pk)
        assert article is not None
        typed = page.rebasable[submitted].rebased(article)
        fresh = article_page(article, can_change=True, data=typed, submitted=submitted)
        form = fresh.rebasable[submitted]
        for name, message in error.messages.items():
            form.add_error(name if name in form.fields else None, message)
        return fresh

    def _render(
        self,
        request: HttpRequest,
        page: ArticlePage,
        errors: dict[str, str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": page.article.title,
            "opts": self.opts,
            "original": page.article,
            "page": page,
            "errors": list((errors or {}).values()),
            "has_view_permission": True,
            "has_change_permission": self.has_change_permission(request, page.article),
            "media": self.media,
        }
        return TemplateResponse(request, str(self.change_form_template), context, status=status)

    # Bulk actions

    @admin.action(description="Set the source of the chosen articles…", permissions=["change"])
    def set_source(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Ask for a source and a reason, then correct all chosen articles in one act."""

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
        """Ask for a reason, then withdraw all chosen articles in one act."""

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
                request, f"Choose at most {BULK_LIMIT} articles at once.", messages.ERROR
            )
            return None
        form = form_class(request.POST if "apply" in request.POST else None)
        if form.is_bound and form.is_valid():
            try:
                done = decision(articles, form, _staff(request))
            except CorrectionError as error:
                form.add_error(None, str(error))
            else:
                count = len(articles_of(done))
                words = f"{count} article{'' if count == 1 else 's'}"
                where = page_link(done, "the page of this decision")
                text = format_html("Done for {}. It can be undone for all on {}.", words, where)
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


def carry_out(submitted: str, page: ArticlePage, user: User, *, decision: str = "") -> str:
    """Do what the form named `submitted` asks for and say what was done; "" when the form has
    errors.

    `decision` is the number of the act to undo or redo. Raises CorrectionError when it cannot be
    done."""
    match submitted:
        case "correct":
            return _correct(page, user)
        case "names":
            return _settle_names(page, user)
        case "problems":
            return _settle_problems(page, user)
        case "withdraw":
            return _withdraw(page, user)
        case "restore":
            return _restore(page, user)
        case "undo" | "redo":
            return _turn(page, user, submitted, decision)
    raise CorrectionError({"": "This form says nothing that can be done here."})


def _correct(page: ArticlePage, user: User) -> str:
    form = page.correction_form
    if not form.is_valid():
        return ""
    correct(page.article, form.changes, form.cleaned_data["reason"], user, seen=form.seen)
    return "Corrected. Readers see it now."


def _settle_names(page: ArticlePage, user: User) -> str:
    form = page.names_form
    is_valid = form.is_valid()
    as_seen(page.article, form.decided, form.seen)
    if not is_valid:
        return ""
    decide_mentions(
        page.article,
        form.cleaned_data["reason"],
        user,
        confirmed=form.chosen("confirm"),
        rejected=form.chosen("reject"),
        dropped=form.chosen("drop"),
        relinked=form.relinked,
        added=form.added,
        seen=form.seen,
    )
    return "The names are settled. Readers see it now."


def _settle_problems(page: ArticlePage, user: User) -> str:
    form = page.problems_form
    if form.has_error("settled", "invalid_choice"):
        raise StaleForm({"settled": " ".join(map(str, form.errors["settled"]))})
    if not form.is_valid():
        return ""
    settle(page.article, form.cleaned_data["settled"], form.cleaned_data["reason"], user)
    return "Settled. It is not asked again."


def _withdraw(page: ArticlePage, user: User) -> str:
    if not page.withdraw_form.is_valid():
        return ""
    withdraw(page.article, page.withdraw_form.cleaned_data["reason"], user)
    return "Withdrawn. Readers see the reason instead."


def _restore(page: ArticlePage, user: User) -> str:
    if not page.restore_form.is_valid():
        return ""
    restore(page.article, page.restore_form.cleaned_data["reason"], user)
    return "Shown again."


def _turn(page: ArticlePage, user: User, turn: str, number: str) -> str:
    """Undo or redo one act of this article's history that is about no other."""
    row = next(
        (row for row in page.history if str(row.decision.pk) == number and not row.is_wide), None
    )
    if row is None:
        raise CorrectionError({"": "There is no such decision about this article alone."})
    if turn == "undo":
        undo(row.decision, user)
        return "Undone. What was decided before holds again."
    redo(row.decision, user)
    return "Done again."


def _staff(request: HttpRequest) -> User:
    """The person who is logged in: the admin lets nobody else come here."""
    assert isinstance(request.user, User)
    return request.user
