"""Test that decisions can be exported and then imported into another archive of the same files."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction

from archive.corrections import (
    CorrectionError,
    NameToAdd,
    correct,
    correct_all,
    decide_mentions,
    redo,
    restore,
    settle,
    undo,
    withdraw,
)
from archive.corrections.entity_decisions import (
    accept,
    add_spelling,
    ban,
    describe,
    keep_apart,
    merge,
    rename,
    split_off,
)
from archive.corrections.problems import problem_key
from archive.corrections.transfer import ImportReport, TransferError, export_lines, import_lines
from archive.models import Article, Correction, Decision, Entity, EntityName, Mention
from tests.factories import make_named, make_place
from tests.saved_files import plain, run_import, save, sentences

pytestmark = pytest.mark.django_db

WORKS = {
    "Alpha Works": ("Alfa Works", "Alpha Plant"),
    "Beta Works": ("Beta Plant",),
    "Gamma Works": ("Gama Works", "Gamma Plant"),
}
NAMES = [name for works, others in WORKS.items() for name in (works, *others)]
PLACES = ("Kujang County", "North Phyongan Province", "Nowhere County", "Kusong County")


def write_files(folder: Path) -> list[Path]:
    """Save twelve articles with names, and two articles that may be the same."""
    random = Random(1)
    paths = []
    for number in range(12):
        names = [*random.sample(NAMES, 3), random.choice(PLACES), "Sinuiju Textile Mill"]
        text = " ".join(f"On day {index} they saw the {name}." for index, name in enumerate(names))
        body = f"{text}\n\n{sentences(number, 4)}"
        title = f"The {random.choice(NAMES)} of number {number}"
        paths.append(save(folder, f"file-{number}", plain(title, body)))
    text = sentences(50, 10)
    paths.append(save(folder, "twin-1", plain("Twins Met", text)))
    paths.append(save(folder, "twin-2", plain("Twins Met", f"{text[:400]} {sentences(51, 5)}")))
    return paths


def make_archive(paths: list[Path]) -> None:
    """Make the entities of WORKS and Kusong, and import these files one after the other."""
    for name, others in WORKS.items():
        make_named(name, *others)
    make_place("Kusong")
    for path in paths:
        run_import(path)


class Staff:
    """Three people who decide at random."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.users = [User.objects.create_user(name) for name in ("ada", "grace", "joan")]
        self.kinds: list[Callable[[], Any]] = [
            self.correct,
            self.correct_many,
            self.withdraw,
            self.restore,
            self.decide_mention,
            self.add_mention,
            self.settle,
            self.merge,
            self.split,
            self.rename,
            self.describe,
            self.ban,
            self.add_spelling,
            self.accept,
            self.keep_apart,
            self.undo,
            self.undo,
            self.redo,
        ]

    def decide(self, times: int) -> set[str]:
        """Try random decisions; return the names of the methods whose decisions were possible.

        `times` is the number of tries.
        """
        done = set()
        for _ in range(times):
            decide = self.random.choice(self.kinds)
            try:
                with transaction.atomic():
                    decide()
                done.add(decide.__name__)
            except (CorrectionError, IndexError):
                continue
        return done

    @property
    def who(self) -> tuple[str, User]:
        return f"reason {self.random.randrange(1000)}", self.random.choice(self.users)

    def article(self) -> Article:
        return self.random.choice(list(Article.objects.order_by("pk")))

    def entity(self) -> Entity:
        entities = Entity.objects.exclude(kind="place", origin="listed").order_by("pk")
        return self.random.choice(list(entities))

    def spelling(self) -> str:
        return self.random.choice([*NAMES, "Delta Works"])

    def change(self, article: Article) -> dict[str, str]:
        name = self.random.choice(NAMES)
        return self.random.choice(
            [
                {"title": f"A day at the {name}"},
                {"published": self.random.choice(["2024", "2024-05", "2024-05-06", ""])},
                {"source": self.random.choice(["voice-of-korea", "kcna-kp", ""])},
                {"agency": "KCNA", "dateline_place": "Kujang"},
                {"body": f"{article.body}\n\nThey liked the {name} and the Huichon Silk Mill."},
                {"body": article.body.replace("On day 1 they saw", "They did not see")},
                {"original_url": "https://example.org/1"},
            ]
        )

    def correct(self) -> None:
        article = self.article()
        correct(article, self.change(article), *self.who)

    def correct_many(self) -> None:
        correct_all([self.article(), self.article()], {"source": "voice-of-korea"}, *self.who)

    def withdraw(self) -> None:
        withdraw(self.article(), *self.who)

    def restore(self) -> None:
        withdrawn = list(Article.objects.filter(withdrawn_at__isnull=False).order_by("pk"))
        restore(self.random.choice(withdrawn), *self.who)

    def decide_mention(self) -> None:
        states = ["parsed", "confirmed", "rejected", "added"]
        mention = self.random.choice(list(Mention.objects.filter(state__in=states).order_by("pk")))
        how = self.random.choice(["confirmed", "rejected", "dropped", "relinked"])
        chosen: Any = {mention.pk: self.entity()} if how == "relinked" else [mention.pk]
        decide_mentions(mention.article, *self.who, **{how: chosen})

    def add_mention(self) -> None:
        article, quotation = self.article(), self.random.choice(["", self.spelling()])
        decide_mentions(article, *self.who, added=[NameToAdd(self.entity(), quotation)])

    def settle(self) -> None:
        article = self.random.choice(list(Article.objects.filter(has_problems=True)))
        settle(article, [problem_key(self.random.choice(article.problems))], *self.who)

    def merge(self) -> None:
        merge(self.entity(), self.entity(), *self.who)

    def split(self) -> None:
        target = self.random.choice([None, self.entity()])
        split_off(self.entity(), self.spelling(), *self.who, target=target)

    def rename(self) -> None:
        slug = f"works-{self.random.randrange(30)}"
        rename(self.entity(), self.spelling(), slug, *self.who)

    def describe(self) -> None:
        site = self.random.choice([None, Entity.objects.get(slug="kujang")])
        entity = self.random.choice(list(Entity.objects.filter(kind="organisation").order_by("pk")))
        describe(entity, {"description": "Makes pills.", "site": site}, *self.who)

    def ban(self) -> None:
        ban(self.entity(), self.spelling(), *self.who)

    def add_spelling(self) -> None:
        add_spelling(self.entity(), self.spelling(), "variant", *self.who)

    def accept(self) -> None:
        accept([self.entity()], *self.who)

    def keep_apart(self) -> None:
        one, other = self.entity(), self.entity()
        if one != other:
            keep_apart(one, other, *self.who)

    def undo(self) -> None:
        standing = list(Decision.objects.filter(undone_at__isnull=True).order_by("pk"))
        undo(self.random.choice(standing), self.random.choice(self.users))

    def redo(self) -> None:
        undone = list(Decision.objects.filter(undone_at__isnull=False).order_by("pk"))
        redo(self.random.choice(undone), self.random.choice(self.users))


