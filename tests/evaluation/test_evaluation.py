"""Tests that precision, recall and the share of right divisions do not become lower."""

import json
from pathlib import Path

import pytest

from tests.conftest import CORPUS, ROOT
from tests.evaluation.finder import canonical, find
from tests.evaluation.labelling import HERE, READERS
from tests.evaluation.score import Labelled, Mark, describe, read_set, score

FLOORS = json.loads((HERE / "floors.json").read_text())


@pytest.mark.parametrize("split", FLOORS)
def test_precision_and_recall_are_not_below_their_limits(split: str) -> None:
    folder = ROOT / "seeds" if split == "seeds" else CORPUS
    if not folder.is_dir():
        pytest.skip(f"there is no corpus at {folder}")
    figures = score(read_set(split, folder, canonical), find)
    for kind, floor in FLOORS[split].items():
        reached = {name: round(getattr(figures, name)(kind), 3) for name in floor}
        assert all(reached[name] >= least for name, least in floor.items()), (
            kind,
            reached,
            figures.errors,
        )


def mark(
    start: int, end: int, entity: str, kind: str = "place", division: str = "", **more: bool
) -> Mark:
    return Mark("body", start, end, kind, entity, division, **more)


def test_the_score_counts_right_extra_and_missed_names() -> None:
    text = "Kusong and Kujang, Unsan, the Tower; Ri met Smith in Paris"
    labels = (
        mark(0, 6, "kusong city", division="North Phyongan"),
        mark(11, 17, "kujang county", division="North Phyongan"),
        mark(19, 24, "unsan county"),
        mark(30, 35, "building", "ignore"),
        mark(44, 49, "smith", "person", is_foreign=True),
    )
    found = [
        mark(0, 11, "kusong city", division="North Phyongan"),  # right, though the span is longer
        mark(11, 17, "kujang county", division="Jagang"),  # right, in the wrong division
        mark(19, 24, "unsong county"),  # another entity: one too many, and one missed
        mark(30, 35, "tower"),  # not counted
        mark(53, 58, "paris"),  # one too many
    ]
    figures = score(
        iter([Labelled("one", {"title": "", "body": text}, labels)]), lambda _title, _body: found
    )
    assert (figures.right["place"], figures.extra["place"], figures.missed["place"]) == (2, 2, 1)
    assert figures.precision("place") == 0.5
    assert figures.recall("place") == pytest.approx(2 / 3)
    assert figures.division("place") == 0.5
    assert figures.missed["person"] == 0, "people who are not Korean may be missed"
    assert sorted(line.split()[0] for line in figures.errors) == [
        "DIVISION",
        "EXTRA",
        "EXTRA",
        "MISSED",
    ]


def test_a_file_other_than_the_labelled_one_is_an_error(tmp_path: Path) -> None:
    for path in (HERE / "seeds").glob("*.json"):
        (tmp_path / json.loads(path.read_text())["file"]).write_text("another text")
    with pytest.raises(ValueError, match="is not the file that was labelled"):
        next(read_set("seeds", tmp_path, canonical))


def test_the_printout_says_where_the_texts_are_from_and_who_labelled_them() -> None:
    articles = list(read_set("seeds", ROOT / "seeds", canonical))
    first, second, _ = describe("seeds", articles)
    assert first == (
        "seeds: 4 articles, 2025-01-15 to 2025-09-14, by source: KCNA.kp (En) 2,"
        " Voice of Korea (EN) 1, Pyongyang Times 1."
    )
    assert "readers who had not seen the rules" in second


def test_the_articles_of_every_set_say_who_labelled_them() -> None:
    assert set(READERS) == set(FLOORS)
