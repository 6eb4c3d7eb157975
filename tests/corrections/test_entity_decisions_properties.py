"""Test that undoing all decisions about entities restores the state before the decisions.

This is tested for random sequences of mergers, splits, new names, bans, undoing, redoing and
imports.
"""

from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, multiple, rule

from archive.corrections import CorrectionError, redo, undo
from archive.corrections.article_overlay import rebuild
from archive.corrections.entity_decisions import (
    add_spelling,
    ban,
    describe,
    merge,
    rename,
    split_off,
)
from archive.corrections.entity_spellings import names_of
from archive.display.labels import moved_entity
from archive.models import Article, Decision, Entity, EntityName, Mention
from archive.search import counted_entities
from tests.corrections.state_machine import StaffAtWork, run
from tests.factories import make_article, make_named, make_place

SPELLINGS = {
    "Alpha Works": ("Alfa Works", "Alpha Plant"),
    "Beta Works": ("Beta Plant",),
    "Gamma Works": ("Gama Works", "Gamma Plant"),
}
TEXTS = (
    "They saw the Alpha Works, the Alfa Works and the Beta Plant.",
    "The Gamma Works wrote to the Alpha Plant, the Gama Works to the Beta Works.",
    "Nobody saw the Gamma Plant.",
)
ORIGINAL = ("alpha-works", "beta-works", "gamma-works")
# New names differ from all other names. Otherwise two entities could have the same spelling, and
# both would lose their mentions when the articles are read again; other tests test this.
NEW = ("Delta Works", "Delta Plant")
names = st.sampled_from([name for name, others in SPELLINGS.items() for name in (name, *others)])


def counted() -> list[set[str]]:
    """Return, for each article, the slugs of the entities in whose counts it is included."""
    special, named = counted_entities(), set(Mention.objects.values_list("entity", flat=True))
    of_named = counted_entities(named)
    assert {pk: of_named.get(pk, (pk,)) for pk in named} == {
        pk: special.get(pk, (pk,)) for pk in named
    }
    slugs = dict(Entity.objects.values_list("pk", "slug"))
    found: dict[int, set[str]] = {
        pk: set() for pk in Article.objects.order_by("pk").values_list("pk", flat=True)
    }
    for article, entity in Mention.objects.shown().values_list("article", "entity"):
        found[article] |= {slugs[pk] for pk in special.get(entity, (entity,))}
    return list(found.values())


def everything() -> Any:
    """Return all values of unmerged entities that pages show or that the name finder uses."""
    alive = {
        each.pk: each for each in Entity.objects.filter(merged_into__isnull=True).order_by("slug")
    }
    return (
        [(each.slug, each.name, each.description, each.site_id) for each in alive.values()],
        {
            (alive[each.entity_id].slug, each.name, each.kind, each.origin)
            for each in names_of(alive)
        },
        {slug: moved_entity("organisation", slug) for slug in ORIGINAL},
        counted(),
    )


