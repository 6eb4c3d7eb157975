"""Measures how well names are found, by comparing the found names with labels by people.

A found name is right if its span overlaps a label of the same field, kind and entity. If it
overlaps a label of another entity, the found name is wrong and the label is missed. Two cases are
not counted:

- a found name that overlaps only an `ignore` label
- a label of a person who is not Korean, if the name finder did not find this person
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.evaluation.labelling import HERE, READERS, article_of, texts_of, value_of

CONTEXT = 40  # characters that are shown before and after an error
UNKNOWN_DIVISIONS = frozenset({"-", "?", "foreign", ""})
CounterOf = Counter[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A name in a title or body: a label, or a name that the name finder found.

    `start` and `end` are its span in the field. `entity` is the name of the entity in the form that
    `canonical` in finder.py returns. `division` is its first-level division, "" if the
    label has none. `is_foreign` is true for a person who is not Korean.
    """

    field: str
    start: int
    end: int
    kind: str
    entity: str
    division: str = ""
    is_foreign: bool = False

    def touches(self, other: "Mark") -> bool:
        return self.field == other.field and self.start < other.end and other.start < self.end

    def agrees(self, other: "Mark") -> bool:
        return self.touches(other) and (self.kind, self.entity) == (other.kind, other.entity)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled article: its name in the evaluation, texts, labels, parsed source and day."""

    name: str
    texts: Mapping[str, str]
    labels: tuple[Mark, ...]
    source: str = ""
    day: str = ""


@dataclass(slots=True)
class Score:
    """The counts of right, wrong and missed names by kind, and every error as a line.

    `extra` counts the wrong names. `placed` counts the right names with the right first-level
    division, and `misplaced` the right names with a wrong division.
    """

    right: CounterOf = field(default_factory=Counter)
    extra: CounterOf = field(default_factory=Counter)
    missed: CounterOf = field(default_factory=Counter)
    placed: CounterOf = field(default_factory=Counter)
    misplaced: CounterOf = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def precision(self, kind: str) -> float:
        return _share(self.right[kind], self.extra[kind])

    def recall(self, kind: str) -> float:
        return _share(self.right[kind], self.missed[kind])

    def f1(self, kind: str) -> float:
        both = self.precision(kind) + self.recall(kind)
        return 2 * self.precision(kind) * self.recall(kind) / both if both else 0.0

    def division(self, kind: str) -> float:
        """Return the share of found names with the right first-level division.

        Only names whose label has a division are counted.
        """
        return _share(self.placed[kind], self.misplaced[kind])


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 1.0


Find = Callable[[str, str], Sequence[Mark]]


def read_set(split: str, corpus: Path, canonical: Callable[[str, str], str]) -> Iterator[Labelled]:
    """Yield the labelled articles of `split`, one set of the evaluation ("before", "after" …).

    `canonical` is the function of this name in finder.py. Raises ValueError if a file of the corpus
    was changed after it was labelled.
    """
    for path in sorted((HERE / split).glob("*.json")):
        data = json.loads(path.read_text())
        saved = corpus / data["file"]
        if sha256(saved.read_bytes()).hexdigest() != data["sha256"]:
            raise ValueError(f"{saved} is not the file that was labelled")
        labels = tuple(_label(row, canonical) for row in data["labels"])
        article = article_of(saved)
        source, day = value_of(article, "source"), value_of(article, "published")
        yield Labelled(f"{split}/{path.stem}", texts_of(article), labels, source, day)


def describe(split: str, articles: Sequence[Labelled]) -> Iterator[str]:
    """Yield lines that describe an evaluation set: its articles, sources, dates and labellers."""
    sources = Counter(article.source for article in articles)
    days = sorted(article.day for article in articles if article.day)
    counts = ", ".join(f"{source or 'unknown'} {count}" for source, count in sources.most_common())
    yield f"{split}: {len(articles)} articles, {days[0]} to {days[-1]}, by source: {counts}."
    yield f"  Labelled within the project by {READERS[split]}."
    yield "  The rules were improved with errors found here, so new texts give lower figures."


def _label(row: Sequence[Any], canonical: Callable[[str, str], str]) -> Mark:
    field_name, start, end, kind, entity, division = row
    known_division = "" if division in UNKNOWN_DIVISIONS else division
    return Mark(
        field_name,
        start,
        end,
        kind,
        canonical(kind, entity),
        known_division,
        is_foreign=division == "foreign",
    )


def score(articles: Iterable[Labelled], find: Find) -> Score:
    """Return the counts and errors of the name finder `find` for these articles."""
    total = Score()
    for article in articles:
        _compare(article, find(article.texts["title"], article.texts["body"]), total)
    return total


def _compare(article: Labelled, found: Sequence[Mark], total: Score) -> None:
    wanted = [label for label in article.labels if label.kind != "ignore"]
    ignored = [label for label in article.labels if label.kind == "ignore"]
    left = list(wanted)
    for mark in found:
        hit = next((label for label in left if label.agrees(mark)), None)
        if hit is not None:
            left.remove(hit)
            total.right[mark.kind] += 1
            if hit.division:
                is_placed = hit.division == mark.division
                (total.placed if is_placed else total.misplaced)[mark.kind] += 1
                if not is_placed:
                    total.errors.append(
                        _line(
                            "DIVISION", article, mark, f"{mark.division or '-'}, not {hit.division}"
                        )
                    )
        elif any(label.touches(mark) for label in wanted) or not any(
            label.touches(mark) for label in ignored
        ):
            total.extra[mark.kind] += 1
            total.errors.append(_line("EXTRA", article, mark, mark.entity))
    for label in left:
        if not label.is_foreign:
            total.missed[label.kind] += 1
            total.errors.append(_line("MISSED", article, label, label.entity))


def _line(what: str, article: Labelled, mark: Mark, answer: str) -> str:
    text = article.texts[mark.field]
    before = text[max(0, mark.start - CONTEXT) : mark.start].replace("\n", " ")
    after = text[mark.end : mark.end + CONTEXT].replace("\n", " ")
    return (
        f"{what:<9}{mark.kind:<13}{article.name:<13}{before}[{text[mark.start : mark.end]}]{after} "
        f" = {answer}"
    )
