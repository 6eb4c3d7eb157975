"""Addresses of the admin that moved, so that bookmarks keep working."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, re_path


def moved(old: str, new: str) -> Callable[..., HttpResponse]:
    """Return a view that redirects to the requested address, with its first `old` made `new`."""

    def redirect(request: HttpRequest) -> HttpResponse:
        return HttpResponsePermanentRedirect(request.get_full_path().replace(old, new, 1))

    return redirect


# A decision was called an act.
urlpatterns: list[URLPattern] = [
    re_path(r"^archive/act/", moved("/archive/act/", "/archive/decision/")),
    re_path(r"^archive/entity/\d+/act/", moved("/act/", "/decision/")),
]
