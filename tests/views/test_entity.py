"""Test the page of a place, organisation or person: its counts equal the linked lists."""

import random
import re
from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.corrections import entity_decisions, undo
from archive.display.labels import forget_labels
from archive.models import ArchiveVersion, Article, Entity, EntityName, Mention
from archive.search import SearchQuery, catch_up, rebuild, search
from archive.views.entity import GAZETTEER
from archive.views.parts import spellings
from archive.views.parts.linked_counts import Count
from archive.views.parts.spellings import SpellingsSeen, spellings_seen
from tests.factories import make_place
from tests.sample_pages import SamplePages
from tests.search_library import NAMES, PLACES, SOURCES, Library
from tests.sqlite_steps import STEPS, steps_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> Library:
    library = Library()
    chance = random.Random(5)
    for number in range(70):
        library.article(
            f"Report {number}",
            source=chance.choice([*SOURCES, None]),
            on=chance.choice(["2025-04-17", "2025-06-01", "2025-05", "2024-12-31", "2025", None]),
            places=chance.sample(list(PLACES), chance.choice([0, 1, 2])),
            names=chance.sample(list(NAMES), chance.choice([0, 1, 2, 3])),
            withdrawn=chance.random() < 0.1,
        )
    Entity.objects.filter(slug="kim-chaek-complex").update(site=library.places["kujang"])
    rebuild()
    return library


def total_at(client: Client, url: str) -> int:
    response = client.get(url)
    assert response.status_code == 200, url
    return int(response.context["total"])


@pytest.mark.parametrize("slug", ["kujang", "north-phyongan", "kim-chaek-complex", "kim-tok-hun"])
def test_every_count_equals_the_length_of_the_linked_list(
    client: Client, library: Library, slug: str
) -> None:
    page = client.get(library.entities[slug].get_absolute_url()).context
    counts: list[Count] = [*page["sources"], *page["below"], *page["organisations_here"]]
    counts += [count for each in page["cooccurring"] for count in each.counts]
    linked = {count.url: count.count for count in counts}
    linked |= {bar.url: bar.count for bar in page["time_chart"].chart.bars if bar.url}
    linked |= {page["list_url"]: page["total"]}
    assert len(linked) > 12
    for url, count in linked.items():
        assert total_at(client, url) == count, url
    drawn = sum(bar.count for bar in page["time_chart"].chart.bars)
    assert drawn + page["time_chart"].left_out == page["total"]
    assert sum(count.count for count in page["sources"]) == page["total"]
    assert page["time_chart"].left_out > 1


@pytest.mark.parametrize("slug", ["kujang", "kim-chaek-complex", "kim-tok-hun"])
def test_cooccurring_names_are_counted(client: Client, library: Library, slug: str) -> None:
    entity = library.entities[slug]
    within = [entity.pk, *Entity.objects.filter(parent=entity).values_list("pk", flat=True)]
    articles = Article.objects.public().filter(mentions__entity__in=within).distinct()
    named = Mention.objects.filter(article__in=articles, entity__kind="person").exclude(
        entity=entity
    )
    expected = Counter(named.values_list("entity__name"))
    page = client.get(entity.get_absolute_url()).context
    people = next(each for each in page["cooccurring"] if each.kind == "person")
    assert {(count.label,): count.count for count in people.counts} == expected


def test_the_list_of_all_cooccurring_names_has_the_same_counts(
    client: Client, library: Library
) -> None:
    for slug in ("kujang", "kim-tok-hun"):
        for each in client.get(library.entities[slug].get_absolute_url()).context["cooccurring"]:
            values = client.get(each.all_url).context["values"].values
            listed = {value.label: value.count for value in values}
            assert {count.label: count.count for count in each.counts}.items() <= listed.items(), (
                each.all_url
            )


