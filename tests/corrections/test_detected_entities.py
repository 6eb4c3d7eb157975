"""Test which entity a detected name means, and that a missing entity is created."""

from typing import Any

import pytest
from django.db import transaction

from archive.corrections import detected_entities
from archive.corrections.detected_entities import (
    DetectedEntities,
    DetectedName,
    find_or_create_entities,
    known_ids,
)
from archive.models import ArchiveVersion, Entity, EntityName, OldSlug
from ingest.values import MentionSpan
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def span(kind: str, name: str, site: str = "") -> MentionSpan:
    return MentionSpan(
        kind, "", "body", 0, len(name), name, "organisation-grammar", 0.8, name=name, site=site
    )


def entities_of(*spans: MentionSpan) -> list[Entity | None]:
    ids = find_or_create_entities(spans)
    return [Entity.objects.filter(pk=ids.get(DetectedName.of(each)) or 0).first() for each in spans]


def test_an_unknown_name_becomes_an_unlisted_entity() -> None:
    onchon = make_place("Onchon", "county")
    (farm,) = entities_of(span("organisation", "Undok Farm", "onchon"))
    assert farm is not None
    assert (farm.kind, farm.name, farm.slug, farm.site, farm.is_listed) == (
        *("organisation", "Undok Farm", "undok-farm", onchon, False),
    )
    assert [(row.name, row.kind) for row in farm.names.all()] == [("Undok Farm", "official")]


def test_case_and_hyphens_of_a_name_do_not_matter() -> None:
    (first,) = entities_of(span("organisation", "Undok Coal-mining Complex"))
    assert entities_of(span("organisation", "UNDOK Coal Mining Complex")) == [first]
    assert entities_of(span("person", "Undok Coal-mining Complex")) != [first]
    assert Entity.objects.count() == 2


def test_a_taken_slug_gets_a_number() -> None:
    make_place("Undok", "city")
    OldSlug.objects.create(kind="person", slug="undok-2", entity=Entity.objects.get())
    first, second = entities_of(span("organisation", "Undok"), span("person", "Undok"))
    assert first is not None
    assert second is not None
    assert [first.slug, second.slug] == ["undok-3", "undok-4"]


def test_a_name_without_latin_letters_gets_its_kind_as_slug() -> None:
    (person,) = entities_of(span("person", "김철수"))
    assert person is not None
    assert person.slug == "person"


def test_a_ri_is_in_the_county_that_the_text_names() -> None:
    province = make_place("North Hwanghae", "province")
    Entity.objects.update(division=province)
    for county in ("Sohung", "Unpha"):
        make_place(county, "county", parent=province)
    Entity.objects.filter(place_type="county").update(division=province)
    one, other, same = entities_of(
        span("place", "Munmu-ri", "sohung"),
        span("place", "Munmu-ri", "unpha"),
        span("place", "Munmu-ri", "sohung"),
    )
    assert one is not None
    assert other is not None
    assert one == same != other
    assert (one.slug, one.place_type, one.parent and one.parent.slug, one.division) == (
        *("munmu-ri-sohung", "ri", "sohung", province),
    )


def test_merged_and_banned_names_keep_their_entity() -> None:
    (farm, mine) = entities_of(
        span("organisation", "Undok Farm"), span("organisation", "Undok Mine")
    )
    assert farm is not None
    assert mine is not None
    Entity.objects.filter(pk=farm.pk).update(merged_into=mine)
    assert entities_of(span("organisation", "Undok Farm")) == [farm], (
        "the mentions stay with the merged entity, and are counted for the other"
    )
    EntityName.objects.filter(entity=mine).update(kind="banned")
    assert entities_of(span("organisation", "Undok Mine")) == [None]
    mine_again = span("organisation", "Undok Mine")
    assert known_ids([mine_again]) == {DetectedName.of(mine_again): None}
    assert Entity.objects.count() == 2


