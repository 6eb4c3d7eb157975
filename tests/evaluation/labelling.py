"""What labellers read and write: `python -m tests.evaluation.labelling show CORPUS SPLIT FOLDER`
puts the articles of a split into a folder as plain text; `… check FOLDER` tells what is wrong with
what was written beside them, and `… keep FOLDER SPLIT` keeps what is sound as JSON.

A labeller writes beside `0007.txt` a `0007.labels`: a line for each mention, tab-separated: field
(title, body), which occurrence of these very words in that field (from 1), the words, kind, entity,
division."""

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.read import read_file

HERE = Path(__file__).parent
KINDS = ("place", "organisation", "person", "ignore")
SPLITS = ("before", "after")  # of the corpus; of "seeds" there is only all
EACH = 76
_SEED = 4


def chosen(corpus: Path, split: str) -> list[Path]:
    """The files of a split, by chance, the same each time."""
    files = sorted(path for path in corpus.rglob("*.txt") if path.is_file())
    if split not in SPLITS:
        return files
    drawn = Random(_SEED).sample(files, EACH * len(SPLITS))
    start = EACH * SPLITS.index(split)
    return drawn[start : start + EACH]


def texts_of(path: Path) -> dict[str, str]:
    """The title and the body of a file's one article, as the archive shows them. Raises
    Rejection."""
    (article,) = parse(read_file(path)).articles
    title = article.fields.get("title")
    return {"title": str(title.value) if title else "", "body": article.body}


def show(corpus: Path, split: str, folder: Path) -> None:
    """Write the articles for reading, with a list of which file each is."""
    folder.mkdir(parents=True, exist_ok=True)
    index = {}
    for number, path in enumerate(chosen(corpus, split)):
        try:
            texts = texts_of(path)
        except Rejection:
            continue
        index[f"{number:04}"] = str(path.relative_to(corpus))
        (folder / f"{number:04}.txt").write_text(f"{texts['title']}\n\n{texts['body']}\n")
        data = {
            "file": index[f"{number:04}"],
            "sha256": sha256(path.read_bytes()).hexdigest(),
            "texts": texts,
        }
        (folder / f"{number:04}.json").write_text(json.dumps(data, ensure_ascii=False))


def read_labels(written: str, texts: dict[str, str]) -> tuple[list[list[Any]], list[str]]:
    """The labels of one article in order, and what is wrong with them, in sentences."""
    labels: list[list[Any]] = []
    wrong: list[str] = []
    for number, line in enumerate(written.splitlines(), 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        if (
            len(cells) != 6
            or cells[0] not in texts
            or cells[3] not in KINDS
            or not cells[1].isdigit()
        ):
            wrong.append(
                f"line {number}: six cells are expected (field, occurrence, words, kind, entity,"
                " division)"
            )
            continue
        field, occurrence, words, kind, entity, division = cells
        start = -1
        for _ in range(int(occurrence)):
            start = texts[field].find(words, start + 1)
            if start < 0:
                break
        if start < 0 or not words:
            wrong.append(
                f"line {number}: there is no occurrence {occurrence} of “{words}” in the {field}"
            )
            continue
        labels.append([field, start, start + len(words), kind, entity.strip(), division.strip()])
    labels.sort(key=lambda label: (label[0] != "title", label[1], label[2]))
    for one, other in pairwise(labels):
        if one[0] == other[0] and one[2] > other[1]:
            wrong.append(f"two labels share words: {texts[one[0]][one[1] : other[2]]!r}")
    return labels, wrong


def sound(folder: Path) -> Iterator[tuple[Path, dict[str, Any], list[list[Any]]]]:
    """What was written in a folder and has no fault, with the article; the faults of the others are
    printed."""
    for path in sorted(folder.glob("*.labels")):
        data = json.loads(path.with_suffix(".json").read_text())
        labels, wrong = read_labels(path.read_text(), data["texts"])
        for sentence in wrong:
            print(f"{path.name} {sentence}")
        if not wrong:
            yield path, data, labels


def keep(folder: Path, split: str) -> None:
    """Keep the labels of a folder that are sound."""
    (HERE / split).mkdir(exist_ok=True)
    for path, data, labels in sound(folder):
        rows = ",\n  ".join(json.dumps(label, ensure_ascii=False) for label in labels)
        body = f"[\n  {rows}\n ]" if labels else "[]"
        head = (
            f'{{\n "file": {json.dumps(data["file"])},\n "sha256": "{data["sha256"]}",\n "labels": '
        )
        (HERE / split / f"{path.stem}.json").write_text(f"{head}{body}\n}}\n")


def main() -> int:
    match sys.argv[1:]:
        case ["show", corpus, split, folder]:
            show(Path(corpus), split, Path(folder))
            return 0
        case ["check", folder]:
            print(f"{sum(1 for _ in sound(Path(folder)))} articles are labelled and sound.")
            return 0
        case ["keep", folder, split]:
            keep(Path(folder), split)
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
