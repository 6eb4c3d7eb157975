"""Test the page on which a reader makes many searches at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive import search
from archive.exports import slots
from archive.views import many_searches
from tests.factories import make_article, make_source
from tests.read_answers import rows_in
from tests.sample_pages import SamplePages

LINES = ("factory", '"health works"', "  zzzz ", "", "=factory", "place:kujang OR farm", "UN")


@pytest.mark.usefixtures("sample_pages")
def test_each_search_has_the_numbers_of_its_list(client: Client) -> None:
    make_source("Alpha", "alpha")
    make_article({"title": "Another Factory", "source": "Alpha (En)"})
    search.rebuild()
    for filters in ("", "?source=kcna-kp&date=2025", "?source=alpha"):
        page = client.post(f"/searches/{filters}", {"searches": "\r\n".join(LINES)})
        assert page.status_code == 200
        assert "Set-Cookie" not in page and page["Cache-Control"] == "no-store"
        rows = page.context["rows"]
        assert [row.typed for row in rows] == [line.strip() for line in LINES if line.strip()]
        assert any(row.count for row in rows)
        for row in rows:
            listed = client.get(row.url).context
            assert row.count == listed["total"], row
            assert sum(count for _, count in row.years) == row.count
            assert sum(count for _, count in row.sources) == row.count
            if row.count:
                known = [one.iso_date for one in listed["rows"] if one.iso_date]
                assert row.latest == max(known, default="")


@pytest.mark.usefixtures("sample_pages")
def test_a_file_is_answered_with_csv_that_spreadsheets_do_not_execute(client: Client) -> None:
    file = SimpleUploadedFile("names.txt", "\ufefffactory\n=1+1\n".encode())
    answer = client.post("/searches/", {"searches": "farm", "file": file, "format": "csv"})
    rows = rows_in(answer.getvalue())
    assert [row["search"] for row in rows] == ["farm", "factory", "'=1+1"]
    assert list(rows[0]) == [column.name for column in many_searches.COLUMNS]
    for row in rows:
        total = client.get(row["url"].removeprefix("http://testserver")).context["total"]
        assert int(row["articles"]) == total


@pytest.mark.usefixtures("sample_pages")
def test_a_file_can_be_sent_in_the_field_of_the_text(client: Client) -> None:
    file = SimpleUploadedFile("names.txt", b"factory\nfarm\n")
    answer = client.post("/searches/", {"searches": file, "format": "csv"})
    assert len(b"".join(answer.streaming_content).splitlines()) == 3  # type: ignore[attr-defined]
    nothing = client.post("/searches/", {"searches": " ", "format": "csv"})
    assert nothing.status_code == 400
    assert "There was no search" in nothing.content.decode()


@pytest.mark.usefixtures("sample_pages")
def test_a_line_can_be_a_phrase(client: Client) -> None:
    page = client.post("/searches/", {"searches": 'works "health', "exact": "yes"})
    [row] = page.context["rows"]
    assert row.count == client.get('/articles/?q="works+health"').context["total"]


@pytest.mark.usefixtures("sample_pages")
def test_what_is_too_much_is_left_and_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_searches, "MOST", 2)
    page = client.post("/searches/", {"searches": "a\nb\nc\nd", "format": "csv"})
    assert [row.typed for row in page.context["rows"]] == ["a", "b"]
    assert page.context["sent"] == "c\nd"
    monkeypatch.setattr(many_searches, "MOST_SECONDS", -1)
    page = client.post("/searches/", {"searches": "a\nb"})
    assert (page.context["rows"], page.context["sent"]) == ([], "a\nb")
    taken = [slots.take_slot() for _ in range(slots.MOST_AT_ONCE)]
    assert client.post("/searches/", {"searches": "a"}).status_code == 503
    for slot in taken:
        assert slot
        slot.free()


def test_the_form_and_wrong_filters(client: Client, sample_pages: SamplePages) -> None:
    assert client.get("/searches/").status_code == 200
    assert "KCNA.kp" in client.get("/searches/?source=kcna-kp").content.decode()
    assert client.post("/searches/?date=2025-13", {"searches": "a"}).status_code == 400
    assert client.put("/searches/").status_code == 405
    assert client.post("/searches/", {"searches": " \n"}).status_code == 200