def test_places_that_contain_each_other_are_not_cooccurring_names(
    client: Client, library: Library
) -> None:
    library.article(places=["ryongdung", "russia", "unsan-south-phyongan"])
    rebuild()
    page = client.get("/places/kujang/").context
    places = next(each for each in page["cooccurring"] if each.kind == "place")
    labels = {count.label for count in places.counts}
    assert {"Russia", "Unsan County (South Phyongan Province)", "South Phyongan Province"} <= labels
    assert not labels & {
        "Kujang County",
        "Ryongdung-ri",
        "North Phyongan Province",
        "Foreign countries",
    }


def test_the_implied_place_of_an_organisation_is_not_a_cooccurring_name(
    client: Client, library: Library
) -> None:
    def places() -> set[str]:
        cooccurring = client.get("/organisations/kim-chaek-complex/").context["cooccurring"]
        return {
            count.label for each in cooccurring if each.kind == "place" for count in each.counts
        }

    assert not places() & {"Kujang County", "North Phyongan Province"}
    Entity.objects.filter(slug="kim-chaek-complex").update(implies_site=False)
    assert {"Kujang County", "North Phyongan Province"} <= places()


def test_two_people_with_the_same_name_are_counted_separately(
    client: Client, library: Library
) -> None:
    """Count two people named Kim Song separately, although one has the slug "kim-song".

    In a search, `person:kim-song` means the name, so it finds the articles of both people.
    """
    for slug in ("kim-song", "kim-song-2"):
        entity = Entity.objects.create(kind="person", name="Kim Song", slug=slug)
        EntityName.objects.create(entity=entity, name="Kim Song", kind="official")
        library.entities[slug] = entity
    library.article(names=["kim-song", "kim-tok-hun"])
    library.article(names=["kim-song-2", "kim-tok-hun"])
    library.article(names=["kim-song", "kim-song-2"])
    rebuild()
    assert total_at(client, "/articles/?q=person:kim-song") == 3
    assert total_at(client, "/articles/?q=person:%3Dkim-song") == 2
    assert total_at(client, "/articles/?q=person:%3Dnobody-at-all") == 0
    for slug in ("kim-song", "kim-song-2", "kim-tok-hun"):
        page = client.get(f"/people/{slug}/").context
        people = next(each for each in page["cooccurring"] if each.kind == "person")
        assert "Kim Song" in {count.label for count in people.counts}
        for count in people.counts:
            assert total_at(client, count.url) == count.count, count.url


def test_counts_inside_a_selection_are_of_the_selected_articles(library: Library) -> None:
    kujang = library.places["kujang"].pk
    inside = search(SearchQuery(is_inside=True, periods=("month",)).choosing("place", kujang))
    usual = search(SearchQuery().choosing("place", kujang))
    assert inside.counts["place"][kujang] == inside.total == usual.total
    assert len(inside.counts["place"]) < len(usual.counts["place"])
    assert inside.periods
    assert inside.counts["source"] == usual.counts["source"]
    assert (
        inside.periods.found["month"][202504]
        == search(SearchQuery(words="place:kujang date:2025-04")).total
    )


def test_a_page_of_another_kind_is_not_found(client: Client, sample_pages: SamplePages) -> None:
    for url in (
        "/people/kujang/",
        "/organisations/ri-su-yong/",
        "/places/ri-su-yong/",
        "/people/kujang-gun/",
    ):
        assert client.get(url).status_code == 404, url
    assert (
        "There is no person “kujang” in the archive."
        in client.get("/people/kujang/").content.decode()
    )


def test_spellings_seen_are_counted_by_article(client: Client, sample_pages: SamplePages) -> None:
    person, article = sample_pages.official, sample_pages.more[0]
    merged = Entity.objects.create(
        kind="person", name="Lee Su Yong", slug="lee-su-yong", merged_into=person
    )
    rows = [
        {"entity": person, "text": "Ri Su Yong"},  # the article already mentions this person
        {"entity": person, "text": "RI SU YONG", "state": "rejected"},
        {"entity": person, "text": "Ri’s Department", "is_implied": True},
        {"entity": person, "text": ""},
        {"entity": merged, "text": "Lee Su Yong"},
    ]
    Mention.objects.bulk_create(
        Mention(article=article, rule="test", field="body", start=at, end=at + 1, **row)
        for at, row in enumerate(rows)
    )
    Mention.objects.create(
        article=sample_pages.withdrawn, entity=person, text="Ri Su Ryong", rule="test"
    )
    seen = spellings_seen(person, [merged.pk])
    assert seen.spellings == (("Ri Su Yong", 9), ("Ri Su-jong", 4), ("Lee Su Yong", 1))
    assert (seen.others, seen.is_partial) == (0, False)
    html = client.get("/people/ri-su-yong/").content.decode()
    assert '<bdi>Ri Su-jong</bdi> <span class="quiet">in 4</span>' in html


