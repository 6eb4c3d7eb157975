"""Test the pages about one article: its dates, listings, corrections, evidence and saved file."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.corrections import correct
from archive.models import Article, CaptureContent, KnownItem
from tests.sample_pages import HOSTILE, SamplePages, capture_of


def test_an_article_shows_its_origin(client: Client, sample_pages: SamplePages) -> None:
    response = client.get(sample_pages.usual.get_absolute_url())
    html = response.content.decode()
    for said in (
        '<time datetime="2025-09-14">14 September 2025</time>',
        "between 14 September 2025 and 2 March 2026 (UTC)",
        "Pyongyang, 17 April",
        'href="https://example.org/newstream/1-2/oxygen/"',
        f'href="{capture_of(sample_pages.usual).get_absolute_url()}"',
        f'href="/articles/{sample_pages.usual.pk}/evidence/"',
        f"{sample_pages.usual.pk}_&lt;b&gt;&amp;.txt",
        (
            '<a class="mention mention--place" href="/places/kujang/" title="Place: Kujang County"'
            ' id="body-'
        ),
        f"http://testserver{sample_pages.usual.get_absolute_url()}",
    ):
        assert said in html, said
    assert "/srv/secret" not in html


def test_listings_link_to_articles_in_the_archive(
    client: Client, sample_pages: SamplePages
) -> None:
    listings = client.get(sample_pages.usual.get_absolute_url()).context["listed_items"]
    ids = KnownItem.objects.order_by("key").values_list("pk", flat=True)
    assert [(item.title, item.is_held, item.url) for item in listings] == [
        ("Ceramic Vase", True, sample_pages.doubtful.get_absolute_url()),
        (HOSTILE, False, f"/wanted/{ids[1]}/"),
        ("The start of an item without a title", False, f"/wanted/{ids[2]}/"),
    ]


def test_listings_do_not_link_to_withdrawn_articles(
    client: Client, sample_pages: SamplePages
) -> None:
    sample_pages.doubtful.withdrawn_at = sample_pages.doubtful.created_at
    sample_pages.doubtful.withdrawn_reason = "A test."
    sample_pages.doubtful.save()
    [item, *_] = client.get(sample_pages.usual.get_absolute_url()).context["listed_items"]
    assert (item.is_held, item.note) == (False, "withdrawn")


def test_a_foreign_article_shows_its_language(client: Client, sample_pages: SamplePages) -> None:
    html = client.get(sample_pages.korean.get_absolute_url()).content.decode()
    assert '<div class="article__text" lang="ko">' in html
    assert "<dd>Korean</dd>" in html


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("usual", '<time datetime="2025-09-14">14 September 2025</time></p>'),
        (
            "long",
            '<time datetime="2025-06">June 2025</time> <span class="quiet">only the month and'
            " year are known</span>",
        ),
        (
            "korean",
            '<time datetime="2024">2024</time> <span class="quiet">only the year is known</span>',
        ),
        ("bare", "Date unknown</p>"),
        ("doubtful", '#witnesses">date doubtful</a>'),
        ("doubtful", "</bdi> (date doubtful)</p>"),
    ],
)
def test_a_date_shows_how_certain_it_is(
    client: Client, sample_pages: SamplePages, name: str, said: str
) -> None:
    article = Article.objects.get(pk=getattr(sample_pages, name).pk)
    assert said in client.get(article.get_absolute_url()).content.decode()


def test_a_correction_is_shown_without_its_author(
    client: Client, sample_pages: SamplePages
) -> None:
    article = client.get(sample_pages.corrected.get_absolute_url()).content.decode()
    evidence = client.get(f"/articles/{sample_pages.corrected.pk}/evidence/").content.decode()
    assert ">corrected</a>" in article
    for said in (
        "Oxygen Factory",
        "Found in the saved file: <bdi>Oxygen Facto</bdi>",
        "The heading was cut.",
        "rejected by staff",
    ):
        assert said in evidence, said
    assert "secret-corrector" not in article + evidence


def test_a_corrected_source_is_shown_by_its_name(
    client: Client, sample_pages: SamplePages, admin_user: User
) -> None:
    correct(sample_pages.usual, {"source": "voice-of-korea"}, "the sign-off says so", admin_user)
    evidence = client.get(f"/articles/{sample_pages.usual.pk}/evidence/")
    source = next(field for field in evidence.context["fields"] if field.name == "Source")
    assert (source.value, source.corrected_value) == ("KCNA.kp (En)", "Voice of Korea")


def test_evidence_quotes_the_saved_file_and_links_to_it(
    client: Client, sample_pages: SamplePages
) -> None:
    evidence = client.get(f"/articles/{sample_pages.usual.pk}/evidence/")
    capture = capture_of(sample_pages.usual)
    title = next(field for field in evidence.context["fields"] if field.name == "Title")
    assert title.quotes == ("Medical Oxygen Factory",)
    link = f"{capture.get_absolute_url()}#{title.anchor}"
    assert f'href="{link}"' in evidence.content.decode()
    assert f'id="{title.anchor}"' in client.get(capture.get_absolute_url()).content.decode()


def test_dates_are_sorted_by_trust_and_the_used_one_is_marked(
    client: Client, sample_pages: SamplePages
) -> None:
    """Check the dates of an article whose header and dateline have different days."""
    extract = sample_pages.usual.shown_extract
    assert extract is not None
    span = extract.fields["published"]["spans"][0]
    header = {"value": "2025-09-14", "rule": "header", "spans": [span], "confidence": 1.0}
    extract.witnesses = {
        "dateline": {**header, "value": "2025-09-05", "rule": "dateline"},
        "header": header,
    }
    extract.fields = {**extract.fields, "published": header}
    extract.save()
    page = client.get(f"/articles/{sample_pages.usual.pk}/evidence/")
    assert [(row.name, row.is_used) for row in page.context["witnesses"]] == [
        ("Header", True),
        ("Dateline", False),
    ]
    assert page.content.decode().count(">used<") == 1


def test_the_saved_file_is_marked_where_fields_were_read(
    client: Client, sample_pages: SamplePages
) -> None:
    extract = sample_pages.usual.shown_extract
    assert extract is not None
    start, end = extract.fields["published"]["spans"][0]
    later = capture_of(sample_pages.usual).text.index("Factories")
    extract.witnesses = {
        "date_line": {
            "value": "2025-09-14",
            "rule": "date-line",
            "spans": [[start, end]],
            "confidence": 1.0,
        },
        "sign_off": {
            "value": "2025-09-14",
            "rule": "sign-off",
            "spans": [[later, later + 4]],
            "confidence": 1.0,
        },
    }
    extract.save()
    context = client.get(capture_of(sample_pages.usual).get_absolute_url()).context
    assert (
        '<span id="field-published"></span><span id="field-date-line"></span>'
        '<mark class="field-span" data-label="Published">2025-09-14</mark>' in context["text"]
    )
    named = [field.name for field in context["legend"]]
    assert "Sign-off" in named
    assert "“Date:” line" not in named


def test_a_rejected_file_shows_the_reason(client: Client, sample_pages: SamplePages) -> None:
    html = client.get(sample_pages.rejected.get_absolute_url()).content.decode()
    assert "The program does not know this kind of page" in html
    assert "&lt;script&gt;" in html


def test_a_page_says_whether_a_file_without_text_is_kept(
    client: Client, sample_pages: SamplePages
) -> None:
    address = sample_pages.too_large.get_absolute_url()
    assert "The file itself is not kept." in client.get(address).content.decode()
    CaptureContent.objects.create(capture=sample_pages.too_large, compressed=b"")
    page = client.get(address).content.decode()
    assert "This file has no text that can be shown." in page
    assert "not kept" not in page


def test_nothing_of_a_withdrawn_article_is_shown(client: Client, sample_pages: SamplePages) -> None:
    secret = "must not be read"
    for url in (
        sample_pages.withdrawn.get_absolute_url(),
        f"/articles/{sample_pages.withdrawn.pk}/evidence/",
        capture_of(sample_pages.withdrawn).get_absolute_url(),
    ):
        response = client.get(url)
        assert response.status_code == 410, url
        assert "The page imitated the source." in response.content.decode(), url
        assert secret not in response.content.decode(), url
    assert client.get("/articles/?q=forged").context["total"] == 0


def test_a_saved_file_hides_the_text_of_its_withdrawn_article(
    client: Client, sample_pages: SamplePages
) -> None:
    capture = capture_of(sample_pages.usual)
    extract = sample_pages.usual.shown_extract
    assert extract is not None
    extract.pk, extract.position, extract.article = None, 1, sample_pages.withdrawn
    extract.start, extract.end = capture.text.index("Factories"), capture.text.index("followed")
    extract.save()
    text = client.get(capture.get_absolute_url()).context["text"]
    assert "Factories" not in text
    assert "followed its example" in text


def test_a_long_saved_file_is_cut_with_a_note(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.views.capture.SHOWN_CHARACTERS", 20)
    response = client.get(capture_of(sample_pages.usual).get_absolute_url())
    assert response.context["hidden_characters"] == len(capture_of(sample_pages.usual).text) - 20
    assert "Only the first 20 characters are shown" in response.content.decode()
