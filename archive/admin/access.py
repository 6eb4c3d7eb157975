"""The group "Correctors": staff who may look at everything in the archive and correct articles and
names, nothing else."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.db.models.signals import post_migrate

CORRECTORS = "Correctors"
HIDDEN_MODELS = ["capturecontent", "archiveversion", "oldslug"]


def rights(using: str) -> list[Permission]:
    """The permissions of a corrector: view all of the archive, change articles, places,
    organisations and people."""
    ours = Permission.objects.using(using).filter(content_type__app_label="archive")
    return list(
        ours.filter(
            Q(codename__startswith="view_") | Q(codename__in=["change_article", "change_entity"])
        ).exclude(content_type__model__in=HIDDEN_MODELS)
    )


def make_correctors(sender: AppConfig, using: str, **options: Any) -> None:
    """Give the group exactly its rights. Runs after each `migrate`, because permissions exist only
    then."""
    # Django's own receiver that makes permissions may come after this one.
    create_permissions(sender, verbosity=0, using=using)
    group, _ = Group.objects.using(using).get_or_create(name=CORRECTORS)
    group.permissions.set(rights(using))


def connect(archive: AppConfig) -> None:
    """Have the group made after each `migrate` of the archive."""
    post_migrate.connect(make_correctors, sender=archive, dispatch_uid="archive.admin.access")
