"""Test that decisions can be exported and then imported into another archive of the same files."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction

from archive.corrections import (
    correct,
    correct_all,
    decide_mentions,
    settle,
)
from archive.corrections.entity_decisions import (
    ban,
    merge,
    split_off,
)
from archive.corrections.problems import problem_key
from archive.corrections.transfer import TransferError, export_lines, import_lines
from archive.models import Article, Decision, Entity, EntityName
from tests.corrections.random_decisions import Staff
from tests.corrections.transfer_archives import (
    articles_shown,
    carried,
    everything_shown,
    make_archive,
    two_archives,
    write_files,
)
from tests.factories import make_named
from tests.saved_files import plain, run_import, save, sentences

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("archive")
def test_both_archives_show_the_same_after_hundreds_of_random_decisions(folder: Path) -> None:
    done: set[str] = set()
    lines, expected, shown, report = carried(folder, lambda: done.update(Staff(0).decide(300)))
    assert len(lines) > 100
    assert len(done) >= 14, done
    assert report.not_applicable == []
    assert report.applied == len(lines) - 1
    for part, value in expected.items():
        if isinstance(value, dict):
            assert shown[part].keys() == value.keys(), part
            for name in value:
                assert shown[part][name] == value[name], (part, name)
        assert shown[part] == value, part
    again = import_lines(lines)
    assert (again.applied, again.turned, again.already_there) == (0, 0, len(lines) - 1)
    assert everything_shown() == shown


@pytest.fixture
def paths(folder: Path) -> list[Path]:
    return [
        save(folder, "one", plain("Works One", f"The Alpha Works. {sentences(1)}")),
        save(folder, "two", plain("Works Two", f"The Beta Works. {sentences(2)}")),
    ]


def article_of(title: str) -> Article:
    return Article.objects.get(shown_extract__fields__title__value=title)


@pytest.mark.usefixtures("archive")
def test_a_decision_about_a_missing_file_is_reported_and_applied_later(
    paths: list[Path],
) -> None:
    def decide() -> None:
        ada = User.objects.create_user("ada")
        correct_all(
            [article_of("Works One"), article_of("Works Two")], {"agency": "KCNA"}, "why", ada
        )
        correct(article_of("Works Two"), {"title": "Two"}, "why", ada)

    lines, report = two_archives(paths, paths[:1], decide)
    assert (report.applied, len(report.not_applicable)) == (1, 2)
    assert all("no article of the saved file" in reason for reason in report.not_applicable)
    assert article_of("Works One").agency == "KCNA"
    run_import(paths[1])
    report = import_lines(lines)
    assert (report.applied, report.already_there, report.not_applicable) == (2, 0, [])
    assert article_of("Works Two").agency == "KCNA"
    assert article_of("Works Two").title == "Two"
    assert import_lines(lines).already_there == 2
    assert Decision.objects.count() == 2


@pytest.mark.usefixtures("archive")
def test_unknown_users_become_users_who_cannot_log_in(paths: list[Path]) -> None:
    def decide() -> None:
        correct(
            article_of("Works One"),
            {"agency": "KCNA"},
            "why",
            User.objects.create_user("ada", "", "x"),
        )

    two_archives(paths, paths, decide)
    ada = User.objects.get(username="ada")
    assert not ada.is_active
    assert not ada.has_usable_password()
    assert Decision.objects.get().made_by == ada


@pytest.mark.usefixtures("archive")
def test_a_later_undo_is_carried(paths: list[Path]) -> None:
    def decide() -> None:
        ada = User.objects.create_user("ada")
        correct(article_of("Works One"), {"agency": "KCNA"}, "why", ada)
        merge(
            Entity.objects.get(slug="alpha-works"),
            Entity.objects.get(slug="beta-works"),
            "why",
            ada,
        )

    lines, _report = two_archives(paths, paths, decide)
    undone = [
        json.dumps(
            json.loads(line) | {"undone_by": "grace", "undone_at": "2099-01-01T00:00:00+00:00"}
        )
        for line in lines[1:]
    ]
    report = import_lines([lines[0], *undone])
    assert (report.turned, report.applied, report.already_there) == (2, 0, 0)
    assert article_of("Works One").agency == ""
    assert not Entity.objects.filter(merged_into__isnull=False).exists()
    # Importing the first file again does not apply the undone decisions again.
    assert import_lines(lines).already_there == 2
    assert article_of("Works One").agency == ""


@pytest.mark.usefixtures("archive")
def test_a_settled_pair_of_articles_stays_settled_in_any_order_of_import(folder: Path) -> None:
    paths = write_files(folder)[-2:]

    def decide() -> None:
        article = Article.objects.get(has_problems=True)
        key = problem_key(article.problems[0])
        settle(article, [key], "two reports", User.objects.create_user("ada"))

    two_archives(paths, paths[::-1], decide)
    assert Article.objects.count() == 2
    assert not Article.objects.filter(has_problems=True).exists()


@pytest.mark.usefixtures("archive")
def test_the_commands_carry_decisions_and_a_dry_run_changes_nothing(
    paths: list[Path], tmp_path: Path
) -> None:
    file, out, err = tmp_path / "decisions.jsonl", io.StringIO(), io.StringIO()
    with transaction.atomic():
        make_archive(paths)
        ada = User.objects.create_user("ada")
        correct(article_of("Works One"), {"agency": "KCNA"}, "why", ada)
        correct(article_of("Works Two"), {"agency": "KCNA"}, "why", ada)
        call_command("export_corrections", str(file), stdout=out)
        transaction.set_rollback(True)
    assert out.getvalue() == "Decisions written: 2.\n"
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("export_corrections", str(file))
    make_archive(paths[:1])
    with pytest.raises(SystemExit, match="1"):
        call_command("import_corrections", str(file), "--dry-run", stdout=out, stderr=err)
    assert "Decisions applied: 1." in out.getvalue()
    assert "Dry run: nothing was changed." in out.getvalue()
    assert "Not applied: correct by ada at" in err.getvalue()
    assert not Decision.objects.exists()
    assert not User.objects.exists()
    with pytest.raises(SystemExit, match="1"):
        call_command("import_corrections", str(file), stdout=out, stderr=err)
    assert article_of("Works One").agency == "KCNA"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("no JSON\n", "Line 1 is not JSON"),
        ('{"format": "other"}\n', "Line 1 does not say"),
        ('{"format": "dateline-corrections", "version": 1}\n{"uid": "1"}\n', "Line 2 is not"),
        ('{"format": "dateline-corrections", "version": 1}\n[]\n', "Line 2 is not a decision"),
    ],
)
def test_another_file_is_rejected_with_its_name_and_line(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "file.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        call_command("import_corrections", str(file))


def repeated_text() -> str:
    """Return a text that contains the same sentence three times.

    The sentence is longer than a stored quotation, so the three quotations are equal.
    """
    sentence = (
        "On the second day of spring all the happy people saw the Alpha Works and were glad about"
        " everything that they saw there."
    )
    return f"{sentence}\n\n{sentences(1, 2)}\n\n{sentence}\n\n{sentence}\n\n{sentences(2, 2)}"


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("is_text_corrected", [False, True], ids=["same text", "corrected text"])
def test_mentions_with_the_same_quotation_keep_their_own_decisions(
    folder: Path, *, is_text_corrected: bool
) -> None:
    path = save(folder, "repeats", plain("Repeats", repeated_text()))
    expected: dict[Any, Any] = {}

    def decide() -> None:
        ada, article = User.objects.create_user("ada"), article_of("Repeats")
        if is_text_corrected:
            correct(article, {"body": f"In March.\n\n{article.body}"}, "as printed", ada)
            article.refresh_from_db()
        for mention, state in zip(
            article.mentions.order_by("start"), ("confirmed", "rejected", "confirmed"), strict=True
        ):
            decide_mentions(article, "looked at", ada, **{state: [mention.pk]})  # type: ignore[arg-type]
        expected.update(articles_shown())

    lines, report = two_archives([path], [path], decide)
    assert report.applied == len(lines) - 1
    assert articles_shown() == expected
    assert import_lines(lines).already_there == len(lines) - 1
    assert articles_shown() == expected


def decide_about_everything() -> None:
    """Make a decision about an article, a mention and an entity."""
    ada, article = User.objects.create_user("ada"), article_of("Works One")
    correct(article, {"agency": "KCNA"}, "why", ada)
    decide_mentions(article, "why", ada, confirmed=[article.mentions.order_by("pk")[0].pk])
    ban(Entity.objects.get(slug="alpha-works"), "Alfa Works", "why", ada)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("number", "change", "reason"),
    [
        (0, {"kind": "colour"}, "“colour” is not a kind of correction"),
        (0, {"kind": "alias"}, "“alias” is not a kind of correction"),
        (1, {"kind": "colour"}, "“colour” is not a kind of correction"),
        (1, {"value": "adored"}, "“adored” is not a value"),
        (2, {"kind": "colour"}, "“colour” is not a kind of correction"),
        (2, {"kind": "field", "key": "colour"}, "“colour” is not a field"),
        (2, {"value": "adored"}, "“adored” is not a value"),
    ],
)
def test_a_correction_of_an_unknown_kind_is_reported(
    paths: list[Path], number: int, change: dict[str, Any], reason: str
) -> None:
    lines, _report = two_archives(paths, [], decide_about_everything)
    for path in paths:
        run_import(path)
    line = json.loads(lines[1:][number])
    line["uid"] = "00000000-0000-0000-0000-000000000001"
    line["corrections"][0] |= change
    report = import_lines([lines[0], json.dumps(line)])
    assert len(report.not_applicable) == 1
    assert reason in report.not_applicable[0]
    assert not Decision.objects.filter(uid=line["uid"]).exists()


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "change",
    [
        {"made_by": None},
        {"made_by": "a" * 200},
        {"reason": None},
        {"reason": " "},
        {"made_at": "2024-01-01T00:00:00"},
        {"undone_at": "2024-01-01T00:00:00+00:00"},
        {"corrections": [{"kind": "field", "key": "title", "value": "A"}]},
    ],
)
def test_a_damaged_decision_is_rejected_with_its_line(
    paths: list[Path], change: dict[str, Any]
) -> None:
    lines, _report = two_archives(paths, paths, decide_about_everything)
    damaged = json.loads(lines[1]) | {"uid": "00000000-0000-0000-0000-000000000001"} | change
    with pytest.raises(TransferError, match=r"Line 2 is not a decision\."):
        import_lines([lines[0], json.dumps(damaged)])


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "change",
    [{"start": 10**30}, {"start": 500, "end": 400}, {"end": None}, {"field": "summary"}],
    ids=repr,
)
def test_a_damaged_mention_is_rejected_with_its_line(
    paths: list[Path], change: dict[str, Any]
) -> None:
    lines, _report = two_archives(paths, paths, decide_about_everything)
    damaged = json.loads(lines[2]) | {"uid": "00000000-0000-0000-0000-000000000001"}
    damaged["corrections"][0]["mention"] |= {"text": "Elsewhere"} | change
    with pytest.raises(TransferError, match=r"Line 2 is not a decision\."):
        import_lines([lines[0], json.dumps(damaged)])


@pytest.mark.usefixtures("archive")
def test_a_decision_that_changes_nothing_is_reported(paths: list[Path]) -> None:
    lines, _report = two_archives(paths, paths, decide_about_everything)
    empty = json.loads(lines[1]) | {"uid": "00000000-0000-0000-0000-000000000001"}
    report = import_lines([lines[0], json.dumps(empty | {"corrections": []})])
    assert len(report.not_applicable) == 1


@pytest.mark.usefixtures("archive")
def test_decisions_about_unknown_files_create_nothing(folder: Path) -> None:
    path = save(folder, "silk", plain("Silk", f"The Huichon Silk Mill. {sentences(3)}"))
    other = save(folder, "other", plain("Other", sentences(4)))

    def decide() -> None:
        article = article_of("Silk")
        mention = article.mentions.get(entity__origin="detected")
        decide_mentions(article, "why", User.objects.create_user("ada"), confirmed=[mention.pk])

    _lines, report = two_archives([path], [other], decide)
    assert (report.applied, len(report.not_applicable)) == (0, 1)
    assert not Entity.objects.filter(origin="detected").exists()
    assert not User.objects.exists()


@pytest.mark.usefixtures("archive")
def test_a_split_without_its_target_is_not_partly_applied(paths: list[Path]) -> None:
    def decide() -> None:
        alpha, beta = (Entity.objects.get(slug=f"{name}-works") for name in ("alpha", "beta"))
        split_off(alpha, "Alfa Works", "why", User.objects.create_user("ada"), target=beta)

    with transaction.atomic():
        make_archive(paths)
        decide()
        lines = list(export_lines())
        transaction.set_rollback(True)
    make_named("Alpha Works", "Alfa Works")
    report = import_lines(lines)
    assert (report.applied, len(report.not_applicable)) == (0, 1)
    assert not EntityName.objects.filter(kind="banned").exists()
    assert Entity.objects.filter(origin="split").count() == 0
