"""Tests of the data files of places, and of loading the data files into the archive."""

from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils.text import slugify

from archive.models import (
    ArchiveVersion,
    Correction,
    Decision,
    Entity,
    EntityName,
    OldSlug,
    Source,
    SourceName,
)
from ingest.mentions import Gazetteer, find_mentions
from ingest.mentions.gazetteer import TYPES_WITH_WORD
from ingest.mentions.places_csv import DIVISION_TYPES, read_places
from ingest.sources import SOURCES_FILE, read_sources
from tests.factories import make_article

PLACES = {place.slug: place for place in read_places()}


def load() -> str:
    out = StringIO()
    call_command("load_gazetteer", stdout=out)
    return out.getvalue()


def test_the_data_files_have_the_expected_number_of_places_of_each_type() -> None:
    types = Counter(place.place_type for place in PLACES.values())
    abroad = {"": 1, "country": 195, "capital": 181}
    nature = {
        "mountain": 7,
        "hill": 3,
        "village": 2,
        "island": 3,
        "lake": 2,
        "river": 5,
        "area": 16,
        "ri": 3,
    }
    typed = {"province": 9, "municipality": 4, "city": 24, "county": 144, "district": 47}
    assert types == typed | abroad | nature
    within = Counter(
        place.division
        for place in PLACES.values()
        if place.place_type in {"city", "county", "district"}
    )
    assert within == {
        "pyongyang": 21,
        "south-phyongan": 22,
        "north-phyongan": 25,
        "jagang": 18,
        "south-hwanghae": 20,
        "north-hwanghae": 19,
        "kangwon": 17,
        "south-hamgyong": 27,
        "north-hamgyong": 22,
        "ryanggang": 12,
        "rason": 2,
        "nampho": 7,
        "kaesong": 3,
    }


def test_places_are_complete_and_follow_their_parents() -> None:
    seen: set[str | None] = {None}
    for place in PLACES.values():
        assert place.parent in seen, place
        seen.add(place.slug)
        assert place.evidence
        assert "Licence: none needed for facts" in place.evidence
        assert place.korean_name or place.division is None
        assert (place.latitude is None) == (place.longitude is None)
        assert place.division is None or PLACES[place.division].place_type in DIVISION_TYPES
    assert len(seen) == len(PLACES) + 1


def test_a_slug_is_the_name_and_has_the_division_if_two_places_share_the_name() -> None:
    # Except Mangyongdae, because a village and the district that contains it have this name.
    places = [place for place in PLACES.values() if place.slug != "mangyongdae-hill"]
    shared = Counter(slugify(place.name) for place in places)
    for place in places:
        name = slugify(place.name) if place.slug != "dprk" else "dprk"
        assert place.slug == (
            name if shared[name] < 2 else f"{name}-{place.division or place.parent}"
        )
    assert {slug for slug in PLACES if slug.startswith("unsan")} == {
        "unsan-north-phyongan",
        "unsan-south-phyongan",
    }


def test_every_division_has_its_code() -> None:
    codes = [
        place.authority_ids["iso_3166"] for place in PLACES.values() if place.division == place.slug
    ]
    assert sorted(codes) == [f"KP-{number:02}" for number in (*range(1, 11), 13, 14, 15)]


def test_a_spelling_with_a_type_word_means_one_place_except_unsan() -> None:
    gazetteer = Gazetteer.from_files()
    for place in PLACES.values():
        spellings = [name for name, _ in place.names]
        assert len(spellings) == len(set(spellings)), place.slug
        for name, kind in place.names:
            if (
                kind in {"official", "variant", "misspelling"}
                and name != "Unsan"
                and place.place_type in TYPES_WITH_WORD
            ):
                candidates = gazetteer.typed(name, place.place_type)
                assert [candidate.place.slug for candidate in candidates] == [place.slug], name


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    first = load()
    assert f"places: {len(PLACES)} created" in first
    version = ArchiveVersion.current().number
    rows = (
        list(EntityName.objects.values_list()),
        list(Entity.objects.values_list()),
        list(Source.objects.values_list()),
    )
    second = load()
    assert "created" not in second
    assert "updated" not in second
    assert f"places: {len(PLACES)} unchanged" in second
    assert ArchiveVersion.current().number == version
    assert rows == (
        list(EntityName.objects.values_list()),
        list(Entity.objects.values_list()),
        list(Source.objects.values_list()),
    )


