"""Test the form for the names in an article: confirm, reject, relink and add names."""

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


def test_decisions_about_places_are_made_and_undone(corrector: Client, article: Article) -> None:
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
    assert [one.entity for one in article.mentions.shown()] == [kusong]
    decision = Decision.objects.get()
    assert (
        corrector.post(page_of(article), {"do": "undo", "decision": decision.pk}).status_code == 302
    )
    assert (
        corrector.post(page_of(article), {"do": "redo", "decision": decision.pk}).status_code == 302
    )
    assert [one.entity for one in article.mentions.shown()] == [kusong]


def test_relinking_a_mention_is_one_decision(corrector: Client, article: Article) -> None:
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
    assert [(one.entity, one.text) for one in article.mentions.shown()] == [(mill, "Kusong")]
    corrector.post(page_of(article), {"do": "undo", "decision": Decision.objects.get().pk})
    assert "Kusong Pharmaceutical Works" not in {
        one.entity.name for one in article.mentions.shown()
    }


@pytest.mark.parametrize(
    ("decision", "other", "words"),
    [
        ("relink", "", "Type what it means."),
        ("relink", "Atlantis", "There is no"),
        ("confirm", "Kusong", "Choose “means something else”"),
    ],
)
def test_a_relinked_mention_needs_decision_and_name(
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
        ("Unsan", "can mean several"),
        ("Atlantis", "no place, organisation or person “Atlantis”"),
        ("", "Nothing was decided"),
    ],
)
def test_a_name_to_add_must_mean_one_entity(
    corrector: Client, article: Article, place: str, words: str
) -> None:
    for province in ("North Phyongan", "South Phyongan"):
        parent = make_place(province, "province")
        make_place("Unsan", parent=parent, slug=f"unsan-{parent.slug}")
    response = corrector.post(
        page_of(article), {"names-name": place, "names-reason": "why", "do": "names"}
    )
    assert response.status_code == 400
    assert words in response.content.decode()


def test_the_rule_of_a_mention_is_shown_in_words(corrector: Client, article: Article) -> None:
    mention = make_mention(article, make_place("Kujang"))
    Mention.objects.filter(pk=mention.pk).update(rule="typed-list/misspelling/province-before")
    shown = corrector.get(page_of(article)).content.decode()
    assert (
        "in a list with one word for the kind of all places: “… and … counties”; the spelling is a"
        " known misspelling; " in shown
    )
    assert "typed-list" not in shown


def typed_again(form: Form) -> dict[str, str]:
    """Return the data that a form sends if it is shown after an error and then sent unchanged."""
    sent = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value} | {"do": "names"}


def test_a_stale_form_shows_what_changed_and_keeps_typed_text(
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
    assert "“Kujang” is now rejected by staff" in response.content.decode()
    again = typed_again(response.context["page"].names_form)
    assert again == sent | {f"names-state_{kujang.pk}": "rejected"}
    assert corrector.post(page_of(article), again).status_code == 302
    assert {(one.entity.name, one.text) for one in article.mentions.shown()} == {
        ("Kujang Works", "Kujang"),
        ("Health Mill", "renovated"),
    }


def test_a_decision_that_somebody_else_made_first_is_marked_in_its_row(
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
    assert "This is no longer possible" in row


def test_a_decision_about_a_removed_name_is_reported(
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


@pytest.fixture
def long_article() -> Article:
    """Return an article with more mentions than one form shows: 450 mentions of Kujang."""
    article = make_article(body="Kujang " * 450)
    kujang = make_place("Kujang")
    Mention.objects.bulk_create(
        Mention(article=article, entity=kujang, text="Kujang", start=start, end=start + 6, rule="r")
        for start in range(0, 7 * 450, 7)
    )
    return article


def inputs(form: Form) -> dict[str, str]:
    """Return the values that a browser sends for the unchanged inputs of a form."""
    return {field.html_name: field.value() or "" for field in form}


def test_many_names_are_decided_page_by_page(corrector: Client, long_article: Article) -> None:
    first = corrector.get(page_of(long_article))
    assert len(first.context["page"].mentions) == 200
    assert "Names 1 to 200 of 450" in first.content.decode()
    assert 'href="?names=3#names-form"' in first.content.decode()
    third = corrector.get(page_of(long_article) + "?names=3")
    *_, last = long_article.mentions.order_by("start")
    sent = inputs(third.context["page"].names_form) | {
        f"names-decide_{last.pk}": "reject",
        "names-reason": "looked it up",
        "do": "names",
    }
    done = corrector.post(page_of(long_article) + "?names=3", sent)
    assert (done.status_code, done.headers["Location"]) == (302, page_of(long_article) + "?names=3")
    assert long_article.mentions.get(state=Mention.State.REJECTED) == last


def test_a_name_that_moved_to_another_page_is_decided_nevertheless(
    corrector: Client, grace: User, long_article: Article
) -> None:
    page = corrector.get(page_of(long_article) + "?names=2").context["page"]
    chosen = page.mentions[-1].mention
    long_article.mentions.filter(pk__in=[row.mention.pk for row in page.mentions[:5]]).delete()
    sent = inputs(page.names_form) | {
        f"names-decide_{chosen.pk}": "confirm",
        "names-reason": "looked it up",
        "do": "names",
    }
    assert corrector.post(page_of(long_article) + "?names=2", sent).status_code == 302
    assert long_article.mentions.get(state=Mention.State.CONFIRMED) == chosen


def test_a_page_of_names_that_does_not_exist_shows_another_one(
    corrector: Client, long_article: Article
) -> None:
    for number, shown in (("0", 3), ("99", 3), ("two", 1), ("2", 2)):
        page = corrector.get(f"{page_of(long_article)}?names={number}").context["page"]
        assert page.names_page.number == shown, number
