"""Test that decisions about mentions are applied again whenever an article is read again.

Decisions also stay with the words of their mentions when the text changes.
"""

import pytest
from django.contrib.auth.models import User

from archive.corrections import (
    CorrectionError,
    NameToAdd,
    StaleForm,
    add_mention,
    confirm,
    correct,
    decide_mentions,
    reapply,
    redo,
    reject,
    relink,
    undo,
)
from archive.corrections.entity_decisions import ban, merge
from archive.models import Article, Decision, Entity, Mention
from ingest.values import FoundMentions, MentionSpan
from tests.factories import BODY, make_article, make_mention, make_named, make_place, simple_finder

pytestmark = pytest.mark.django_db


@pytest.fixture
def kujang() -> Entity:
    return make_place("Kujang", parent=make_place("North Phyongan", "province"))


@pytest.fixture
def article() -> Article:
    return make_article()


def states(article: Article) -> list[tuple[str, str, bool]]:
    return sorted((each.text, each.state, each.is_detached) for each in article.mentions.all())


@pytest.fixture(autouse=True)
def finder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the name finder, because these tests do not depend on how names are found."""
    monkeypatch.setattr("archive.corrections.article_overlay.find_in", simple_finder)


def import_again(article: Article) -> None:
    """Do what an import does: delete automatic mentions, then apply the corrections again."""
    article.mentions.filter(state=Mention.State.PARSED).delete()
    reapply([article.pk])


def test_a_rejected_mention_is_hidden_and_stays_so(
    article: Article, kujang: Entity, ada: User
) -> None:
    reject([make_mention(article, kujang)], "a person's name", ada)
    import_again(article)
    assert states(article) == [("Kujang", "rejected", False)]
    assert not article.mentions.shown().exists()
    assert Article.objects.get().is_corrected


def test_a_rejection_follows_its_words(article: Article, kujang: Entity, ada: User) -> None:
    reject([make_mention(article, kujang)], "a person's name", ada)
    correct(article, {"body": f"Good news.\n\n{BODY}"}, "a paragraph was missing", ada)
    import_again(article)
    assert states(article) == [("Kujang", "rejected", False)]
    mention = article.mentions.get()
    assert f"Good news.\n\n{BODY}"[mention.start : mention.end] == "Kujang"


def test_a_rejection_does_not_reach_another_sentence(
    article: Article, kujang: Entity, ada: User
) -> None:
    reject([make_mention(article, kujang)], "a person's name", ada)
    correct(article, {"body": "People of Kujang met."}, "another text", ada)
    assert states(article) == [("Kujang", "parsed", False), ("Kujang", "rejected", True)]


def test_undoing_a_rejection_shows_the_mention_again(
    article: Article, kujang: Entity, ada: User
) -> None:
    decision = reject([make_mention(article, kujang)], "a person's name", ada)
    undo(decision, ada)
    assert [each.state for each in article.mentions.shown()] == ["parsed"]
    redo(decision, ada)
    assert states(article) == [("Kujang", "rejected", False)]


def test_a_confirmed_mention_stays_when_the_finder_misses_it(
    article: Article, kujang: Entity, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm([make_mention(article, kujang)], "checked", ada)
    monkeypatch.setattr(
        "archive.corrections.article_overlay.find_in", lambda article, gazetteer: FoundMentions(())
    )
    import_again(article)
    assert states(article) == [("Kujang", "confirmed", False)]


def test_a_detached_mention_returns_with_its_words(
    article: Article, kujang: Entity, ada: User
) -> None:
    confirm([make_mention(article, kujang)], "checked", ada)
    decision = correct(article, {"body": "Another text."}, "wrong file", ada)
    assert states(article) == [("Kujang", "confirmed", True)]
    undo(decision, ada)
    assert states(article) == [("Kujang", "confirmed", False)]


def test_a_detached_mention_can_be_dropped(article: Article, kujang: Entity, ada: User) -> None:
    confirm([make_mention(article, kujang)], "checked", ada)
    correct(article, {"body": "Another text."}, "wrong file", ada)
    decide_mentions(article, "no longer there", ada, dropped=[article.mentions.get().pk])
    assert states(article) == [("Kujang", "retracted", False)]


def test_a_place_is_added_with_its_words(article: Article, kujang: Entity, ada: User) -> None:
    add_mention(article, kujang, "missed", ada, quotation="Factories  of\nKujang")
    mention = article.mentions.get()
    assert (mention.text, mention.state, mention.field) == ("Factories of Kujang", "added", "body")
    assert BODY[mention.start : mention.end] == "Factories of Kujang"
    import_again(article)
    assert article.mentions.count() == 1


def test_a_place_is_added_in_the_title_or_without_words(
    article: Article, kujang: Entity, ada: User
) -> None:
    add_mention(article, kujang, "it is about it", ada)
    add_mention(article, kujang, "and named", ada, quotation="Health Works")
    added = article.mentions.filter(state="added").order_by("pk")
    assert [(each.field, each.start, each.text) for each in added] == [
        ("body", None, ""),
        ("title", 0, "Health Works"),
    ]
    with pytest.raises(CorrectionError, match="is recorded at these words already"):
        add_mention(article, kujang, "again", ada)
    reapply([article.pk])
    assert not article.mentions.filter(is_detached=True).exists()


def test_undoing_an_addition_keeps_the_row_as_retracted(
    article: Article, kujang: Entity, ada: User
) -> None:
    correct(article, {"body": "They followed its example."}, "another text", ada)
    decision = add_mention(article, kujang, "missed", ada, quotation="example")
    undo(decision, ada)
    assert [each.state for each in article.mentions.shown()] == []
    assert [each.state for each in article.mentions.all()] == ["retracted"]
    redo(decision, ada)
    assert states(article) == [("example", "added", False)]
    undo(decision, ada)
    add_mention(article, kujang, "missed after all", ada, quotation="example")
    redo(decision, ada)
    assert states(article) == [("example", "added", False), ("example", "added", True)]


def test_adding_a_mention_that_exists_confirms_it(
    article: Article, kujang: Entity, ada: User
) -> None:
    make_mention(article, kujang)
    add_mention(article, kujang, "yes", ada, quotation="Kujang")
    assert states(article) == [("Kujang", "confirmed", False)]


@pytest.mark.parametrize(
    ("quotation", "words"), [("Wonsan", "neither in the text nor"), ("of", "contains “of” 2 times")]
)
def test_a_quotation_must_occur_exactly_once(
    article: Article, kujang: Entity, ada: User, quotation: str, words: str
) -> None:
    with pytest.raises(CorrectionError, match=words):
        add_mention(article, kujang, "missed", ada, quotation=quotation)
    assert not Decision.objects.exists()


def test_all_changes_of_one_form_are_one_decision(
    article: Article, kujang: Entity, ada: User
) -> None:
    unsan, kusong = make_place("Unsan"), make_place("Kusong")
    wrong, right = make_mention(article, kujang), make_mention(article, unsan)
    decision = decide_mentions(
        article,
        "checked",
        ada,
        rejected=[wrong.pk],
        confirmed=[right.pk],
        added=[NameToAdd(kusong, "Kusong")],
    )
    assert states(article) == [
        ("Kujang", "rejected", False),
        ("Kusong", "added", False),
        ("Unsan", "confirmed", False),
    ]
    undo(decision, ada)
    assert {state for _, state, _ in states(article)} == {"retracted", "parsed"}
    assert not Article.objects.get().is_corrected


def test_a_stale_form_of_mentions_is_rejected(article: Article, kujang: Entity, ada: User) -> None:
    mention = make_mention(article, kujang)
    seen = {mention.pk: "parsed"}
    reject([mention], "a person's name", ada)
    with pytest.raises(StaleForm, match="is now rejected by staff"):
        decide_mentions(article, "checked", ada, confirmed=[mention.pk], seen=seen)
    with pytest.raises(StaleForm):
        decide_mentions(make_article(), "checked", ada, confirmed=[mention.pk])


def test_two_mentions_can_swap_places(article: Article, ada: User) -> None:
    make_place("Kusong")
    text = (
        "First of all came Kusong, which is far. "
        + "And then, much later, once more Kusong, in the west of it."
    )
    correct(article, {"body": text}, "new text", ada)
    article.refresh_from_db()
    first, second = article.mentions.order_by("start")
    confirm([first, second], "both", ada)
    head, tail = text.split("And then")
    swapped = "And then" + tail + " " + head
    correct(article, {"body": swapped}, "wrong order", ada)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.start, first.start) == (swapped.index("Kusong"), swapped.rindex("Kusong"))


def test_names_are_found_again_in_a_corrected_text(
    article: Article, kujang: Entity, ada: User
) -> None:
    decision = correct(
        article, {"title": "Kujang Praised", "body": "Kujang was praised."}, "another text", ada
    )
    assert {(each.field, each.start, each.state) for each in article.mentions.all()} == {
        ("title", 0, "parsed"),
        ("body", 0, "parsed"),
    }
    undo(decision, ada)
    assert [(each.field, each.text) for each in article.mentions.all()] == [("body", "Kujang")]


def test_adding_an_ambiguous_name_settles_its_problem(article: Article, ada: User) -> None:
    unsan = make_place("Unsan")
    make_place("Unsan", slug="unsan-too")
    correct(article, {"agency": "KCNA"}, "credited", ada)
    assert [problem["code"] for problem in Article.objects.get().problems] == ["place-ambiguous"]
    decision = add_mention(
        article, unsan, "the province is named in the title", ada, quotation="Unsan"
    )
    settled = Article.objects.get()
    assert (settled.problems, settled.has_problems) == ([], False)
    undo(decision, ada)
    assert Article.objects.get().has_problems


def test_relinking_rejects_and_adds_in_one_decision(
    article: Article, kujang: Entity, ada: User
) -> None:
    mention, works = make_mention(article, kujang), make_named("Kujang Works")
    decision = relink(mention, works, "it is the works", ada)
    import_again(article)
    assert [(each.entity, each.text, each.state) for each in article.mentions.shown()] == [
        (works, "Kujang", "added")
    ]
    assert states(article) == [("Kujang", "added", False), ("Kujang", "rejected", False)]
    undo(decision, ada)
    assert [(each.entity, each.state) for each in article.mentions.shown()] == [(kujang, "parsed")]
    redo(decision, ada)
    assert [each.entity for each in article.mentions.shown()] == [works]


def test_a_mention_cannot_be_relinked_to_the_same_entity(
    article: Article, kujang: Entity, ada: User
) -> None:
    kuzang = make_place("Kuzang", parent=kujang.parent)
    mention = make_mention(article, kujang)
    merge(kujang, kuzang, "the same", ada)
    with pytest.raises(CorrectionError, match="is linked to Kuzang County already"):
        relink(Mention.objects.get(pk=mention.pk), kuzang, "why", ada)


def test_a_merged_entity_cannot_be_added_beside_the_other(
    article: Article, kujang: Entity, ada: User
) -> None:
    kuzang = make_place("Kuzang", parent=kujang.parent)
    confirm([make_mention(article, kujang)], "it is", ada)
    merge(kujang, kuzang, "the same", ada)
    with pytest.raises(CorrectionError, match="is recorded at these words already"):
        add_mention(article, kuzang, "why", ada, quotation="Kujang")


def test_a_mention_with_a_banned_spelling_can_be_confirmed(article: Article, ada: User) -> None:
    works = make_named("Medicine Works", "Pharmaceutical Works")
    mention = make_mention(article, works, "pharmaceutical works")
    ban(works, "Pharmaceutical Works", "no name at all", ada)
    decision = add_mention(article, works, "here it is", ada, quotation="pharmaceutical works")
    assert states(article) == [("pharmaceutical works", "confirmed", False)]
    import_again(article)
    assert [each.pk for each in article.mentions.shown()] == [mention.pk]
    undo(decision, ada)
    assert not article.mentions.shown().exists()


def test_a_redone_confirmation_overrides_a_later_ban(article: Article, ada: User) -> None:
    works = make_named("Medicine Works", "Pharmaceutical Works")
    decision = confirm([make_mention(article, works, "pharmaceutical works")], "right", ada)
    undo(decision, ada)
    make_mention(article, works, "pharmaceutical works")
    ban(works, "Pharmaceutical Works", "no name at all", ada)
    redo(decision, ada)
    assert [(each.text, each.state) for each in article.mentions.all()] == [
        ("pharmaceutical works", "confirmed")
    ]


def test_a_decision_ignores_a_name_whose_entity_does_not_exist(
    article: Article, kujang: Entity, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_renamed(article: Article, gazetteer: object = None) -> FoundMentions:
        found = simple_finder(article)
        renamed = MentionSpan("place", "renamed", "body", 0, 5, article.body[:5], "place-name", 1.0)
        return FoundMentions((renamed, *found.mentions), found.problems)

    monkeypatch.setattr("archive.corrections.article_overlay.find_in", find_renamed)
    confirm([make_mention(article, kujang)], "it is", ada)
    assert states(article) == [("Kujang", "confirmed", False)]
