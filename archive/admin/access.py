"""The permissions of staff in the admin: the group "Correctors".

Members of the group can view the archive and correct articles and entities, and nothing else.
"""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from django.db.models.signals import post_migrate
from django.http import HttpRequest

CORRECTORS = "Correctors"
HIDDEN_MODELS = ["capturecontent", "archiveversion", "versionmark", "oldslug"]


def corrector_permissions(using: str) -> list[Permission]:
    """Return the permissions of correctors: view the archive, change articles and entities.

    `using` is the name of the database in the setting DATABASES, such as "default".
    """
    archive_permissions = Permission.objects.using(using).filter(content_type__app_label="archive")
    return list(
        archive_permissions.filter(
            Q(codename__startswith="view_") | Q(codename__in=["change_article", "change_entity"])
        ).exclude(content_type__model__in=HIDDEN_MODELS)
    )


def create_correctors_group(sender: AppConfig, using: str, **options: Any) -> None:
    """Create the group "Correctors", or reset its permissions.

    Django calls this function after each `migrate`, because `migrate` creates the permissions.
    `using` is the name of the database in the setting DATABASES, such as "default".
    """
    # Django creates the permissions after `migrate`, too, but may call this function before that.
    create_permissions(sender, verbosity=0, using=using)
    group, _ = Group.objects.using(using).get_or_create(name=CORRECTORS)
    group.permissions.set(corrector_permissions(using))


def create_group_after_migrate(archive: AppConfig) -> None:
    """Make Django call `create_correctors_group` after each `migrate` of the archive."""
    post_migrate.connect(
        create_correctors_group, sender=archive, dispatch_uid="archive.admin.access"
    )


def staff_user(request: HttpRequest) -> User:
    """Return the user who sent the request.

    The user is never anonymous, because the admin shows its pages only to staff who are logged in.
    """
    assert isinstance(request.user, User)
    return request.user
