"""Tests of the import of web archives: one capture for each page, with its moment of saving."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.models import Article, Capture, SeenPath
from tests.saved_files import codes, run_import
from tests.web_archives import Archive, page, wacz

pytestmark = pytest.mark.usefixtures("archive")

MILL = page("Mill Wheel Oiled", "Its wheel turns quietly, and the potters sleep well.")
LAMP = page("Lamp Lit", "A lamp was lit at the ropeway, and the hands of the clock were mended.")
PNG = [("Content-Type", "image/png")]


def make_archive(*, is_zipped: bool = True) -> Archive:
    archive = Archive(is_zipped=is_zipped)
    archive.other("warcinfo", "", b"", "")
    archive.other("request", "http://a.example/1", b"", "application/http; msgtype=request")
    archive.response("http://a.example/1", MILL, date="2024-05-07T01:00:00Z")
    archive.response("http://a.example/a.png", b"\x89PNG", headers=PNG)
    archive.response("http://a.example/b.png", b"\x89PNG", headers=PNG)
    archive.response("http://a.example/2", LAMP, date="2024-05-08T01:00:00Z")
    archive.response("http://a.example/3", "<html>Gone", status="404 Not Found")
    archive.revisit("http://a.example/1")
    return archive


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
def test_each_page_of_an_archive_is_a_saved_file(folder: Path, name: str) -> None:
    archive = make_archive(is_zipped=name != "a.warc")
    (folder / name).write_bytes(wacz(first=archive.data) if name == "a.wacz" else archive.data)
    report = run_import(folder)
    assert (report.counts, report.status) == ({"created": 2}, 0)
    mill = Article.objects.get(title="Mill Wheel Oiled")
    [extract] = mill.extracts.all()
    capture = extract.capture
    assert mill.original_url == "http://a.example/1"
    assert (capture.saved_not_before, capture.saved_not_after) == (date(2024, 5, 7),) * 2
    assert capture.evidence["saved_not_after"]["rule"] == "saved-moment"
    [[start, end]] = capture.evidence["saved_not_after"]["spans"]
    assert capture.text[start:end] == "2024-05-07T01:00:00Z"
    places = SeenPath.objects.filter(capture=capture).values_list("place", flat=True)
    assert [place.removeprefix("archive/first.warc.gz, ") for place in places] == [
        "record 3, http://a.example/1"
    ]
    for line in (
        "record: image/png           2 passed over: it is no page (HTML), such as ",
        "record: request             1 passed over: it is the question to the server",
        "record: revisit             1 passed over: the page had not changed since an earlier",
        "record: status 404          1 passed over: the server did not answer with the page",
    ):
        assert " ".join(line.split()) in " ".join(report.text.split()), line


def test_an_archive_that_is_imported_again_has_nothing_new(folder: Path) -> None:
    """The bytes of a page do not depend on the compression of its archive."""
    made = make_archive()
    (folder / "a.warc.gz").write_bytes(made.data)
    run_import(folder)
    (folder / "b.wacz").write_bytes(wacz(first=made.data))
    report = run_import(folder)
    assert report.counts == {"unchanged": 4}
    assert run_import("--reparse").counts == {"unchanged": 2}
    assert Capture.objects.count() == Article.objects.count() == 2


def test_a_page_that_was_saved_twice_is_one_article_with_two_saved_files(folder: Path) -> None:
    archive = Archive()
    archive.response("http://a.example/1", MILL, date="2024-05-07T01:00:00Z")
    archive.again()
    archive.response("http://a.example/1", MILL, date="2024-06-01T01:00:00Z")
    (folder / "a.warc.gz").write_bytes(archive.data)
    assert run_import(folder).counts == {"created": 1, "unchanged": 1, "updated": 1}
    [article] = Article.objects.all()
    days = article.extracts.values_list("capture__saved_not_after", flat=True)
    assert set(days) == {date(2024, 5, 7), date(2024, 6, 1)}


def test_a_damaged_record_is_reported_and_the_others_are_imported(folder: Path) -> None:
    archive = make_archive()
    data = bytearray(archive.data)
    start = archive.offsets[2]
    data[start + 40 : start + 60] = bytes(20)
    (folder / "a.warc.gz").write_bytes(data)
    report = run_import(folder)
    assert (report.counts, report.status) == ({"created": 1, "rejected": 1}, 1)
    assert "unreadable: Record 3 is damaged" in report.text


def test_an_article_dated_after_its_moment_of_saving_has_a_problem(folder: Path) -> None:
    """Korea is ahead of UTC, so the next day is possible, but not the day after it."""
    archive = Archive()
    archive.response("http://a.example/1", MILL, date="2024-05-05T23:00:00Z")
    archive.response("http://a.example/2", LAMP, date="2024-05-04T23:00:00Z")
    (folder / "a.warc").write_bytes(archive.data)
    run_import(folder)
    mill, lamp = Article.objects.order_by("-title")
    assert "date-in-future" not in codes(mill)
    assert "date-in-future" in codes(lamp)
    [message] = [
        problem["message"] for problem in lamp.problems if problem["code"] == "date-in-future"
    ]
    assert "its file was saved on 2024-05-04" in message
    assert lamp.is_date_doubtful
    assert run_import("--reparse").counts == {"unchanged": 2}


def test_a_moment_after_the_import_is_not_believed(folder: Path) -> None:
    today = datetime.now(UTC).date()
    later = (today + timedelta(days=400)).isoformat()
    archive = Archive()
    archive.response("http://a.example/1", MILL, date=f"{later}T01:00:00Z")
    (folder / "a.warc").write_bytes(archive.data)
    run_import(folder)
    assert Capture.objects.get().saved_not_after == today


def test_a_reparse_finds_the_moment_in_files_that_were_imported_before(folder: Path) -> None:
    comment = (
        "<!--\n Page saved with SingleFile\n url: http://a.example/1\n saved date: Tue May 07 2024"
        " 10:00:00 GMT+0900 (KST)\n-->"
    )
    (folder / "a.html").write_text(comment + MILL)
    run_import(folder)
    day = date(2024, 5, 7)
    assert Capture.objects.get().saved_not_after == day
    Capture.objects.update(
        saved_not_after=date(2026, 1, 1), saved_not_before=None, evidence={}, parser_version="12"
    )
    assert run_import("--reparse").counts == {"updated": 1}
    capture = Capture.objects.get()
    assert (capture.saved_not_before, capture.saved_not_after) == (day, day)
    assert run_import("--reparse").counts == {"unchanged": 1}


def test_a_folder_with_nothing_to_read_says_what_is_there_and_what_to_do(folder: Path) -> None:
    for name in ("a.jpg", "b.jpg", "c.pdf", "notes", ".hidden"):
        (folder / name).write_bytes(b"\x00\x01")
    report = run_import(folder)
    assert report.status == 0
    for line in (
        f".jpg 2 passed over: a picture has no text, such as {folder}/a.jpg",
        ".pdf 1 passed over: save its text as a text file or as HTML to import it, such as",
        f"hidden 1 passed over: the name begins with a full stop, such as {folder}/.hidden",
        "without an ending 1 passed over: not a known kind; give its own path to import it",
        "Nothing was read, because nothing in them is of a kind that can be read. Dateline reads",
    ):
        assert line in " ".join(report.text.split()), line


def test_an_empty_folder_says_so(folder: Path) -> None:
    assert "Nothing was read, because they are empty." in run_import(folder).text


def test_pages_without_an_ending_are_read_by_their_content(folder: Path) -> None:
    (folder / "index.php?newsID=2022-05-29-0007").write_text(MILL)
    (folder / "page").write_text("\ufeff\n<!-- saved -->\n" + LAMP)
    (folder / "style.css?v=1.2").write_text("p {}")
    report = run_import(folder)
    assert report.counts == {"created": 2}
    text = " ".join(report.text.split())
    assert ".php 1 read" in text
    assert "without an ending 1 read" in text
    assert ".css 1 passed over: a style or script of a page has no article" in text
