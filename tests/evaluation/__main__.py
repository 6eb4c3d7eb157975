"""Print how well names are found: precision, recall and F1, by kind.

python -m tests.evaluation [--errors]

If `--errors` is given, every error is printed with the text around it, after these figures.
"""

import sys
from collections.abc import Iterator

from tests.conftest import CORPUS, ROOT
from tests.evaluation.finder import canonical, find
from tests.evaluation.labelling import HERE, KINDS, SPLITS
from tests.evaluation.score import Score, describe, read_set, score


def lines_of(split: str, figures: Score) -> Iterator[str]:
    """Yield the lines to print for `split`, one set of the evaluation ("before", "after" …)."""
    yield (
        f"{split:<14}{'precision':>10}{'recall':>9}{'F1':>9}{'division':>10}"
        f"{'right':>8}{'extra':>7}{'missed':>8}"
    )
    for kind in KINDS:
        if kind != "ignore":
            shares = (
                figures.precision(kind),
                figures.recall(kind),
                figures.f1(kind),
                figures.division(kind),
            )
            counts = f"{figures.right[kind]:>8}{figures.extra[kind]:>7}{figures.missed[kind]:>8}"
            yield (
                f"  {kind:<12}{shares[0]:>10.3f}{shares[1]:>9.3f}{shares[2]:>9.3f}"
                f"{shares[3]:>10.3f}{counts}"
            )


def main() -> int:
    folders = {"seeds": ROOT / "seeds", **dict.fromkeys(SPLITS, CORPUS)}
    for split, folder in folders.items():
        if not (HERE / split).is_dir():
            continue
        if not folder.is_dir():
            print(f"{split}: not evaluated, because there is no corpus at {folder}")
            continue
        articles = list(read_set(split, folder, canonical))
        figures = score(articles, find)
        if "--errors" in sys.argv:
            print("\n".join(sorted(figures.errors)))
        print("\n".join((*describe(split, articles), *lines_of(split, figures), "")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
