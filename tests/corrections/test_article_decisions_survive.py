"""Test that decisions about articles survive every import.

The tests run the real command over files, with the real name finder and the real index.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from archive.corrections import add_mention, confirm, correct, reject, shown_values, undo, withdraw
from archive.models import Article, Decision, Entity
from archive.search import SearchQuery, search
from ingest.values import Paragraph, ParsedFile
from tests.saved_files import reparse_with, run_import

pytestmark = pytest.mark.django_db(transaction=True)

PLACES_TITLE = "Normalized production and quality improvement promoted"
CORRECTED = {
    "title": "Production normalised, quality improved",
    "published": "2025-03",
    "source": "pyongyang-times",
    "dateline_place": "Kusong",
    "dateline_on": "2025-03-13",
    "agency": "KCNA",
    "language": "en",
    "original_url": "https://example.org/corrected",
}


@pytest.fixture
def article(seeds_imported: Path) -> Article:
    return Article.objects.get(title=PLACES_TITLE)


def import_everything_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import the articles again in every way that the importer has."""

    def newer_parser(parsed: ParsedFile) -> ParsedFile:
        """Return the parsed file with an agency and one more paragraph in each article."""
        articles = tuple(
            replace(
                each,
                fields={
                    **each.fields,
                    "agency": replace(each.fields["title"], value="Parsed anew"),
                },
                paragraphs=(
                    Paragraph("Read by a newer parser.", each.paragraphs[0].spans),
                    *each.paragraphs,
                ),
            )
            for each in parsed.articles
        )
        return replace(parsed, articles=articles)

    assert run_import(folder).counts == {"unchanged": 4}
    assert run_import("--reparse").counts == {"unchanged": 4}
    assert reparse_with(monkeypatch, newer_parser).counts == {"updated": 4}
    for path in folder.glob("*.txt"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("More From", "\n\nMore From"), encoding="utf-8"
        )
    assert run_import(folder).status == 0
    assert Article.objects.count() == 4


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def test_corrected_fields_survive(
    seeds_imported: Path, article: Article, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = correct(article, CORRECTED, "all wrong", ada)
    import_everything_again(seeds_imported, monkeypatch)
    shown = shown_values(fresh(article))
    assert {name: shown[name] for name in CORRECTED} == CORRECTED
    assert fresh(article).is_corrected
    assert search(SearchQuery(words="normalised improved")).ids == (article.pk,)
    undo(decision, ada)
    assert not fresh(article).is_corrected
    assert (fresh(article).published_precision, str(fresh(article).published_on)) == (
        "day",
        "2025-03-14",
    )


def test_a_corrected_text_and_its_places_survive(
    seeds_imported: Path, article: Article, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(
        article,
        {"body": "Kujang County is praised.\n\nNothing else is."},
        "the rest was another article",
        ada,
    )
    import_everything_again(seeds_imported, monkeypatch)
    assert fresh(article).body == "Kujang County is praised.\n\nNothing else is."
    assert [each.entity.slug for each in fresh(article).mentions.shown()] == ["kujang"]


def test_decisions_about_places_survive(
    seeds_imported: Path, article: Article, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kujang, sinuiju = Entity.objects.get(slug="kujang"), Entity.objects.get(slug="sinuiju")
    reject(list(article.mentions.filter(entity=kujang)), "only a name", ada)
    confirm(list(article.mentions.filter(entity__slug="kusong")), "looked it up", ada)
    add_mention(article, sinuiju, "it is about it", ada)
    import_everything_again(seeds_imported, monkeypatch)
    slugs = set(fresh(article).mentions.shown().values_list("entity__slug", flat=True))
    assert "sinuiju" in slugs
    assert "kusong" in slugs
    assert "kujang" not in slugs
    states = dict(fresh(article).mentions.values_list("entity__slug", "state"))
    assert (states["kujang"], states["kusong"], states["sinuiju"]) == (
        "rejected",
        "confirmed",
        "added",
    )
    assert not fresh(article).mentions.filter(is_detached=True).exists()
    assert article.pk not in search(SearchQuery().choosing("place", kujang.pk)).ids


def test_a_withdrawn_article_stays_withdrawn(
    seeds_imported: Path, article: Article, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdraw(article, "an error page", ada)
    import_everything_again(seeds_imported, monkeypatch)
    assert fresh(article).withdrawn_reason == "an error page"
    assert search(SearchQuery()).total == 3
    undo(Decision.objects.get(), ada)
    assert search(SearchQuery()).total == 4
