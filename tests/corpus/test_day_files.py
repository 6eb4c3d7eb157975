"""Tests of the import of day files, and of the count of texts that checks it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.models import Article
from tests.corpus import day_files
from tests.corpus.floors import broken_floors
from tests.corpus.found_texts import ArchiveArticle, Found, compare
from tests.corpus.kept_texts import KeptText, distinct, headline_of, texts_in
from tests.corpus.printout import lines_of
from tests.corpus.run import compared, read_kept
from tests.saved_files import run_import


@pytest.fixture
def imported(archive: None, folder: Path) -> dict[str, Any]:
    """Import the invented day files, and return the figures."""
    day_files.write_day_files(folder)
    run_import(folder)
    return compared(read_kept([folder]))


@pytest.mark.django_db
def test_each_distinct_text_of_the_day_files_is_an_article(imported: dict[str, Any]) -> None:
    kept, counts, search = imported["kept"], imported["counts"], imported["search"]
    assert (kept["files"], kept["rows"]) == (day_files.FILES, day_files.ROWS)
    assert kept["without_letters"] == day_files.WITHOUT_LETTERS
    assert (kept["links"], kept["links_not_rejected"]) == (day_files.LINKS, 0)
    assert (kept["distinct"], kept["copies"]) == (day_files.DISTINCT, day_files.COPIES)
    assert counts["articles"] == day_files.DISTINCT
    assert counts["outcomes"]["joined"] == len(imported["joined"]) == day_files.JOINED
    assert counts["outcomes"]["unchanged"] == day_files.COPIES - day_files.JOINED
    assert imported["rejections"] == day_files.REJECTED
    assert counts["languages"] == day_files.LANGUAGES
    assert (counts["undated"], counts["doubtful_dates"]) == (0, 0)
    assert search["own"] == day_files.DISTINCT
    assert {search[name] for name in ("swallowed", "merged", "cut", "rejected")} == {0}
    assert {search[name] for name in ("unexplained", "other_day", "other_headline")} == {0}
    assert list(broken_floors(imported)) == []
    assert f"{day_files.DISTINCT:,} articles" in "\n".join(lines_of(imported))


@pytest.mark.django_db
def test_a_second_import_of_the_day_files_changes_nothing(
    imported: dict[str, Any], folder: Path
) -> None:
    report = run_import(folder)
    assert Article.objects.count() == day_files.DISTINCT
    assert report.counts == {
        "unchanged": day_files.ROWS - day_files.WITHOUT_LETTERS - day_files.LINKS,
        "rejected": sum(day_files.REJECTED.values()),
    }


def texts() -> list[KeptText]:
    """Return the different texts of the day files, without writing the files."""
    rows = [
        KeptText(Path(name), number, file["date"], row["url"], row["title"], row.get("content", ""))
        for name, file in day_files.day_files().items()
        for number, row in enumerate(file["articles"], 1)
        if row
    ]
    return distinct(rows)[0]


def articles(kept: list[KeptText]) -> list[ArchiveArticle]:
    """Return an article for each text, as a perfect import would make it."""
    return [
        ArchiveArticle(
            number, text.title, text.text.partition(" -- ")[2].strip(), text.day, text.link
        )
        for number, text in enumerate(kept, 1)
    ]


def test_the_texts_of_a_perfect_import_are_found() -> None:
    comparison = compare(texts(), articles(texts()))
    assert len(comparison.those(Found.OWN)) == day_files.DISTINCT
    assert comparison.merged == comparison.unexplained == []


@pytest.mark.parametrize("number", range(day_files.DISTINCT))
def test_every_swallowed_text_is_noticed(number: int) -> None:
    made = articles(texts())
    swallowed = texts()[number]
    comparison = compare(texts(), made[:number] + made[number + 1 :])
    assert [search.text for search in comparison.those(Found.SWALLOWED)] == [swallowed]


@pytest.mark.parametrize("number", range(day_files.DISTINCT - 1))
def test_two_texts_in_one_article_are_noticed(number: int) -> None:
    first, second = (made := articles(texts()))[number : number + 2]
    both = replace(first, body=f"{first.body}\n\n{second.body}")
    comparison = compare(texts(), [*made[:number], both, *made[number + 2 :]])
    assert [(article.pk, len(own)) for article, own in comparison.merged] == [(first.pk, 2)]
    assert comparison.those(Found.SWALLOWED) == []


def test_a_text_without_its_last_paragraph_is_noticed() -> None:
    kept = texts()
    number = next(n for n, text in enumerate(kept) if text.title.startswith("School"))
    made = articles(kept)
    made[number] = replace(made[number], body=made[number].body.rpartition("\r\n")[0])
    comparison = compare(kept, made)
    assert [search.text for search in comparison.those(Found.CUT)] == [kept[number]]


def test_a_text_in_two_articles_is_noticed() -> None:
    kept = texts()
    number = next(n for n, text in enumerate(kept) if text.title.startswith("School"))
    made = articles(kept)
    head, _, rest = made[number].body.partition("\r\n")
    made[number] = replace(made[number], body=head)
    comparison = compare(kept, [*made, ArchiveArticle(99, "The Kiln", rest)])
    assert [search.text for search in comparison.those(Found.SPLIT)] == [kept[number]]


def test_headlines_before_a_dateline_are_read() -> None:
    dateline = "Pyongyang, June 11 (KCNA) -- The mill turns."
    assert headline_of(f"Mill &amp; Wheel \r\n&nbsp;&nbsp; {dateline}") == "Mill & Wheel"
    assert headline_of(dateline) == ""
    assert headline_of(f"{dateline}\nSeoul, June 10 (KCNA) -- So does the wheel.") == ""
    assert headline_of("The mill turns.\nSo does the wheel.") == ""


@pytest.mark.django_db
def test_a_title_that_belongs_to_another_row_is_noticed(archive: None, folder: Path) -> None:
    files = day_files.day_files()
    name, content = next(iter(files.items()))
    rows = [row for row in content["articles"] if row and row["title"].startswith("Greetings")]
    titles = [row["title"] for row in rows]
    shifted = [row | {"title": title} for row, title in zip(rows[1:], titles, strict=False)]
    school = next(row for row in content["articles"] if row and row["title"].startswith("School"))
    other = school | {"title": titles[0], "url": school["url"].replace("#7", "#9")}
    (folder / name).write_text(json.dumps(content | {"articles": [*shifted, other]}))
    run_import(folder)
    search = compared(read_kept([folder]))["search"]
    assert search["other_headline"] == 2  # “Corland” under “Belmark” could be another spelling
    assert "“Greetings to Lamp Makers of Belmark”" in search["examples"]["other_headline"][0]
    assert "“School of Potters Opens”" in search["examples"]["other_headline"][1]


def test_broken_limits_are_named() -> None:
    figures: dict[str, Any] = {
        "search": {"swallowed": 1, "merged": 2, "rejected": 6, "cut": 2},
        "kept": {"distinct": 1_000, "links_not_rejected": 1},
        "counts": {"articles": 1_000, "undated": 2, "outcomes": {"failed": 3}},
    }
    assert len(list(broken_floors(figures))) == 7
    figures["kept"]["links_not_rejected"] = 0
    figures["search"] = {"swallowed": 0, "merged": 0, "rejected": 5, "cut": 1}
    figures["counts"] = {"articles": 1_000, "undated": 1, "outcomes": {}}
    assert list(broken_floors(figures)) == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "rows.json",
            json.dumps([{"Headline": "Kiln", "body": "Clay burns."}, {"text": ["Salt.", "Flax."]}]),
            [("Kiln", "clayburns"), ("", "saltflax")],
        ),
        (
            "ids.json",
            json.dumps({"7": {"title": "Kiln", "text": "Clay &amp; <b>straw</b>."}, "8": {}}),
            [("Kiln", "claystraw"), ("", "")],
        ),
        (
            "rows.jsonl",
            '{"title": "Kiln", "content": "Clay."}\n\n{"title": "Salt", "content": null}\n',
            [("Kiln", "clay"), ("Salt", "")],
        ),
        ("rows.csv", 'title,text\nKiln,"Clay, \nand straw"\n', [("Kiln", "clayandstraw")]),
        ("rows.tsv", "title\ttext\nKiln\tClay\n", [("Kiln", "clay")]),
        (
            "head.txt",
            "Title: Kiln\nDate: 2024-05-06\nURL: http://a.example/1\n\nClay: red.\n",
            [("Kiln", "clayred")],
        ),
        (
            "bare.txt",
            "신년사\n\n- 1946년 1월 1일\n동포여러분!",
            [("신년사", "신년사1946년1월1일동포여러분")],
        ),
    ],
)
def test_each_kind_of_file_is_read_without_the_import(
    tmp_path: Path, name: str, content: str, expected: list[tuple[str, str]]
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert [(text.title, text.letters) for text in texts_in(path)] == expected


def test_the_day_of_a_text_is_read_without_the_import(tmp_path: Path) -> None:
    path = tmp_path / "1946.txt"
    path.write_text("신년사\n\n- 1946년 1월 1일\n동포여러분!", encoding="utf-8")
    assert [text.day for text in texts_in(path)] == ["1946-01-01"]
