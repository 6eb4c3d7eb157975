"""Test that long texts and odd addresses cause no errors in the admin, in SQLite and PostgreSQL."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse

from archive.corrections import shown_values
from archive.corrections.fields import FIELDS
from archive.models import Article
from tests.admin.article_form import form_of, page_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_a_very_long_korean_text_can_be_corrected(admin_client: Client, admin_user: User) -> None:
    """Send the form as a browser does: each Korean letter becomes nine bytes ("%EA%B0%80")."""
    article = make_article()
    body = "한국어 " * 200_000
    response = admin_client.post(
        page_of(article),
        urlencode(form_of(article, body=body)),
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.body == body.strip()


@pytest.mark.parametrize("model", ["article", "capture"])
@pytest.mark.parametrize(
    "name", ["q", "layout", "problem", "has_problems", "corrected", "withdrawn", "p", "o", "date"]
)
def test_no_parameter_of_a_list_causes_an_error(
    admin_client: Client, model: str, name: str
) -> None:
    make_article(problems=[{"code": "source-unknown"}])
    for value in ("\0", "a\0b", "%", "9" * 40, "0" * 5_000, "-1", "'", "²", "３"):
        address = f"{reverse(f'admin:archive_{model}_changelist')}?{urlencode({name: value})}"
        assert admin_client.get(address).status_code in {200, 302, 400}, value
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "article/?source=",
        "article/?source__id__exact=",
        "article/?id__in=",
        "article/?id__exact=",
        "article/?word_count__gt=",
        "capture/?size__in=1,",
        "correction/?decision__id__exact=",
        "decision/?made_by=",
        "decision/?made_by__id__exact=",
        "entity/?parent=",
        "filereport/?run=",
        "knownitem/?source__id__exact=",
        "knownitem/?pk__in=1,",
    ],
)
def test_a_number_that_is_too_large_for_the_database_filters_nothing(
    admin_client: Client, address: str
) -> None:
    make_article()
    for number in (2**63, 10**40, -(2**63) - 1, "9223372036854775808_000"):
        with transaction.atomic():  # PostgreSQL refuses more queries after an error
            response = admin_client.get(f"/admin/archive/{address}{number}")
            transaction.set_rollback(True)
        assert response.status_code in {200, 302}, number
        if response.status_code == 302:
            assert response.headers["Location"].endswith("/?e=1")


@pytest.mark.parametrize("odd", ["x", "", "1,1", "--1", "²", "\0", "9" * 30, "1" + "0" * 5_000])
def test_an_odd_id_among_the_chosen_articles_is_ignored(admin_client: Client, odd: str) -> None:
    article = make_article()
    address = reverse("admin:archive_article_changelist")
    chosen = {"action": "correct_chosen", "_selected_action": [odd, str(article.pk)]}
    response = admin_client.post(address, chosen)
    assert response.headers["Location"].endswith(f"/bulk/chosen/?id={article.pk}")
    response = admin_client.post(address, chosen | {"_selected_action": [odd]}, follow=True)
    assert "Items must be selected" in response.content.decode()


ZEROS = [ord("０"), ord("٠"), ord("०"), ord("๐")]  # full-width, Arabic, Devanagari and Thai zeros


@pytest.mark.parametrize("zero", ZEROS)
def test_a_number_in_other_digits_is_not_an_id(admin_client: Client, zero: int) -> None:
    article = make_article()
    other = "".join(chr(zero + int(digit)) for digit in str(article.pk))
    ours = admin_client.get(page_of(article))
    assert ours.status_code == 200
    for page in ("change", "history"):
        address = f"/admin/archive/article/{other}/{page}/"
        assert admin_client.get(address).status_code in {302, 404}, address
    for model in ("capture", "decision", "entity", "source", "importrun", "knownitem"):
        address = f"/admin/archive/{model}/{other}/change/"
        assert admin_client.get(address).status_code in {302, 404}, address
    found = admin_client.get(f"/admin/archive/article/?{urlencode({'q': str(article.pk)})}")
    assert found.context["cl"].result_count == 1
    found = admin_client.get(f"/admin/archive/article/?{urlencode({'q': other})}")
    assert found.context["cl"].result_count == (zero == ord("０"))  # a search finds full width


@pytest.mark.parametrize(
    "text", ["２０２５-０４-１７", "2025-04-1٧", "2025-0⁴", "๒๕๖๘", "2025-04-17²"]
)
@pytest.mark.parametrize("name", ["published", "dateline_on"])
def test_a_date_in_other_digits_is_refused_in_the_form(
    admin_client: Client, name: str, text: str
) -> None:
    article = make_article()
    before = FIELDS[name].read(article)
    response = admin_client.post(page_of(article), form_of(article, **{name: text}))
    assert f"“{text}” is not a valid date." in response.content.decode()
    article.refresh_from_db()
    assert FIELDS[name].read(article) == before


@pytest.mark.parametrize(
    "odd",
    [
        {"title": "Owls fly. " * 130},
        {"published": "1910-05-04"},
        {"published": "2931"},
        {"dateline_on": "1910-05-04"},
        {"language": "english "},
        {"original_url": "http://kcna_watch/1"},
        {"original_url": "http://[::1]:x/"},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_an_article_with_an_odd_imported_value_can_be_corrected(
    admin_client: Client, admin_user: User, odd: dict[str, str]
) -> None:
    """Check that correcting one value of an article does not change another, odd value."""
    article = make_article(odd)
    before = shown_values(article)
    sent = form_of(article, dateline_place="Kujang")
    assert admin_client.post(page_of(article), sent).status_code == 302
    article.refresh_from_db()
    assert shown_values(article) == before | {"dateline_place": "Kujang"}
    # Send a form that was made before the correction: the page shows both values.
    stale = sent | {"correct-dateline_place": "Kusong"}
    assert admin_client.post(page_of(article), stale).status_code == 409
