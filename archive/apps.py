"""The app configurations of the archive and of its admin, which Django loads at the start."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class ArchiveConfig(AppConfig):
    """The configuration of the app `archive`: its models, checks and admin."""

    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register our system checks and the look-up `contains_typed`.

        Each `migrate` creates the group "Correctors".
        """
        from archive import checks  # noqa: F401  (registers the system checks)
        from archive.admin import access
        from archive.database import typed_text

        typed_text.register()
        access.create_group_after_migrate(self)


class StaffConfig(admin_apps.AdminConfig):
    """The configuration of Django's admin; it makes `StaffSite` the admin site."""

    default = False
    default_site = "archive.admin.site.StaffSite"
