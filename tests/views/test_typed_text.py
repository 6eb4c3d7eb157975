"""Test that find boxes and addresses understand a text however it is typed and stored."""

from unicodedata import normalize
from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from archive.listing.known_item_filter import read_filter
from archive.models import EntityName, KnownItem, Source, SourceName
from archive.search import rebuild
from archive.search.query.name_lookup import KnownNames
from tests.search_library import Library
from tests.typed_variants import APOSTROPHES, DIFFERENT, HYPHENS, LETTERS, SAME

pytestmark = pytest.mark.django_db


def test_names_and_values_are_found_in_any_spelling(client: Client) -> None:
    library = Library()
    library.article(places=["kujang"], names=["kim-tok-hun"], source="kcna-kp", language="ko")
    rebuild()
    stored = "МИД 구장 Łódź’s"
    typed = normalize("NFD", "мид\u00ad 구장 ｌｏｄｚʼｓ")
    for slug in ("kujang", "kim-tok-hun"):
        EntityName.objects.create(entity=library.entities[slug], name=stored, kind="variant")
    SourceName.objects.create(source=Source.objects.get(slug="kcna-kp"), name=stored, key="x")
    for kind in ("place", "person", "source"):
        values = client.get(f"/articles/{kind}/", {"find": typed}).context["values"]
        assert [line.count for line in values.values] == [1], kind
    assert len(client.get("/articles/language/", {"find": "ＫＯＲ"}).context["values"].values) == 1
    for page in ("/places/", "/people/"):
        [group] = client.get(page, {"find": typed}).context["groups"]
        assert len(group.rows) == 1, page


def test_a_value_in_an_address_leads_to_its_address(client: Client) -> None:
    Library().article(places=["kujang"], source="kcna-kp", language="ko")
    rebuild()
    for typed, value in (
        ("place=ｋｕ\u00adjang", "place=kujang"),
        ("place=−KUJANG", "place=-kujang"),
        ("source=kcna‐kp", "source=kcna-kp"),
        ("source=KCNA-KP\u200b", "source=kcna-kp"),
        ("date=２０２５－04", "date=2025-04"),
        ("place=Ｕｎｋｎｏｗｎ", "place=unknown"),
    ):
        for path in ("/articles/", "/articles/place/"):
            answer = client.get(f"{path}?{quote(typed, safe='=')}")
            assert (answer.status_code, answer.url) == (301, f"{path}?{value}"), typed  # type: ignore[attr-defined]
    answer = client.get("/articles/?place=Ａtlantis")
    assert "There is no place “Ａtlantis” in this archive." in answer.content.decode()


def test_names_after_a_field_are_compared_in_plain_letters() -> None:
    library = Library()
    academy = library.entities["academy-of-sciences"]
    alias = EntityName.objects.create(entity=academy, name="x", kind="variant")
    for one, other in SAME:
        for stored, typed in ((one, other), (other, one)):
            alias.name = stored
            alias.save()
            assert KnownNames().find("organisation", typed) == [academy.pk], (stored, typed)
    EntityName.objects.create(entity=library.entities["kujang"], name="Kujang", kind="official")
    assert KnownNames().find("place", "Ｋｕｊａｎｇ‐County") == [library.entities["kujang"].pk]
    assert KnownNames().find("place", "unsan‑north‑phyongan")
    assert KnownNames().find("source", "voice‐of‐korea")


def test_titles_of_wanted_articles_are_found_in_any_spelling() -> None:
    item = KnownItem.objects.create(title="x", key="1")

    def is_found(stored: str, typed: str) -> bool:
        item.title = f"The {stored} again"
        item.save()
        return read_filter(QueryDict(urlencode({"q": typed}))).items().exists()

    pairs = [
        *((f"P{mark}yongyang", "P'yongyang") for mark in APOSTROPHES),
        *((f"Chong{mark}nyon", "Chong-nyon") for mark in HYPHENS),
        *LETTERS,
    ]
    for one, other in pairs:
        assert is_found(one, other), (one, other)
        assert is_found(other, one), (other, one)
    for one, other in DIFFERENT:
        assert not is_found(f"{one}x", f"{other}x"), (one, other)
