"""Tests that each row of a data set is stored as a saved file of its own."""

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client

from archive.models import Article, Capture, FileReport, SeenPath
from tests.saved_files import run_import

pytestmark = pytest.mark.usefixtures("archive")

VALUES = ("title", "body", "published_on", "language")
HEADER = "date,source,title,text"
FERRY = "2024-05-06,KCNA.kp (En),Ferry Painted,The ferry in Kusong was painted blue by the smith."
GATE = "2024-05-07,KCNA.kp (En),Gate Shut,The gate of the orchard was shut before the rain came."
LAMP = "2024-05-08,KCNA.kp (En),Lamp Lit,Forty lamps were lit beside the brook in the evening."


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


def test_each_row_is_a_saved_file_with_its_place(folder: Path) -> None:
    path = write(folder / "news.csv", FERRY, ",,,", GATE)
    report = run_import(path)
    assert report.counts == {"created": 2, "rejected": 1}
    assert "1 file with 3 rows" in report.text
    assert f"{path}, row 2" in report.text
    assert FileReport.objects.get().path == f"{path}, row 2"
    first, second = Capture.objects.order_by("pk")
    assert bytes(first.content.data).decode() == f"{HEADER}\n{FERRY}\n"
    assert first.sha256 == sha256(first.content.data).hexdigest()
    seen = SeenPath.objects.get(capture=second)
    assert (seen.path, seen.place) == (str(path), "row 3")
    assert seen.container_sha256 == sha256(path.read_bytes()).hexdigest()
    assert Article.objects.get(title="Gate Shut").published_on.isoformat() == "2024-05-07"  # type: ignore[union-attr]


def test_after_rows_were_added_only_these_are_new(folder: Path) -> None:
    path = write(folder / "news.csv", FERRY, GATE)
    run_import(path)
    write(path, LAMP, FERRY, GATE)
    assert run_import(path).counts == {"created": 1, "unchanged": 2}
    assert SeenPath.objects.count() == 3
    (folder / "news.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    assert run_import(folder / "news.csv.gz").counts == {"unchanged": 3}


def test_rows_can_be_parsed_again_without_the_file(folder: Path) -> None:
    korean = f"{HEADER}\n2024-05-06,,나루배 새 단장,나루배를 푸르게 칠하였다.\n"
    (folder / "korean.csv").write_bytes(korean.encode("cp949"))
    days = {"articles": [{"title": "Well Dug", "text": "The well is deep."}], "date": "2007-06-07"}
    (folder / "day.json").write_text(json.dumps(days))
    write(folder / "news.csv", FERRY)
    run_import(folder)
    before = list(
        Article.objects.order_by("pk").values("title", "body", "published_on", "language")
    )
    assert len(before) == 3
    for path in folder.iterdir():
        path.unlink()
    assert run_import("--reparse").counts == {"unchanged": 3}
    after = list(Article.objects.order_by("pk").values(*VALUES))
    assert after == before


def test_a_map_is_stored_and_used_again(folder: Path) -> None:
    path = folder / "news.csv"
    path.write_text("when,what,words_of_it\n2024-05-06,Ferry Painted,The ferry is blue.\n")
    assert run_import(path).counts == {"rejected": 1}
    names = "text=words_of_it,title=what,date=when"
    assert run_import("--map", names, path).counts == {"created": 1}
    assert Capture.objects.get().overrides == {"columns": names}
    assert run_import("--reparse").counts == {"unchanged": 1}
    assert Article.objects.get().title == "Ferry Painted"


def test_the_page_of_a_row_shows_its_place_and_its_file(folder: Path, client: Client) -> None:
    path = write(folder / "news.csv", FERRY)
    run_import(path)
    page = client.get(Capture.objects.get().get_absolute_url()).content.decode()
    assert "news.csv, row 1" in page
    assert sha256(path.read_bytes()).hexdigest() in page
    assert "made from a row of a data set" in page


def test_the_same_text_at_two_addresses_of_a_list_is_two_rows_of_one_article(folder: Path) -> None:
    rows = [
        {
            "title": "Lamp Lit",
            "url": f"http://kcna.co.jp/item/2003/200306/news06/10.htm#{number}",
            "date": "2003-06-10",
            "text": "Forty lamps were lit beside the brook in the evening.",
        }
        for number in (1, 2)
    ]
    (folder / "day.json").write_text(json.dumps(rows))
    report = run_import(folder)
    assert report.counts == {"created": 1, "updated": 1}
    assert "Joined: 1 text is a copy" in report.text


def test_formulaic_rows_of_one_day_stay_apart(folder: Path) -> None:
    text = (
        "The mayor sent a message of greetings to the {0} on Monday on the occasion of the village"
        " day. The mayor sincerely wished the {0} great success in the work for the village."
    )
    rows = [
        {
            "title": "Greetings Sent",
            "url": "http://kcna.co.jp/item/2003/200306/20030610.htm",
            "date": "2003-06-10",
            "text": text.format(name),
        }
        for name in ("Baker", "Miller", "Smith", "Potter")
    ]
    (folder / "day.json").write_text(json.dumps(rows))
    assert run_import(folder).counts == {"created": 4}
    assert Article.objects.count() == 4


def test_the_columns_that_are_not_used_are_named(folder: Path) -> None:
    path = folder / "news.csv"
    path.write_text("title,text,shelf,day_x\nFerry,The ferry is blue.,7,2024-05-06\n")
    (folder / "news.json").write_text('[{"title": "Gate", "text": "It is shut.", "box": {"a": 1}}]')
    text = run_import(folder).text
    assert f"Columns not used in {path}: shelf, day_x" in text
    assert f"Columns not used in {folder / 'news.json'}: box.a" in text
    assert "day_x" not in run_import(path, "--map", "date=day_x,section=shelf").text
