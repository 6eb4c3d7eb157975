"""Test the stories of an archive: after imports in any order, corrections and decisions."""

from contextlib import suppress
from itertools import permutations
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction

from archive.corrections import correct, join_stories, part_stories, redo, undo, withdraw
from archive.corrections.errors import CorrectionError
from archive.models import (
    ArchiveVersion,
    Article,
    StoryMarks,
    StoryMatch,
    StoryMember,
    StoryProgress,
)
from archive.search import SearchQuery, catch_up, rebuild, search
from archive.stories import find_stories, reading, update
from tests.ingest.test_stories import BRIDGE, CUT, OTHER_BRIDGE, RETOLD, SPANISH
from tests.saved_files import plain, run_import, save
from tests.search_library import Library

pytestmark = pytest.mark.django_db

TOLD = {
    "kcna": ("kcna-kp", "en", "2024-05-03", BRIDGE),
    "kcna in Spanish": ("kcna-kp", "es", "2024-05-03", SPANISH),
    "voice": ("voice-of-korea", "en", "2024-05-04", CUT),
    "times": ("pyongyang-times", "en", "2024-05-05", RETOLD),
    "another": ("voice-of-korea", "en", "2024-05-03", OTHER_BRIDGE),
    "another again": ("pyongyang-times", "en", "2024-05-03", OTHER_BRIDGE),
    "of next year": ("voice-of-korea", "en", "2025-05-04", CUT),
    "without a day": ("pyongyang-times", "en", "2024-05", BRIDGE),
}
WANTED = [["another", "another again"], ["kcna", "kcna in Spanish", "times", "voice"]]


def add(library: Library, name: str) -> Article:
    source, language, day, body = TOLD[name]
    return library.article(name, body, source=source, on=day, language=language)


def told() -> list[list[str]]:
    stories: dict[int, list[str]] = {}
    rows = StoryMember.objects.order_by("article__title").values_list("story", "article__title")
    for story, title in rows:
        stories.setdefault(story, []).append(title)
    return sorted(stories.values())


@pytest.fixture
def library(db: None) -> Library:
    return Library()


@pytest.fixture
def bridges(library: Library) -> dict[str, Article]:
    articles = {name: add(library, name) for name in TOLD}
    rebuild()
    find_stories()
    catch_up()
    return articles


@pytest.mark.parametrize("part", [1, 2, 5])
def test_stories_do_not_depend_on_the_order_of_imports(library: Library, part: int) -> None:
    names = list(TOLD)
    for index, order in enumerate(permutations(names)):
        if index % 9_000 != part:
            continue
        with transaction.atomic():
            for start in range(0, len(order), part):
                for name in order[start : start + part]:
                    add(library, name)
                find_stories()
            assert told() == WANTED, order
            transaction.set_rollback(True)


def test_a_second_search_for_stories_changes_nothing(bridges: dict[str, Article]) -> None:
    before = ArchiveVersion.current(), list(StoryMatch.objects.values_list("pk", flat=True))
    assert find_stories() == 0
    StoryProgress.objects.update(number=0)
    assert find_stories() == 0
    StoryProgress.objects.update(marks_version="old")
    find_stories()
    assert (
        ArchiveVersion.current(),
        list(StoryMatch.objects.values_list("pk", flat=True)),
    ) == before


def test_lists_count_stories(bridges: dict[str, Article]) -> None:
    assert search(SearchQuery()).total == len(TOLD)
    stories = search(SearchQuery(by_story=True))
    assert stories.total == len(TOLD) - 3 - 1
    assert bridges["kcna"].pk in stories.ids
    assert bridges["voice"].pk not in stories.ids


@pytest.fixture
def imported(archive: None, folder: Path) -> dict[str, Article]:
    """Import a file for each article of TOLD that has a day; the title is the name in TOLD."""
    rebuild()
    for name, (source, language, day, body) in TOLD.items():
        if language == "en" and len(day) == 10:
            title = f"The Bridge: {name}"
            save(folder, f"{name}.txt", plain(title, body, on=day, source=source))
    run_import(folder)
    return {article.title.partition(": ")[2]: article for article in Article.objects.all()}


def titles() -> list[list[str]]:
    return [[title.partition(": ")[2] for title in story] for story in told()]


