"""Tests that known items are linked to articles of the archive, in any order of import."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import transaction

from archive.models import KnownItem, Sighting, Source
from ingest.values import ParsedFile
from tests.saved_files import Story, kcnawatch, plain, reparse_with, run_import, save, stories

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


SIMILAR = "Labor Heroes Visit Power Station"
TITLE = "Labour Heroes Visit Power Station"


@pytest.mark.parametrize("is_item_first", [True, False])
def test_an_article_with_a_similar_title_is_linked_if_it_is_the_only_one(
    folder: Path, is_item_first: bool
) -> None:
    listing, listed, other = stories(3)
    item, article = replace(listed, title=SIMILAR), replace(listed, title=TITLE)
    second = replace(other, title=TITLE.replace("Visit", "Visits"))
    paths = [save(folder, "a", kcnawatch(listing, [replace(item, body="")]))]
    paths.append(save(folder, "b", kcnawatch(article)))
    for path in paths if is_item_first else reversed(paths):
        run_import(path)
    known = KnownItem.objects.get()
    assert known.article and (known.article.title, known.is_title_similar) == (TITLE, True)
    run_import(save(folder, "c", kcnawatch(second)))
    known.refresh_from_db()
    assert (known.article, known.is_ambiguous, known.is_title_similar) == (None, False, False)
    run_import(save(folder, "d", kcnawatch(replace(stories(9)[-1], title=SIMILAR, on=listed.on))))
    known.refresh_from_db()
    assert known.article and (known.article.title, known.is_title_similar) == (SIMILAR, False)


def test_a_similar_title_of_another_day_needs_the_lead(folder: Path) -> None:
    listing, listed, other = stories(3)
    month = plain(TITLE, f"Pyongyang, {listed.on:%B %-d} (KCNA) -- {listed.body}", on="2025-01")
    cases = {
        "no lead": (replace(listed, body=""), kcnawatch(replace(listed, title=TITLE))),
        "other lead": (other, kcnawatch(replace(listed, title=TITLE))),
        "lead": (listed, kcnawatch(replace(listed, title=TITLE))),
        "lead, month": (listed, month),
        "other lead, month": (other, month),
        "other source": (listed, kcnawatch(replace(listed, title=TITLE), source="Mill (En)")),
    }
    linked = set()
    for name, (item, page) in cases.items():
        on = listed.on + timedelta(days="month" not in name and name != "other source")
        with transaction.atomic():
            item = replace(item, title=SIMILAR, on=on)
            run_import(save(folder, "a", kcnawatch(listing, [item])))
            run_import(save(folder, "b", page))
            linked |= {name} if KnownItem.objects.get().article else set()
            transaction.set_rollback(True)
    assert linked == {"lead", "lead, month"}


def test_the_order_of_imports_makes_no_difference_to_links(folder: Path) -> None:
    """Import pages with equal, similar and missing titles in six orders."""
    made = stories(6)
    listing, listed, other = made[0], made[1], made[2]
    save(folder, "list", kcnawatch(listing, [replace(listed, title=SIMILAR), made[3], made[4]]))
    save(folder, "bare", kcnawatch(other, [replace(other, title=SIMILAR + "s", body="")]))
    save(folder, "similar", kcnawatch(replace(listed, title=TITLE)))
    save(folder, "same title", kcnawatch(replace(made[5], title=TITLE, on=listed.on)))
    save(folder, "month", plain(made[4].title + "s", made[4].body, on="2025-01"))
    save(folder, "equal", kcnawatch(made[3]))
    save(folder, "spelled", kcnawatch(replace(other, title=made[3].title.replace(" ", "-") + " s")))
    paths, results = sorted(folder.iterdir()), []
    for seed in range(6):
        Random(seed).shuffle(paths)
        with transaction.atomic():
            for path in paths:
                run_import(path)
            fields = ("title", "article__title", "is_ambiguous", "is_title_similar")
            results.append(sorted(KnownItem.objects.values_list(*fields), key=repr))
            transaction.set_rollback(True)
    assert {is_similar for *_, is_similar in results[0]} == {True, False}
    assert all(result == results[0] for result in results)


def test_a_list_with_an_older_headline_is_linked_to_the_article(folder: Path) -> None:
    """Check that an item is linked to an article that now shows another version and headline."""
    listing, listed = stories(2)
    newer = replace(
        listed, title="Another Headline for It", body=f"{listed.body}\n\nIt has 17 rooms."
    )
    link = "at source <http://kcna.kp/en/article/q/17.kcmsf>"
    for name, story, day in (("a", listed, 5), ("b", newer, 9)):
        page = kcnawatch(story, saved=date(2025, 1, day))
        save(folder, name, page.replace("at source", link))
    run_import(folder)
    run_import(save(folder, "c", kcnawatch(listing, [replace(listed, body="")])))
    assert links() == {listed.title: newer.title}
