"""Read a sample of the articles of a list, evenly spread by date, and cut it into words."""

from collections.abc import Iterator
from dataclasses import dataclass

import tantivy
from tantivy import Query

from archive.models import Article
from archive.search.ranking.page_hits import Hits
from archive.search.values import Sort

_IDS_AT_ONCE = 100_000
_ROWS = 100  # articles read at a time


@dataclass(frozen=True, slots=True)
class Sample:
    """The texts of some articles of a list: (id, title, body) of each; `total` are in the list."""

    texts: tuple[tuple[int, str, str], ...]
    total: int

    @property
    def read(self) -> int:
        """Return how many articles were read."""
        return len(self.texts)


def read_sample(
    searcher: tantivy.Searcher, query: Query, most_articles: int, most_letters: int
) -> Sample:
    """Return the texts of at most `most_articles` articles that match, evenly spread by date.

    No further article is read after `most_letters` characters, so fewer long articles are read. The
    same state of the archive always gives the same sample. Takes one database query for every 100
    articles.
    """
    ids = [pk for part in Hits(searcher, query, Sort.NEWEST).every_id(_IDS_AT_ONCE) for pk in part]
    texts: list[tuple[int, str, str]] = []
    letters = 0
    for row in _rows(spread(ids, most_articles)):
        texts.append(row)
        letters += len(row[1]) + len(row[2])
        if letters >= most_letters:
            break
    return Sample(tuple(texts), len(ids))


def spread(ids: list[int], most: int) -> list[int]:
    """Return at most `most` ids, evenly spread; each beginning of the result is spread, too.

    The result takes every 16th of the chosen ids, then the ids after these, and so on.
    """
    count = min(most, len(ids))
    chosen = [ids[index * len(ids) // count] for index in range(count)]
    return [pk for start in range(16) for pk in chosen[start::16]]


def _rows(ids: list[int]) -> Iterator[tuple[int, str, str]]:
    articles = Article.objects.public().order_by()
    for start in range(0, len(ids), _ROWS):
        part = ids[start : start + _ROWS]
        rows = {
            row[0]: row for row in articles.filter(pk__in=part).values_list("pk", "title", "body")
        }
        yield from (rows[pk] for pk in part if pk in rows)
