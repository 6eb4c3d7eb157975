"""Test that a name after a field means every source, place, person … with this name."""

import pytest
from django.core.management import call_command
from pytest_django.asserts import assertNumQueries

from archive.models import Entity, EntityName, OldSlug
from archive.search.query.name_lookup import KnownNames
from ingest.same_article import link_key
from tests.factories import make_article, make_place, make_source

pytestmark = pytest.mark.django_db


def slugs(field: str, text: str) -> set[str]:
    return set(
        Entity.objects.filter(pk__in=KnownNames().find(field, text)).values_list("slug", flat=True)
    )


def test_a_place_is_found_by_slug_name_or_alias() -> None:
    call_command("load_gazetteer", verbosity=0)
    unsan = {"unsan-north-phyongan", "unsan-south-phyongan"}
    for text, expected in (
        ("kujang", {"kujang"}),
        ("Kujang County", {"kujang"}),
        ("kujang-county", {"kujang"}),
        ("Kujang City", set()),
        ("North Phyongan", {"north-phyongan"}),
        ("NORTH-PHYONGAN province", {"north-phyongan"}),
        ("north p'yŏngan", {"north-phyongan"}),
        ("평안북도", {"north-phyongan"}),
        ("unsan", unsan),
        ("unsan-north-phyongan", {"unsan-north-phyongan"}),
        ("Gangwon", set()),
        ("atlantis", set()),
        ("", set()),
        ("?", set()),
        ("x" * 1000, set()),
    ):
        assert slugs("place", text) == expected, text


def test_a_name_finds_only_entities_of_the_kind_of_the_field() -> None:
    make_place("Kujang")
    kim = Entity.objects.create(kind="person", name="Kim Jong Un", slug="kim-jong-un")
    EntityName.objects.create(entity=kim, name="Kim Jong-un", kind="variant")
    assert slugs("person", "KIM JONG UN") == slugs("person", "kimjongun") == {"kim-jong-un"}
    assert slugs("place", "Kim Jong Un") == slugs("person", "Kujang") == set()


def test_official_names_are_preferred() -> None:
    for slug, sort in (
        ("one", "variant"),
        ("two", "official"),
        ("three", "official"),
        ("four", "banned"),
    ):
        EntityName.objects.create(entity=make_place(slug, slug=slug), name="Namesake", kind=sort)
    assert slugs("place", "namesake") == {"two", "three"}
    EntityName.objects.filter(kind="official").delete()
    assert slugs("place", "namesake") == {"one"}


def test_old_names_and_merged_entities_find_the_current_entity() -> None:
    target = make_place("Kujang")
    first, second = make_place("Kuzang"), make_place("Kuchang")
    EntityName.objects.create(entity=first, name="Kucang", kind="misspelling")
    OldSlug.objects.create(kind="place", slug="kujang-gun", entity=second)
    Entity.objects.filter(pk__in=[first.pk, second.pk]).update(merged_into=target)
    for text in ("kuchang", "kuzang", "Kucang", "kujang-gun"):
        assert slugs("place", text) == {"kujang"}, text


def test_names_written_in_bulk_are_found_too() -> None:
    place = make_place("Kujang")
    EntityName.objects.bulk_create([EntityName(entity=place, name="Gu-Jang", kind="variant")])
    assert slugs("place", "gujang") == {"kujang"}


def test_a_source_is_found_by_slug_name_alias_or_old_slug() -> None:
    source, other = make_source(), make_source("Voice of Korea", "voice-of-korea")
    OldSlug.objects.create(kind="source", slug="vok", source=other)
    find = KnownNames().find
    assert (
        find("source", "kcna-kp")
        == find("source", "KCNA.kp")
        == find("source", "kcna.kp (En)")
        == [source.pk]
    )
    assert find("source", "voice of korea") == find("source", "vok") == [other.pk]
    assert find("source", "The Times") == []


def test_a_source_is_found_by_its_short_name() -> None:
    kp, tokyo = make_source(), make_source("KCNA.co.jp", "kcna-co-jp")
    times, rodong = (
        make_source("Pyongyang Times", "pyongyang-times"),
        make_source("Rodong Sinmun", "rodong-sinmun"),
    )
    ministry = make_source("Ministry of Foreign Affairs", "ministry-of-foreign-affairs")
    for text, expected in (
        ("KCNA", [kp, tokyo]),
        ("조선중앙통신", [kp, tokyo]),
        ("kcna.kp", [kp]),
        ("pt", [times]),
        ("Pyongyang", [times]),
        ("rodong", [rodong]),
        ("nodong sinmun", [rodong]),
        ("mfa", [ministry]),
        ("MOFA", [ministry]),
        ("sinmun", []),
        ("p", []),
        ("kcnawatch", []),
        ("?", []),
    ):
        assert KnownNames().find("source", text) == [source.pk for source in expected], text
        is_short = text in {"pt", "Pyongyang", "rodong", "mfa"}
        called = [] if is_short else [source.pk for source in expected]
        assert KnownNames().sources_called(text) == called, text


def test_looking_up_a_name_takes_two_queries() -> None:
    EntityName.objects.create(entity=make_place("Kujang"), name="Kujang", kind="official")
    with assertNumQueries(2):
        KnownNames().find("place", "kujang")


def test_an_article_is_found_by_its_original_address() -> None:
    address = "https://www.example.org/n/12.html?id=3"
    article = make_article({"original_url": address})
    article.extracts.update(link_key=link_key(address))
    corrected = make_article({"original_url": ""})
    corrected.original_url, corrected.is_corrected = "http://example.org/n/13.html#2", True
    corrected.save()
    for typed, expected in (
        (address, [article.pk]),
        ("http://example.org/n/12.html?id=3&utm_source=x#top", [article.pk]),
        ("example.org/n/12.html/?id=3", [article.pk]),
        ("example.org/n/12.html", []),
        ("https://example.org/n/13.html#2", [corrected.pk]),
        ("https://example.org/n/13.html", []),
        ("https://example.org/", []),
    ):
        assert list(KnownNames().with_address(typed)) == expected, typed