@pytest.mark.django_db
def test_loading_creates_the_tree_of_places() -> None:
    load()
    assert Entity.objects.divisions().count() == 13
    kusong = Entity.objects.get(slug="kusong")
    assert (kusong.parent, kusong.division) == (Entity.objects.get(slug="north-phyongan"),) * 2
    phohang = Entity.objects.get(slug="phohang")
    assert (phohang.parent and phohang.parent.slug, phohang.division and phohang.division.slug) == (
        "chongjin",
        "north-hamgyong",
    )
    assert Entity.objects.get(slug="dprk").division is None
    assert SourceName.objects.get(key="kcna.kp (en)").source.slug == "kcna-kp"


@pytest.mark.django_db
def test_the_database_gives_the_same_gazetteer_as_the_files() -> None:
    load()
    gazetteer = Gazetteer.from_rows(Entity.objects.as_rows(), Entity.objects.as_name_rows())
    # Because of `is True`, pytest does not print a difference, which would take minutes.
    assert (gazetteer == Gazetteer.from_files()) is True


@pytest.mark.django_db
def test_a_changed_value_is_restored_and_its_articles_are_stamped() -> None:
    load()
    article = make_article()
    kusong = Entity.objects.get(slug="kusong")
    article.mentions.create(
        entity=kusong, field="body", start=0, end=3, text="The", rule="typed-name"
    )
    other = make_article()
    Entity.objects.filter(pk=kusong.pk).update(name="Kusung", korean_name="")
    version = ArchiveVersion.current().number
    assert "places: 1 updated" in load()
    kusong.refresh_from_db()
    article.refresh_from_db()
    other.refresh_from_db()
    assert (kusong.name, kusong.korean_name) == ("Kusong", "구성시")
    assert ArchiveVersion.current().number == version + 1 == article.version != other.version


@pytest.mark.django_db
def test_articles_of_a_merged_place_are_stamped_too() -> None:
    load()
    kujang = Entity.objects.get(slug="kujang")
    merged = Entity.objects.create(kind="place", name="Kuzhang", slug="kuzhang", merged_into=kujang)
    village = Entity.objects.create(
        kind="place", name="Ryongdung-ri", slug="ryongdung", parent=kujang
    )
    merged_village = Entity.objects.create(
        kind="place", name="Ryong", slug="ryong", merged_into=village
    )
    articles = [make_article() for _ in range(4)]
    for article, entity in zip(articles, (kujang, merged, village, merged_village), strict=True):
        article.mentions.create(entity=entity, rule="test")
    Entity.objects.filter(pk=kujang.pk).update(place_type="city")
    load()
    version = ArchiveVersion.current().number
    for article in articles:
        article.refresh_from_db()
        assert article.version == version


@pytest.mark.django_db
def test_loading_overwrites_a_corrected_field_only_if_the_correction_is_undone() -> None:
    load()
    kusong = Entity.objects.get(slug="kusong")
    user = User.objects.create_user("ann")
    decision = Decision.objects.create(kind="correct", reason="The new map.", made_by=user)
    Correction.objects.create(
        decision=decision,
        entity=kusong,
        kind="field",
        key="parent",
        parsed_value="north-phyongan",
        corrected_value="jagang",
    )
    jagang = Entity.objects.get(slug="jagang")
    Entity.objects.filter(pk=kusong.pk).update(parent=jagang)
    load()
    kusong.refresh_from_db()
    assert kusong.parent == jagang
    decision.undone_by, decision.undone_at = user, decision.made_at
    decision.save()
    load()
    kusong.refresh_from_db()
    assert kusong.parent and kusong.parent.slug == "north-phyongan"


@pytest.mark.django_db
def test_aliases_added_or_banned_by_staff_are_kept_and_used() -> None:
    load()
    kusong = Entity.objects.get(slug="kusong")
    EntityName.objects.filter(entity=kusong, name="Guseong").update(kind="banned")
    EntityName.objects.create(entity=kusong, name="Kusung", kind="misspelling", origin="staff")
    assert "aliases: 2 kept" in load()
    gazetteer = Gazetteer.from_rows(Entity.objects.as_rows())
    results = find_mentions("", "From Kusung City to Guseong City.", gazetteer)
    assert [(mention.text, mention.entity) for mention in results.mentions] == [
        ("Kusung", "kusong")
    ]