class Authority(StaffAtWork):
    """A state machine that decides about three organisations, and imports the articles again."""

    decisions: Bundle[Any] = Bundle("decisions")

    def prepare(self) -> None:
        self.works = [make_named(name, *others) for name, others in SPELLINGS.items()]
        Entity.objects.update(
            implies_site=False
        )  # otherwise reading the articles again would add mentions of the implied places
        self.place = make_place("Kujang")
        self.articles = [make_article(body=text) for text in TEXTS]
        self.read_again()
        self.before = everything()

    @rule()
    def read_again(self) -> None:
        rebuild([article.pk for article in self.articles])

    def attempt(self, say: Any, *said: Any) -> Any:
        """Call `say(*said)`, which makes or undoes a decision, and return its result.

        If `say` raises CorrectionError, assert that nothing has changed.
        """
        before = everything()
        try:
            return say(*said)
        except CorrectionError:
            assert everything() == before
            return multiple()

    @rule(target=decisions, one=st.integers(0, 2), other=st.integers(0, 2))
    def merge(self, one: int, other: int) -> Any:
        return self.attempt(merge, self.works[one], self.works[other], "why", self.ada)

    @rule(target=decisions, one=st.integers(0, 2), name=names, other=st.none() | st.integers(0, 2))
    def split_off(self, one: int, name: str, other: int | None) -> Any:
        target = None if other is None else Entity.objects.get(pk=self.works[other].pk)

        def say() -> Decision:
            return split_off(
                Entity.objects.get(pk=self.works[one].pk), name, "why", self.ada, target=target
            )

        return self.attempt(say)

    @rule(target=decisions, one=st.integers(0, 2), name=names)
    def ban(self, one: int, name: str) -> Any:
        return self.attempt(ban, self.works[one], name, "why", self.ada)

    @rule(target=decisions, one=st.integers(0, 2), name=st.integers(0, 4))
    def add_spelling(self, one: int, name: int) -> Any:
        own = (list(SPELLINGS)[one], *list(SPELLINGS.values())[one], *NEW)
        return self.say_spelling(one, own[name % len(own)])

    def say_spelling(self, one: int, name: str) -> Any:
        return self.attempt(add_spelling, self.works[one], name, "misspelling", "why", self.ada)

    @rule(
        target=decisions,
        one=st.integers(0, 2),
        name=st.sampled_from(NEW),
        slug=st.sampled_from([*ORIGINAL, "new-works", "old-works"]),
    )
    def rename(self, one: int, name: str, slug: str) -> Any:
        return self.attempt(rename, self.works[one], name, slug, "why", self.ada)

    @rule(
        target=decisions,
        one=st.integers(0, 2),
        text=st.sampled_from(["", "Makes pills."]),
        is_there=st.booleans(),
    )
    def describe(self, one: int, text: str, is_there: bool) -> Any:
        values = {"description": text, "site": self.place if is_there else None}
        return self.attempt(describe, self.works[one], values, "why", self.ada)

    @rule(decision=decisions)
    def undo(self, decision: Decision) -> None:
        self.attempt(undo, decision, self.ada)

    @rule(decision=decisions)
    def redo(self, decision: Decision) -> None:
        self.attempt(redo, decision, self.ada)

    @rule()
    def no_name_counts_for_what_is_merged(self) -> None:
        merged = set(
            Entity.objects.filter(merged_into__isnull=False).values_list("slug", flat=True)
        )
        assert not any(slugs & merged for slugs in counted())
        assert not Entity.objects.filter(merged_into__merged_into__isnull=False).exists()

    @rule()
    def no_banned_spelling_is_found(self) -> None:
        for entity, name in EntityName.objects.filter(kind="banned").values_list("entity", "name"):
            assert not Article.objects.filter(
                mentions__entity=entity, mentions__text=name, mentions__state="parsed"
            )

    def check(self) -> None:
        self.take_everything_back()
        assert everything() == self.before
        self.read_again()
        assert everything() == self.before

    def take_everything_back(self) -> None:
        """Undo all decisions, the oldest first.

        Some decisions can be undone only after later decisions were undone. So this method tries
        again to undo the remaining decisions, until all are undone.
        """
        while standing := list(Decision.objects.filter(undone_at__isnull=True).order_by("pk")):
            for decision in standing:
                self.attempt(undo, decision, self.ada)
            assert Decision.objects.filter(undone_at__isnull=True).count() < len(standing)


@pytest.mark.django_db
def test_everything_is_as_before_when_every_decision_is_undone() -> None:
    run(Authority, times=8)


@pytest.mark.django_db
def test_undoing_a_split_after_a_merger_returns_the_spelling_to_its_owner() -> None:
    """Repeat a case that the test with random decisions found.

    The steps: merge B into C, split a spelling off, undo the merger, undo the split. Before the
    fix, C had the spelling at the end, although it belongs to B.
    """
    state = Authority()
    state.start()
    merger = state.merge(one=1, other=2)
    split = state.split_off(name="Beta Plant", one=2, other=None)
    state.undo(decision=merger)
    state.undo(decision=split)
    state.teardown()