def test_a_banned_spelling_stays_banned_in_capitals(
    django_assert_max_num_queries: Any,
) -> None:
    (mine,) = entities_of(span("organisation", "Undok Coal-mining Complex"))
    assert mine is not None
    EntityName.objects.create(entity=mine, name="Undok Coal Mining Complex", kind="banned")
    with django_assert_max_num_queries(3):
        assert entities_of(span("organisation", "UNDOK Coal Mining Complex")) == [None]
    assert entities_of(span("organisation", "Undok Coal-Mining complex")) == [mine]
    new = Entity.objects.create(
        kind="organisation", name="Undok Coal Mining Complex", slug="split-off"
    )
    EntityName.objects.create(entity=new, name=new.name, kind="official")
    assert entities_of(span("organisation", "Undok Coal Mining Complex")) == [new]


def test_spellings_in_one_text_mean_one_entity_with_one_site() -> None:
    onchon = make_place("Onchon", "county")
    one, other = entities_of(
        span("organisation", "Undok Coal-mining Complex"),
        span("organisation", "Undok Coal Mining Complex", "onchon"),
    )
    assert one == other
    assert one is not None
    assert one.site == onchon


def test_names_in_a_merged_place_belong_to_the_other_place() -> None:
    onchon = make_place("Onchon", "county")
    Entity.objects.create(
        kind="place", name="Onzon", slug="onzon", place_type="county", merged_into=onchon
    )
    (there,) = entities_of(span("place", "Munmu-ri", "onchon"))
    assert entities_of(span("place", "Munmu-ri", "onzon")) == [there]
    (farm,) = entities_of(span("organisation", "Undok Farm", "onzon"))
    assert farm is not None
    assert farm.site == onchon


def test_a_listed_entity_has_priority_over_a_detected_one() -> None:
    (found,) = entities_of(span("organisation", "Undok Farm"))
    listed = Entity.objects.create(
        kind="organisation", name="Undok Cooperative Farm", slug="listed"
    )
    EntityName.objects.create(entity=listed, name="Undok Farm", kind="variant")
    assert found != listed
    assert entities_of(span("organisation", "Undok Farm")) == [listed]


def test_known_ids_creates_no_entity() -> None:
    place = make_place("Onchon", "county")
    listed = MentionSpan("place", "onchon", "body", 0, 6, "Onchon", "typed-name", 1.0)
    assert known_ids([listed, span("person", "Ri Chol")]) == {"onchon": place.pk}
    assert Entity.objects.count() == 1


def test_known_names_take_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    spans = [span("person", f"Ri Chol {number}") for number in range(40)]
    with django_assert_max_num_queries(10):
        find_or_create_entities(spans)
    with django_assert_max_num_queries(2):
        assert len(find_or_create_entities(spans)) == 40


def test_names_are_cached_until_somebody_else_changes_the_archive(
    django_assert_num_queries: Any,
) -> None:
    found = DetectedEntities()
    spans = [span("organisation", "Undok Farm")]
    first = found.find_or_create(spans)
    found.committed(ArchiveVersion.stamp())
    with django_assert_num_queries(1):  # reads the archive version
        assert found.find_or_create(spans) == first
    EntityName.objects.update(kind="banned")
    ArchiveVersion.stamp()
    assert found.find_or_create(spans) == {}


def test_names_that_were_rolled_back_are_not_cached() -> None:
    found = DetectedEntities()
    spans = [span("organisation", "Undok Farm")]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        found.find_or_create(spans)
        raise ZeroDivisionError
    found.forget()
    assert Entity.objects.filter(pk__in=found.find_or_create(spans).values()).count() == 1


def test_names_are_queried_again_after_a_change_during_a_batch() -> None:
    found = DetectedEntities()
    spans = [span("organisation", "Undok Farm")]
    found.find_or_create(spans)
    found.committed(ArchiveVersion.stamp())
    EntityName.objects.update(kind="banned")
    ArchiveVersion.stamp()
    found.committed(ArchiveVersion.stamp())
    assert found.find_or_create(spans) == {}


def test_a_cleared_cache_creates_no_entity_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(detected_entities, "_MOST_REMEMBERED", 1)
    found = DetectedEntities()
    spans = [span("organisation", "Undok Farm"), span("organisation", "Haeju Shoe Factory")]
    first = found.find_or_create(spans)
    for _batch in range(3):
        found.committed(ArchiveVersion.stamp())
        assert found.find_or_create(spans) == first
    assert Entity.objects.filter(name="Undok Farm").count() == 1
