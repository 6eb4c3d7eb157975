"""Test that each user can do in the admin only what the user's permissions allow."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.admin.access import CORRECTORS
from archive.corrections import correct
from archive.models import Article, FileReport, KnownItem
from tests.admin.article_form import form_of, page_of
from tests.factories import make_article, make_place

pytestmark = pytest.mark.django_db

LISTS = [
    "article",
    "source",
    "capture",
    "extract",
    "importrun",
    "filereport",
    "decision",
    "correction",
    "entity",
    "knownitem",
]


@pytest.fixture
def article() -> Article:
    return make_article()


@pytest.mark.parametrize("model", LISTS)
def test_a_corrector_sees_every_list_and_cannot_add_or_delete(
    corrector: Client, article: Article, grace: User, model: str
) -> None:
    record = one_of(model, article, grace)
    assert corrector.get(reverse(f"admin:archive_{model}_changelist")).status_code == 200
    assert corrector.get(reverse(f"admin:archive_{model}_change", args=[record])).status_code == 200
    assert corrector.get(reverse(f"admin:archive_{model}_add")).status_code == 403
    assert (
        corrector.post(
            reverse(f"admin:archive_{model}_delete", args=[record]), {"post": "yes"}
        ).status_code
        == 403
    )
    if model not in {"article", "entity"}:
        assert (
            corrector.post(reverse(f"admin:archive_{model}_change", args=[record]), {}).status_code
            == 403
        )


def one_of(model: str, article: Article, user: User) -> int:
    """Return the id of a row of `model`, to make the address of the row in the admin."""
    extract = article.shown_extract
    assert extract is not None
    decision = correct(article, {"agency": "KCNA"}, "why", user)
    rows = {
        "article": article,
        "source": article.source,
        "capture": extract.capture,
        "extract": extract,
        "importrun": extract.capture.run,
        "decision": decision,
        "correction": decision.corrections.get(),
        "entity": make_place("Kujang"),
        "knownitem": KnownItem.objects.create(title="Known", key="k"),
        "filereport": FileReport.objects.create(
            run=extract.capture.run,
            path="a.txt",
            outcome="failed",
            reason="bug",
            message="m",
            traceback="Trace <b>",
        ),
    }
    row = rows[model]
    assert row is not None
    return int(row.pk)


def test_a_superuser_cannot_delete_either(
    admin_client: Client, article: Article, admin_user: User
) -> None:
    for model in LISTS:
        record = one_of(model, article, admin_user) if model == "decision" else None
        if record:
            address = reverse(f"admin:archive_{model}_delete", args=[record])
            assert admin_client.post(address, {"post": "yes"}).status_code == 403
    assert (
        admin_client.post(reverse("admin:archive_article_delete", args=[article.pk])).status_code
        == 403
    )
    assert admin_client.get(reverse("admin:archive_capture_add")).status_code == 403


def test_a_corrector_cannot_see_users_and_logins(corrector: Client) -> None:
    for address in (
        "admin:auth_user_changelist",
        "admin:auth_group_changelist",
        "admin:axes_accessattempt_changelist",
    ):
        assert corrector.get(reverse(address)).status_code == 403
    page = corrector.get(reverse("admin:index")).content.decode()
    assert "Access attempts" not in page


def test_staff_without_the_group_cannot_see_articles(client: Client, article: Article) -> None:
    client.force_login(User.objects.create_user("eve", is_staff=True))
    assert client.get(page_of(article)).status_code == 403
    assert client.post(page_of(article), form_of(article, title="x")).status_code == 403


def test_staff_who_may_only_view_get_no_buttons(
    client: Client, article: Article, grace: User
) -> None:
    user = User.objects.create_user("ida", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    page = client.get(page_of(article)).content.decode()
    assert 'name="do"' not in page
    assert client.post(page_of(article), form_of(article, title="x")).status_code == 403


def test_the_admin_requires_a_login(client: Client, article: Article) -> None:
    response = client.get(page_of(article))
    assert (response.status_code, response["Location"].split("?")[0]) == (
        302,
        reverse("admin:login"),
    )


def test_migrating_again_restores_the_permissions_of_the_group() -> None:
    group = Group.objects.get(name=CORRECTORS)
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.clear()
    call_command("migrate", verbosity=0)
    after = set(group.permissions.values_list("codename", flat=True))
    assert before == after
    assert {name for name in after if not name.startswith("view_")} == {
        "change_article",
        "change_entity",
    }
    assert "view_correction" in after
