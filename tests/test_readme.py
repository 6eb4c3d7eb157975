"""Test that every step of the tours in README.md has the described result.

A tour is a section "Five minutes as a reader", "… as a corrector" or "… as an archivist".
The archive of these tests contains the four saved files of the folder `seeds/`.
"""

import contextlib
import io
import re
import textwrap
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from archive.models import Article
from tests.admin.article_form import form_of, page_of
from tests.conftest import ROOT
from tests.saved_files import run_import

pytestmark = pytest.mark.django_db
README = (ROOT / "README.md").read_text()
TITLE = "Normalized production and quality improvement promoted"


def tour_of(person: str) -> str:
    """Return the section "Five minutes as …" of README.md for `person` ("a reader"), in a line."""
    text = README.partition(f"## Five minutes as {person}\n")[2].partition("\n## ")[0]
    return " ".join(text.split())


def labels_of(person: str) -> set[str]:
    """Return the words of a tour that are in italics, because pages must show these words."""
    return set(re.findall(r"(?<!\*)\*([^* ][^*]*)\*(?!\*)", tour_of(person)))


def text_of(client: Client, *urls: str) -> str:
    """Return the visible words of the pages at these URLs, with single spaces instead of lines."""
    pages = [client.get(url, follow=True).content.decode() for url in urls]
    return words_in(" ".join(pages))


def words_in(page: str) -> str:
    """Return the visible words of a page, in one line."""
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


@pytest.fixture
def article(seeds_imported: Path) -> Article:
    return Article.objects.get(title=TITLE)


def test_the_reader_sees_what_the_tour_says(client: Client, article: Article) -> None:
    factory = "/articles/?q=factory"
    assert "3 articles" in text_of(client, factory)
    assert "2 articles" in text_of(client, f"{factory}&place=north-phyongan")
    assert "2 articles" in text_of(client, "/places/kujang/")
    evidence = text_of(client, f"/articles/{article.pk}/evidence/")
    assert "14/03/2025" in evidence
    assert re.search(r"Hamju County Humju .{,110}known misspelling likely, 87\s?%", evidence)
    pages = text_of(client, "/", factory, article.get_absolute_url(), "/places/kujang/")
    assert {label for label in labels_of("a reader") if label not in pages} == set()


def test_the_corrector_sees_what_the_tour_says(corrector: Client, article: Article) -> None:
    mention = article.mentions.get(text="Humju")
    pages = text_of(corrector, "/admin/", page_of(article), article.get_absolute_url())
    sent = form_of(article, title="Production Normalized") | {"correct-reason": "a better title"}
    pages += text_of_post(corrector, page_of(article), sent)
    article.refresh_from_db()
    pages += text_of(corrector, article.get_absolute_url(), page_of(article))
    evidence = text_of(corrector, f"/articles/{article.pk}/evidence/")
    assert all(words in evidence for words in ("Production Normalized", TITLE, "a better title"))
    assert "1 article" in text_of(corrector, "/articles/?q=title:normalized")
    confirm = {f"names-decide_{mention.pk}": "confirm", "names-reason": "known", "do": "names"}
    assert corrector.post(page_of(article), confirm).status_code == 302
    assert {label for label in labels_of("a corrector") if label not in pages} == set()


def text_of_post(client: Client, url: str, sent: dict[str, str]) -> str:
    """Send the form `sent` to `url`; return the visible words of the page that is shown then."""
    return words_in(client.post(url, sent, follow=True).content.decode())


def test_the_archivist_sees_what_the_tour_says(
    client: Client, seeds_imported: Path, folder_of_articles: Path
) -> None:
    assert run_import(folder_of_articles).counts == {"created": 1}
    assert run_import(folder_of_articles).counts == {"unchanged": 1}
    place = text_of(client, "/places/kujang/")
    assert "3 articles" in place
    assert "First 5 March 2024" in place
    (folder_of_articles / "note.txt").write_text("A note.\n")
    report = run_import(folder_of_articles)
    assert report.counts == {"unchanged": 1, "rejected": 1}
    assert "layout-none" in report.text
    assert "36 articles" in text_of(client, "/wanted/")


@pytest.fixture
def folder_of_articles(tmp_path: Path) -> Path:
    """Return a folder with the file that the archivist's tour writes, copied from README.md."""
    folder = tmp_path / "articles"
    folder.mkdir()
    written = re.search(r"bridge\.txt <<'END'\n(.*?)\n +END\n", README, re.DOTALL)
    assert written is not None
    (folder / "bridge.txt").write_text(textwrap.dedent(written[1]) + "\n")
    return folder


def test_the_library_can_be_used_as_the_readme_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code is not None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code[1], {})
    assert TITLE in printed.getvalue()
