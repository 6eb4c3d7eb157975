"""Test the pages of versions and comparisons, and that words of all versions are found."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import search
from archive.corrections import correct, withdraw
from archive.models import Article, Capture, Entity, TextVersion
from tests.factories import make_mention, make_named
from tests.saved_files import plain, run_import, save, sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

LINK = "http://kcna.kp/en/article/q/17.kcmsf"
MIDDLE = sentences(4, 14)
FIRST = f"The bridge of Kujang County was opened by Ri Chol Su. It is 120 metres long.\n\n{MIDDLE}"
LAST = FIRST.replace("Ri Chol Su", "an engineer of the province").replace("120", "150")


@pytest.fixture
def article(folder: Path) -> Article:
    save(folder, "first", plain(body=FIRST, url=LINK))
    save(folder, "copy", plain(body=FIRST.replace("\n\n", "\n"), url=LINK))
    save(folder, "last", plain(body=LAST, url=LINK))
    run_import(folder)
    search.rebuild()
    return Article.objects.get()


def page(client: Client, address: str, status: int = 200) -> str:
    """Return the words of a page without mark-up."""
    response = client.get(address, follow=True)
    assert response.status_code == status
    text = re.sub(
        r"<(?:head|script).*?</(?:head|script)>", "", response.content.decode(), flags=re.S
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def file_id(name: str) -> str:
    return Capture.objects.get(paths__path__endswith=f"/{name}.txt").short_id


def total(client: Client, query: str) -> int:
    html = client.get(f"/articles/?{query}").content.decode()
    match = re.search(r"<strong>(\d+)</strong> article", html)
    return int(match[1]) if match else 0


def test_the_article_says_how_many_versions_there_are(client: Client, article: Article) -> None:
    assert "2 versions" in page(client, article.get_absolute_url())


def test_the_list_has_each_version_with_its_copies(client: Client, article: Article) -> None:
    text = page(client, f"/articles/{article.pk}/versions/")
    assert "The archive has 2 versions" in text
    assert "other numbers, dates or names" in text
    assert all(name in text for name in ("first.txt", "copy.txt", "last.txt"))


def test_each_version_can_be_read_as_a_whole(client: Client, article: Article) -> None:
    address = f"/articles/{article.pk}/versions/{file_id('first')}/"
    text = page(client, address)
    assert "opened by Ri Chol Su. It is 120 metres long." in text
    assert MIDDLE.split("\n\n")[-1] in text
    # Each copy of the version leads to the same page.
    response = client.get(f"/articles/{article.pk}/versions/{file_id('copy')}/", follow=True)
    assert "Ri Chol Su" in response.content.decode()
    page(client, f"/articles/{article.pk}/versions/0123456789ab/", status=404)


def test_words_of_a_version_that_is_not_shown_are_found(client: Client, article: Article) -> None:
    assert "engineer" in article.body
    found = page(client, '/articles/?q="ri chol su"')
    assert "In the version saved on or before" in found
    assert "Ri Chol Su" in found
    assert total(client, "q=metres 120") == 1
    assert total(client, "q=metres 120&versions=off") == 0
    assert total(client, "q=metres 150&versions=off") == 1
    assert "Some of the words are only in the version saved" in page(
        client, "/articles/?q=120 engineer"
    )


def test_names_of_a_version_count_and_are_marked(client: Client, article: Article) -> None:
    assert total(client, "person=ri-chol-su") == 1
    assert "Named only in other versions Ri Chol Su" in page(client, article.get_absolute_url())


def test_a_name_merged_into_one_that_is_shown_is_not_only_in_another_version(
    client: Client, article: Article
) -> None:
    shown = make_named("Ri Chol Sung", kind="person")
    make_mention(article, shown, "engineer")
    Entity.objects.filter(slug="ri-chol-su").update(merged_into=shown)
    assert "Named only in other versions" not in page(client, article.get_absolute_url())


def test_the_concordance_has_only_the_texts_that_are_shown(
    client: Client, article: Article
) -> None:
    assert "1 occurrence in 1 article" in page(client, "/articles/?q=150&view=concordance")
    assert "occurrence" not in page(client, "/articles/?q=120&view=concordance")


@pytest.mark.parametrize(
    ("query", "entries"),
    [("q=120", 1), ("q=120&view=concordance", 1), ("q=120&versions=off", 0)],
)
def test_the_feed_has_the_articles_of_its_list(
    client: Client, article: Article, query: str, entries: int
) -> None:
    feed = client.get(f"/articles/feed/?{query}").content.decode()
    assert feed.count("<entry>") == entries


def test_links_of_a_list_keep_the_switch(client: Client, article: Article) -> None:
    html = client.get("/articles/?q=150&versions=off").content.decode()
    links = {unescape(link) for link in re.findall(r'href="([^"]*q=150[^"]*)"', html)}
    wider = {link for link in links if "versions=off" not in link}
    assert wider == {"/articles/?q=150"}  # the chip that removes the filter
    assert "1 of 1" in page(client, f"{article.get_absolute_url()}?q=150&versions=off")
    assert "1 of 1" in page(client, f"{article.get_absolute_url()}?q=120")
    assert "1 of 1" not in page(client, f"{article.get_absolute_url()}?q=120&versions=off")


def test_another_value_of_the_switch_is_refused(client: Client) -> None:
    search.rebuild()
    assert "can only be “off”" in page(client, "/articles/?q=a&versions=on", status=400)


def test_who_was_named_in_the_first_version_and_not_in_the_last(
    client: Client, article: Article
) -> None:
    address = f"/articles/{article.pk}/compare/{file_id('first')}/{file_id('last')}/"
    for view in ("", "?view=inline"):
        response = client.get(address + view)
        html = response.content.decode()
        removed = re.findall(r"<del class=\"change change--3\"[^>]*>(.*?)</del>", html, re.S)
        assert any("Ri Chol Su" in words for words in removed)
        assert "120" in " ".join(removed)
        assert html.count('id="change-1"') == html.count('id="change-2"') == 1
    assert "2 × other numbers, dates or names" in page(client, address)


def test_marks_of_html_in_a_text_are_escaped(client: Client, folder: Path) -> None:
    marked = FIRST.replace("Ri Chol Su", "<b onclick=x>Kim Yong Ho</b>")
    save(folder, "first", plain(body=FIRST, url=LINK))
    save(folder, "last", plain("Bridge <i>Opened</i>", body=marked, url=LINK))
    run_import(folder)
    pk, ids = Article.objects.get().pk, [file_id("first"), file_id("last")]
    for address in (
        *("versions/", f"versions/{ids[0]}/", f"versions/{ids[1]}/"),
        *(f"compare/{ids[0]}/{ids[1]}/{view}" for view in ("", "?view=inline")),
    ):
        html = client.get(f"/articles/{pk}/{address}", follow=True).content.decode()
        assert "<b onclick" not in html
        assert "<i>Opened" not in html
    assert "<i>Opened" not in client.get("/changes/").content.decode()


def test_order_of_saving_is_said_only_if_it_is_known(client: Client, folder: Path) -> None:
    for name, body, saved in (("first", FIRST, "2024-04-10"), ("last", LAST, "2024-06-20")):
        text = plain(body=body, url=LINK).replace("Date:", f"Saved: {saved}\nDate:")
        save(folder, name, text)
    run_import(folder)
    article = Article.objects.get()
    ids = [file_id("first"), file_id("last")]
    text = page(client, f"/articles/{article.pk}/compare/{ids[1]}/{ids[0]}/")
    assert "It is not known which of the two copies was saved first" in text
    Capture.objects.filter(sha256__startswith=ids[0]).update(saved_not_after="2024-05-01")
    text = page(client, f"/articles/{article.pk}/compare/{ids[1]}/{ids[0]}/")
    assert "was present in the copy saved between" in text
    assert "deleted" not in text


def test_which_passage_another_outlet_left_out(client: Client, folder: Path) -> None:
    passage = "The old ferryman was thanked with a lamp."
    save(folder, "one", plain(body=f"{FIRST} {passage}"))
    save(folder, "two", plain("Bridge", FIRST, source="Voice of Korea (EN)"))
    run_import(folder)
    one, two = (Article.objects.get(source__slug=slug) for slug in ("kcna-kp", "voice-of-korea"))
    response = client.get(f"/articles/{one.pk}/compare-with/?article={two.pk}", follow=True)
    html = response.content.decode()
    assert re.search(rf"<del class=\"change change--4\"[^>]*>.*{re.escape(passage)}", html)
    assert (
        client.get(
            f"/articles/{one.pk}/compare-with/",
            {"article": f"http://testserver{two.get_absolute_url()}"},
        ).headers["Location"]
        == f"/articles/{one.pk}/compare-with/{two.pk}/"
    )
    page(client, f"/articles/{one.pk}/compare-with/?article=x", status=400)
    page(client, f"/articles/{one.pk}/compare-with/99999/", status=404)


def test_a_comparison_of_articles_has_the_corrected_texts(
    client: Client, folder: Path, ada: User
) -> None:
    save(folder, "one", plain(body=FIRST))
    save(folder, "two", plain("Bridge", FIRST, source="Voice of Korea (EN)"))
    run_import(folder)
    one, two = Article.objects.order_by("pk")
    values = {"title": "Bridge Closed", "body": FIRST.replace("opened", "closed")}
    correct(one, values, "as printed", ada)
    text = page(client, f"/articles/{one.pk}/compare-with/{two.pk}/")
    assert "removed: closed" in text or "added: closed" in text
    assert "Headline Bridge Closed" in text or "Headline Bridge Bridge Closed" in text


def test_nothing_of_a_withdrawn_article_is_seen(
    client: Client, article: Article, folder: Path, ada: User
) -> None:
    save(folder, "other", plain("Ferry Opened", sentences(5, 8), on="2020-01-02"))
    run_import(folder)
    other = Article.objects.exclude(pk=article.pk).get()
    withdraw(article, "an error page", ada)
    search.catch_up()
    first, last = file_id("first"), file_id("last")
    for address in (
        "versions/",
        f"versions/{first}/",
        f"compare/{first}/{last}/",
        "compare-with/?article=1",
        f"compare-with/{other.pk}/",
    ):
        assert "Ri Chol Su" not in page(client, f"/articles/{article.pk}/{address}", status=410)
    page(client, f"/articles/{other.pk}/compare-with/{article.pk}/", status=410)
    assert "No changed articles" in page(client, "/changes/")
    assert "<entry>" not in client.get("/changes/feed/").content.decode()
    assert total(client, "q=120") == total(client, "person=ri-chol-su") == 0


def test_an_article_with_one_version_says_so(client: Client, folder: Path) -> None:
    save(folder, "one", plain())
    run_import(folder)
    article = Article.objects.get()
    assert not TextVersion.objects.exists()
    assert "versions" not in page(client, article.get_absolute_url()).split("Cite")[0]
    assert "have the same words" in page(client, f"/articles/{article.pk}/versions/")
    assert "The only version" in page(client, f"/articles/{article.pk}/versions/{file_id('one')}/")
