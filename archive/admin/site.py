"""The admin site, with a front page that links to all lists of items to review."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver

from archive.admin import old_addresses


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