def articles_shown() -> dict[Any, Any]:
    """Return a dict from a file of each article to the values that the article shows.

    The file has the smallest hash of the article's files, so it is the same in both archives. It is
    identified by its hash and the position of the article in the file.
    """
    names = {
        article.pk: min(article.extracts.values_list("capture__sha256", "position"))
        for article in Article.objects.all()
    }
    shown = {}
    for article in Article.objects.select_related("source"):
        problems = [(problem["code"], problem["words"]) for problem in article.problems]
        shown[names[article.pk]] = {
            "source": article.source and article.source.slug,
            "texts": (article.title, article.body, article.agency, article.dateline_place),
            "days": (article.published_on, article.published_precision, article.dateline_on),
            "flags": (article.is_corrected, article.is_date_doubtful),
            "withdrawn": (article.withdrawn_at, article.withdrawn_reason),
            # Which of two similar articles has this problem depends on the order of import.
            "problems": sorted(pair for pair in problems if pair[0] != "possible-duplicate"),
            "mentions": sorted(map(repr, mentions_shown(article))),
        }
    return shown


def mentions_shown(article: Article) -> set[tuple[Any, ...]]:
    """Return the mentions of an article that readers and correctors see, as tuples."""
    rows = article.mentions.exclude(state__in=["retracted", "banned"])
    return {
        (*identity(row.entity.meant), row.field, row.start, row.end, row.text, row.state)
        for row in rows.select_related("entity__merged_into")
    }


