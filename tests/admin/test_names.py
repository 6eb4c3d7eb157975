"""The form about the names in an article: what is settled, added, or given another meaning."""

import pytest
from django.contrib.auth.models import User
from django.forms import Form
from django.test import Client

from archive.corrections import add_mention, confirm, reject, undo
from archive.models import Article, Decision, Mention
from tests.admin.article_form import page_of
from tests.factories import make_article, make_mention, make_named, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article()


def test_places_are_settled_and_undone(corrector: Client, article: Article) -> None:
    kujang = make_place("Kujang", parent=make_place("North Phyongan", "province"))
    mention, kusong = make_mention(article, kujang), make_place("Kusong", "city", kujang.parent)
    sent = {
        f"names-decide_{mention.pk}": "reject",
        f"names-state_{mention.pk}": "parsed",
        "names-name": "Kusong City (North Phyongan)",
        "names-quotation": "Kusong",
        "names-reason": "looked it up",
        "do": "names",
    }
    assert corrector.post(page_of(article), sent).status_code == 302
    assert set(article.mentions.values_list("entity__name", "state")) == {
        ("Kujang", "rejected"),
        ("Kusong", "added"),
    }
    assert [each.entity for each in article.mentions.shown()] == [kusong]
    decision = Decision.objects.get()
    assert (
        corrector.post(page_of(article), {"do": "undo", "decision": decision.pk}).status_code == 302
    )
    assert (
        corrector.post(page_of(article), {"do": "redo", "decision": decision.pk}).status_code == 302
    )
    assert [each.entity for each in article.mentions.shown()] == [kusong]


def test_a_mention_is_given_another_meaning_in_one_decision(
    corrector: Client, article: Article
) -> None:
    mention, mill = (
        make_mention(article, make_place("Kusong", "city")),
        make_named("Kusong Pharmaceutical Works"),
    )
    sent = {
        f"names-decide_{mention.pk}": "relink",
        f"names-other_{mention.pk}": "kusong-pharmaceutical-works",
        f"names-state_{mention.pk}": "parsed",
        "names-reason": "it is the works",
        "do": "names",
    }
    assert corrector.post(page_of(article), sent).status_code == 302
    assert [(each.entity, each.text) for each in article.mentions.shown()] == [(mill, "Kusong")]
    corrector.post(page_of(article), {"do": "undo", "decision": Decision.objects.get().pk})
    assert "Kusong Pharmaceutical Works" not in {
        each.entity.name for each in article.mentions.shown()
    }


@pytest.mark.parametrize(
    ("decision", "other", "words"),
    [
        ("relink", "", "Say what it means."),
        ("relink", "Atlantis", "There is no"),
        ("confirm", "Kusong", "Choose"),
    ],
)
def test_another_meaning_must_be_said_in_full(
    corrector: Client, article: Article, decision: str, other: str, words: str
) -> None:
    mention = make_mention(article, make_place("Kusong", "city"))
    sent = {
        f"names-decide_{mention.pk}": decision,
        f"names-other_{mention.pk}": other,
        "names-reason": "why",
    }
    response = corrector.post(page_of(article), sent | {"do": "names"})
    assert response.status_code == 400
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("Unsan", "can be several"),
        ("Atlantis", "no place, organisation or person “Atlantis”"),
        ("", "Nothing was chosen"),
    ],
)
def test_a_place_must_be_one(corrector: Client, article: Article, place: str, words: str) -> None:
    for province in ("North Phyongan", "South Phyongan"):
        parent = make_place(province, "province")
        make_place("Unsan", parent=parent, slug=f"unsan-{parent.slug}")
    response = corrector.post(
        page_of(article), {"names-name": place, "names-reason": "why", "do": "names"}
    )
    assert response.status_code == 400
    assert words in response.content.decode()


def test_how_a_name_was_found_is_said_in_words(corrector: Client, article: Article) -> None:
    mention = make_mention(article, make_place("Kujang"))
    Mention.objects.filter(pk=mention.pk).update(rule="typed-list/misspelling/province-before")
    shown = corrector.get(page_of(article)).content.decode()
    assert (
        "in a list with one type word, as in “Kujang and Unsan counties”; the spelling is a known"
        " slip; of" in shown
    )
    assert "typed-list" not in shown


def typed_again(form: Form) -> dict[str, str]:
    """What a form sends that was shown again and is left as it is."""
    sent = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value} | {"do": "names"}


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(
    corrector: Client, article: Article, grace: User
) -> None:
    works = make_named("Kujang Works")
    make_named("Health Mill")
    kujang, kusong = (make_mention(article, make_place(name)) for name in ("Kujang", "Kusong"))
    confirm([kujang, kusong], "they are there", grace)
    sent = {
        f"names-decide_{kujang.pk}": "relink",
        f"names-other_{kujang.pk}": works.slug,
        f"names-state_{kujang.pk}": "confirmed",
        f"names-decide_{kusong.pk}": "reject",
        f"names-state_{kusong.pk}": "confirmed",
        "names-name": "Health Mill",
        "names-quotation": "renovated",
        "names-reason": "looked it up",
        "do": "names",
    }
    reject([kujang], "no, it is not", grace)
    response = corrector.post(page_of(article), sent)
    assert response.status_code == 409
    assert "“Kujang” is rejected" in response.content.decode()
    again = typed_again(response.context["page"].names_form)
    assert again == sent | {f"names-state_{kujang.pk}": "rejected"}
    assert corrector.post(page_of(article), again).status_code == 302
    assert {(each.entity.name, each.text) for each in article.mentions.shown()} == {
        ("Kujang Works", "Kujang"),
        ("Health Mill", "renovated"),
    }


def test_what_somebody_else_said_already_is_marked_where_it_stands(
    corrector: Client, article: Article, grace: User
) -> None:
    mention = make_mention(article, make_place("Kujang"))
    sent = {
        f"names-decide_{mention.pk}": "confirm",
        f"names-state_{mention.pk}": "parsed",
        "names-reason": "seen",
    }
    confirm([mention], "it is there", grace)
    response = corrector.post(page_of(article), sent | {"do": "names"})
    assert response.status_code == 409
    form = response.context["page"].names_form
    assert (form["reason"].value(), form[f"state_{mention.pk}"].value()) == ("seen", "confirmed")
    row = (
        response.content.decode()
        .partition(f'name="names-state_{mention.pk}"')[2]
        .partition("</tr>")[0]
    )
    assert "This can no longer be said of it" in row


def test_a_decision_on_a_name_that_is_gone_is_told(
    corrector: Client, article: Article, grace: User
) -> None:
    kujang, works = make_mention(article, make_place("Kujang")), make_named("Kujang Works")
    confirm([kujang], "it is there", grace)
    undo(add_mention(article, works, "about it", grace), grace)
    gone = article.mentions.get(entity=works)
    sent = {
        f"names-decide_{gone.pk}": "reject",
        f"names-state_{gone.pk}": "added",
        f"names-decide_{kujang.pk}": "reject",
        f"names-state_{kujang.pk}": "confirmed",
        "names-reason": "seen",
        "do": "names",
    }
    response = corrector.post(page_of(article), sent)
    assert response.status_code == 409
    again = typed_again(response.context["page"].names_form)
    assert again == {
        name: value for name, value in sent.items() if not name.endswith(f"_{gone.pk}")
    }
    assert corrector.post(page_of(article), again).status_code == 302