def test_only_the_latest_mentions_of_an_entity_are_read(
    sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spellings, "MENTIONS_READ", 4)
    monkeypatch.setattr(spellings, "SHOWN", 1)
    seen = spellings_seen(sample_pages.official, [])
    assert seen.spellings == (("Ri Su-jong", 3),)  # the article `long` is older
    assert (seen.others, seen.is_partial) == (1, True)


def test_only_the_latest_mentions_of_merged_entities_are_read(
    sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spellings, "MENTIONS_READ", 10)
    person, article = sample_pages.official, Article.objects.public().latest("pk")
    merged = Entity.objects.create(
        kind="person", name="Lee Su Yong", slug="lee-su-yong", merged_into=person
    )

    def mention(first: int, end: int) -> None:
        Mention.objects.bulk_create(
            Mention(
                entity=merged,
                article=article,
                rule="test",
                text="Lee Su Yong",
                field="body",
                start=at,
                end=at + 1,
            )
            for at in range(first, end)
        )

    def read() -> SpellingsSeen:
        return spellings_seen(person, [merged.pk])

    mention(0, 100)
    seen, steps = read(), steps_of(read)
    assert ("Lee Su Yong", 1) in seen.spellings
    mention(100, 3_000)
    assert (read(), seen.is_partial) == (seen, True)
    assert steps_of(read) <= steps + 3 * STEPS


def test_implied_mentions_are_not_read(sample_pages: SamplePages) -> None:
    person, article = sample_pages.official, sample_pages.usual

    def read() -> SpellingsSeen:
        return spellings_seen(person, [])

    seen, steps = read(), steps_of(read)
    Mention.objects.bulk_create(
        Mention(
            entity=person,
            article=article,
            rule="test",
            is_implied=True,
            field="body",
            start=at,
            end=at + 1,
        )
        for at in range(3_000)
    )
    assert read() == seen
    assert steps_of(read) <= steps + 3 * STEPS


def test_a_record_shows_its_sources(client: Client, sample_pages: SamplePages) -> None:
    works = client.get("/organisations/kusong-pharmaceutical-works/").content.decode()
    for said in (
        "Organisation in Kusong City. Makes medicines.",
        (
            '<a href="/places/kusong/">Kusong City</a>, <a href="/places/north-phyongan/">North'
            " Phyongan Province</a>"
        ),
        (
            'ISO 3166 KP-03; Wikidata <a href="https://www.wikidata.org/wiki/Q42" rel="noopener'
            ' noreferrer">Q42</a>; VIAF'
        ),
        "Named so by KCNA.",
        "구성제약공장",
    ):
        assert said in works, said
    assert "not in our gazetteer" not in works
    assert "not in our gazetteer" in client.get("/people/pak-myong-sun/").content.decode()


def record_of(client: Client, entity: Entity) -> str:
    html = client.get(entity.get_absolute_url()).content.decode()
    return html.partition("<dt>Origin</dt><dd>")[2].partition("</dd>")[0]


