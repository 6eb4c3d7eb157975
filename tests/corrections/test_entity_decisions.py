"""Test decisions about entities: mergers, splits, names and bans, and how they are undone."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.corrections import CorrectionError, StaleForm, add_mention, redo, undo
from archive.corrections.article_overlay import rebuild
from archive.corrections.entity_decisions import (
    accept,
    add_spelling,
    ban,
    describe,
    keep_apart,
    merge,
    rename,
    split_off,
)
from archive.corrections.entity_spellings import digest
from archive.corrections.propagation import spread_all
from archive.display.labels import moved_entity
from archive.models import ArchiveVersion, Article, Decision, Entity, EntityName, Mention
from archive.search import counted_entities
from tests.factories import make_article, make_mention, make_named, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def works() -> Entity:
    return make_named("Health Works", "Pharmaceutical Works", "pharmaceutical works")


@pytest.fixture
def article() -> Article:
    return make_article()


def counted(article: Article) -> set[str]:
    """Return the names of the entities in whose counts an article is included."""
    special = counted_entities()
    ids = {
        pk
        for (each,) in article.mentions.shown().values_list("entity")
        for pk in special.get(each, (each,))
    }
    return set(Entity.objects.filter(pk__in=ids).values_list("name", flat=True))


def test_a_merged_entity_counts_for_the_other_and_redirects_to_it(
    works: Entity, article: Article, ada: User
) -> None:
    make_mention(article, works, "pharmaceutical works")
    other = make_named("Kusong Works")
    decision = merge(works, other, "the same", ada)
    assert counted(article) == {"Kusong Works"}
    assert moved_entity("organisation", works.slug) == other.slug
    assert [row[1] for row in Entity.objects.as_name_rows()] == [works.slug, other.slug]
    undo(decision, ada)
    assert counted(article) == {"Health Works"}
    assert moved_entity("organisation", works.slug) == works.slug
    redo(decision, ada)
    assert counted(article) == {"Kusong Works"}


def test_a_chain_of_mergers_can_be_undone_in_any_order(article: Article, ada: User) -> None:
    first, second, third = (make_named(f"Works {number}") for number in (1, 2, 3))
    make_mention(article, first, "pharmaceutical works")
    one = merge(first, second, "the same", ada)
    two = merge(second, third, "the same too", ada)
    first.refresh_from_db()
    assert (first.merged_into, counted(article)) == (third, {"Works 3"})
    undo(one, ada)
    assert counted(article) == {"Works 1"}
    redo(one, ada)
    undo(two, ada)
    first.refresh_from_db()
    assert (first.merged_into, counted(article)) == (second, {"Works 2"})


def test_entities_in_a_merged_place_move_to_the_other_place(
    works: Entity, article: Article, ada: User
) -> None:
    phyongan = make_place("North Phyongan", "province")
    kujang, kuzang = make_place("Kujang", parent=phyongan), make_place("Kuzang", parent=phyongan)
    village = make_place("Ryongdung-ri", "ri", kuzang)
    describe(works, {"site": kuzang}, "it says so", ada)
    make_mention(article, village, "Kujang")
    decision = merge(kuzang, kujang, "a slip", ada)
    works.refresh_from_db()
    village.refresh_from_db()
    assert (works.site, village.parent, village.division) == (kujang, kujang, phyongan)
    assert counted(article) == {"Ryongdung-ri", "Kujang", "North Phyongan"}
    undo(decision, ada)
    works.refresh_from_db()
    village.refresh_from_db()
    assert (works.site, village.parent) == (kuzang, kuzang)


def test_splitting_off_a_spelling_moves_its_mentions(
    works: Entity, article: Article, ada: User
) -> None:
    make_mention(article, works, "pharmaceutical works")
    decision = split_off(works, "Pharmaceutical Works", "another one", ada)
    new = Entity.objects.get(name="Pharmaceutical Works")
    assert (new.slug, new.merged_into, counted(article)) == (
        "pharmaceutical-works",
        None,
        {"Pharmaceutical Works"},
    )
    assert set(works.names.exclude(kind="banned").values_list("name", flat=True)) == {
        "Health Works"
    }
    undo(decision, ada)
    assert counted(article) == {"Health Works"}
    assert set(works.names.exclude(kind="banned").values_list("name", flat=True)) == {
        "Health Works",
        "Pharmaceutical Works",
        "pharmaceutical works",
    }
    redo(decision, ada)
    assert counted(article) == {"Pharmaceutical Works"}


def test_a_spelling_can_be_split_off_to_an_existing_entity(
    works: Entity, article: Article, ada: User
) -> None:
    make_mention(article, works, "pharmaceutical works")
    other = make_named("Kusong Works")
    decision = split_off(works, "Pharmaceutical Works", "theirs", ada, target=other)
    assert counted(article) == {"Kusong Works"}
    undo(decision, ada)
    assert counted(article) == {"Health Works"}


def test_an_entity_split_off_a_newspaper_does_not_imply_a_place(
    works: Entity, article: Article, ada: User
) -> None:
    Entity.objects.filter(pk=works.pk).update(site=make_place("Kusong", "city"), implies_site=False)
    make_mention(article, works, "pharmaceutical works")
    split_off(works, "Pharmaceutical Works", "another one", ada)
    rebuild([article.pk])
    assert counted(article) == {"Health Works", "Pharmaceutical Works"}


def test_a_confirmed_mention_stays_when_its_spelling_is_split_off(
    works: Entity, article: Article, ada: User
) -> None:
    mention = make_mention(article, works, "pharmaceutical works")
    Mention.objects.filter(pk=mention.pk).update(state="confirmed")
    split_off(works, "Pharmaceutical Works", "another one", ada)
    assert counted(article) == {"Health Works"}


def test_a_banned_spelling_is_hidden_until_it_is_allowed(
    works: Entity, article: Article, ada: User
) -> None:
    make_mention(article, works, "pharmaceutical works")
    before = list(article.mentions.values())
    decision = ban(works, "Pharmaceutical Works", "no name at all", ada)
    assert (counted(article), [each.state for each in article.mentions.all()]) == (
        set(),
        ["banned"],
    )
    undo(decision, ada)
    assert list(article.mentions.values()) == before
    redo(decision, ada)
    assert counted(article) == set()
    add_spelling(works, "Pharmaceutical Works", "variant", "it is one after all", ada)
    assert counted(article) == {"Health Works"}


def test_a_hidden_mention_does_not_return_without_its_words(
    works: Entity, article: Article, ada: User
) -> None:
    make_mention(article, works, "pharmaceutical works")
    decision = ban(works, "Pharmaceutical Works", "no name at all", ada)
    Article.objects.filter(pk=article.pk).update(
        body="Another text, long enough for the words that were there."
    )
    undo(decision, ada)
    assert not article.mentions.exists()


def test_a_spelling_only_seen_in_texts_can_be_banned(
    works: Entity, article: Article, ada: User
) -> None:
    make_mention(article, works, "Kusong")
    ban(works, "kusong", "a city", ada)
    assert counted(article) == set()
    assert EntityName.objects.get(entity=works, name="kusong").kind == "banned"


def test_an_old_name_and_address_still_find_a_renamed_entity(works: Entity, ada: User) -> None:
    decision = rename(works, "Works of Health", "works-of-health", "they say so", ada)
    works.refresh_from_db()
    assert (works.name, works.slug) == ("Works of Health", "works-of-health")
    assert moved_entity("organisation", "health-works") == "works-of-health"
    kinds = dict(works.names.values_list("name", "kind"))
    assert (kinds["Works of Health"], kinds["Health Works"]) == ("official", "variant")
    undo(decision, ada)
    works.refresh_from_db()
    assert (works.name, works.slug) == ("Health Works", "health-works")
    assert moved_entity("organisation", "works-of-health") == "health-works"
    kinds = dict(works.names.values_list("name", "kind"))
    assert ("Works of Health" in kinds, kinds["Health Works"]) == (False, "official")


def test_the_description_of_an_entity_can_be_corrected(works: Entity, ada: User) -> None:
    decision = describe(
        works, {"description": "Makes pills.", "korean_name": "공장"}, "read it", ada
    )
    works.refresh_from_db()
    assert (works.description, works.korean_name) == ("Makes pills.", "공장")
    undo(decision, ada)
    works.refresh_from_db()
    assert (works.description, works.korean_name) == ("", "")


def test_a_detected_entity_can_be_accepted(article: Article, ada: User) -> None:
    found = Entity.objects.create(
        kind="organisation", name="Kusong Works", slug="kusong-works", is_listed=False
    )
    decision = accept([found], "looked it up", ada)
    found.refresh_from_db()
    assert (found.is_listed, found.names.get().kind) == (True, "official")
    undo(decision, ada)
    found.refresh_from_db()
    assert (found.is_listed, found.names.exists()) == (False, False)


def test_entities_can_be_kept_apart(works: Entity, ada: User) -> None:
    other = make_named("Health Work")
    decision = keep_apart(other, works, "two of them", ada)
    correction = decision.corrections.get()
    assert (correction.kind, correction.key) == ("distinct", str(other.pk))


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (lambda one, other, ada: merge(one, one, "why", ada), "into itself"),
        (
            lambda one, other, ada: merge(one, make_place("Kujang"), "why", ada),
            "is a place, not an organisation",
        ),
        (lambda one, other, ada: merge(one, other, " ", ada), "Give a reason"),
        (lambda one, other, ada: split_off(one, "Nothing", "why", ada), "not an alias"),
        (lambda one, other, ada: split_off(one, "health works", "why", ada), "is its name"),
        (
            lambda one, other, ada: split_off(one, "Pharmaceutical Works", "why", ada, target=one),
            "alias of this organisation already",
        ),
        (lambda one, other, ada: ban(one, "Nothing", "why", ada), "not an alias"),
        (
            lambda one, other, ada: rename(one, "Works", other.slug, "why", ada),
            "is the address of Kusong Works",
        ),
        (lambda one, other, ada: rename(one, "Works", "No Slug", "why", ada), "small letters"),
        (
            lambda one, other, ada: rename(one, one.name, one.slug, "why", ada),
            "Nothing was changed",
        ),
        (
            lambda one, other, ada: add_spelling(one, "HEALTH WORKS", "variant", "why", ada),
            "is an alias of",
        ),
    ],
)
def test_an_impossible_decision_is_rejected_and_changes_nothing(
    works: Entity, ada: User, say: object, words: str
) -> None:
    other = make_named("Kusong Works")
    with pytest.raises(CorrectionError, match=words):
        say(works, other, ada)  # type: ignore[operator]
    assert not Decision.objects.exists()


def test_a_province_cannot_be_merged_into_a_county(ada: User) -> None:
    phyongan, jagang = make_place("North Phyongan", "province"), make_place("Jagang", "province")
    kujang = make_place("Kujang", parent=phyongan)
    with pytest.raises(CorrectionError, match="is in"):
        merge(phyongan, kujang, "why", ada)
    with pytest.raises(CorrectionError, match="another province"):
        merge(phyongan, make_place("Kanggye", "city", jagang), "why", ada)


def test_two_entities_cannot_be_merged_into_each_other(works: Entity, ada: User) -> None:
    other = make_named("Kusong Works")
    first = merge(works, other, "the same", ada)
    with pytest.raises(CorrectionError, match="merged into Kusong Works already"):
        merge(works, other, "again", ada)
    undo(first, ada)
    merge(other, works, "the other way round", ada)
    with pytest.raises(CorrectionError, match="merged into each other"):
        redo(first, ada)
    first.refresh_from_db()
    assert first.undone_at is not None


def test_a_stale_form_changes_nothing(works: Entity, ada: User) -> None:
    other, seen = make_named("Kusong Works"), digest(works)
    add_spelling(works, "Works No. 1", "variant", "seen", ada)
    with pytest.raises(StaleForm, match="Health Works changed"):
        merge(works, other, "the same", ada, seen={works.pk: seen})


def test_only_affected_articles_are_stamped(
    works: Entity, article: Article, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.corrections.propagation.BATCH", 2)
    named = [article, *(make_article() for _ in range(4))]
    for each in named:
        make_mention(each, works, "pharmaceutical works")
    Mention.objects.filter(article__in=named[::2]).update(is_implied=True)
    before, apart = ArchiveVersion.current().number, make_article()
    decision = merge(works, make_named("Kusong Works"), "the same", ada)
    versions = dict(Article.objects.values_list("pk", "version"))
    assert all(versions[each.pk] > before for each in named)
    assert versions[apart.pk] == apart.version
    assert decision.waiting is None


def test_an_interrupted_decision_is_finished_later(
    works: Entity, article: Article, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_mention(article, works, "pharmaceutical works")
    with monkeypatch.context() as broken:
        broken.setattr("archive.corrections.entity_decisions.spread", lambda decision: None)
        decision = ban(works, "Pharmaceutical Works", "no name", ada)
    assert (decision.waiting, counted(article)) == (
        {"entities": [works.pk], "after": 0},
        {"Health Works"},
    )
    spread_all()
    decision.refresh_from_db()
    assert (decision.waiting, counted(article)) == (None, set())


def test_mentions_do_not_count_when_every_spelling_is_banned(article: Article, ada: User) -> None:
    bureau = make_named("Kujang Railway Bureau", is_listed=False)
    make_mention(article, bureau, "Kujang")
    decision = ban(bureau, "Kujang Railway Bureau", "no name", ada)
    assert counted(article) == set()
    undo(decision, ada)
    assert counted(article) == {"Kujang Railway Bureau"}


def test_decisions_about_detected_names_hold_when_the_article_is_rebuilt(
    ada: User,
) -> None:
    article = make_article(body="The Undok Farm wrote to the Taedae Vegetable Farm.")
    other = make_named("Taedae Farm")
    rebuild([article.pk])
    assert counted(article) == {"Undok Farm", "Taedae Vegetable Farm"}
    undok, taedae = (
        Entity.objects.get(name="Undok Farm"),
        Entity.objects.get(name="Taedae Vegetable Farm"),
    )
    decisions = [ban(undok, "Undok Farm", "no name", ada), merge(taedae, other, "the same", ada)]
    assert counted(article) == {"Taedae Farm"}
    before = list(article.mentions.order_by("start").values_list("entity", "start", "state"))
    rebuild([article.pk])
    assert (
        list(article.mentions.order_by("start").values_list("entity", "start", "state")) == before
    )
    for decision in decisions:
        undo(decision, ada)
    assert counted(article) == {"Undok Farm", "Taedae Vegetable Farm"}
    rebuild([article.pk])
    assert counted(article) == {"Undok Farm", "Taedae Vegetable Farm"}
    assert Entity.objects.count() == 3


def test_a_decision_about_many_articles_does_not_wait_for_the_index(
    works: Entity,
    article: Article,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    make_mention(article, works, "pharmaceutical works")
    with django_capture_on_commit_callbacks() as waited:
        decision = merge(works, make_named("Kusong Works"), "the same", ada)
    monkeypatch.setattr("archive.corrections.propagation.AT_ONCE", 0)
    with django_capture_on_commit_callbacks() as left:
        undo(decision, ada)
    assert len(left) == len(waited) - 1


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_ban_hides_only_one_of_two_similar_spellings(is_listed: bool, ada: User) -> None:
    article = make_article(
        body="The Undok Coal Mining Complex and the Undok Coal-mining Complex are one."
    )
    mine = make_named("Undok Coal-mining Complex", is_listed=is_listed)
    rebuild([article.pk])
    assert [each.entity for each in article.mentions.shown()] == [mine, mine]
    decision = ban(mine, "Undok Coal Mining Complex", "another", ada)
    new = make_article(
        body="The Undok Coal Mining Complex and the Undok Coal-mining Complex are two."
    )
    rebuild([article.pk, new.pk])
    for each in (article, new):
        assert [mention.text for mention in each.mentions.shown()] == ["Undok Coal-mining Complex"]
    undo(decision, ada)
    rebuild([article.pk, new.pk])
    assert [article.mentions.shown().count(), new.mentions.shown().count()] == [2, 2]


def test_later_mentions_of_a_split_off_spelling_belong_to_the_new_entity(ada: User) -> None:
    article = make_article(
        body="The Undok Coal-mining Complex and the Undok Coal Mining Complex are two."
    )
    rebuild([article.pk])
    split_off(Entity.objects.get(), "Undok Coal Mining Complex", "another", ada)
    new = make_article(body="The Undok Coal Mining Complex is new.")
    rebuild([article.pk, new.pk])
    assert counted(article) == {"Undok Coal-mining Complex", "Undok Coal Mining Complex"}
    assert counted(new) == {"Undok Coal Mining Complex"}


def test_a_mention_returns_after_its_addition_and_the_ban_are_undone(
    ada: User,
) -> None:
    article = make_article(body="The Undok Coal Mining Complex has a new shaft.")
    mine = make_named("Undok Colliery", "Undok Coal Mining Complex")
    rebuild([article.pk])
    assert counted(article) == {"Undok Colliery"}
    banned = ban(mine, "Undok Coal Mining Complex", "another", ada)
    said = add_mention(article, mine, "here it is", ada, quotation="Undok Coal Mining Complex")
    assert counted(article) == {"Undok Colliery"}
    undo(said, ada)
    assert counted(article) == set()
    undo(banned, ada)
    assert counted(article) == {"Undok Colliery"}


def test_an_abbreviation_is_linked_when_the_full_name_is_banned(ada: User) -> None:
    party = make_named("Zoram Party", "ZPK")
    ban(party, "Zoram Party", "no name", ada)
    article = make_article(body="The Kujang Committee of the ZPK, and the ZPK, wrote.")
    rebuild([article.pk])
    assert counted(article) == {"Kujang Committee of the ZPK", "Zoram Party"}


def test_applying_a_decision_locks_articles_before_the_version(works: Entity, ada: User) -> None:
    """Check that the locks are taken in the same order as in all other code.

    If two transactions took the locks in different orders, PostgreSQL could have a deadlock.
    """
    for _ in range(3):
        make_mention(make_article(), works, "pharmaceutical works")
    with CaptureQueriesContext(connection) as asked:
        merge(works, make_named("Kusong Works"), "the same", ada)
    said = [each["sql"] for each in asked.captured_queries]
    stamped = next(at for at, sql in enumerate(said) if sql.startswith('UPDATE "archive_article"'))
    versions = [
        at for at, sql in enumerate(said) if sql.startswith('UPDATE "archive_archiveversion"')
    ]
    own = max(at for at in versions if at < stamped)
    before = max((at for at in versions if at < own), default=0)
    assert any(sql.startswith('SELECT "archive_article"."id" AS') for sql in said[before:own])
