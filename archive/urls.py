"""Every address of the site. DESIGN: an address once given keeps working."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = []

if settings.ADMIN_ENABLED:
    urlpatterns += [path("admin/", admin.site.urls)]
