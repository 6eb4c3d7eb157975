"""Tests of files with the same original link: which of them are stored as the same article."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from archive.importing import candidates, plan, run
from archive.models import ArchiveVersion, Article
from tests.saved_files import codes, dump, plain, run_import, save, sentences

pytestmark = pytest.mark.usefixtures("archive")

SHARED = "http://www.kcna.kp/en"


@pytest.mark.parametrize("day", ["2024-08-01", "2024-08-02", "2024-08-03", "2025-03-09"])
def test_a_title_that_recurs_at_a_shared_link_is_another_article(folder: Path, day: str) -> None:
    run_import(save(folder, "a", plain("Press Review", sentences(1), on="2024-08-01", url=SHARED)))
    later = save(folder, "b", plain("Press Review", sentences(2), on=day, url=SHARED))
    assert run_import(later).counts == {"created": 1}
    assert [codes(article) for article in Article.objects.order_by("pk")] == [[], ["link-shared"]]


def write_pages_with_one_link(folder: Path, count: int) -> None:
    """Write `count` files with different articles, all with the original link SHARED."""
    for number in range(count):
        save(
            folder,
            f"{number:02}",
            plain(f"Title {number}", sentences(number), on="2024-03-05", url=SHARED),
        )


def test_a_link_shared_by_more_than_ten_articles_is_not_used(folder: Path) -> None:
    write_pages_with_one_link(folder, 14)
    assert run_import(folder).counts == {"created": 14}
    results = [codes(article) for article in Article.objects.order_by("pk")]
    assert results == [["link-shared"] * number for number in range(11)] + [["link-common"]] * 3
    before, version = dump(with_ids=True), ArchiveVersion.current().number
    assert run_import(folder).counts == {"unchanged": 14}
    assert run_import("--reparse").counts == {"unchanged": 14}
    assert (dump(with_ids=True), ArchiveVersion.current().number) == (before, version)


def set_batch_size(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Make imports write batches of exactly `size` files.

    Otherwise an import makes batches smaller when writing is slow, for example on a busy machine.
    """
    monkeypatch.setattr(run, "_FIRST_BATCH", size)
    monkeypatch.setattr(run, "next_size", lambda _size, _seconds: size)


def test_pages_with_a_common_link_are_neither_read_nor_compared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[object] = []
    read: list[object] = []
    judge, existing_extracts = plan.judge, candidates.existing_extracts

    def count_compared(*bodies: Any, **how: Any) -> Any:
        compared.append(bodies)
        return judge(*bodies, **how)

    def count_read(*asked: Any) -> Any:
        results = existing_extracts(*asked)
        read.extend(results)
        return results

    monkeypatch.setattr(plan, "judge", count_compared)
    monkeypatch.setattr(candidates, "existing_extracts", count_read)
    set_batch_size(monkeypatch, 5)
    write_pages_with_one_link(folder, 40)
    run_import(folder)
    assert (len(compared), len(read)) == (sum(range(11)), 5 + 10)


def test_a_common_link_does_not_join_two_articles(folder: Path) -> None:
    write_pages_with_one_link(folder, 11)
    for number in (50, 51):
        save(
            folder,
            str(number),
            plain("Press Review", sentences(number), on="2024-03-05", url=SHARED),
        )
    save(
        folder,
        "52",
        plain("Press Review", sentences(50) + " " + sentences(60, 1), on="2024-03-05", url=SHARED),
    )
    assert run_import(folder).counts == {"created": 13, "updated": 1}


def test_one_article_that_was_saved_often_is_still_found_by_its_link(folder: Path) -> None:
    text = sentences(1, 8)
    for number in range(15):
        save(folder, f"{number:02}", plain("Bridge Opened", text + "." * number, url=SHARED))
    run_import(folder)
    retitled = plain("River Crossed", text[: len(text) * 9 // 10], url=SHARED)
    assert run_import(save(folder, "retitled", retitled)).counts == {"updated": 1}
    assert Article.objects.count() == 1


def test_the_size_of_batches_makes_no_difference(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages_with_one_link(folder, 13)
    link, own, other = "http://www.kcna.kp/en/vase", sentences(70, 8), sentences(71, 8)
    half = own[: len(own) // 2] + other[len(other) // 2 :]
    save(folder, "a-linked", plain("Concert Given", sentences(72), url=link))
    save(folder, "b-named", plain("Ceramic Vase", own))
    save(folder, "c-both", plain("Ceramic Vase", half, url=link, on="2024-03-06"))
    results = []
    for size in (400, 14, 3, 1):
        set_batch_size(monkeypatch, size)
        with transaction.atomic():
            dry, run_report = run_import("--dry-run", folder), run_import(folder)
            assert dry.counts == run_report.counts
            results.append((run_report.counts, dump(), codes(Article.objects.latest("pk"))))
            transaction.set_rollback(True)
    assert results[0][2] == ["link-shared", "possible-duplicate"]
    assert all(item == results[0] for item in results)
