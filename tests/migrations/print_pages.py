"""Print the status of pages as JSON: `python -m tests.migrations.print_pages`.

The environment variable DATABASE_URL decides which archive is used.
"""

import json

import django


def main() -> None:
    """Print the statuses of the public pages, and of the pages of the admin for a superuser."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from archive.models import Article, Capture, Correction, Decision, Entity, Source

    settings.ALLOWED_HOSTS = ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    client = Client()
    addresses = ["/", reverse("articles"), f"{reverse('articles')}?q=works"]
    for article in Article.objects.public().order_by("pk"):
        addresses += [article.get_absolute_url(), f"/articles/{article.pk}/evidence/"]
    for rows in (
        Entity.objects.filter(merged_into__isnull=True),
        Source.objects.all(),
        Capture.objects.exclude(extracts__article__withdrawn_at__isnull=False),
    ):
        addresses += [row.get_absolute_url() for row in rows]
    statuses = {address: client.get(address).status_code for address in addresses}
    client.force_login(User.objects.create_superuser("a-new-login"))
    for model in (Article, Entity, Decision, Correction):
        name = f"admin:archive_{model._meta.model_name}"
        pages = [reverse(f"{name}_changelist")]
        pages += [reverse(f"{name}_change", args=[row.pk]) for row in model.objects.all()[:20]]
        statuses |= {address: client.get(address).status_code for address in pages}
    print(json.dumps(statuses))


if __name__ == "__main__":
    main()
