"""Test that known items of earlier versions can be counted and searched after the migration."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from archive.models import KnownItem

migration = import_module("archive.migrations.0009_known_item_counts")


@pytest.mark.django_db
def test_stored_items_get_their_month_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "_ROWS", 2)
    for number, title in enumerate(("Café Opened", "", "Mill")):
        KnownItem.objects.create(
            key=str(number),
            title=title,
            lead="The mill",
            published_on=date(2013, 4, 5) if number else None,
        )
    columns = ("key", "month", "title_words")
    right = list(KnownItem.objects.order_by("pk").values_list(*columns))
    assert right[:2] == [("0", None, " cafe opened"), ("1", 201304, " the mill")]
    KnownItem.objects.update(month=None, title_words="")
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert list(KnownItem.objects.order_by("pk").values_list(*columns)) == right
