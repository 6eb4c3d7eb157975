"""Test that each search of the admin finds a text however it is typed and stored."""

from unicodedata import normalize

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from archive.admin.entity_lookup import find_entity
from archive.models import (
    Decision,
    Entity,
    EntityName,
    FileReport,
    ImportRun,
    KnownItem,
    Source,
)
from tests.factories import make_article, make_place

STORED = (normalize("NFD", "평양의 Łódź-МИД, Women’s Day"), "평양의 ŁÓDŹ‑мид, women's day")
FOUND = (
    "평양의",
    "ｌｏｄｚ－мид",
    "lodz\u200bМид",
    "“day women”",
    "womenʼs 평양",
    normalize("NFD", "평양"),
)


@pytest.mark.parametrize("stored", STORED)
def test_every_list_finds_a_text_in_any_spelling(
    admin_client: Client, admin_user: User, stored: str
) -> None:
    article = make_article({"title": stored})
    run = ImportRun.objects.create(program_version="1", parser_version="1")
    place = make_place("Kujang")
    EntityName.objects.create(entity=place, name=stored, kind="variant")
    Source.objects.create(name=stored, slug="stored")
    KnownItem.objects.create(title=stored, key="1")
    Decision.objects.create(kind="correct", reason=stored, made_by=admin_user)
    FileReport.objects.create(run=run, path=f"/{stored}.txt", outcome="rejected")
    for model in ("article", "entity", "source", "knownitem", "decision", "filereport"):
        address = reverse(f"admin:archive_{model}_changelist")
        for typed in (*FOUND, "мед"):
            listed = admin_client.get(address, {"q": typed}).context["cl"]
            is_found = typed not in ("мед", "“day women”")
            assert listed.result_count == len(listed.result_list) == is_found, (model, typed)
    sha256 = article.extracts.get().capture.sha256
    listed = admin_client.get(reverse("admin:archive_capture_changelist"), {"q": sha256.upper()})
    assert listed.context["cl"].result_count == 1


@pytest.mark.django_db
def test_an_entity_is_found_by_its_label_address_or_alias_in_any_spelling() -> None:
    north = make_place("North Phyongan", "province")
    place = make_place("Unsan", parent=north, slug="unsan-north-phyongan")
    make_place("Unsan", parent=make_place("South Phyongan", "province"), slug="unsan-south")
    for name, kind in ((normalize("NFD", "운산군"), "korean"), ("Ŭnsan", "variant")):
        EntityName.objects.create(entity=place, name=name, kind=kind)
    for typed in (
        "운산군",
        "Ｕｎｓａｎ County （North Phyongan）",
        "unsan‑north‑phyongan",
        "UNSAN-NORTH-PHYONGAN",
    ):
        assert find_entity(typed) == place, typed
    assert Entity.objects.filter(name__contains_typed="ŬNSAN").count() == 2
    with pytest.raises(ValidationError):
        find_entity("은산군")
