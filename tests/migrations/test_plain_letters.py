"""Test that names and titles stored by earlier versions are found after the migration."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from archive.models import EntityName, KnownItem
from tests.factories import make_place

migration = import_module("archive.migrations.0011_plain_letters")


@pytest.mark.django_db
def test_stored_keys_and_words_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migration, "_ROWS", 2)
    place = make_place("Kujang")
    for name in ("Pʼyŏngwŏn", "Kujang", "Łódź"):
        EntityName.objects.create(entity=place, name=name, kind="variant")
    for number, (title, lead) in enumerate((("Øst\u00adsee", ""), ("", "Cafe\u0301 opened"))):
        KnownItem.objects.create(key=str(number), title=title, lead=lead)
    EntityName.objects.filter(name="Łódź").update(key="łodz")
    KnownItem.objects.update(title_words=" cafe opened")
    migration.compare_again(apps, SimpleNamespace(connection=connection))
    keys = EntityName.objects.order_by("pk").values_list("key", flat=True)
    assert list(keys) == ["pyongwon", "kujang", "lodz"]
    words = KnownItem.objects.order_by("pk").values_list("title_words", flat=True)
    assert list(words) == [" ostsee", " cafe opened"]