def test_an_import_finds_stories_and_corrections_change_them(
    imported: dict[str, Article], ada: User
) -> None:
    both = [["another", "another again"], ["kcna", "times", "voice"]]
    assert titles() == both
    changes = [
        ("body", OTHER_BRIDGE, [["another", "another again", "voice"], ["kcna", "times"]]),
        ("published", "2024-11-04", [["another", "another again"], ["kcna", "times"]]),
        ("published", "2024-05", [["another", "another again"], ["kcna", "times"]]),
        ("title", "Press Review", [["another", "another again"], ["kcna", "times"]]),
    ]
    for field, value, wanted in changes:
        decision = correct(imported["voice"], {field: value}, "It was wrong.", ada)
        find_stories()
        assert titles() == wanted, field
        assert undo(decision, ada)
        find_stories()
        assert titles() == both
    hidden = withdraw(imported["kcna"], "Not public.", ada)
    find_stories()
    assert titles() == [["another", "another again"]], "only the hidden article was like both"
    catch_up()
    assert search(SearchQuery(by_story=True)).total == 4
    undo(hidden, ada)
    find_stories()
    assert titles() == both


def test_staff_decide_which_articles_tell_one_story(
    imported: dict[str, Article], ada: User, folder: Path
) -> None:
    pks = {name: article.pk for name, article in imported.items()}
    parted = part_stories([pks["voice"]], [pks["kcna"], pks["times"]], "Another bridge.", ada)
    find_stories()
    without = [["another", "another again"], ["kcna", "times"]]
    assert titles() == without
    save(folder, "more.txt", plain("Unlike", "Quite another text. " * 30, on="2024-05-04"))
    run_import(folder)
    StoryProgress.objects.update(number=0, marks_version="")
    find_stories()
    assert titles() == without, "an import keeps what staff decided"
    joined = join_stories([pks["voice"], pks["of next year"]], "They are one.", ada)
    find_stories()
    assert titles() == [*without, ["of next year", "voice"]]
    undo(parted, ada)
    find_stories()
    assert titles() == [["another", "another again"], ["kcna", "of next year", "times", "voice"]]
    undo(joined, ada)
    redo(parted, ada)
    find_stories()
    assert titles() == without
    with pytest.raises(CorrectionError):
        join_stories([pks["voice"]], "Only one.", ada)
    with pytest.raises(CorrectionError):
        join_stories([pks["voice"], 999], "There is none.", ada)


def test_the_last_decision_about_two_articles_counts(
    imported: dict[str, Article], ada: User
) -> None:
    one, other = imported["voice"].pk, imported["of next year"].pk
    join_stories([one, other], "One story.", ada)
    part_stories([other], [one], "It is not.", ada)
    find_stories()
    assert ["of next year"] not in titles()
    assert not StoryMember.objects.filter(article=other).exists()
    join_stories([other, one], "It is.", ada)
    find_stories()
    assert StoryMember.objects.filter(article=other).exists()


def test_the_command_finds_stories_of_an_older_archive(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in TOLD:
        add(library, name)
    rebuild()
    call_command("find_stories")
    assert "7 articles" in capsys.readouterr().out
    assert told() == WANTED
    assert search(SearchQuery(by_story=True)).total == len(TOLD) - 4


def test_a_stopped_search_for_stories_goes_on_the_next_time(library: Library) -> None:
    for name in TOLD:
        add(library, name)
    assert find_stories(lambda: True) == 0
    assert told() == []
    find_stories()
    assert told() == WANTED


class Killed(Exception):
    """Raised instead of a kill."""


@pytest.mark.parametrize("step", range(1, 8))
def test_a_killed_search_for_stories_goes_on_the_next_time(
    library: Library, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Kill it after each number of transactions, in an archive whose articles changed."""
    for name in TOLD:
        add(library, name)
    find_stories()
    for article in Article.objects.filter(title__in=["voice", "another"]):
        article.body, article.withdrawn_at = RETOLD, None
        article.published_on = article.published_on and article.published_on.replace(year=2025)
        article.save()
    Article.objects.filter(title="times").update(withdrawn_at="2026-01-01T00:00Z")
    ArchiveVersion.stamp(Article.objects.values_list("pk", flat=True))
    seen = 0

    def lock() -> None:
        nonlocal seen
        seen += 1
        if seen == step:
            raise Killed

    monkeypatch.setattr(update, "_lock", lock)
    monkeypatch.setattr(reading, "_PART", 2)
    with suppress(Killed):
        find_stories()
    monkeypatch.undo()
    find_stories()
    killed = told()
    for rows in (StoryMarks, StoryMatch, StoryMember, StoryProgress):
        rows.objects.all().delete()
    find_stories()
    assert told() == killed == [["another", "voice"], ["kcna", "kcna in Spanish"]]
