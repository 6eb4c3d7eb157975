"""Writes the articles that labellers read, and checks and stores their labels.

    python -m tests.evaluation.labelling show CORPUS SPLIT FOLDER
    python -m tests.evaluation.labelling check FOLDER
    python -m tests.evaluation.labelling keep FOLDER SPLIT

A split is one of the sets of articles of the evaluation ("before", "after" …). `show` writes the
articles of a split to a folder as plain text. `check` prints what is wrong with the labels that
labellers wrote beside these texts. `keep` stores the valid labels as JSON.

A labeller writes `0007.labels` beside `0007.txt`. It has a line for each mention, with these values
separated by tabs: field (title or body), number, words, kind, entity, division. The number is 1 for
the first occurrence of the words in the field, 2 for the second.
"""

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
from ingest.values import ParsedArticle

HERE = Path(__file__).parent
KINDS = ("place", "organisation", "person", "ignore")
SPLITS = ("before", "after")  # two parts of the corpus; the third split is "seeds"
READERS = {
    "seeds": "readers who had not seen the rules",
    "before": "readers who had not seen the rules, most of which did not exist yet",
    "after": "other readers who had not seen the rules, when all rules existed",
}
FILES_PER_SPLIT = 76
_SEED = 4


def drawn_files(corpus: Path, split: str) -> list[Path]:
    """Return the saved files of a split, which is one of the sets of articles of the evaluation.

    For "before" and "after", the result is a random sample of the corpus, the same at each call.
    For "seeds", it has all files of the folder `corpus`.
    """
    files = sorted(path for path in corpus.rglob("*.txt") if path.is_file())
    if split not in SPLITS:
        return files
    drawn = Random(_SEED).sample(files, FILES_PER_SPLIT * len(SPLITS))
    start = FILES_PER_SPLIT * SPLITS.index(split)
    return drawn[start : start + FILES_PER_SPLIT]


def article_of(path: Path) -> ParsedArticle:
    """Return the only article of a file. Raises Rejection if the file is rejected."""
    (article,) = parse(read_file(path)).articles
    return article


def texts_of(article: ParsedArticle) -> dict[str, str]:
    """Return the title and body of an article, as the archive shows them."""
    return {"title": value_of(article, "title"), "body": article.body}


def value_of(article: ParsedArticle, name: str) -> str:
    """Return the parsed value of a field, or an empty string."""
    evidence = article.fields.get(name)
    return str(evidence.value) if evidence else ""


def show(corpus: Path, split: str, folder: Path) -> None:
    """Write each article of a split as text, and as JSON with its file, hash and texts.

    `split` is the name of a set of articles, such as "before".
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = {}
    for number, path in enumerate(drawn_files(corpus, split)):
        try:
            texts = texts_of(article_of(path))
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
    """Return the labels of one article in text order, and a sentence for each fault in them.

    `written` is the content of a `.labels` file. Labels of the title come before labels of the
    body.
    """
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
                f"line {number}: expected six cells (field, occurrence, words, kind, entity,"
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
    for first, second in pairwise(labels):
        if first[0] == second[0] and first[2] > second[1]:
            wrong.append(f"two labels share words: {texts[first[0]][first[1] : second[2]]!r}")
    return labels, wrong


def valid_labels(folder: Path) -> Iterator[tuple[Path, dict[str, Any], list[list[Any]]]]:
    """Yield the valid labels of a folder with their article; print the faults of other labels."""
    for path in sorted(folder.glob("*.labels")):
        data = json.loads(path.with_suffix(".json").read_text())
        labels, wrong = read_labels(path.read_text(), data["texts"])
        for sentence in wrong:
            print(f"{path.name} {sentence}")
        if not wrong:
            yield path, data, labels


def keep(folder: Path, split: str) -> None:
    """Store the valid labels of a folder as JSON."""
    (HERE / split).mkdir(exist_ok=True)
    for path, data, labels in valid_labels(folder):
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
            print(f"{sum(1 for _ in valid_labels(Path(folder)))} articles are labelled and valid.")
            return 0
        case ["keep", folder, split]:
            keep(Path(folder), split)
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
