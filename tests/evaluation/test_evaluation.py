"""The finder does not get worse: floors of precision, recall and division by split and kind, which
only rise."""

import json
from pathlib import Path

import pytest

from tests.conftest import CORPUS, ROOT
from tests.evaluation.finder import canonical, find
from tests.evaluation.labelling import HERE
from tests.evaluation.score import Labelled, Mark, read_set, score

FLOORS = json.loads((HERE / "floors.json").read_text())


@pytest.mark.parametrize("split", FLOORS)
def test_names_are_found_as_well_as_they_were(split: str) -> None:
    folder = ROOT / "seeds" if split == "seeds" else CORPUS
    if not folder.is_dir():
        pytest.skip(f"the corpus is not beside the project: {folder}")
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


def test_the_score_counts_as_it_says() -> None:
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
        mark(19, 24, "unsong county"),  # another entity: one too many, and one too few
        mark(30, 35, "tower"),  # counts for nothing
        mark(53, 58, "paris"),  # one too many
    ]
    figures = score(
        iter([Labelled("one", {"title": "", "body": text}, labels)]), lambda _title, _body: found
    )
    assert (figures.right["place"], figures.extra["place"], figures.missed["place"]) == (2, 2, 1)
    assert figures.precision("place") == 0.5
    assert figures.recall("place") == pytest.approx(2 / 3)
    assert figures.division("place") == 0.5
    assert figures.missed["person"] == 0, "who is not Korean may be left out"
    assert sorted(line.split()[0] for line in figures.errors) == [
        "DIVISION",
        "EXTRA",
        "EXTRA",
        "MISSED",
    ]


def test_a_file_that_is_not_the_one_labelled_is_refused(tmp_path: Path) -> None:
    for path in (HERE / "seeds").glob("*.json"):
        (tmp_path / json.loads(path.read_text())["file"]).write_text("another text")
    with pytest.raises(ValueError, match="is not the file that was labelled"):
        next(read_set("seeds", tmp_path, canonical))