def identity(entity: Entity) -> tuple[str, str]:
    return entity.kind, entity.slug


def entities_shown() -> dict[Any, Any]:
    """Return a dict from each entity that is not merged to its values, aliases and old slugs."""
    shown = {}
    for entity in Entity.objects.filter(merged_into__isnull=True).select_related("site"):
        family = Entity.objects.filter(pk=entity.pk) | Entity.objects.filter(merged_into=entity)
        names = EntityName.objects.filter(entity__in=family.values("pk"))
        shown[identity(entity)] = {
            "facts": (entity.name, entity.korean_name, entity.description, entity.is_listed),
            "site": entity.site and entity.site.slug,
            "names": sorted(set(names.values_list("name", "kind", "entity__slug"))),
            "merged": sorted(entity.merged.values_list("slug", flat=True)),
            "old": sorted(entity.old_slugs.values_list("slug", flat=True)),
        }
    return shown


def decisions_shown() -> list[tuple[Any, ...]]:
    """Return all decisions, oldest first, as tuples of their values.

    The values are the uid, the kind and the reason of the decision, the users who made, undid and
    redid it, and the times of these actions.
    """
    return [
        (
            *(row.uid, row.kind, row.reason, row.made_by.username, row.made_at),
            *(row.undone_by and row.undone_by.username, row.undone_at),
            *(row.redone_by and row.redone_by.username, row.redone_at),
        )
        for row in Decision.objects.order_by("pk")
    ]


def everything_shown() -> dict[str, Any]:
    return {
        "articles": articles_shown(),
        "entities": entities_shown(),
        "decisions": decisions_shown(),
        "kept apart": {
            frozenset([identity(row.entity), identity(Entity.objects.get(pk=int(row.key)))])
            for row in Correction.objects.standing()
            .filter(kind="distinct")
            .select_related("entity")
            if row.entity
        },
        "doubtful twins": Article.objects.filter(problems__icontains="possible-duplicate").count(),
    }


def carried(
    folder: Path, decide: Callable[[], None]
) -> tuple[list[str], dict[str, Any], dict[str, Any], ImportReport]:
    """Make decisions (`decide`) in one archive; import them into another archive of the same files.

    The other archive has imported the files in reverse order. Returns the lines of the file of
    decisions, the contents of the first and of the other archive, and the report of the import.
    """
    paths = write_files(folder)
    with transaction.atomic():
        make_archive(paths)
        decide()
        run_import("--reparse")
        lines = list(export_lines())
        expected = everything_shown()
        transaction.set_rollback(True)
    make_archive(paths[::-1])
    report = import_lines(lines)
    run_import("--reparse")
    return lines, expected, everything_shown(), report


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("seed", range(2))
def test_both_archives_show_the_same_after_hundreds_of_random_decisions(
    folder: Path, seed: int
) -> None:
    done: set[str] = set()
    lines, expected, shown, report = carried(folder, lambda: done.update(Staff(seed).decide(300)))
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


def two_archives(
    paths: list[Path], others: list[Path], decide: Callable[[], None]
) -> tuple[list[str], ImportReport]:
    """Make decisions in an archive of `paths`, and import them into an archive of `others`.

    Returns the lines of the file of decisions, and the report of the import.
    """
    with transaction.atomic():
        make_archive(paths)
        decide()
        lines = list(export_lines())
        transaction.set_rollback(True)
    make_archive(others)
    return lines, import_lines(lines)


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
