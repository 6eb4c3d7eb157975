"""Redirects from old addresses of the admin, so that bookmarks still work."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, re_path


def moved(old: str, new: str) -> Callable[..., HttpResponse]:
    """Return a view that redirects: it replaces `old` by `new` in the requested address."""

    def redirect(request: HttpRequest) -> HttpResponse:
        return HttpResponsePermanentRedirect(request.get_full_path().replace(old, new, 1))

    return redirect


# Decisions were called acts in an earlier version.
urlpatterns: list[URLPattern] = [
    re_path(r"^archive/act/", moved("/archive/act/", "/archive/decision/")),
    re_path(r"^archive/entity/\d+/act/", moved("/act/", "/decision/")),
]
