"""One request for the admin page of an article: shows it, or stores what staff decided there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.text import Truncator

from archive.admin.access import staff_user
from archive.admin.article_page import ArticlePage, article_page, load_article
from archive.admin.article_submissions import carry_out
from archive.admin.work_list import Place, work_list
from archive.corrections import FIELDS, CorrectionError, StaleForm
from archive.models import Article

NEXT = "next"
"""The end of the parameter `do`, after a plus, that asks for the next article of the list."""


class ArticleChange:
    """A request for the page of an article, from the list that is in its address.

    `model_admin` is the admin of articles, and `can_change` is true if the user may correct it.
    `work` is the list, or None, and `place` the place of the article in it before any decision.
    """

    def __init__(self, model_admin: Any, request: HttpRequest, article: Article) -> None:
        self.admin = model_admin
        self.request = request
        self.article = article
        self.can_change = model_admin.has_change_permission(request, article)
        self.work = work_list(request, model_admin)
        self.place = self.work.place_of(article.pk) if self.work else Place()

    def respond(self) -> HttpResponse:
        """Return the page; after a POST, store the decision and redirect.

        The parameter `do` is the name of the form that was sent, such as "correct". If it ends with
        "+next", the redirect leads to the next article of the list.
        """
        if self.request.method != "POST":
            return self._render(self._page(self.article))
        if not self.can_change:
            raise PermissionDenied
        submitted, _, then = self.request.POST.get("do", "").partition("+")
        page = self._page(self.article, submitted, self.request.POST)
        try:
            done = carry_out(submitted, page, self.request.POST, staff_user(self.request))
        except StaleForm as error:
            page = self._stale(page, submitted, error)
            return self._render(page, error.messages, status=409)
        except CorrectionError as error:
            typed = self.request.POST.get(f"{submitted}-reason", "")
            is_lost = submitted in ("withdraw", "restore") and typed
            kept = {"typed": f"You typed this reason: “{typed}”"} if is_lost else {}
            return self._render(page, error.messages | kept, status=400)
        if not done:
            return self._render(page, status=400)
        self.admin.log_change(self.request, self.article, done)
        if self.work and submitted == "correct":
            reason = page.correction_form.cleaned_data["reason"]
            self.work.remember_reason(self.request.session, reason)
        is_next = then == NEXT or (submitted == "answer" and not self._has_problems())
        return self._go_on(done, is_next=is_next)

    def _page(
        self, article: Article, submitted: str = "", data: Any = None, **pages: str
    ) -> ArticlePage:
        return article_page(
            article,
            can_change=self.can_change,
            data=data,
            submitted=submitted,
            names_page=pages.get("names", self.request.GET.get("names", "")),
            texts_number=pages.get("texts", self.request.GET.get("texts", "")),
            last_reason=self.work.last_reason(self.request.session) if self.work else "",
            is_of_list=self.work is not None,
        )

    def _has_problems(self) -> bool:
        return Article.objects.filter(pk=self.article.pk, has_problems=True).exists()

    def _go_on(self, done: str, *, is_next: bool) -> HttpResponse:
        """Redirect to the next article of the list, or to the same article; show the message."""
        if self.work is None:
            self._say(done)
            return HttpResponseRedirect(self.request.get_full_path())
        # The list as it is after the decision.
        work = work_list(self.request, self.admin, self.work.began) or self.work
        work.note_move(self.article.pk, self.place)
        here = work.stay_url(self.article.pk, self.place)
        if not is_next:
            self._say(done)
            return HttpResponseRedirect(here)
        title = Truncator(self.article.title).chars(80)
        self._say(format_html('<a href="{}">{}</a>: {}', here, title, done))
        if self.place.next is None:
            self._say("That was the last article of this list.")
            return HttpResponseRedirect(work.list_url(self.place))
        return HttpResponseRedirect(work.article_url(self.place.next))

    def _say(self, message: str) -> None:
        self.admin.message_user(self.request, message, messages.SUCCESS)

    def _stale(self, page: ArticlePage, submitted: str, error: StaleForm) -> ArticlePage:
        """Return the page to show if somebody else changed the article after the form was opened.

        The page has the present values of the article, the values that the person typed, and the
        messages of `error`. `submitted` is the name of the form that the person sent.
        """
        article = load_article(page.article.pk)
        assert article is not None
        if submitted not in page.rebasable:  # a button: nothing was typed
            return self._page(article)
        fresh = self._page(
            article,
            submitted,
            page.rebasable[submitted].rebased(article),
            names=str(page.names_page.number),
            texts=str(page.texts_page.number),
        )
        form = fresh.rebasable[submitted]
        for name, message in error.messages.items():
            form.add_error(name if name in form.fields else None, message)
        if wrong := next((name for name in form.fields if name in form.errors), ""):
            for other in fresh.rebasable.values():
                for field in other.fields.values():
                    field.widget.attrs.pop("autofocus", None)
            form.fields[wrong].widget.attrs["autofocus"] = True
        return fresh

    def _render(
        self, page: ArticlePage, errors: dict[str, str] | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": page.article.title,
            "opts": self.admin.opts,
            "original": page.article,
            "page": page,
            "work": self.work.bar(self.place) if self.work else None,
            "errors": [
                f"{FIELDS[name].label}: {message}" if name in FIELDS else message
                for name, message in (errors or {}).items()
            ],
            "has_view_permission": True,
            "has_change_permission": self.can_change,
            "media": self.admin.media,
        }
        template = str(self.admin.change_form_template)
        return TemplateResponse(self.request, template, context, status=status)
