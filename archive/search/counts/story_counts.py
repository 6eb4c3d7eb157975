"""Count stories instead of articles: several articles of one story count once.

A list of stories has one row for each story: the earliest of its articles that match. So the number
of stories is the number of matching articles without the others, which are *later* articles. For a
value of a facet, such as a place, the others are the articles with this value that are not the
earliest of their story with this value.

Only stories with two or more matching articles have later articles. So these are found first, and
only their articles are read. Most articles are in no story.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any, cast

import tantivy
from tantivy import FieldType, Occur, Query

from archive.search.analysis.schema import STORY, schema
from archive.search.counts.tantivy_counts import Counts, aggregate, subtract
from archive.search.query.tantivy_queries import both

# tantivy's answers have at most 65,000 values. So stories are counted by parts of all story
# numbers, and values of stories for a few stories at a time.
_NUMBERS_IN_PART = 60_000
_STORIES_IN_PART = 1_000
_VALUES_OF_ARTICLE = 100_000  # more than an article has


class Stories:
    """The stories of the articles that match a query, in one commit of the index."""

    def __init__(self, searcher: tantivy.Searcher, query: Query | None) -> None:
        self.searcher = searcher
        self.query = query or Query.all_query()

    @cached_property
    def several(self) -> dict[int, int]:
        """Return the stories with several matching articles, and how many of these each has."""
        in_story = both(self.query, _numbers(1, None))
        highest = self.searcher.aggregate(in_story, {"highest": {"max": {"field": STORY}}})
        last = int(highest["highest"]["value"] or 0)
        found: dict[int, int] = {}
        for first in range(1, last + 1, _NUMBERS_IN_PART):
            part = both(self.query, _numbers(first, first + _NUMBERS_IN_PART - 1))
            answer = aggregate(self.searcher, part, {"stories": _several_request(STORY)})
            found.update(_buckets(answer["stories"]))
        return found

    @property
    def later_count(self) -> int:
        """Return how many matching articles are not the earliest of their story."""
        return sum(number - 1 for number in self.several.values())

    @cached_property
    def later_ids(self) -> list[int]:
        """Return the ids of the matching articles that are not the earliest of their story."""
        later: list[int] = []
        for part, number in self._parts():
            hits = self.searcher.search(
                part, number, count=False, order_by_field="oldest", order=tantivy.Order.Asc
            ).hits
            addresses = [address for _key, address in hits]
            ids = cast(list[int], self.searcher.fast_field_values("id", addresses))
            stories = cast(list[int], self.searcher.fast_field_values(STORY, addresses))
            seen: set[int] = set()
            for pk, story in zip(ids, stories, strict=True):
                if story in seen:
                    later.append(pk)
                seen.add(story)
        return later

    def earliest(self) -> Query:
        """Return the query for the earliest matching article of each story, and all others."""
        if not self.several:
            return self.query
        later = Query.term_set_query(schema(), "id", self.later_ids)
        return Query.boolean_query([(Occur.Must, self.query), (Occur.MustNot, later)])

    def later_by_value(self, fields: Collection[str]) -> dict[str, Counts]:
        """Return for each value of these fields how many articles with it are not the earliest.

        Values without such articles are left out.
        """
        later: dict[str, Counts] = {field: {} for field in fields}
        request = _several_request(STORY) | {
            "aggs": {field: _several_request(field) for field in fields}
        }
        for part, _number in self._parts():
            answer = aggregate(self.searcher, part, {"stories": request})
            for story in answer["stories"]["buckets"]:
                for field, counts in later.items():
                    for value, number in _buckets(story[field]).items():
                        counts[value] = counts.get(value, 0) + number - 1
        return later

    def of_values(self, counts: dict[str, Counts]) -> dict[str, Counts]:
        """Return the number of stories by field and value, from the numbers of articles."""
        later = self.later_by_value(counts)
        return {field: subtract(numbers, later[field]) for field, numbers in counts.items()}

    def _parts(self) -> Iterator[tuple[Query, int]]:
        """Yield queries for the articles of `several`, each with the number of its articles."""
        stories = sorted(self.several)
        for start in range(0, len(stories), _STORIES_IN_PART):
            part = stories[start : start + _STORIES_IN_PART]
            chosen = Query.term_set_query(schema(), STORY, part)
            yield both(self.query, chosen), sum(self.several[story] for story in part)


class AllStories(Stories):
    """The stories of all articles; what was counted is kept for the next list without filters."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        super().__init__(searcher, None)
        self._later: dict[str, Counts] = {}

    def later_by_value(self, fields: Collection[str]) -> dict[str, Counts]:
        """Return the same as `Stories.later_by_value`, and count only what is not known yet."""
        missing: Sequence[str] = [field for field in fields if field not in self._later]
        if missing:
            self._later = self._later | super().later_by_value(missing)
        return {field: self._later[field] for field in fields}


def _numbers(first: int, last: int | None) -> Query:
    return Query.range_query(
        schema(), STORY, FieldType.Unsigned, lower_bound=first, upper_bound=last
    )


def _several_request(field: str) -> dict[str, Any]:
    """Return a request for the values of a field that at least two articles have."""
    return {
        "terms": {
            "field": field,
            "size": _VALUES_OF_ARTICLE,
            "segment_size": _VALUES_OF_ARTICLE,
            "min_doc_count": 2,
        }
    }


def _buckets(answer: dict[str, Any]) -> Counts:
    return {int(bucket["key"]): bucket["doc_count"] for bucket in answer["buckets"]}