@pytest.mark.django_db
def test_an_alias_removed_from_the_file_is_removed() -> None:
    load()
    kusong = Entity.objects.get(slug="kusong")
    EntityName.objects.create(entity=kusong, name="Kusing", kind="variant", origin="listed")
    assert "1 removed" in load()
    assert not EntityName.objects.filter(name="Kusing").exists()


@pytest.mark.django_db
def test_a_renamed_place_is_found_by_its_old_slug() -> None:
    load()
    kusong = Entity.objects.get(slug="kusong")
    Entity.objects.filter(pk=kusong.pk).update(slug="kusong-city")
    OldSlug.objects.create(kind="place", slug="kusong", entity=kusong)
    assert "created" not in load()
    kusong.refresh_from_db()
    assert kusong.slug == "kusong-city"


@pytest.mark.django_db
def test_a_source_imported_before_becomes_listed_and_keeps_its_names() -> None:
    met = Source.objects.create(slug="naenara-en", name="Naenara", is_listed=False)
    SourceName.objects.create(source=met, name="Naenara (En)", key="naenara (en)", language="")
    odd = Source.objects.create(slug="odd", name="Odd", is_listed=False)
    SourceName.objects.create(source=odd, name="KCNA.kp (Kr)", key="kcna.kp (kr)")
    report = load()
    names = sum(len(source.names) for source in read_sources())
    assert f"source names: {names - 2} created, 1 updated, 1 kept" in report
    met.refresh_from_db()
    assert met.is_listed
    assert met.home_page
    assert SourceName.objects.get(key="naenara (en)").language == "en"
    assert SourceName.objects.get(key="kcna.kp (kr)").source == odd


@pytest.mark.django_db
def test_an_alias_of_a_merged_place_is_found_unless_the_other_place_has_the_alias() -> None:
    load()
    kusong, kujang = Entity.objects.get(slug="kusong"), Entity.objects.get(slug="kujang")
    EntityName.objects.create(entity=kujang, name="KUSONG", kind="variant")
    Entity.objects.filter(pk=kujang.pk).update(merged_into=kusong)
    gazetteer = Gazetteer.from_rows(Entity.objects.as_rows())
    results = find_mentions("", "From Kusong City to Kujang City and Kujang County.", gazetteer)
    named = [(mention.text, mention.entity, mention.rule) for mention in results.mentions]
    assert named == [
        ("Kusong", "kusong", "typed-name"),
        ("Kujang", "kujang", "typed-name"),
        ("Kujang", "kujang", "typed-name/former-type"),
    ]


@pytest.mark.django_db
def test_places_of_other_countries_are_foreign_also_if_staff_added_them() -> None:
    load()
    country = Entity.objects.create(
        kind="place", name="Lutopia", slug="lutopia", place_type="country"
    )
    Entity.objects.create(
        kind="place", name="Port Lut", slug="port-lut", place_type="capital", parent=country
    )
    foreign = {row[0] for row in Entity.objects.as_rows() if row[-1]}
    listed = {
        place.slug
        for place in PLACES.values()
        if place.division is None and place.slug != "dprk" and place.parent != "dprk"
    }
    assert foreign == {"lutopia", "port-lut"} | listed


def test_every_country_is_foreign_and_contains_its_capital() -> None:
    for place in PLACES.values():
        if place.place_type == "country" and place.slug != "dprk":
            assert place.parent == "other-countries" and place.authority_ids.keys() == {
                "iso_3166",
                "geonames",
            }, place
        if place.place_type == "capital":
            assert place.parent and PLACES[place.parent].place_type == "country", place
            assert place.latitude is not None or place.slug == "melekeok", place
    named = [place for place in PLACES.values() if place.place_type not in TYPES_WITH_WORD]
    spellings = Counter(name for place in named for name, _sort in place.names)
    assert [name for name, number in spellings.items() if number > 1] == []


def test_data_files_call_facts_without_a_document_unsourced() -> None:
    """Check that no data file names "memory" as the origin of a fact, instead of "unsourced"."""
    for file in {*SOURCES_FILE.parent.glob("*.csv")} - {SOURCES_FILE.parent / "common_words.csv"}:
        assert "memory" not in file.read_text(encoding="utf-8"), file.name
