"""Test the filters, counts and orders of known items, their pages, and the CSV."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client

from archive.listing import known_item_counts
from archive.listing.known_item_counts import items_of, total_of
from archive.listing.known_item_filter import read_filter
from archive.models import ArchiveVersion, KnownItem, Sighting, Source
from archive.views.parts import known_item_csv
from tests.factories import make_article
from tests.read_answers import rows_at
from tests.sample_pages import HOSTILE, SamplePages, capture_of

WORDS = ("Medical", "Factory", "Meeting", "art", "party", "병원", "Библиотека", "Café")


@pytest.fixture
def items(db: None) -> list[KnownItem]:
    """Make known items of two sources and three years, some without source or date."""
    random = Random(4)
    sources = [*(Source.objects.create(slug=name, name=name.title()) for name in "ab"), None]
    article = make_article()
    later = date.today() + timedelta(days=40)
    days = [*(date(year, month, 5) for year in (2013, 2014) for month in (3, 4, 12)), None, later]
    made = [
        KnownItem.objects.create(
            source=random.choice(sources),
            published_on=random.choice(days),
            title=" ".join(random.sample(WORDS, 2)) if number % 9 else "",
            lead="A meeting was held" if number % 2 else "",
            key=str(number),
            article=article if number % 3 == 0 else None,
            is_ambiguous=number % 7 == 0 and number % 3 != 0,
        )
        for number in range(160)
    ]
    ArchiveVersion.stamp([article.pk])
    return made


def expected(items: list[KnownItem], **chosen: str) -> list[int]:
    """Return the ids of the items of a list, in its order, by plain Python."""
    tomorrow = date.today() + timedelta(days=1)

    def is_in(item: KnownItem) -> bool:
        state = "in-archive" if item.article_id else "ambiguous" if item.is_ambiguous else ""
        slug = item.source.slug if item.source else "unknown"
        day = item.published_on.isoformat() if item.published_on else "unknown"
        words = (item.title or item.lead).casefold().replace("é", "e").split()
        return (
            chosen.get("show", "") in (state, "all")
            and chosen.get("source", slug) == slug
            and day.startswith(chosen.get("date", ""))
            and all(
                any(word.startswith(typed) for word in words)
                for typed in chosen.get("q", "").casefold().split()
            )
        )

    def place(item: KnownItem) -> tuple[int, int, int]:
        day = item.published_on
        if day is None:
            return 1, 0, item.pk
        return 2 if day > tomorrow else 0, -day.toordinal(), item.pk

    return [item.pk for item in sorted(filter(is_in, items), key=place)]


def total(url: str) -> int:
    """Return how many items the list at this address has."""
    assert url.partition("?")[0] == "/wanted/"
    return total_of(ArchiveVersion.current(), read_filter(QueryDict(url.partition("?")[2])))


def addresses() -> Iterator[dict[str, str]]:
    random = Random(1)
    values = {
        "source": ("a", "b", "unknown"),
        "date": ("2013", "2013-04", "2014-12", "2015", "unknown", f"{date.today():%Y}"),
        "q": ("medical", "MED fact", "party", "art", "병", "библио", "cafe", "held a", "zzz"),
        "show": ("in-archive", "ambiguous", "all"),
    }
    yield {}
    for _ in range(60):
        names = random.sample(sorted(values), random.randint(1, 4))
        yield {name: random.choice(values[name]) for name in names}


@pytest.mark.parametrize("few", [10_000, 3])
def test_each_list_has_exactly_the_items_of_its_filter(
    items: list[KnownItem], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Compare lists, in pieces of seven items, with plain Python, for small and large lists."""
    monkeypatch.setattr(known_item_counts, "_FEW", few)
    version = ArchiveVersion.current()
    for values in addresses():
        chosen, right = read_filter(QueryDict(urlencode(values))), expected(items, **values)
        assert total_of(version, chosen) == len(right), values
        starts = range(0, len(right) + 7, 7)
        parts = [items_of(version, chosen, start, start + 7) for start in starts]
        assert [item.pk for part in parts for item in part] == right, values


def test_each_number_is_the_length_of_its_list(client: Client, items: list[KnownItem]) -> None:
    for chosen in [*addresses()][:20]:
        page = client.get("/wanted/", chosen)
        right = expected(items, **chosen)
        assert [row.pk for row in page.context["rows"]] == right[:50]
        for count in (*page.context["sources"], *page.context["dates"]):
            assert total(count.url) == count.count > 0, (chosen, count)
        others = {name: value for name, value in chosen.items() if name != "source"}
        assert sum(count.count for count in page.context["sources"]) == len(
            expected(items, **others)
        )


@pytest.mark.parametrize("query", ["", "?source=a", "?date=2013", "?source=unknown&sort=wanted"])
def test_each_number_of_the_completeness_is_the_length_of_its_list(
    client: Client, items: list[KnownItem], query: str
) -> None:
    context = client.get(f"/wanted/completeness/{query}").context
    rows = [*context["rows"], context["total"]]
    assert len(rows) > 3
    for row in rows:
        listed, held, missing, unclear = (number for number, _url in row.columns)
        assert listed == held + missing + unclear
        for number, url in row.columns:
            assert total(url) == number, (row, url)
    columns = [[number for number, _url in row.columns] for row in context["rows"]]
    assert [sum(column) for column in zip(*columns, strict=True)] == [
        number for number, _url in context["total"].columns
    ]
    dates = [row.date for row in context["rows"]]
    assert dates[-1] == "Date unknown" or query
    for count in (*context["sources"], *context["dates"]):
        assert client.get(count.url).context["total"].columns[0][0] == count.count


