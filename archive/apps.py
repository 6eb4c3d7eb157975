from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive import checks  # noqa: F401  (registers the system checks)
        from archive.admin import access

        access.connect(self)


class StaffConfig(admin_apps.AdminConfig):
    """Django's admin with a front page of our own."""

    default = False
    default_site = "archive.admin.site.StaffSite"
