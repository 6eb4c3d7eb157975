"""Test that decisions which separate texts can be carried to another archive."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from archive.corrections import correct, redo, reject, separate, undo, withdraw
from archive.corrections.transfer import ImportReport, TransferError, export_lines, import_lines
from archive.models import Article, Decision, Extract
from tests.corrections.joined_mills import NORTH, SOUTH, article_at, write_mills
from tests.corrections.transfer_archives import articles_shown, decisions_shown
from tests.saved_files import plain, run_import, save

pytestmark = pytest.mark.usefixtures("archive")


def extract_at(folder: Path, name: str) -> Extract:
    return Extract.objects.get(capture__paths__path=str(folder / f"{name}.txt"))


def groups() -> list[list[str]]:
    """Return the names of the files of each article, sorted."""
    names: dict[int, list[str]] = {}
    for path, article in Extract.objects.values_list("capture__paths__path", "article"):
        names.setdefault(article, []).append(Path(path).stem)
    return sorted(map(sorted, names.values()))


def shown_now() -> dict[str, Any]:
    return {"articles": articles_shown(), "decisions": decisions_shown(), "groups": groups()}


def exported(paths: list[Path], decide: Callable[[], object]) -> tuple[list[str], dict[str, Any]]:
    """Import files one by one and make decisions, and roll everything back.

    Return the file of decisions, and what the archive showed.
    """
    with transaction.atomic():
        for path in paths:
            run_import(path)
        decide()
        lines, shown = list(export_lines()), shown_now()
        transaction.set_rollback(True)
    return lines, shown


def applied(lines: list[str], count: int = 1) -> ImportReport:
    report = import_lines(lines)
    assert (report.not_applicable, report.applied) == ([], count)
    return report


@pytest.mark.parametrize("order", [1, -1])
def test_the_texts_are_separated_where_they_are_joined(folder: Path, ada: User, order: int) -> None:
    paths = list(write_mills(folder))
    lines, expected = exported(
        paths, lambda: separate([[extract_at(folder, "south").pk]], "two mills", ada)
    )
    for path in paths[::order]:
        run_import(path)
    assert groups() == [["north", "south"]]
    applied(lines)
    assert shown_now() == expected
    again = import_lines(lines)
    assert (again.applied, again.already_there, again.not_applicable) == (0, 1, [])
    assert shown_now() == expected
    decision = Decision.objects.get()
    undo(decision, ada)
    assert groups() == [["north", "south"]]
    redo(decision, ada)
    assert groups() == [["north"], ["south"]]


def test_corrections_of_both_articles_go_to_the_right_ones(folder: Path, ada: User) -> None:
    paths = list(write_mills(folder))

    def decide() -> None:
        correct(article_at(folder, "north"), {"title": "Mill"}, "shorter", ada)
        separate([[extract_at(folder, "south").pk]], "two mills", ada)
        north, south = article_at(folder, "north"), article_at(folder, "south")
        correct(north, {"title": "North Mill", "language": "en"}, "clearer", ada)
        correct(south, {"title": "South Mill", "body": SOUTH + " Corrected."}, "clearer", ada)
        reject(list(north.mentions.all()), "no county", ada)
        withdraw(south, "private", ada)

    lines, expected = exported(paths, decide)
    for path in paths[::-1]:
        run_import(path)
    applied(lines, 6)
    assert shown_now() == expected


def test_corrections_of_an_article_that_is_empty_now(
    folder: Path, ada: User, client: Client
) -> None:
    """The decision is undone, so its article has no text; it still keeps its corrections."""
    paths = list(write_mills(folder))

    def decide() -> None:
        decision = separate([[extract_at(folder, "south").pk]], "two mills", ada)
        correct(article_at(folder, "south"), {"title": "South", "body": SOUTH + "!"}, "why", ada)
        correct(article_at(folder, "north"), {"title": "North"}, "why", ada)
        undo(decision, ada)

    lines, _ = exported(paths, decide)
    for path in paths:
        run_import(path)
    applied(lines, 3)
    assert groups() == [["north", "south"]]
    assert Article.objects.public().get().title == "North"
    second = Article.objects.latest("pk")
    assert client.get(second.get_absolute_url()).status_code == 301
    redo(Decision.objects.earliest("pk"), ada)
    assert groups() == [["north"], ["south"]]
    second.refresh_from_db()
    assert (second.title, second.body) == ("South", SOUTH + "!")


def test_an_undo_in_the_first_archive_is_carried_and_a_redo_too(folder: Path, ada: User) -> None:
    paths = list(write_mills(folder))
    versions: list[list[str]] = []

    def decide() -> None:
        decision = separate([[extract_at(folder, "south").pk]], "two mills", ada)
        versions.append(list(export_lines()))
        undo(decision, ada)
        versions.append(list(export_lines()))
        redo(decision, ada)

    redone, _ = exported(paths, decide)
    for path in paths:
        run_import(path)
    applied(versions[0])
    assert groups() == [["north"], ["south"]]
    assert import_lines(versions[1]).turned == 1
    assert groups() == [["north", "south"]]
    assert import_lines(redone).turned == 1
    assert groups() == [["north"], ["south"]]


@pytest.mark.parametrize("missing", ["north", "south"])
def test_a_file_that_is_imported_later_is_separated_by_importing_the_decisions_again(
    folder: Path, ada: User, missing: str
) -> None:
    paths = list(write_mills(folder))
    lines, expected = exported(
        paths, lambda: separate([[extract_at(folder, "south").pk]], "two mills", ada)
    )
    for path in paths:
        if path.stem != missing:
            run_import(path)
    report = import_lines(lines)
    assert len(report.not_applicable) == 1
    assert "is in this archive" in report.not_applicable[0]
    run_import(folder)
    report = import_lines(lines)
    assert report.not_applicable == []
    assert groups() == [["north"], ["south"]]
    assert shown_now() == expected
    assert import_lines(lines).already_there == 1


def test_texts_that_are_separate_already_stay_where_they_are(folder: Path, ada: User) -> None:
    paths = list(write_mills(folder))
    lines, expected = exported(
        paths, lambda: separate([[extract_at(folder, "south").pk]], "two mills", ada)
    )
    for path in paths:
        run_import(path)
    second = Article.objects.create(title="x", body="x")
    south = extract_at(folder, "south")
    Extract.objects.filter(pk=south.pk).update(article=second)
    Article.objects.filter(pk=second.pk).update(shown_extract=south)
    applied(lines)
    assert Article.objects.count() == 2
    assert article_at(folder, "south") == second
    assert shown_now() == expected
    undo(Decision.objects.get(), ada)
    assert groups() == [["north"], ["south"]], "the import had not joined them"
    redo(Decision.objects.get(), ada)
    run_import(save(folder, "copy", plain("Mill Opened", SOUTH + " ")))
    assert article_at(folder, "copy") == second


def test_copies_that_were_imported_later_go_with_their_text(folder: Path, ada: User) -> None:
    paths = list(write_mills(folder))
    copies = [
        save(folder, "south2", plain("Mill Opened", SOUTH + " ")),
        save(folder, "north2", plain("Mill Opened", NORTH + " ")),
    ]

    def decide() -> None:
        separate([[extract_at(folder, "south").pk]], "two mills", ada)
        for path in copies:
            run_import(path)
        assert groups() == [["north", "north2"], ["south", "south2"]]

    lines, expected = exported(paths, decide)
    for path in [*copies, *paths]:
        run_import(path)
    assert len(groups()) == 1
    applied(lines)
    assert shown_now() == expected


def test_decisions_about_an_article_that_a_decision_made(folder: Path, ada: User) -> None:
    west = NORTH.replace("north", "west")
    paths = [*write_mills(folder), save(folder, "west", plain("Mill Opened", west))]

    def decide() -> None:
        both = [extract_at(folder, name).pk for name in ("south", "west")]
        one = separate([both], "not the north", ada)
        separate([both[1:]], "not the south", ada)
        undo(one, ada)

    lines, expected = exported(paths, decide)
    assert expected["groups"] == [["north", "south"], ["west"]]
    for path in paths[::-1]:
        run_import(path)
    applied(lines, 2)
    assert groups() == expected["groups"]
    redo(Decision.objects.earliest("pk"), ada)
    assert groups() == [["north"], ["south"], ["west"]]


@pytest.mark.parametrize("key", ["", "x", "0" * 64, "0" * 64 + ":-1", "0" * 64 + ":1x"])
def test_a_damaged_line_is_reported(folder: Path, ada: User, key: str) -> None:
    paths = list(write_mills(folder))
    lines, _ = exported(
        paths, lambda: separate([[extract_at(folder, "south").pk]], "two mills", ada)
    )
    run_import(folder)
    name = str(json.loads(lines[1])["corrections"][0]["key"])
    with pytest.raises(TransferError):
        import_lines([lines[0], lines[1].replace(name, key)])
    assert groups() == [["north", "south"]]
