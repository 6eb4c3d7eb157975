"""Between which bounds a share probably lies.

E. B. Wilson, “Probable Inference, the Law of Succession, and Statistical Inference”, Journal of
the American Statistical Association 22 (1927). Unlike the textbook interval, it stays between 0 and
1 and is right for small numbers, also for 0 of 10 (L. Brown, T. Cai and A. DasGupta, “Interval
Estimation for a Binomial Proportion”, Statistical Science 16, 2001).
"""

from math import sqrt

_Z = 1.959963984540054  # 95 % of a normal distribution are within this number of deviations


def wilson_interval(count: int, total: int) -> tuple[float, float]:
    """Return the bounds of the share `count` / `total`, each between 0 and 1, at 95 %.

    Raises ValueError if `total` is 0, or `count` is not between 0 and `total`.
    """
    if not 0 <= count <= total or not total:
        raise ValueError(f"{count} of {total} is not a share")
    share, square = count / total, _Z * _Z
    middle = share + square / (2 * total)
    reach = _Z * sqrt((share * (1 - share) + square / (4 * total)) / total)
    whole = 1 + square / total
    low = 0.0 if count == 0 else (middle - reach) / whole
    high = 1.0 if count == total else (middle + reach) / whole
    return low, high
