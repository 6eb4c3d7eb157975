"""The marked articles of some days, to look up which articles are likely to tell one story."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from archive.models import StoryMarks
from ingest.stories.likeness import NEAR_DAYS, REWORDED_DAYS
from ingest.stories.story_marks import StoryMarks as Marks

# Articles with this many rare marks in common are compared.
_FEWEST_IN_COMMON = 2
# In one outlet, articles are compared only if one text can contain the other.
_FEWEST_IN_OUTLET, _SHARE_IN_OUTLET, _DAYS_IN_OUTLET = 4, 0.5, 1
# A mark of more articles of a day than this says nothing: a formula of that day has it.
_MOST_WITH_MARK = 60
_MOST_WITH_NEAR_MARK = 400


class MarkedArticle(NamedTuple):
    """An article of the window; `day` is the ordinal number of its day."""

    pk: int
    day: int
    outlet: tuple[int | None, str]
    marks: Marks


class Likely(NamedTuple):
    """The articles (ids) that are likely to tell the story of one, by their outlet."""

    in_outlet: set[int]
    elsewhere: set[int]


class Window:
    """The marked articles of the days that were asked for last.

    `fresh` are articles whose new marks are not in the database, or not certainly.
    """

    def __init__(self, fresh: "FreshMarks | None" = None) -> None:
        self._fresh = fresh or FreshMarks()
        self._days: dict[int, _Day] = {}
        self._articles: dict[int, MarkedArticle] = {}
        self._near: dict[int, tuple[int, ...]] = {}
        self._outlets: defaultdict[object, set[int]] = defaultdict(set)

    def move(self, first: date, last: date) -> list[int]:
        """Read the articles of these days, if they are not in the window; forget other days.

        Returns the ids of the articles that were forgotten.
        """
        wanted = range(first.toordinal(), last.toordinal() + 1)
        gone: list[int] = []
        for day in [day for day in self._days if day not in wanted]:
            for pk in self._days.pop(day).articles:
                self._remove(self._articles.pop(pk))
                gone.append(pk)
        if missing := [day for day in wanted if day not in self._days]:
            self._read(missing)
            self._fresh.forget_before(wanted[0])
        return gone

    def _read(self, missing: Sequence[int]) -> None:
        self._days |= {day: _Day() for day in missing}
        between = (date.fromordinal(missing[0]), date.fromordinal(missing[-1]))
        rows = StoryMarks.objects.filter(day__range=between).order_by("pk")
        fields = ("article_id", "day", "marks", "article__source_id", "article__language")
        new = set(missing)
        found = {
            pk: MarkedArticle(pk, day.toordinal(), (source, language), Marks.of_bytes(bytes(marks)))
            for pk, day, marks, source, language in rows.values_list(*fields).iterator()
            if day.toordinal() in new and pk not in self._fresh
        }
        for day in missing:
            found |= {article.pk: article for article in self._fresh.of_day(day)}
        for pk in sorted(found):
            self._add(found[pk])

    def likely(self, article: int) -> Likely:
        """Return the articles that are likely to tell the story of an article (by id).

        They probably have nearly the same text, or several of its rare names or numbers.
        """
        one = self._articles.get(article)
        return self._likely(one) if one else Likely(set(), set())

    def _likely(self, one: MarkedArticle) -> Likely:
        near = self._near_to(one)
        in_common = self._with_marks_of(one)
        alike = {pk for pk, number in in_common.items() if number >= _FEWEST_IN_COMMON}
        own = self._outlets[one.outlet]
        in_outlet = near & own
        in_outlet |= {pk for pk in alike & own if self._could_contain(one, pk, in_common[pk])}
        in_outlet.discard(one.pk)
        return Likely(in_outlet, (near | alike) - own)

    def _could_contain(self, one: MarkedArticle, pk: int, in_common: int) -> bool:
        """Return False if no text of two articles of one outlet can contain the other."""
        other = self._articles[pk]
        return (
            in_common >= _FEWEST_IN_OUTLET
            and in_common >= _SHARE_IN_OUTLET * min(len(one.marks.rare), len(other.marks.rare))
            and abs(one.day - other.day) <= _DAYS_IN_OUTLET
        )

    def _near_to(self, one: MarkedArticle) -> set[int]:
        """Return the ids of the articles that probably have nearly the same text."""
        found: set[int] = set()
        for mark in one.marks.near:
            others = self._near.get(mark, ())
            if len(others) <= _MOST_WITH_NEAR_MARK:
                found.update(others)
        return {pk for pk in found if abs(self._articles[pk].day - one.day) <= NEAR_DAYS}

    def _with_marks_of(self, one: MarkedArticle) -> Counter[int]:
        """Return how many rare names or numbers of an article others have in common with it."""
        lists: list[tuple[int, ...]] = []
        for number in range(one.day - REWORDED_DAYS, one.day + REWORDED_DAYS + 1):
            if day := self._days.get(number):
                rare = day.rare
                lists += [rare[mark] for mark in one.marks.rare if mark in rare]
        return Counter(
            chain.from_iterable([each for each in lists if len(each) <= _MOST_WITH_MARK])
        )

    def _add(self, article: MarkedArticle) -> None:
        if before := self._articles.get(article.pk):
            # Its day or its text was changed after it had been read.
            self._days[before.day].remove(before)
            self._remove(before)
        self._articles[article.pk] = article
        self._outlets[article.outlet].add(article.pk)
        day = self._days[article.day]
        day.articles.append(article.pk)
        for mark in article.marks.rare:
            day.rare[mark] = (*day.rare.get(mark, ()), article.pk)
        for mark in article.marks.near:
            self._near[mark] = (*self._near.get(mark, ()), article.pk)

    def _remove(self, article: MarkedArticle) -> None:
        self._outlets[article.outlet].discard(article.pk)
        for mark in article.marks.near:
            if others := _without(article.pk, self._near[mark]):
                self._near[mark] = others
            else:
                del self._near[mark]


class FreshMarks:
    """Articles that were marked a moment ago; the database may still have their old marks."""

    def __init__(self) -> None:
        self._days: dict[int, dict[int, MarkedArticle]] = {}
        self._day_of: dict[int, int] = {}

    def __contains__(self, article: int) -> bool:
        return article in self._day_of

    def add(self, article: MarkedArticle) -> None:
        """Keep a newly marked article."""
        self._day_of[article.pk] = article.day
        self._days.setdefault(article.day, {})[article.pk] = article

    def of_day(self, day: int) -> Iterable[MarkedArticle]:
        """Return the articles of a day."""
        return self._days.get(day, {}).values()

    def day_of(self, article: int) -> int | None:
        """Return the day of an article (by id); None if it is not kept."""
        return self._day_of.get(article)

    def forget_before(self, day: int) -> None:
        """Forget all articles of earlier days."""
        for old in [each for each in self._days if each < day]:
            for pk in self._days.pop(old):
                del self._day_of[pk]


class _Day:
    """The articles of one day, and those with a rare mark."""

    def __init__(self) -> None:
        self.articles: list[int] = []
        # Most marks are those of one article, and a tuple of one takes half the memory of a list.
        self.rare: dict[int, tuple[int, ...]] = {}

    def remove(self, article: MarkedArticle) -> None:
        self.articles.remove(article.pk)
        for mark in article.marks.rare:
            self.rare[mark] = _without(article.pk, self.rare[mark])


def _without(article: int, articles: tuple[int, ...]) -> tuple[int, ...]:
    return tuple([pk for pk in articles if pk != article])


def days_around(days: Iterable[date], number: int) -> tuple[date, date]:
    """Return the first and the last of these days, and `number` days more on both sides."""
    several = list(days)
    return min(several) - timedelta(number), max(several) + timedelta(number)
