"""Test the pages on which staff see which texts an import joined, and separate them."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.admin import joined_texts
from archive.corrections import separate, undo
from archive.models import Article, Decision, Extract, ImportRun, JoinedExtract
from tests.corrections.joined_mills import LINK, NORTH, SOUTH, article_at, import_joined
from tests.saved_files import plain, run_import, save, sentences

pytestmark = pytest.mark.usefixtures("archive")

SEPARATE = "/admin/archive/extract/separate/"


@pytest.fixture
def joined(folder: Path) -> tuple[Extract, Extract]:
    return import_joined(folder)


def run_page(run: ImportRun, query: str = "") -> str:
    return reverse("admin:archive_importrun_change", args=[run.pk]) + query


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def changes(page: str, name: str) -> list[str]:
    """Return the texts of the changes (`name` is "del" or "ins") on a page of a comparison."""
    words = r'<{0} class="change change--[^>]*><span class="unseen">\w+: </span>(.*?)<span'
    return [text.strip(" ,.") for text in re.findall(words.format(name), page)]


def ticked(*texts: Extract, **more: str) -> dict[str, object]:
    return {"texts": [text.pk for text in texts], **more}


def test_the_page_of_a_run_lists_what_it_joined(
    corrector: Client, joined: tuple[Extract, Extract], folder: Path
) -> None:
    article = joined[0].article
    page = shown(corrector, run_page(ImportRun.objects.latest("pk")))
    row = page[page.index("Joined texts") :]
    assert f"{folder}/south.txt" in row
    assert f"/admin/archive/article/{article.pk}/change/" in row
    assert "same source and title, near dates, 9" in row
    assert f"/admin/archive/extract/{joined[1].pk}/compare/?with={article.pk}" in row
    assert f'name="texts" value="{joined[1].pk}"' in row
    earlier = shown(corrector, run_page(ImportRun.objects.earliest("pk")))
    assert "south.txt" not in earlier
    listed = shown(corrector, reverse("admin:archive_importrun_changelist"))
    assert re.findall(r'class="field-joined_texts">([^<]*)<', listed) == ["1", "0"]


def test_the_number_equals_the_list_over_all_pages(
    corrector: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joined_texts, "TEXTS_PER_PAGE", 4)
    for number in range(12):
        save(
            folder,
            f"{number:02}",
            plain("Mill Opened", f"{sentences(1)}\n\nLine{' more' * number}."),
        )
    run_import(folder)
    run = ImportRun.objects.get()
    listed: list[str] = []
    for number in (1, 2, 3):
        page = shown(corrector, run_page(run, f"?joined={number}"))
        listed += re.findall(r'name="texts" value="(\d+)"', page)
    expected = JoinedExtract.objects.order_by("-pk").values_list("extract", flat=True)
    assert list(map(int, listed)) == list(expected)
    assert len(listed) == run.joined_count == 11
    assert f'<div class="readonly">{run.joined_count}</div>' in page
    assert "Texts 9 to 11 of 11" in page


def test_a_run_of_an_earlier_version_says_that_it_did_not_count(corrector: Client) -> None:
    run = ImportRun.objects.create(program_version="1", parser_version="1", joined_count=None)
    assert '<div class="readonly">not counted</div>' in shown(corrector, run_page(run))


def test_a_page_of_joined_texts_takes_few_queries(
    corrector: Client, folder: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        text = f"{sentences(number // 2)}\n\nLine{' more' * (number % 2)}."
        save(folder, f"{number:02}", plain(f"Mill {number // 2}", text))
    run_import(folder)
    with django_assert_max_num_queries(12):
        shown(corrector, run_page(ImportRun.objects.get()))


def test_texts_are_compared_like_on_the_public_pages(
    corrector: Client, joined: tuple[Extract, Extract]
) -> None:
    address = f"/admin/archive/extract/{joined[0].pk}/compare/"
    page = shown(corrector, address)
    assert '2 changes. Words that only the first text has are <del class="change">' in page
    assert page.count('<div class="compared__text">') > 2
    assert "<summary>" in page
    removed, added = (changes(page, name) for name in ("del", "ins"))
    assert (removed, added) == (["south", "and lamps were lit"], ["north"])
    assert "of the shorter text is also in the longer text. The same in both: Title, " in page
    assert f"<bdi>{LINK}n</bdi>" in page
    for name in ("north.txt", "south.txt"):
        assert f"{name}</a></span>" in page
    [inline] = re.findall(r'href="([^"]*view=inline)"', page)
    in_one = shown(corrector, inline.replace("&amp;", "&"))
    assert (changes(in_one, "del"), changes(in_one, "ins")) == (removed, added)
    assert in_one.count("compared__text") < page.count("compared__text")
    assert "These are two articles…" in page
    assert "These are two articles…" in shown(corrector, f"{address}?with={10**9}")
    assert corrector.get("/admin/archive/extract/999999/compare/").status_code == 404


def test_staff_separate_a_text_from_the_page_of_its_run(
    corrector: Client, joined: tuple[Extract, Extract], folder: Path
) -> None:
    back = run_page(ImportRun.objects.latest("pk"))
    asked = corrector.post(SEPARATE, ticked(joined[1], back=back))
    assert asked.status_code == 200
    assert not Decision.objects.exists()
    assert "Separate 1 text" in asked.content.decode()
    without = corrector.post(SEPARATE, ticked(joined[1], back=back, apply="yes"))
    assert without.status_code == 400
    reason = {"separate-reason": "two mills", "apply": "yes", "back": back}
    done = corrector.post(SEPARATE, ticked(joined[1], **reason), follow=True)
    assert done.redirect_chain == [(back, 302)]
    decision = Decision.objects.get()
    second = article_at(folder, "south")
    assert second != joined[0].article
    page = " ".join(done.content.decode().split())
    assert f"/admin/archive/decision/{decision.pk}/change/" in page
    assert f"article {second.pk}</a></span>" in page
    assert 'name="texts"' not in page
    again = corrector.post(SEPARATE, ticked(joined[1], **reason), follow=True)
    assert "Tick 1 to 200 texts." in again.content.decode()
    assert Decision.objects.count() == 1


def test_the_decision_is_undone_on_its_page_and_listed_everywhere(
    corrector: Client, joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    decision = separate([[joined[1].pk]], "two different mills", ada)
    first, second = joined[0].article, article_at(folder, "south")
    page_of_decision = f"/admin/archive/decision/{decision.pk}/change/"
    page = shown(corrector, page_of_decision)
    assert f"<td>article {first.pk}</td><td>article {second.pk}</td>" in page
    assert f"<td>article {first.pk}</td><td>another article</td>" in page
    for article in (first, second):
        history = shown(corrector, f"/admin/archive/article/{article.pk}/change/")
        assert "two different mills" in history
        assert page_of_decision in history
    listed = shown(corrector, reverse("admin:archive_decision_changelist"))
    assert "Separate articles that were joined" in listed
    assert "Text 1 of the saved file" in shown(
        corrector, reverse("admin:archive_correction_changelist")
    )
    corrector.post(page_of_decision, {"do": "undo"})
    assert article_at(folder, "south") == first
    corrector.post(page_of_decision, {"do": "redo"})
    assert article_at(folder, "south") == second


def test_the_page_of_an_article_lists_its_texts(
    corrector: Client, joined: tuple[Extract, Extract], folder: Path, ada: User
) -> None:
    address = f"/admin/archive/article/{joined[0].article_id}/change/"
    page = shown(corrector, address)
    texts = page[page.index("Texts of this article") :]
    assert texts.index("north.txt") < texts.index("south.txt")
    assert texts.count('<span class="state">shown</span>') == 1
    assert texts.count('name="texts"') == 2
    assert "another article" not in texts.replace("is another article", "")
    separate([[joined[1].pk]], "two mills", ada)
    assert "Texts of this article" not in shown(corrector, address)


def test_several_texts_of_one_article_need_a_choice(
    corrector: Client, folder: Path, ada: User
) -> None:
    north, south = import_joined(folder)
    west = NORTH.replace("north", "west")
    run_import(save(folder, "west", plain("Mill Opened", west)))
    third = Extract.objects.latest("pk")
    sent = {"separate-reason": "other mills", "apply": "yes"}
    unsure = corrector.post(SEPARATE, ticked(south, third, **sent))
    assert unsure.status_code == 400
    assert "Choose one of the two." in unsure.content.decode()
    both = {**sent, "separate-together": "together"}
    assert corrector.post(SEPARATE, ticked(south, third, **both)).status_code == 302
    assert article_at(folder, "south") == article_at(folder, "west") != north.article
    undo(Decision.objects.get(), ada)
    each = {**sent, "separate-together": "each"}
    assert corrector.post(SEPARATE, ticked(south, third, **each)).status_code == 302
    assert len({article_at(folder, name).pk for name in ("north", "south", "west")}) == 3
    everything = {**each}
    refused = corrector.post(SEPARATE, ticked(north, **everything), follow=True)
    assert "The last text of an article cannot be taken away" in refused.content.decode()


def test_all_texts_of_an_article_cannot_be_taken_away(
    corrector: Client, joined: tuple[Extract, Extract]
) -> None:
    sent = {"separate-reason": "all", "apply": "yes", "separate-together": "together"}
    response = corrector.post(SEPARATE, ticked(*joined, **sent))
    assert response.status_code == 400
    assert "would have no text left" in response.content.decode()
    assert Article.objects.count() == 1


def test_only_correctors_can_separate(
    client: Client, joined: tuple[Extract, Extract], django_user_model: type[User]
) -> None:
    viewer = django_user_model.objects.create_user("viewer", password="x", is_staff=True)
    client.force_login(viewer)
    sent = ticked(joined[1], apply="yes", **{"separate-reason": "two mills"})
    assert client.post(SEPARATE, sent).status_code == 403
    assert client.get(f"/admin/archive/extract/{joined[1].pk}/compare/").status_code == 403
    client.logout()
    assert client.post(SEPARATE, sent).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "", "javascript:x"])
@pytest.mark.parametrize("texts", [[], ["x"], ["9" * 30], ["٣"], ["999999"]])
def test_odd_input_leads_back_with_a_message(
    corrector: Client, texts: list[str], back: str
) -> None:
    response = corrector.post(SEPARATE, {"texts": texts, "back": back})
    assert (response.status_code, response["Location"]) == (302, "/admin/archive/article/")


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "%00"])
def test_odd_page_numbers_show_a_page(
    corrector: Client, joined: tuple[Extract, Extract], number: str
) -> None:
    run = ImportRun.objects.latest("pk")
    assert "south.txt" in shown(corrector, run_page(run, f"?joined={number}"))
    article = f"/admin/archive/article/{joined[0].article_id}/change/?texts={number}"
    assert "south.txt" in shown(corrector, article)


def test_a_copy_that_is_longer_shows_both_texts(corrector: Client, folder: Path) -> None:
    run_import(save(folder, "a", plain("Mill Opened", SOUTH)))
    only = shown(corrector, f"/admin/archive/extract/{Extract.objects.get().pk}/compare/")
    assert "has no other text" in only
    assert "lamps were lit" in only
    run_import(save(folder, "b", plain("Mill Opened", f"{SOUTH}\n\nMills: 1 < 2 & 3.")))
    text = Extract.objects.latest("pk")
    page = shown(corrector, f"/admin/archive/extract/{text.pk}/compare/")
    assert changes(page, "ins") == ["Mills: 1 &lt; 2 &amp; 3"]
    assert "1 change. " in page
    assert "100% of the shorter text" in page
