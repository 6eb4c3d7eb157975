"""Test the grid: its cells are the numbers of the lists behind them, counted again plainly."""

from collections import Counter
from random import Random

import pytest
from django.test import Client

from archive.models import Article, Entity
from archive.views import grid as grid_page
from tests.read_answers import ids_listed, rows_at
from tests.sample_pages import SamplePages
from tests.views.names_of_articles import names_of_articles


@pytest.mark.parametrize(
    ("query", "own", "kind"),
    [
        ("source=kcna-kp", "by=month", "place"),
        ("q=works", "by=year", "place"),
        ("date=2025-03-10..2025-09", "by=month&rows=person", "person"),
        ("place=kusong", "by=month&rows=organisation", "organisation"),
        ("place=kusong&place=kujang", "by=month&within_place=north-phyongan", "place"),
    ],
)
def test_cells_are_counted_again(
    client: Client, sample_pages: SamplePages, query: str, own: str, kind: str
) -> None:
    named, ids = names_of_articles(), ids_listed(client, query)
    size = 7 if "month" in own else 4
    periods = {
        pk: str(day)[:size]
        for pk, day, precision in Article.objects.filter(pk__in=ids).values_list(
            "pk", "published_on", "published_precision"
        )
        if day and not (precision == "year" and size == 7)
    }
    columns = Counter(periods.values())
    counts = Counter(
        (slug, period)
        for pk, period in periods.items()
        for of, slug in named.get(pk, ())
        if of == kind
    )
    rows = rows_at(client, f"/articles/grid.csv?{query}&{own}")
    assert rows
    for row in rows:
        assert int(row["articles"]) == counts[row["value"], row["period"]], row
        assert int(row["of"]) == columns[row["period"]], row
    filled = [row for row in rows if row["url"]]
    assert len(filled) == sum(int(row["articles"]) > 0 for row in rows) > 0
    for row in Random(1).sample(filled, min(5, len(filled))):
        address = row["url"].removeprefix("http://testserver")
        assert client.get(address).context["total"] == int(row["articles"]), address


def test_the_page_shows_the_same_cells(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/articles/grid/?source=kcna-kp&by=month")
    grid = page.context["grid"]
    for column in [column for column in grid.columns if column.count][:3]:
        assert client.get(column.url).context["total"] == column.count
    for row in grid.rows:
        assert client.get(row.list_url).context["total"] == row.total
        assert sum(cell.count for cell in row.cells) <= row.total
        assert all((cell.level > 0) == (cell.count > 0) for cell in row.cells)
    assert {row.slug for row in grid.rows} == {
        entity.slug for entity in Entity.objects.all() if entity.pk == entity.division_id
    }
    monkeypatch.setattr(grid_page, "MOST_COLUMNS", 2)
    many = client.get("/articles/grid/?source=kcna-kp&by=month")
    assert many.context["grid"].unit == "year"
    assert "more than 2 months, so years are shown" in many.content.decode()


@pytest.mark.parametrize(
    "address",
    ["grid/?by=day", "grid/?rows=source", "grid/?within_place=nowhere", "grid.csv?date=2025-13"],
)
def test_values_are_checked(client: Client, sample_pages: SamplePages, address: str) -> None:
    assert client.get(f"/articles/{address}").status_code == 400
