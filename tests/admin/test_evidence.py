"""Test that the admin shows the saved text and its evidence, always escaped."""

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Article, Capture
from tests.admin.article_form import page_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return make_article()


def test_evidence_is_shown_and_markup_in_the_file_is_escaped(corrector: Client) -> None:
    article = make_article(
        {"title": "<script>alert(1)</script>"}, body="<b>Bold</b> words of Kusong."
    )
    page = corrector.get(page_of(article)).content.decode()
    assert "<script>alert" not in page
    assert "<b>Bold</b>" not in page
    assert '<mark id="file-0" title="Title">&lt;script&gt;' in page
    assert 'href="#file-0"' in page
    assert "<q>&lt;script&gt;alert(1)&lt;/script&gt;</q>" in page


def test_words_that_several_fields_were_read_from_have_a_link_beside_each(
    corrector: Client, article: Article
) -> None:
    extract = article.shown_extract
    assert extract is not None
    extract.witnesses = {"date_line": extract.fields["published"]}
    extract.fields["agency"] = extract.fields["published"]
    extract.save()
    page = corrector.get(page_of(article)).content.decode()
    start = extract.fields["published"]["spans"][0][0]
    assert page.count(f'href="#file-{start}"') == 2
    assert page.count(f'id="file-{start}"') == 1
    assert 'title="Published, Agency, Date: “Date:” line"' in page


def test_odd_characters_and_problems_of_a_file_are_escaped(
    corrector: Client, article: Article
) -> None:
    capture = Capture.objects.get()
    capture.text = "<i>odd</i> �"
    capture.problems = [{"code": "odd", "message": "Odd <i>", "spans": [], "candidates": []}]
    capture.save()
    page = corrector.get(
        reverse("admin:archive_capture_change", args=[capture.pk])
    ).content.decode()
    assert "&lt;i&gt;odd&lt;/i&gt;" in page
    assert "Odd &lt;i&gt;" in page
