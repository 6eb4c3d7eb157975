"""The admin site, with a front page that links to all lists of items to review.

If a form cannot be stored, because its sender is not logged in any more or its page is out of date,
the site shows the typed values again (`archive.admin.typed_values`).
"""

from collections.abc import Callable
from copy import copy
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from archive.admin import old_addresses

if TYPE_CHECKING:
    from archive.admin.typed_values import TypedValues

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

LOGGED_OUT = (
    "You are not logged in any more, so nothing was stored. Log in again: then the page shows what"
    " you typed, and you can send it again."
)
OUT_OF_DATE = (
    "This page was opened before you logged in the last time, so nothing was stored. Below is what"
    " you typed. Look at it, and send it again."
)
LOGGED_IN_AGAIN = (
    "You are logged in again. Nothing is stored yet. Below is what you typed. Look at it, and send"
    " it again."
)
OTHER_SITE = (
    "Nothing was stored, because this form was not sent from a page of this archive. If you sent it"
    " yourself, open the page again and send the form from there."
)
NOTHING_TYPED = (
    "Nothing was stored, because this page was opened before you logged in the last time. Open the"
    " page again."
)
OLD_LOGIN_PAGE = "The login page was open for too long. Log in again."
NO_COOKIES = " Your browser sent no cookies; without cookies nobody can log in."


class StaffSite(AdminSite):
    """Django's admin site, with the lists of items to review on the front page."""

    site_header = "Dateline — corrections"
    site_title = "Dateline corrections"
    index_title = "To review"
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the URL patterns: first old addresses, which redirect, then all pages."""
        return [*old_addresses.urlpatterns, *super().get_urls()]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the lists of models for the front page; each model has its explanation."""
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                model["explanation"] = getattr(self._registry[model["model"]], "explanation", "")
        return apps

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the front page, with the lists that the user may see."""
        # Imported here, because Django makes this site before the models are loaded.
        from archive.admin.front_page import waiting_lists

        lists = tuple(waiting_lists(request.user))
        return super().index(request, {"waiting_lists": lists, **(extra_context or {})})

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Return the view for staff only; if nobody is logged in, a sent form is not lost."""
        checked = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not self.has_permission(request):
                from archive.admin.typed_values import typed_values

                if typed := typed_values(request):
                    return self._ask_to_log_in(request, typed, LOGGED_OUT)
            return checked(request, *args, **kwargs)

        return cast(View, update_wrapper(inner, checked))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the login page; after a login, show the values that were typed before it."""
        from archive.admin.typed_values import FIELD, read_typed_values

        typed = request.POST.get(FIELD, "")
        context = {"typed": typed, **({"typed_sentence": LOGGED_OUT} if typed else {})}
        response = super().login(request, {**context, **(extra_context or {})})
        if typed and response.status_code == 302 and self.has_permission(request):
            path = response.headers["Location"]
            if values := read_typed_values(path, typed):
                return self._offer(request, values, LOGGED_IN_AGAIN, status=200)
        return response

    def csrf_failure(self, request: HttpRequest) -> HttpResponse:
        """Return the page to show if the CSRF token of a form is not valid; nothing was stored."""
        from archive.admin.typed_values import is_from_this_site, typed_values

        if request.path == reverse("admin:login"):
            return self._login_again(request)
        typed = typed_values(request)
        if typed and not self.has_permission(request):
            return self._ask_to_log_in(request, typed, LOGGED_OUT)
        if typed:
            return self._offer(request, typed, OUT_OF_DATE, status=403)
        sentence = NOTHING_TYPED if is_from_this_site(request) else OTHER_SITE
        return self._offer(request, None, sentence, status=403)

    def _login_again(self, request: HttpRequest) -> HttpResponse:
        """Return the page to show if the CSRF token of the login page is not valid."""
        from archive.admin.typed_values import FIELD, is_from_this_site, read_typed_values

        path = request.POST.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(path, {request.get_host()}):
            path = reverse("admin:index")
        text = request.POST.get(FIELD, "") if is_from_this_site(request) else ""
        if not self.has_permission(request):
            sentence = OLD_LOGIN_PAGE if request.COOKIES else OLD_LOGIN_PAGE + NO_COOKIES
            return self._login_page(request, path, text, sentence)
        if typed := read_typed_values(path, text):
            return self._offer(request, typed, LOGGED_IN_AGAIN, status=200)
        return HttpResponseRedirect(path)

    def _ask_to_log_in(
        self, request: HttpRequest, typed: "TypedValues", sentence: str
    ) -> HttpResponse:
        return self._login_page(request, typed.path, typed.as_text(), sentence)

    def _login_page(
        self, request: HttpRequest, path: str, typed: str, sentence: str
    ) -> HttpResponse:
        """Return the login page, with status 403. After the login, `path` is shown."""
        shown = copy(request)
        shown.method = "GET"
        context = {
            "typed": typed,
            "typed_sentence": sentence,
            "app_path": reverse("admin:login"),
            REDIRECT_FIELD_NAME: path,
        }
        response = super().login(shown, context)
        response.status_code = 403 if response.status_code == 200 else response.status_code
        return response

    def _offer(
        self, request: HttpRequest, typed: "TypedValues | None", sentence: str, status: int
    ) -> HttpResponse:
        """Return a page with the typed values, which the person can send again."""
        context = {
            **self.each_context(request),
            "title": "Nothing is stored yet" if typed else "Nothing was stored",
            "sentence": sentence,
            "typed": typed,
            "values": tuple(typed.shown()) if typed else (),
        }
        response = TemplateResponse(request, "admin/typed_values.html", context, status=status)
        add_never_cache_headers(response)
        return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page to show if the CSRF token of a form is not valid (`CSRF_FAILURE_VIEW`)."""
    from django.contrib import admin

    site: Any = admin.site
    response: HttpResponse = site.csrf_failure(request)
    return response
