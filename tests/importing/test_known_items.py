"""Tests that known items are linked to articles of the archive, in any order of import."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.models import KnownItem, Sighting, Source
from ingest.values import ParsedFile
from tests.saved_files import Story, kcnawatch, reparse_with, run_import, save, stories

pytestmark = pytest.mark.usefixtures("archive")


def links() -> dict[str, str | None]:
    return dict(KnownItem.objects.values_list("title", "article__title"))


@pytest.mark.parametrize("is_item_first", [True, False])
def test_a_listed_article_is_linked_when_the_archive_has_it(
    folder: Path, is_item_first: bool
) -> None:
    listing, listed, wanted = stories(3)
    paths = [
        save(folder, "a", kcnawatch(listing, [listed, wanted])),
        save(folder, "b", kcnawatch(listed)),
    ]
    for path in paths if is_item_first else reversed(paths):
        run_import(path)
    assert links() == {listed.title: listed.title, wanted.title: None}
    assert [item.title for item in KnownItem.objects.wanted()] == [wanted.title]
    assert Sighting.objects.count() == 2


def test_an_article_listed_in_two_files_is_one_known_item(folder: Path) -> None:
    a, b, listed = stories(3)
    save(folder, "a", kcnawatch(a, [listed]))
    save(folder, "b", kcnawatch(b, [listed]))
    run_import(folder)
    assert (KnownItem.objects.count(), Sighting.objects.count()) == (1, 2)


@pytest.mark.parametrize("is_item_first", [True, False])
def test_the_lead_decides_between_two_articles_with_the_same_title(
    folder: Path, is_item_first: bool
) -> None:
    listing, one, two = stories(3)
    one, two = (
        Story("Ceramic Vase", listing.on, known_item.body.removeprefix("In Kujang County "))
        for known_item in (one, two)
    )
    paths = [
        save(folder, "a", kcnawatch(listing, [two])),
        save(folder, "b", kcnawatch(one)),
        save(folder, "c", kcnawatch(two)),
    ]
    for path in paths if is_item_first else reversed(paths):
        run_import(path)
    item = KnownItem.objects.get()
    assert item.article and item.article.body == two.body


@pytest.mark.parametrize("is_item_first", [True, False])
def test_an_item_that_could_mean_two_articles_is_not_linked(
    folder: Path, is_item_first: bool
) -> None:
    listing, one, two = stories(3)
    opening = (
        "Visitors from many countries looked round the hall and the garden of the house, where"
        " gifts are kept. " * 2
    )
    one, two = (
        Story("Ceramic Vase", listing.on, opening + known_item.body * 3)
        for known_item in (one, two)
    )
    paths = [
        save(folder, "a", kcnawatch(listing, [two])),
        save(folder, "b", kcnawatch(one)),
        save(folder, "c", kcnawatch(two)),
    ]
    for path in paths if is_item_first else reversed(paths):
        run_import(path)
    item = KnownItem.objects.get()
    assert (item.article, item.is_ambiguous) == (None, True)
    assert not KnownItem.objects.wanted().exists()


@pytest.mark.parametrize("is_item_first", [True, False])
def test_an_item_without_title_is_linked_by_its_lead(folder: Path, is_item_first: bool) -> None:
    listing, listed, other = stories(3)
    block = f"{listed.lead}\n\n{listed.on:%B %d, %Y}\n\n{listed.lead}\n\n"
    sign_off = f"-0-\n\nwww.kcna.kp ({listing.on:%Y.%m.%d}.)"
    bare = f"{listing.body} {sign_off}\n\nMore From KCNA.kp (En)\n\n{block}More Articles\n"
    paths = [
        save(folder, "a", bare),
        save(folder, "b", kcnawatch(listed)),
        save(folder, "c", kcnawatch(other)),
    ]
    for path in paths if is_item_first else reversed(paths):
        run_import(path)
    item = KnownItem.objects.get()
    assert item.title == ""
    assert item.article and item.article.title == listed.title


def test_a_list_that_is_read_differently_is_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_first(parsed: ParsedFile) -> ParsedFile:
        return replace(parsed, items=parsed.items[1:])

    listing, first, second = stories(3)
    run_import(save(folder, "a", kcnawatch(listing, [first, second])))
    assert reparse_with(monkeypatch, without_first).counts == {"updated": 1}
    assert list(KnownItem.objects.values_list("title", flat=True)) == [second.title]
    assert run_import("--reparse").counts == {"updated": 1}
    assert set(links()) == {first.title, second.title}


def test_sources_of_listings_are_known(folder: Path) -> None:
    listing, listed = stories(2)
    run_import(save(folder, "a", kcnawatch(listing, [listed], source="Voice of Korea (EN)")))
    assert KnownItem.objects.get().source == Source.objects.get(slug="voice-of-korea")


def test_a_title_that_is_read_differently_is_linked_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_mistake(parsed: ParsedFile) -> ParsedFile:
        title = replace(parsed.articles[0].fields["title"], value="A Mistake")
        fields = {**parsed.articles[0].fields, "title": title}
        return replace(parsed, articles=(replace(parsed.articles[0], fields=fields),))

    listing, listed = stories(2)
    run_import(save(folder, "a", kcnawatch(listing, [replace(listed, body="Too short")])))
    page = save(folder, "b", kcnawatch(listed))
    run_import(page)
    assert links() == {listed.title: listed.title}
    reparse_with(monkeypatch, with_mistake, page)
    assert links() == {listed.title: None}
    run_import("--reparse", page)
    assert links() == {listed.title: listed.title}
