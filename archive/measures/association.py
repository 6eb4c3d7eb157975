"""How strongly two things belong together: log-likelihood, log ratio and logDice.

Log-likelihood (G²) says how surely a difference is not chance: 3.84 is exceeded by chance in one of
20 cases, 15.13 in one of 10,000. It grows with the amount of text, so it does not say how large the
difference is. Log ratio says this, but not how sure it is; so both are shown.

T. Dunning, “Accurate Methods for the Statistics of Surprise and Coincidence”, Computational
Linguistics 19 (1993); A. Hardie, “Log Ratio: an informal introduction”, 2014; P. Rychlý, “A
Lexicographer-Friendly Association Score”, RASLAN 2008.
"""

from math import log, log2

SURE = 15.13
"""The log-likelihood that chance alone exceeds in one of 10,000 cases (one degree of freedom)."""

_ZERO = 0.5  # what a count of 0 is replaced by in a ratio, as Hardie proposes


def log_likelihood(both: int, one: int, other: int, total: int) -> float:
    """Return the log-likelihood (G²) that two properties of items depend on each other.

    Of `total` items, `one` have the first property, `other` the second and `both` have both. The
    result is at least 0, whether the properties attract or repel each other; `attracts` tells
    which. All four cells of the table are used (Dunning). Raises ValueError if the numbers
    contradict each other.
    """
    cells = (both, one - both, other - both, total - one - other + both)
    if min(cells) < 0:
        raise ValueError(f"no table has these numbers: {both}, {one}, {other}, {total}")
    if not total:
        return 0.0
    rows, columns = (one, total - one), (other, total - other)
    sums = (
        (rows[0], columns[0]),
        (rows[0], columns[1]),
        (rows[1], columns[0]),
        (rows[1], columns[1]),
    )
    parts = (
        cell * log(cell * total / (row * column))
        for cell, (row, column) in zip(cells, sums, strict=True)
        if cell
    )
    return max(2 * sum(parts), 0.0)


def attracts(both: int, one: int, other: int, total: int) -> bool:
    """Return True if both properties are together more often than by chance."""
    return both * total > one * other


def log_ratio(here: int, size: int, elsewhere: int, other_size: int) -> float:
    """Return the binary logarithm of the ratio of two shares: 1 is twice as frequent, -1 half.

    A count of 0 is taken for a half, so that the ratio is finite. Raises ValueError for an empty
    corpus.
    """
    if min(size, other_size) <= 0:
        raise ValueError("a corpus without words cannot be compared")
    return log2(((here or _ZERO) / size) / ((elsewhere or _ZERO) / other_size))


def log_dice(both: int, one: int, other: int) -> float:
    """Return logDice: 14 plus the binary logarithm of the Dice coefficient of two words.

    The first word occurs `one` times, the second `other` times, and they are together `both` times.
    One more is twice as strong. It does not depend on the amount of text (Rychlý). Raises
    ValueError if they are never together.
    """
    if both <= 0:
        raise ValueError("words that are never together have no logDice")
    return 14 + log2(2 * both / (one + other))
