"""Test that every count and list of the articles page equals the result of plain SQL.

This is tested in three states of the archive: after a real import, after corrections, withdrawals
and mergers, and after all decisions were undone.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from archive import corrections, search
from archive.listing.periods_counted import Unit
from archive.models import ArchiveVersion, Article, Decision, Entity, Mention
from tests.conftest import CORPUS, SEEDS
from tests.listing.compare_counts import Combinations, as_query, check_many
from tests.listing.compare_periods import check_periods, check_usual
from tests.listing.lists import lines
from tests.listing.plain_sql import DATE_FIELDS, ENTITIES, PlainTables, as_words, rows
from tests.saved_files import plain as plain_file
from tests.saved_files import save, sentences

INVENTED = 60
COMBINATIONS = 80  # for each state of the archive
CORRECTIONS = 36
PAGES = 8  # pages on which every link is followed
PARTIAL_DATES = [
    "",
    "2023",
    "2024",
    "2024-02",
    "2024-02-29",
    "2024-12",
    "2024-12-31",
    "2025-04",
    "2026-01-01",
]


@pytest.fixture(scope="module")
def imported(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Path]:
    """Import the files in `seeds/`, invented files and the corpus, if any; yield the state folder.

    The import runs once for all tests of this module.
    """
    state = tmp_path_factory.mktemp("counted")
    folders = [SEEDS, write_invented(state / "saved"), *([CORPUS] if CORPUS.is_dir() else [])]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STATE_DIR=state, INDEX_DIR=state / "index"):
            call_command("load_gazetteer", verbosity=0)
            call_command("rebuild_index", verbosity=0)
            call_command("import_articles", *map(str, folders), verbosity=0)
        yield state
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def state_dir(imported: Path, settings: Settings) -> Path:
    """Use the state folder of the import, instead of a new state folder for each test."""
    from archive.display.labels import forget_labels
    from archive.listing.known_item_counts import forget_counts
    from archive.views.home import count_files_and_wanted

    forget_labels()
    count_files_and_wanted.cache_clear()
    forget_counts()
    settings.STATE_DIR, settings.INDEX_DIR = imported, imported / "index"
    settings.STATIC_ROOT = imported / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    return imported


@pytest.fixture(autouse=True)
def followed(state_dir: Path, db: None) -> None:
    """Update the index, because the changes of the previous test were rolled back."""
    search.catch_up()
    if search.status().state != search.IndexState.READY:
        search.rebuild()


def write_invented(folder: Path) -> Path:
    """Write saved files of several sources and places, some without a date."""
    folder.mkdir()
    chance = Random(4)
    for number in range(INVENTED):
        places = chance.sample(
            ["Kujang County", "Sinuiju City", "Unsan County", "Russia", "Pyongyang"], 2
        )
        body = f"{sentences(number)}\n\nWorkers of {places[0]} and {places[1]} met."
        on = chance.choice(
            ["", "2024-12-31", "2025-01-01", "2025-02-28", "2025-04-17", "2025-04-18"]
        )
        source = chance.choice(
            ["KCNA.kp (En)", "Voice of Korea (EN)", "Pyongyang Times (EN)", "(En)"]
        )
        save(
            folder,
            f"{number:03}",
            plain_file(f"Bridge {number} Opened", body, on=on, source=source),
        )
    return folder


def contents() -> list[Any]:
    """Return all values that lists count, and the texts and dates of all articles."""
    return [
        rows("SELECT facet, article_id, value FROM plain_value ORDER BY facet, article_id, value"),
        rows("SELECT id, title, body, known FROM plain_article ORDER BY id"),
    ]


class Staff:
    """A staff member who makes random corrections."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.user = User.objects.create_user("ada")
        self.decisions: list[Decision] = []
        self.merged: list[Entity] = []
        self.bodies = list(Article.objects.values_list("body", flat=True))

    def some_articles(self, **conditions: Any) -> list[Article]:
        ids = list(Article.objects.filter(**conditions).order_by("pk").values_list("pk", flat=True))
        chosen = self.chance.sample(ids, min(len(ids), self.chance.randint(1, 6)))
        return list(Article.objects.filter(pk__in=chosen))

    def make_random_changes(self, times: int) -> None:
        methods = [
            self.correct,
            self.correct,
            self.correct_body,
            self.add_place,
            self.review_places,
            self.withdraw,
        ]
        methods += [self.restore, self.undo, self.redo]
        for _ in range(times):
            self.chance.choice(methods)()
        for published in ("", "2024", "2024-02"):
            self.correct_fields({"published": published})

    def correct_fields(self, changes: dict[str, str]) -> None:
        self.decisions.append(
            corrections.correct_all(
                self.some_articles(withdrawn_at=None), changes, "why", self.user
            )
        )

    def correct(self) -> None:
        changes = {
            "published": self.chance.choice(PARTIAL_DATES),
            "source": self.chance.choice(
                ["", "kcna-kp", "voice-of-korea", "pyongyang-times", "minju-choson"]
            ),
            "title": self.chance.choice(
                ["Bridge Opened", "Visit to Pyongyang Reported", "At Kujang"]
            ),
            "language": self.chance.choice(["", "ko", "es", "zh-Hans"]),
        }
        name = self.chance.choice([*changes, "published", "source", "language"])
        self.correct_fields({name: changes[name]})

    def correct_body(self) -> None:
        paragraphs = "\n\n".join(self.chance.choice(self.bodies) for _ in range(2)).split("\n\n")
        body = "\n\n".join(self.chance.sample(paragraphs, -(-len(paragraphs) // 2)))
        self.decisions.append(
            corrections.correct(self.some_articles()[0], {"body": body}, "why", self.user)
        )

    def add_place(self) -> None:
        article = self.some_articles()[0]
        named = Mention.objects.filter(article=article).values("entity")
        place = self.chance.choice(
            list(Entity.objects.places().exclude(pk__in=named).order_by("pk"))
        )
        self.decisions.append(corrections.add_mention(article, place, "why", self.user))

    def review_places(self) -> None:
        articles = [
            article for article in self.some_articles() if article.mentions.shown().exists()
        ]
        for article in articles[:3]:
            review = self.chance.choice(
                [corrections.reject, corrections.reject, corrections.confirm]
            )
            self.decisions.append(review(list(article.mentions.shown()), "why", self.user))

    def withdraw(self) -> None:
        if articles := self.some_articles(withdrawn_at__isnull=True)[:-1]:
            self.decisions.append(corrections.withdraw(articles, "why", self.user))

    def restore(self) -> None:
        if articles := self.some_articles(withdrawn_at__isnull=False):
            self.decisions.append(corrections.restore(articles, "why", self.user))

    def undo(self) -> None:
        if self.decisions:
            corrections.undo(self.chance.choice(self.decisions), self.user)

    def redo(self) -> None:
        if self.decisions:
            corrections.redo(self.chance.choice(self.decisions), self.user)

    def merge_places(self) -> None:
        for kind in ENTITIES:
            named = Entity.objects.filter(
                kind=kind, mentions__isnull=False, children__isnull=True
            ).distinct()
            if len(named) > 1:
                gone, kept = self.chance.sample(list(named.order_by("pk")), 2)
                self.merged.append(gone)
                self.set_merged(gone, kept)

    def set_merged(self, gone: Entity, kept: Entity | None) -> None:
        with transaction.atomic():
            Entity.objects.filter(pk=gone.pk).update(merged_into=kept)
            ArchiveVersion.stamp(
                set(Mention.objects.filter(entity=gone).values_list("article_id", flat=True))
            )

    def undo_everything(self) -> None:
        for gone in self.merged:
            self.set_merged(gone, None)
        for decision in reversed(self.decisions):
            corrections.undo(decision, self.user)


def add_over_several_days() -> None:
    """Change when the articles were added: each day a few of them, in the order of their ids."""
    for number, pk in enumerate(Article.objects.order_by("pk").values_list("pk", flat=True)):
        day = datetime(2026, 11, 20, 12, tzinfo=UTC) + timedelta(days=number // 9)
        Article.objects.filter(pk=pk).update(created_at=day)
    ArchiveVersion.stamp()
    search.catch_up()


def test_counts_and_lists_equal_sql_after_corrections_and_after_undoing_them() -> None:
    chance = Random(5)
    add_over_several_days()
    check_many(chance, COMBINATIONS)
    before = contents()
    staff = Staff(chance)
    staff.make_random_changes(CORRECTIONS)
    staff.merge_places()
    search.catch_up()
    plain = check_many(chance, COMBINATIONS)
    assert contents() != before
    assert {len(known) for known in plain.known_dates()} == set(DATE_FIELDS), (
        "dates of every precision"
    )
    staff.undo_everything()
    search.catch_up()
    check_many(chance, COMBINATIONS)
    assert contents() == before


def test_every_link_of_a_page_leads_to_its_count_of_articles(client: Client) -> None:
    chance = Random(6)
    Staff(chance).make_random_changes(CORRECTIONS // 3)
    search.catch_up()
    plain = PlainTables()
    combinations = Combinations(chance, plain)
    followed = set()
    for _number in range(PAGES):
        page = client.get(f"/articles/?{as_query(combinations.address())}")
        assert page.status_code == 200
        for facet in page.context["facets"]:
            for value in lines(facet.values):
                if value.url not in followed:
                    followed.add(value.url)
                    behind = client.get(value.url)
                    assert (behind.status_code, behind.context["total"]) == (200, value.count), (
                        value.url
                    )
    assert len(followed) > PAGES


def test_articles_by_period_equal_sql() -> None:
    chance = Random(7)
    Staff(chance).make_random_changes(CORRECTIONS // 2)
    search.catch_up()
    plain = PlainTables()
    combinations = Combinations(chance, plain)
    assert check_periods(plain, {}, chance) > 2
    assert sum(check_periods(plain, combinations.address(), chance) for _ in range(60)) > 60
    for unit in ("day", "week", "month"):
        assert sum(check_usual(plain, combinations.address(), Unit(unit)) for _ in range(6)) > 2


def test_the_compared_archive_contains_the_corpus() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus is not beside the project: {CORPUS}")
    assert Article.objects.count() > INVENTED + 500


def test_words_are_split_as_documented() -> None:
    assert (
        as_words("ComradeKim Jong Unvisited Café-Ost’s 2nd")
        == " comrade kim jong un visited cafe ost s 2nd "
    )
