"""How evenly something is spread over the parts of a whole: deviation of proportions (DP).

S. Th. Gries, “Dispersions and adjusted frequencies in corpora”, International Journal of Corpus
Linguistics 13 (2008); the normalised form is that of J. Lijffijt and S. Th. Gries, “Correction to
‘Dispersions and adjusted frequencies in corpora’”, ibid. 17 (2012).
"""

from collections.abc import Sequence


def deviation_of_proportions(sizes: Sequence[int], counts: Sequence[int]) -> float:
    """Return Gries's DP: 0 if `counts` are spread like `sizes`, almost 1 if all are in one part.

    A part has one number in each list. Raises ValueError if all sizes or all counts are 0.
    """
    size, count = sum(sizes), sum(counts)
    if not size or not count:
        raise ValueError("nothing to be spread, or nothing to spread it over")
    pairs = zip(sizes, counts, strict=True)
    return sum(abs(number / count - part / size) for part, number in pairs) / 2


def normalised_deviation(sizes: Sequence[int], counts: Sequence[int]) -> float:
    """Return DP divided by its highest possible value, so that it is between 0 and 1.

    The highest value is reached if everything is in the smallest part. Parts of size 0 are left
    out. The result is 0 if there is only one part.
    """
    parts = [(size, count) for size, count in zip(sizes, counts, strict=True) if size]
    if len(parts) < 2:
        return 0.0
    deviation = deviation_of_proportions(*zip(*parts, strict=True))
    return deviation / (1 - min(size for size, _count in parts) / sum(sizes))
