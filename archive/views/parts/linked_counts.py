"""Article counts with a link to exactly these articles, for the pages outside the list."""

from collections.abc import Iterable
from dataclasses import dataclass

from archive.display.labels import Labels
from archive.display.province_map import ProvinceMap, filter_map
from archive.listing.address import list_url
from archive.search import SearchResults


@dataclass(frozen=True, slots=True)
class Count:
    """A number of articles with its label, its link, and the length of its bar (0 to 100)."""

    label: str
    url: str
    count: int
    share: int


def make_counts(rows: Iterable[tuple[str, str, int]], longest: int = 0) -> list[Count]:
    """Return a Count for each row of label, URL and number of articles.

    Each Count has a bar. The bar of a count of `longest` has full length. If `longest` is 0, the
    bar of the largest count in `rows` has full length.
    """
    rows = list(rows)
    largest = longest or max((count for _, _, count in rows), default=0) or 1
    return [Count(label, url, count, round(100 * count / largest)) for label, url, count in rows]


def archive_map(results: SearchResults, labels: Labels) -> ProvinceMap | None:
    """Return the map of the provinces for all articles.

    `results` must be the results of a search without words and filters.
    """
    counts = results.counts["place"]
    counted = {
        label.slug: (list_url(place=label.slug), counts.get(label.pk, 0))
        for label in labels.place_roots
        if label.is_division
    }
    return filter_map(counted, results.total, labels, of="all articles")
