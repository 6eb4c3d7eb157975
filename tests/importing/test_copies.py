"""Tests that copies of an article, and articles with equal titles, are imported in linear time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from archive.importing import article_writer, candidates, existing_rows, plan, run
from archive.models import Article, Extract, SeenPath
from tests.saved_files import codes, dump, plain, run_import, save, sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def counting(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, size: Callable[[Any], int]
) -> list[int]:
    """Wrap a function of a module; return a list that gets `size(result)` at each call."""
    counts: list[int] = []
    function = getattr(module, name)

    def counted(*arguments: Any, **options: Any) -> Any:
        result = function(*arguments, **options)
        counts.append(size(result))
        return result

    monkeypatch.setattr(module, name, counted)
    return counts


def set_batch_size(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(run, "_FIRST_BATCH", size)
    monkeypatch.setattr(run, "next_size", lambda _size, _seconds: size)


def limit_candidates(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    for module in (candidates, existing_rows):
        monkeypatch.setattr(module, "MOST_CANDIDATES", most)


def test_each_copy_is_compared_with_one_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sentences(1, 8)
    for number in range(60):
        save(folder, f"{number:03}", plain(body=f"{text}\n\nIt was saved{' again' * number}."))
    set_batch_size(monkeypatch, 10)
    compared = counting(monkeypatch, plan, "judge", lambda _: 1)
    loaded = counting(
        monkeypatch, article_writer, "extracts_of", lambda rows: sum(map(len, rows.values()))
    )
    assert run_import(folder).counts == {"created": 1, "updated": 59}
    assert sum(compared) == 59
    assert max(loaded) <= 11  # the shown extract, and ten of the same batch


def test_a_text_is_compared_only_with_the_latest_texts_of_its_title(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_candidates(monkeypatch, 5)
    for number in range(30):
        save(folder, f"{number:03}", plain(body=sentences(number)))
    compared = counting(monkeypatch, plan, "judge", lambda _: 1)
    read = counting(monkeypatch, candidates, "existing_extracts", len)
    assert run_import(folder).counts == {"created": 30}
    assert sum(compared) == sum(min(number, 5) for number in range(30))
    assert max(read) <= 5
    save(folder, "later", plain(body=sentences(27) + "\n\nOne more sentence is here."))
    assert run_import(folder).counts == {"unchanged": 30, "updated": 1}


@pytest.mark.parametrize("on", ["2024-03-05", "2024", ""])
def test_the_latest_texts_are_the_same_in_batches_of_any_size(
    folder: Path, monkeypatch: pytest.MonkeyPatch, on: str
) -> None:
    limit_candidates(monkeypatch, 4)
    for number in range(14):
        save(
            folder,
            f"{number:02}",
            plain(body=f"{sentences(number % 6, 5)}\n\nText {number}.", on=on),
        )
    results = []
    for size in (14, 5, 1):
        set_batch_size(monkeypatch, size)
        with transaction.atomic():
            counts = run_import("--dry-run", folder).counts
            assert run_import(folder).counts == counts
            results.append((counts, dump()))
            transaction.set_rollback(True)
    assert results[0][0] == {"created": 14}
    assert all(result == results[0] for result in results)


def test_the_longest_copy_is_shown_and_keeps_the_problems_of_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sentences(1, 8), sentences(2, 8)
    save(folder, "0", plain(body=first))
    save(folder, "1", plain(body=second))
    both = f"{first}\n\n{second}"
    save(folder, "2", plain(body=both))
    save(folder, "3", plain(body=f"{first}\n\nA copy."))
    save(folder, "4", plain(body=f"{both}\n\nThe end of this page is here."))
    results = []
    for size in (5, 1):
        set_batch_size(monkeypatch, size)
        with transaction.atomic():
            run_import(folder)
            results.append(dump())
            transaction.set_rollback(True)
    assert results[0] == results[1]
    run_import(folder)
    problems = [
        [code for code in codes(article) if code != "version-differs"]
        for article in Article.objects.all()
    ]
    assert sorted(problems) == [[], ["several-matches"]]


def test_only_the_paths_of_a_batch_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        save(folder, f"{number:02}", plain())
    set_batch_size(monkeypatch, 5)
    read = counting(monkeypatch, plan, "seen_paths", len)
    assert run_import(folder).counts == {"created": 1, "unchanged": 29}
    assert SeenPath.objects.count() == 30
    assert run_import(folder).counts == {"unchanged": 30}
    assert max(read) == 5


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("size", [1, 50])
def test_equal_texts_of_different_days_without_a_year_are_not_joined(
    folder: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    set_batch_size(monkeypatch, size)
    text = "A basket of flowers was laid before the mill by the smiths of the harbour. -0-"
    for name, day in (("a", "May 6"), ("b", "September 6"), ("c", "Sept. 6"), ("d", "May 7")):
        save(folder, name, f"Basket for the Miller\n\nPyongyang, {day} (KCNA) -- {text}\n")
    assert run_import(folder).counts == {"created": 2, "updated": 2}
    groups = [
        {str(path)[-5] for path in article.extracts.values_list("capture__paths__path", flat=True)}
        for article in Article.objects.order_by("pk")
    ]
    assert groups == [{"a", "d"}, {"b", "c"}]


def test_no_stored_row_refers_to_a_missing_extract(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise SQLite would search all articles at each insert."""
    insert = article_writer.insert_objects
    missing: list[int] = []

    def checking(objects: Any) -> None:
        insert(objects)
        shown = Article.objects.exclude(shown_extract=None).values_list("shown_extract", flat=True)
        missing.extend(set(shown) - set(Extract.objects.values_list("pk", flat=True)))

    monkeypatch.setattr(article_writer, "insert_objects", checking)
    for number in range(3):
        save(folder, str(number), plain(f"Bridge {number}", sentences(number)))
    run_import(folder)
    # PostgreSQL checks references at the end of a transaction, so there the order does not matter.
    assert not missing or connection.vendor == "postgresql"
    assert not Article.objects.filter(shown_extract=None).exists()
