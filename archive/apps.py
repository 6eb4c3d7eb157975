"""The app configurations with which Django loads the archive and its admin."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ArchiveConfig(AppConfig):
    """The archive: its models, checks and admin."""

    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks; have each `migrate` create the group "Correctors"."""
        from archive import checks  # noqa: F401  (registers the system checks)
        from archive.admin import access

        access.create_group_after_migrate(self)


class StaffConfig(admin_apps.AdminConfig):
    """Django's admin, with our own front page."""

    default = False
    default_site = "archive.admin.site.StaffSite"