def test_the_table_can_begin_with_the_months_with_most_wanted_articles(
    client: Client, items: list[KnownItem]
) -> None:
    rows = client.get("/wanted/completeness/?sort=wanted").context["rows"]
    numbers = [row.columns[2][0] for row in rows]
    assert numbers == sorted(numbers, reverse=True)


def test_a_share_is_whole_only_if_nothing_is_missing(client: Client, items: object) -> None:
    source = Source.objects.create(slug="c", name="C")
    article = make_article()
    for number in range(300):
        held = article if number else None
        KnownItem.objects.create(key=f"c{number}", title="C", source=source, article=held)
    ArchiveVersion.stamp([article.pk])
    [row] = client.get("/wanted/completeness/?source=c").context["rows"]
    assert (row.share, row.date) == (99, "Date unknown")


def test_the_csv_has_the_items_of_the_list(
    client: Client, items: list[KnownItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_item_csv, "_AT_ONCE", 10)
    page = client.get("/wanted/?show=all&source=a&q=medical")
    [download] = page.context["downloads"]
    rows = rows_at(client, download.url)
    assert len(rows) > 10
    right = expected(items, show="all", source="a", q="medical")
    assert [row["item"] for row in rows] == [f"http://testserver/wanted/{pk}/" for pk in right]
    assert {(bool(row["date"]), row["date_precision"]) for row in rows} == {
        (True, "day"),
        (False, "unknown"),
    }
    old = client.get("/wanted/csv/?show=all&source=a&q=medical")
    assert (old.status_code, old["Location"]) == (301, "/wanted.csv?show=all&source=a&q=medical")


def test_the_csv_says_where_an_item_was_seen(client: Client, sample_pages: SamplePages) -> None:
    item = KnownItem.objects.get(title=HOSTILE)
    for number, article in enumerate((sample_pages.usual, sample_pages.doubtful)):
        capture = capture_of(article)
        capture.saved_not_before = date(2025, 9, 14 + number)
        capture.saved_not_after = date(2026, 3, 1 + number)
        capture.save()
        place: dict[str, Any] = {"position": 20, "start": 0, "end": 1}
        Sighting.objects.create(known_item=item, capture=capture, **place)
    [row] = rows_at(client, "/wanted.csv?date=2025-09")
    sighting = Sighting.objects.filter(known_item=item).order_by("pk").first()
    assert sighting
    assert (row["saved_files"], row["first_seen_by"], row["last_seen_from"], row["state"]) == (
        *("2", "2026-03-01", "2025-09-15"),
        "Not in the archive",
    )
    address = f"http://testserver{sighting.capture.get_absolute_url()}#listed-1"
    assert row["listed_at"] == address


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_takes_no_cell_of_the_csv_for_a_formula(
    client: Client, db: None, sign: str
) -> None:
    KnownItem.objects.create(key="1", title=f"{sign}HYPERLINK(1)", lead=f"{sign}A1")
    [row] = rows_at(client, "/wanted.csv")
    assert row["title"].startswith(f"'{sign}")
    assert row["first_words"].startswith(f"'{sign}")


def test_the_page_of_an_item_has_its_files_and_its_article(
    client: Client, sample_pages: SamplePages
) -> None:
    item = KnownItem.objects.get(title="Ceramic Vase")
    url = f"/wanted/{item.pk}/"
    page = client.get(url)
    assert page.context["row"].article_url == sample_pages.doubtful.get_absolute_url()
    [file] = page.context["files"]
    assert file.url == f"{capture_of(sample_pages.usual).get_absolute_url()}#listed-0"
    article = client.get(sample_pages.doubtful.get_absolute_url())
    assert article.context["listings"] == [("1 saved file", url)]
    assert client.get("/wanted/999999/").status_code == 404
    assert client.get(f"{url}?page=2").status_code == 404
    KnownItem.objects.filter(pk=item.pk).update(article=None)
    ArchiveVersion.stamp([sample_pages.doubtful.pk])
    assert "Not in the archive" in client.get(url).content.decode()


def test_a_page_says_how_the_title_of_a_linked_article_differs(
    client: Client, sample_pages: SamplePages
) -> None:
    for is_similar, words in ((True, "its title differs slightly"), (False, "another headline")):
        KnownItem.objects.filter(title__startswith="Ceramic").update(
            title="Ceramics Vase", is_title_similar=is_similar
        )
        ArchiveVersion.stamp([sample_pages.usual.pk])
        assert words in client.get(sample_pages.usual.get_absolute_url()).content.decode()
        assert words in client.get("/wanted/?show=in-archive").content.decode()


def test_a_version_lists_the_articles_that_its_files_list(
    client: Client, sample_pages: SamplePages
) -> None:
    version = f"/articles/{sample_pages.doubtful.pk}/versions/{sample_pages.version}/"
    assert client.get(version).context["listed_items"] == []
    Sighting.objects.update(capture=capture_of(sample_pages.doubtful))
    capture = Sighting.objects.first()
    assert capture and capture.capture.short_id == sample_pages.shown_version
    shown = version.replace(sample_pages.version, sample_pages.shown_version)
    items = client.get(shown).context["listed_items"]
    assert [item.title for item in items][:2] == ["Ceramic Vase", HOSTILE]
