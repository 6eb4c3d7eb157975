"""Tests of the values that a reparse changes, and of those that it must not change."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from archive.corrections import settle
from archive.corrections.problems import problem_key
from archive.models import ArchiveVersion, Article, Capture, FileReport
from ingest import pipeline
from ingest.errors import Rejection
from ingest.values import Evidence, ParsedFile
from tests.saved_files import (
    Change,
    codes,
    dump,
    kcnawatch,
    plain,
    reparse_with,
    run_import,
    save,
    sentences,
    stories,
)

pytestmark = pytest.mark.usefixtures("archive")


def with_field(name: str, value: str) -> Change:
    def change(parsed: ParsedFile) -> ParsedFile:
        articles = tuple(
            replace(article, fields={**article.fields, name: Evidence(value, "words", ((0, 5),))})
            for article in parsed.articles
        )
        return replace(parsed, articles=articles)

    return change


def test_a_reparse_without_a_change_changes_nothing(folder: Path) -> None:
    made = stories(6)
    for number, story in enumerate(made):
        save(folder, str(number), kcnawatch(story, [made[number - 1], made[number - 2]]))
    save(folder, "bad", "What?")
    run_import(folder)
    before, version = dump(with_ids=True), ArchiveVersion.current().number
    assert run_import("--reparse").counts == {"unchanged": 6, "rejected": 1}
    assert dump(with_ids=True) == before
    assert ArchiveVersion.current().number == version


def test_a_reparse_updates_fields_without_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(folder, "a", plain("Bridge Opened"))
    run_import(path)
    path.unlink()
    version = ArchiveVersion.current().number
    assert reparse_with(monkeypatch, with_field("agency", "KCNA")).counts == {"updated": 1}
    assert Article.objects.get().agency == "KCNA"
    assert ArchiveVersion.current().number == version + 1
    assert reparse_with(monkeypatch, with_field("agency", "KCNA")).counts == {"unchanged": 1}


def test_a_newer_parser_stamps_the_pages_that_show_its_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_import(save(folder, "a", plain("Bridge Opened")))
    version = ArchiveVersion.current().number
    monkeypatch.setattr("archive.importing.batch_writer.PARSER_VERSION", "next")
    assert run_import("--reparse").counts == {"unchanged": 1}
    assert Article.objects.filter(shown_extract__parser_version="next").exists()
    assert ArchiveVersion.current().number == version + 1
    assert run_import("--reparse").counts == {"unchanged": 1}
    assert ArchiveVersion.current().number == version + 1


def test_a_reparse_of_a_path_leaves_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("one", "one-more"):
        (folder / place).mkdir()
        save(folder / place, "a", plain(f"Bridge {place}", sentences(len(place))))
    run_import(folder)
    assert reparse_with(monkeypatch, with_field("agency", "KCNA"), folder / "one").counts == {
        "updated": 1
    }
    assert Article.objects.get(agency="KCNA").title == "Bridge one"


def test_a_dry_reparse_reports_the_same_and_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        save(folder, str(number), plain(f"Bridge {number}", sentences(number)))
    run_import(folder)
    before = dump(with_ids=True)
    assert reparse_with(monkeypatch, with_field("agency", "KCNA"), "--dry-run").counts == {
        "updated": 3
    }
    assert dump(with_ids=True) == before


def test_a_changed_key_keeps_the_article_and_is_a_problem(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_import(save(folder, "a", plain("Bridge Opened")))
    article = Article.objects.get()
    for _ in range(2):
        reparse_with(monkeypatch, with_field("title", "River Crossed"))
        after = Article.objects.get()
        assert (after.pk, after.title, codes(after)) == (
            article.pk,
            "River Crossed",
            ["key-changed"],
        )
        assert "“Bridge Opened” (KCNA.kp (En), 2024-03-05)" in after.problems[0]["message"]
    assert run_import(save(folder, "b", plain("River Crossed", sentences(1) + "."))).counts == {
        "updated": 1
    }
    run_import("--reparse")
    assert codes(Article.objects.get()) == ["version-differs"]  # the titles of the two files


def test_a_settled_change_of_key_reopens_only_for_another_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ada: User
) -> None:
    run_import(save(folder, "a", plain("Bridge Opened")))
    reparse_with(monkeypatch, with_field("title", "River Crossed"))
    article = Article.objects.get()
    settle(article, [problem_key(problem) for problem in article.problems], "It is the same.", ada)
    reparse_with(monkeypatch, with_field("title", "River Crossed"))
    assert codes(Article.objects.get()) == []
    reparse_with(monkeypatch, with_field("title", "Ferry Sunk"))
    assert codes(Article.objects.get()) == ["key-changed"]


def test_an_article_is_also_found_by_its_first_title(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_import(save(folder, "a", plain("Bridge Opened")))
    reparse_with(monkeypatch, with_field("title", "River Crossed"))
    assert run_import(save(folder, "b", plain("Bridge Opened", sentences(1) + "."))).counts == {
        "updated": 1
    }
    assert Article.objects.count() == 1


def test_a_settled_problem_is_not_shown_again(folder: Path) -> None:
    own, other = sentences(1, 8), sentences(2, 8)
    save(folder, "a", plain("Ceramic Vase", own))
    save(folder, "b", plain("Ceramic Vase", own[: len(own) // 2] + other[len(other) // 2 :]))
    run_import(folder)
    article = Article.objects.get(has_problems=True)
    assert codes(article) == ["possible-duplicate"]
    settle(
        article, [problem_key(article.problems[0])], "two vases", User.objects.create_user("ada")
    )
    version = ArchiveVersion.current().number
    assert run_import("--reparse").counts == {"unchanged": 2}
    assert not Article.objects.filter(has_problems=True).exists()
    assert ArchiveVersion.current().number == version


def test_a_file_rejected_before_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def reject(*arguments: object, **overrides: object) -> None:
            raise Rejection("layout-none", "not yet")

        patch.setattr(pipeline, "parse", reject)
        assert run_import(save(folder, "a", plain())).counts == {"rejected": 1}
    assert run_import(folder).counts == {"rejected": 1}
    assert FileReport.objects.count() == 2
    assert run_import("--reparse").counts == {"created": 1}
    assert Capture.objects.get().rejection == ""


def test_a_file_that_a_newer_parser_rejects_keeps_its_article(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reject(parsed: ParsedFile) -> ParsedFile:
        raise Rejection("not-an-article", "no more")

    run_import(save(folder, "a", plain()))
    before = dump(with_ids=True)
    run_report = reparse_with(monkeypatch, reject)
    assert run_report.counts == {"rejected": 1}
    assert "its articles are unchanged" in run_report.text
    assert dump(with_ids=True) == before


def test_new_articles_of_a_file_are_stored_and_missing_articles_are_marked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def double(parsed: ParsedFile) -> ParsedFile:
        second = replace(
            parsed.articles[0],
            position=1,
            fields={**parsed.articles[0].fields, "title": Evidence("Second Part", "words")},
            paragraphs=tuple(
                replace(item, text=sentences(77, 1)) for item in parsed.articles[0].paragraphs[:1]
            ),
        )
        return replace(parsed, articles=(*parsed.articles, second))

    run_import(save(folder, "a", plain()))
    assert reparse_with(monkeypatch, double).counts == {"created": 1}
    assert Article.objects.count() == 2
    assert run_import("--reparse").counts == {"updated": 1}
    assert codes(Article.objects.get(title="Second Part")) == ["part-vanished"]
    assert run_import("--reparse").counts == {"unchanged": 1}
    assert reparse_with(monkeypatch, double).counts == {"updated": 1}
    assert codes(Article.objects.get(title="Second Part")) == []
