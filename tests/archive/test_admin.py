"""The admin: who may do what, and what an article's page does."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.admin.access import CORRECTORS
from archive.corrections import correct, fingerprints
from archive.models import Act, Article, Capture, FileReport, Source
from tests.archive.making import make_article, make_mention, make_named, make_place, make_source

pytestmark = pytest.mark.django_db

LISTS = [
    "article",
    "source",
    "capture",
    "extract",
    "importrun",
    "filereport",
    "act",
    "correction",
    "entity",
    "knownitem",
]


@pytest.fixture
def grace() -> User:
    """A member of the group Correctors, and nothing more."""
    user = User.objects.create_user("grace", password="a-long-way-to-nowhere", is_staff=True)
    user.groups.add(Group.objects.get(name=CORRECTORS))
    return user


@pytest.fixture
def corrector(client: Client, grace: User) -> Client:
    client.force_login(grace)
    return client


@pytest.fixture
def article() -> Article:
    return make_article(is_date_doubtful=True)


def page_of(article: Article) -> str:
    return reverse("admin:archive_article_change", args=[article.pk])


def form_of(article: Article, **changes: str) -> dict[str, str]:
    """What the form sends when only these fields were changed."""
    from archive.corrections import shown_values

    article = Article.objects.get(pk=article.pk)
    values = shown_values(article) | changes
    sent = {f"correct-{name}": value for name, value in values.items()}
    sent |= {f"correct-seen_{name}": digest for name, digest in fingerprints(article).items()}
    return sent | {"correct-reason": "because", "do": "correct"}


def test_a_correction_is_made_with_its_reason(corrector: Client, grace: User, article: Article) -> None:
    make_source("Voice of Korea", "voice-of-korea")
    sent = form_of(article, published="2025-04", source="voice-of-korea")
    response = corrector.post(page_of(article), sent, follow=True)
    assert response.redirect_chain == [(page_of(article), 302)]
    article.refresh_from_db()
    assert article.source is not None
    assert (article.source.slug, article.published_precision, article.is_date_doubtful) == (
        "voice-of-korea",
        "month",
        False,
    )
    act = Act.objects.get()
    assert (act.made_by, act.reason, act.corrections.count()) == (grace, "because", 2)
    page = response.content.decode()
    assert "<b>Parsed:</b> <span>2025-04-17</span>" in page
    assert "KCNA.kp → Voice of Korea" in page


def test_a_doubtful_date_can_be_declared_right(corrector: Client, article: Article) -> None:
    corrector.post(page_of(article), form_of(article) | {"correct-is_date_right": "on"})
    article.refresh_from_db()
    assert (article.is_date_doubtful, article.is_corrected) == (False, True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"correct-published": "2025-02-30"}, "There is no day 2025-02-30 in the calendar."),
        ({"correct-title": ""}, "This field is required."),
        ({"correct-reason": ""}, "This field is required."),
        ({}, "Nothing was changed."),
        ({"do": "burn"}, "nothing that can be done here"),
    ],
)
def test_a_bad_form_says_what_is_wrong(
    corrector: Client, article: Article, changes: dict[str, str], words: str
) -> None:
    response = corrector.post(page_of(article), form_of(article) | changes)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Act.objects.exists()


def test_a_stale_form_shows_what_changed_and_keeps_what_was_typed(
    corrector: Client, article: Article, grace: User
) -> None:
    sent = form_of(article, title="Typed by me")
    correct(article, {"title": "Changed by another", "agency": "KCNA"}, "better", grace)
    response = corrector.post(page_of(article), sent)
    assert response.status_code == 409
    form = response.context["page"].correction_form
    assert "Changed by another" in str(form.errors["title"])
    assert form["title"].value() == "Typed by me"
    assert form["agency"].value() == "KCNA"
    again = {form.add_prefix(name): form[name].value() for name in form.fields if name != "is_date_right"}
    corrector.post(page_of(article), again | {"do": "correct"})
    article.refresh_from_db()
    assert (article.title, article.agency) == ("Typed by me", "KCNA")


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
    assert set(article.mentions.values_list("entity__name", "state")) == {("Kujang", "rejected"), ("Kusong", "added")}
    assert [each.entity for each in article.mentions.shown()] == [kusong]
    act = Act.objects.get()
    assert corrector.post(page_of(article), {"do": "undo", "act": act.pk}).status_code == 302
    assert corrector.post(page_of(article), {"do": "redo", "act": act.pk}).status_code == 302
    assert [each.entity for each in article.mentions.shown()] == [kusong]


def test_a_mention_is_given_another_meaning_in_one_act(corrector: Client, article: Article) -> None:
    mention, mill = make_mention(article, make_place("Kusong", "city")), make_named("Kusong Pharmaceutical Works")
    sent = {
        f"names-decide_{mention.pk}": "relink",
        f"names-other_{mention.pk}": "kusong-pharmaceutical-works",
        f"names-state_{mention.pk}": "parsed",
        "names-reason": "it is the works",
        "do": "names",
    }
    assert corrector.post(page_of(article), sent).status_code == 302
    assert [(each.entity, each.text) for each in article.mentions.shown()] == [(mill, "Kusong")]
    corrector.post(page_of(article), {"do": "undo", "act": Act.objects.get().pk})
    assert "Kusong Pharmaceutical Works" not in {each.entity.name for each in article.mentions.shown()}


@pytest.mark.parametrize(
    ("decision", "other", "words"),
    [("relink", "", "Say what it means."), ("relink", "Atlantis", "There is no"), ("confirm", "Kusong", "Choose")],
)
def test_another_meaning_must_be_said_in_full(
    corrector: Client, article: Article, decision: str, other: str, words: str
) -> None:
    mention = make_mention(article, make_place("Kusong", "city"))
    sent = {f"names-decide_{mention.pk}": decision, f"names-other_{mention.pk}": other, "names-reason": "why"}
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
    response = corrector.post(page_of(article), {"names-name": place, "names-reason": "why", "do": "names"})
    assert response.status_code == 400
    assert words in response.content.decode()


def test_an_article_is_withdrawn_and_shown_again(corrector: Client, article: Article) -> None:
    corrector.post(page_of(article), {"do": "withdraw", "withdraw-reason": "an error page"})
    article.refresh_from_db()
    assert article.withdrawn_reason == "an error page"
    assert "an error page" in corrector.get(page_of(article)).content.decode()
    corrector.post(page_of(article), {"do": "restore", "restore-reason": "no, it is one"})
    article.refresh_from_db()
    assert article.withdrawn_at is None


def test_an_act_about_another_article_is_not_undone_here(corrector: Client, article: Article, grace: User) -> None:
    act = correct(make_article(), {"agency": "KCNA"}, "why", grace)
    assert corrector.post(page_of(article), {"do": "undo", "act": act.pk}).status_code == 400
    act.refresh_from_db()
    assert act.undone_at is None


def test_the_page_shows_evidence_and_never_markup_of_the_file(corrector: Client) -> None:
    article = make_article({"title": "<script>alert(1)</script>"}, body="<b>Bold</b> words of Kusong.")
    page = corrector.get(page_of(article)).content.decode()
    assert "<script>alert" not in page
    assert "<b>Bold</b>" not in page
    assert '<mark id="file-0" title="Title">&lt;script&gt;' in page
    assert 'href="#file-0"' in page
    assert "<q>&lt;script&gt;alert(1)&lt;/script&gt;</q>" in page


def test_words_of_several_fields_are_linked_from_each(corrector: Client, article: Article) -> None:
    extract = article.shown_extract
    assert extract is not None
    extract.witnesses = {"date_line": extract.fields["published"]}
    extract.fields["agency"] = extract.fields["published"]
    extract.save()
    page = corrector.get(page_of(article)).content.decode()
    start = extract.fields["published"]["spans"][0][0]
    assert page.count(f'href="#file-{start}"') == 2
    assert page.count(f'id="file-{start}"') == 1
    assert 'title="Published, Agency, Date: the “Date:” line"' in page


def test_several_articles_are_given_a_source_in_one_act(corrector: Client) -> None:
    articles = [make_article(), make_article(), make_article()]
    make_source("Voice of Korea", "voice-of-korea")
    address = reverse("admin:archive_article_changelist")
    chosen = {"action": "set_source", "_selected_action": [each.pk for each in articles[:2]]}
    question = corrector.post(address, chosen)
    assert "Set the source: 2 articles" in question.content.decode()
    sent = chosen | {"apply": "yes", "source": "voice-of-korea", "reason": "same broadcast"}
    corrector.post(address, sent)
    assert sorted(Article.objects.values_list("source__slug", flat=True)) == ["kcna-kp"] + ["voice-of-korea"] * 2
    act = Act.objects.get()
    corrector.post(page_of(articles[0]), {"do": "undo", "act": act.pk})
    assert set(Article.objects.values_list("source__slug", flat=True)) == {"kcna-kp"}


def test_several_articles_are_withdrawn_in_one_act_or_none(corrector: Client, grace: User) -> None:
    articles = [make_article(), make_article()]
    address = reverse("admin:archive_article_changelist")
    sent = {"action": "withdraw_chosen", "_selected_action": [each.pk for each in articles], "apply": "yes"}
    assert "This field is required" in corrector.post(address, sent).content.decode()
    corrector.post(address, sent | {"reason": "error pages"})
    assert Article.objects.public().count() == 0
    assert "withdrawn already" in corrector.post(address, sent | {"reason": "again"}).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("problems=yes", ["Problem"]),
        ("problem=place-ambiguous", ["Problem"]),
        ("problem=no-such", []),
        ("doubtful=yes", ["Doubtful"]),
        ("detached=yes", ["Detached"]),
        ("corrected=yes", ["Detached"]),
        ("withdrawn=yes", ["Withdrawn"]),
        ("layout=rodong", ["Rodong"]),
        ("q=doubt", ["Doubtful"]),
    ],
)
def test_filters_find(corrector: Client, grace: User, query: str, found: list[str]) -> None:
    problem = {"code": "place-ambiguous", "message": "Two Unsans.", "spans": [], "candidates": []}
    make_article({"title": "Problem"}, problems=[problem])
    make_article({"title": "Doubtful"}, is_date_doubtful=True)
    make_article({"title": "Rodong"}, layout="rodong")
    detached = make_article({"title": "Detached"})
    from archive.corrections import confirm, withdraw

    confirm([make_mention(detached, make_place("Kujang"))], "checked", grace)
    correct(detached, {"body": "Another text."}, "wrong file", grace)
    withdraw(make_article({"title": "Withdrawn"}, body="Nothing."), "why", grace)
    response = corrector.get(reverse("admin:archive_article_changelist") + f"?{query}")
    assert [each.title for each in response.context["cl"].result_list] == found


def test_articles_are_found_by_number_and_by_file(corrector: Client, article: Article) -> None:
    make_article()
    address = reverse("admin:archive_article_changelist")
    assert article.shown_extract is not None
    for words in (str(article.pk), article.shown_extract.capture.short_id, article.shown_extract.capture.sha256):
        response = corrector.get(address, {"q": words})
        assert [each.pk for each in response.context["cl"].result_list] == [article.pk]


def test_the_list_takes_few_queries_and_counts_no_further_than_it_must(
    corrector: Client, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.admin.readonly.BoundedPaginator.LIMIT", 3)
    for _ in range(5):
        make_article()
    with django_assert_max_num_queries(16):
        response = corrector.get(reverse("admin:archive_article_changelist"))
    assert "There are more. Only the first 3" in response.content.decode()


@pytest.mark.parametrize("model", LISTS)
def test_a_corrector_sees_every_list_and_adds_and_deletes_nothing(
    corrector: Client, article: Article, grace: User, model: str
) -> None:
    record = one_of(model, article, grace)
    assert corrector.get(reverse(f"admin:archive_{model}_changelist")).status_code == 200
    assert corrector.get(reverse(f"admin:archive_{model}_change", args=[record])).status_code == 200
    assert corrector.get(reverse(f"admin:archive_{model}_add")).status_code == 403
    assert corrector.post(reverse(f"admin:archive_{model}_delete", args=[record]), {"post": "yes"}).status_code == 403
    if model not in {"article", "entity"}:
        assert corrector.post(reverse(f"admin:archive_{model}_change", args=[record]), {}).status_code == 403


def one_of(model: str, article: Article, user: User) -> int:
    """The id of some row of the model."""
    from archive.models import KnownItem

    extract = article.shown_extract
    assert extract is not None
    act = correct(article, {"agency": "KCNA"}, "why", user)
    rows = {
        "article": article,
        "source": article.source,
        "capture": extract.capture,
        "extract": extract,
        "importrun": extract.capture.run,
        "act": act,
        "correction": act.corrections.get(),
        "entity": make_place("Kujang"),
        "knownitem": KnownItem.objects.create(title="Known", key="k"),
        "filereport": FileReport.objects.create(
            run=extract.capture.run, path="a.txt", outcome="failed", reason="bug", message="m", traceback="Trace <b>"
        ),
    }
    row = rows[model]
    assert row is not None
    return int(row.pk)


def test_a_superuser_deletes_nothing_either(admin_client: Client, article: Article, admin_user: User) -> None:
    for model in LISTS:
        record = one_of(model, article, admin_user) if model == "act" else None
        if record:
            address = reverse(f"admin:archive_{model}_delete", args=[record])
            assert admin_client.post(address, {"post": "yes"}).status_code == 403
    assert admin_client.post(reverse("admin:archive_article_delete", args=[article.pk])).status_code == 403
    assert admin_client.get(reverse("admin:archive_capture_add")).status_code == 403


def test_a_corrector_sees_nothing_else(corrector: Client) -> None:
    for address in ("admin:auth_user_changelist", "admin:auth_group_changelist", "admin:axes_accessattempt_changelist"):
        assert corrector.get(reverse(address)).status_code == 403
    page = corrector.get(reverse("admin:index")).content.decode()
    assert "Access attempts" not in page


def test_staff_without_the_group_see_nothing(client: Client, article: Article) -> None:
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(page_of(article)).status_code == 403
    assert client.post(page_of(article), form_of(article, title="x")).status_code == 403


def test_somebody_who_may_only_look_gets_no_buttons(client: Client, article: Article, grace: User) -> None:
    from django.contrib.auth.models import Permission

    user = User.objects.create_user("ida", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    page = client.get(page_of(article)).content.decode()
    assert 'name="do"' not in page
    assert client.post(page_of(article), form_of(article, title="x")).status_code == 403


def test_the_admin_asks_for_a_login(client: Client, article: Article) -> None:
    response = client.get(page_of(article))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("admin:login"))


def test_guessing_passwords_is_slowed_down(client: Client, grace: User) -> None:
    address = reverse("admin:login")
    for _ in range(10):
        response = client.post(address, {"username": "grace", "password": "wrong"})
    assert response.status_code == 429
    assert "locked for a while" in response.content.decode()
    assert "15 minutes" in " ".join(response.content.decode().split())
    right = client.post(address, {"username": "grace", "password": "a-long-way-to-nowhere"})
    assert right.status_code == 429


def test_migrating_again_gives_the_group_exactly_its_rights() -> None:
    group = Group.objects.get(name=CORRECTORS)
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.clear()
    call_command("migrate", verbosity=0)
    after = set(group.permissions.values_list("codename", flat=True))
    assert before == after
    assert {name for name in after if not name.startswith("view_")} == {"change_article", "change_entity"}
    assert "view_correction" in after


def test_an_address_of_a_described_source_leads_on(admin_client: Client) -> None:
    source = Source.objects.create(name="Ryugyong", slug="ryugyong-2", is_listed=False)
    listed = make_source()
    address = reverse("admin:archive_source_change", args=[source.pk])
    rows = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
    sent = {"name": "Ryugyong", "slug": "ryugyong", "home_page": "", "description": "Weekly."} | rows
    assert admin_client.post(address, sent).status_code == 302
    source.refresh_from_db()
    assert (source.slug, source.description) == ("ryugyong", "Weekly.")
    assert source.old_slugs.get().slug == "ryugyong-2"
    page = admin_client.get(reverse("admin:archive_source_change", args=[listed.pk]))
    assert 'name="slug"' not in page.content.decode()


def test_evidence_of_odd_files_is_readable(corrector: Client, article: Article) -> None:
    capture = Capture.objects.get()
    capture.text = "<i>odd</i> �"
    capture.problems = [{"code": "odd", "message": "Odd <i>", "spans": [], "candidates": []}]
    capture.save()
    page = corrector.get(reverse("admin:archive_capture_change", args=[capture.pk])).content.decode()
    assert "&lt;i&gt;odd&lt;/i&gt;" in page
    assert "Odd &lt;i&gt;" in page


def test_unknown_articles_are_not_found(corrector: Client) -> None:
    for key in ("999999", "x", "9" * 30):
        assert corrector.get(reverse("admin:archive_article_change", args=[key])).status_code == 404
