"""The same dates of other years: what is usual for a day, week or month of the year.

An anniversary makes many articles each year. To see if a day has more articles than this alone
explains, its share is compared with the mean of the shares of the same dates in the other years.
Each year counts equally, however many articles it has; years without articles are left out.
"""

from collections.abc import Iterable


def mean_share(others: Iterable[tuple[int, int]]) -> tuple[float, int] | None:
    """Return the mean of the shares of other years, and the number of these years.

    `others` has (count, total) of the same dates in each other year. Years with a total of 0 are
    left out. Returns None if there are no others.
    """
    shares = [count / total for count, total in others if total]
    return (sum(shares) / len(shares), len(shares)) if shares else None