def test_a_record_says_whether_staff_reviewed_it(
    client: Client, sample_pages: SamplePages, ada: User
) -> None:
    detected = "Detected automatically in articles; "
    one, twin, other = (
        sample_pages.entity("person", name, origin="detected")
        for name in ("Ri Ok", "Ri Ook", "Ri Uk")
    )
    EntityName.objects.filter(entity__in=[one, twin, other]).update(origin="detected")
    unchecked = f"{detected}not reviewed, not in {GAZETTEER}."
    assert record_of(client, one) == record_of(client, other) == unchecked
    merging = entity_decisions.merge(twin, one, "why", ada)
    assert record_of(client, one) == f"{detected}reviewed by staff, not in {GAZETTEER}."
    page = client.get(one.get_absolute_url()).content.decode()
    assert '<bdi>Ri Ook</bdi> <span class="quiet">(detected automatically)</span>' in page
    undo(merging, ada)
    assert record_of(client, one) == unchecked
    apart = entity_decisions.keep_apart(one, other, "why", ada)
    for each in (one, other):
        assert record_of(client, each) == f"{detected}reviewed by staff, not in {GAZETTEER}."
    undo(apart, ada)
    entity_decisions.ban(one, "Ri Ok", "why", ada)
    assert record_of(client, one) == f"{detected}staff have decided that this is not a name."
    entity_decisions.accept([other], "why", ada)
    assert record_of(client, other) == f"{detected}accepted by staff."


def test_organisations_are_listed_on_the_pages_of_their_places(
    client: Client, sample_pages: SamplePages
) -> None:
    for url in ("/places/kusong/", "/places/north-phyongan/"):
        here = client.get(url).context["organisations_here"]
        assert [(count.label, count.count) for count in here] == [
            ("Kusong Pharmaceutical Works", 24)
        ], url
        assert client.get(here[0].url).context["total"] == 24
    assert client.get("/places/kujang/").context["organisations_here"] == []


def test_a_page_without_articles_says_so(client: Client, sample_pages: SamplePages) -> None:
    response = client.get("/people/jo-nobody/")
    html = response.content.decode()
    assert response.context["time_chart"] is None
    assert "No articles in the archive mention <bdi>Jo Nobody</bdi>." in html
    assert '<a href="/people/">See all people</a>' in html


def test_a_place_says_which_articles_are_counted_for_it(
    client: Client, sample_pages: SamplePages
) -> None:
    def said(url: str) -> str:
        found = re.search(
            r"<dt>((?:Mentioned|Counted) in</dt>.*?)</dd>", client.get(url).content.decode()
        )
        assert found is not None
        return re.sub(r"<[^>]+>", " ", found[1])

    assert re.fullmatch(r"Mentioned in +\d+ articles ", said("/places/kujang/"))
    assert "articles  that name it or an organisation there  (" in said("/places/kusong/")
    assert "that name it, a place in it or an organisation there" in said("/places/north-phyongan/")
    assert "no articles" in said("/people/jo-nobody/")
    sample_pages.province.parent = make_place("Democratic Republic", "country")
    sample_pages.province.save()
    forget_labels()
    rebuild()
    home = said("/places/democratic-republic/")
    assert "Counted in" in home
    assert (
        "that name a place or an organisation in it (the name of the country is not counted)"
        in home
    )


def test_the_last_day_of_all_has_no_later_days(client: Client, sample_pages: SamplePages) -> None:
    entity = Entity.objects.get(kind="place", slug="kujang")
    Article.objects.update(published_on="9999-12-31", published_precision="day")
    ArchiveVersion.stamp(Article.objects.values_list("pk", flat=True))
    catch_up()
    page = client.get(entity.get_absolute_url())
    assert (page.status_code, page.context["since"]) == (200, None)


def test_a_page_says_what_the_archive_has_since_the_last_mention(
    client: Client, sample_pages: SamplePages
) -> None:
    silent = {
        entity: page.context["since"]
        for entity in Entity.objects.filter(merged_into=None, mentions__isnull=False).distinct()[
            :25
        ]
        for page in [client.get(entity.get_absolute_url())]
        if page.context["since"]
    }
    assert silent
    for entity, since in silent.items():
        total = client.get(since.url).context["total"]
        assert since.articles.startswith(f"{total} article"), entity
        later = client.get(f"{since.url}&{entity.kind}={entity.slug}")
        assert later.context["total"] == 0
        assert since.days > 0
