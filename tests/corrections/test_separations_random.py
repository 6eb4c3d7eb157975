"""Test decisions that separate texts among random other decisions, undone and redone at random."""

from pathlib import Path

import pytest
from django.db import transaction

from archive.corrections import CorrectionError, separate, undo
from archive.corrections.article_overlay import rebuild
from archive.corrections.transfer import export_lines, import_lines
from archive.models import Article, Decision, Extract
from tests.corrections.joined_mills import COMMON
from tests.corrections.random_decisions import Staff
from tests.corrections.transfer_archives import articles_shown, decisions_shown, make_archive
from tests.saved_files import plain, run_import, save

pytestmark = pytest.mark.usefixtures("archive")

MILLS = ("north", "south", "west", "east", "upper", "lower")


class StaffWhoSeparate(Staff):
    """Staff who also separate texts, which are copies of one article at first."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.kinds = [
            *(self.separate, self.separate, self.separate, self.undo, self.undo, self.redo),
            *(self.correct, self.correct_many, self.withdraw, self.restore),
            *(self.decide_mention, self.add_mention, self.merge),
        ]

    def separate(self) -> None:
        texts = list(self.article().extracts.order_by("pk"))
        count = self.random.randint(1, max(1, len(texts) - 1))
        ids = [text.pk for text in self.random.sample(texts, min(count, len(texts)))]
        separate(self.random.choice([[ids], [[pk] for pk in ids]]), *self.who)


def write_mills(folder: Path) -> list[Path]:
    """Save texts about six mills under one title, each twice, and an article about a works."""
    paths = []
    for mill in MILLS:
        last = f"The {mill} mill beside the Alpha Works turned. Gama Works saw it again."
        for copy in ("", " "):
            path = f"{mill}{len(copy)}"
            paths.append(save(folder, path, plain("Mill Opened", f"{COMMON}\n\n{last}{copy}")))
    paths.append(save(folder, "works", plain("The Alpha Works Opened", "Beta Works came.")))
    return paths


def homes() -> dict[str, int]:
    return dict(Extract.objects.values_list("capture__sha256", "article"))


def check_invariants() -> None:
    """Check what is true after any decisions: no text is lost, and rebuilding changes nothing."""
    with_texts = set(Extract.objects.values_list("article", flat=True))
    for article in Article.objects.all():
        if article.pk not in with_texts:
            assert article.withdrawn_at is not None
        elif article.shown_extract is not None:
            assert article.shown_extract.article_id == article.pk
    before = list(Article.objects.order_by("pk").values_list())
    rebuild([pk for pk, *_ in before])
    assert list(Article.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize("seed", range(2))
def test_after_all_undos_each_text_is_where_the_import_put_it(folder: Path, seed: int) -> None:
    make_archive(write_mills(folder))
    first, shown = homes(), articles_shown()
    assert len(set(first.values())) == 2
    staff = StaffWhoSeparate(seed)
    done: set[str] = set()
    for _step in range(5):
        done |= staff.decide(12)
        check_invariants()
    assert "separate" in done
    for _round in range(20):
        standing = list(Decision.objects.filter(undone_at__isnull=True))
        staff.random.shuffle(standing)
        for decision in standing:
            try:
                with transaction.atomic():
                    undo(decision, staff.users[0])
            except CorrectionError:
                continue
    assert not Decision.objects.filter(undone_at__isnull=True).exists()
    assert homes() == first
    assert articles_shown() == shown


@pytest.mark.parametrize("seed", range(2))
def test_another_archive_of_the_same_files_shows_the_same(folder: Path, seed: int) -> None:
    paths = write_mills(folder)
    with transaction.atomic():
        make_archive(paths)
        StaffWhoSeparate(seed).decide(60)
        run_import("--reparse")
        lines = list(export_lines())
        expected = articles_shown(), decisions_shown()
        transaction.set_rollback(True)
    make_archive(paths)
    report = import_lines(lines)
    assert report.not_applicable == []
    run_import("--reparse")
    assert (articles_shown(), decisions_shown()) == expected
    check_invariants()
    again = import_lines(lines)
    assert (again.applied, again.turned, again.not_applicable) == (0, 0, [])
