"""The admin as a whole. Its front page leads to the queue of doubt, and says how much waits
there."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse


class StaffSite(AdminSite):
    """Django's admin, with what waits for a person on its front page."""

    site_header = "Dateline — corrections"
    site_title = "Dateline corrections"
    index_title = "What to look at"
    enable_nav_sidebar = False

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The front page. Who may not see places, organisations and people is shown no doubt about
        them."""
        # The queue needs the models of the archive, which are not there yet when this module is
        # read.
        from archive.admin.review_queue import waiting

        doubts = waiting() if request.user.has_perm("archive.view_entity") else ()
        return super().index(request, {"doubts": doubts, **(extra_context or {})})
