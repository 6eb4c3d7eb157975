"""The limits that the figures of a corpus must keep."""

from collections.abc import Iterator
from typing import Any

LEAST_DATED = 0.999
"""The share of the articles from data sets that have a date."""
MOST_REJECTED = 0.005
"""The share of the texts that may be rejected although they have letters."""

MOST_CUT = 0.001
"""The share of the texts of which the article may have only a part. A second dateline in the middle
of a text is left out, and then the text counts as cut."""


def broken_floors(figures: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for each limit that the figures of `run.run` do not keep."""
    for name in ("swallowed", "merged"):
        if count := figures["search"][name]:
            yield f"{count:,} texts are {name}; 0 are allowed."
    if count := figures["kept"]["links_not_rejected"]:
        yield f"{count:,} rows with only the words of a link are not rejected; 0 are allowed."
    if figures["counts"]["outcomes"].get("failed"):
        yield f"{figures['counts']['outcomes']['failed']:,} files failed; 0 are allowed."
    cut, texts = figures["search"]["cut"], figures["kept"]["distinct"]
    if cut > texts * MOST_CUT:
        yield f"{cut:,} of {texts:,} texts are cut; at most {MOST_CUT:.1%} may be."
    articles, undated = figures["counts"]["articles"], figures["counts"]["undated"]
    if undated > articles * (1 - LEAST_DATED):
        yield f"{undated:,} of {articles:,} articles have no date; at least {LEAST_DATED:.1%} must."
    wrongly = figures["search"]["rejected"]
    if wrongly > texts * MOST_REJECTED:
        yield f"{wrongly:,} of {texts:,} texts are rejected; at most {MOST_REJECTED:.1%} may be."
