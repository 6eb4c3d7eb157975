"""Reads articles for comparison, and stores the marks by which likely pairs are found."""

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from zlib import crc32

from archive.database.bulk import in_slices, insert_rows, select_in
from archive.models import Article, Mention, StoryMarks
from archive.stories.window import FreshMarks, MarkedArticle
from ingest.stories.bounds import Bounds
from ingest.stories.formulaic import is_formulaic
from ingest.stories.story_marks import VERSION, marks_of
from ingest.stories.story_marks import StoryMarks as Marks
from ingest.stories.story_text import StoryText

_COLUMNS = (
    *("id", "source", "title", "body", "language"),
    *("published_on", "published_precision", "withdrawn_at"),
)
# Languages in whose texts names do not begin with capital letters, or are in other letters. Their
# names are those of the mentions.
_OTHER_LETTERS = frozenset({"ko", "zh", "ja", "ru", "ar"})
NO_STORY = 0  # the fingerprint of an article that can be in no story any more
_MOST_KEPT = 10_000  # texts in memory, about 8 kB each


MarkRow = tuple[int, str, bytes, int]
"""A row of StoryMarks: the article, its day, its marks and its fingerprint."""


class StoryArticle(NamedTuple):
    """An article, for comparing it with others.

    `outlet` is the source and language: articles of one outlet are rarely the same story. `order`
    tells articles apart by what they say, so that the same files give the same stories whatever
    their order.
    """

    pk: int
    day: date
    outlet: tuple[int | None, str]
    order: int
    fingerprint: int
    text: StoryText


class Texts:
    """Reads articles from the database, and keeps the latest of them in memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, StoryArticle] = OrderedDict()
        self.bounds: dict[int, Bounds] = {}

    def load(self, articles: Collection[int]) -> None:
        """Read those of these articles (ids) that are not in memory; at most a few thousand."""
        missing = [pk for pk in articles if pk not in self._kept]
        for pk in articles:
            if pk in self._kept:
                self._kept.move_to_end(pk)
        for row in _read(missing):
            self.add(_story_article(row), max(_MOST_KEPT, len(articles))).text.release()

    def add(self, article: StoryArticle, most: int = _MOST_KEPT) -> StoryArticle:
        """Keep an article that was read, and return it. At most `most` are kept."""
        self._kept[article.pk] = article
        self._kept.move_to_end(article.pk)
        self.bounds[article.pk] = article.text.bounds
        while len(self._kept) > most:
            self.forget([next(iter(self._kept))])
        return article

    def forget(self, articles: Iterable[int]) -> None:
        """Do not keep these articles (ids) any more."""
        for pk in articles:
            if self._kept.pop(pk, None):
                del self.bounds[pk]

    def release(self, articles: Collection[int]) -> None:
        """Free what comparing these articles (ids) left in memory."""
        for pk in articles:
            if article := self._kept.get(pk):
                article.text.release()

    def get(self, article: int) -> StoryArticle | None:
        """Return an article that was loaded; None if it can be in no story."""
        return self._kept.get(article)


class _Row(NamedTuple):
    pk: int
    source: int | None
    title: str
    body: str
    language: str
    day: date
    names: Sequence[str]

    @property
    def outlet(self) -> tuple[int | None, str]:
        return self.source, self.language

    @property
    def order(self) -> int:
        return crc32(f"{self.title}\n{self.body}".encode())

    @property
    def fingerprint(self) -> int:
        """Return a number that changes with everything that can change the article's story."""
        others = f"{VERSION} {self.source} {self.language} {self.day} {', '.join(self.names)}"
        return (self.order << 31 ^ crc32(others.encode())) or 1


def _read(articles: Collection[int]) -> Iterator[_Row]:
    """Yield those of these articles (ids) that can be in a story.

    These are public articles with a day and words of their own; press reviews, for example, are
    not (`ingest.stories.formulaic`).
    """
    for part in in_slices(list(articles)):
        rows = [row for row in select_in(Article, _COLUMNS, "id", part) if _can_be_in_story(row)]
        names = _names([row[0] for row in rows if row[4] in _OTHER_LETTERS])
        for pk, source, title, body, language, day, *_rest in rows:
            day = date.fromisoformat(day) if isinstance(day, str) else day
            yield _Row(pk, source, title, body, language, day, names.get(pk, ()))


def _story_article(row: _Row) -> StoryArticle:
    text = StoryText(row.title, row.body, row.language, row.names)
    return StoryArticle(row.pk, row.day, row.outlet, row.order, row.fingerprint, text)


def _can_be_in_story(row: tuple[object, ...]) -> bool:
    *_values, day, precision, withdrawn_at = row
    is_dated = day is not None and precision == Article.Precision.DAY
    return is_dated and withdrawn_at is None and not is_formulaic(str(row[2]))


def _names(articles: Collection[int]) -> dict[int, list[str]]:
    """Return the English names of what articles mention, by article id."""
    names: dict[int, list[str]] = defaultdict(list)
    if articles:
        shown = Mention.objects.shown().filter(article__in=articles, is_implied=False)
        for article, name in shown.order_by("pk").values_list("article_id", "entity__name"):
            names[article].append(name)
    return names


def new_marks(
    articles: Collection[int], texts: Texts, fresh: FreshMarks | None = None
) -> list[MarkRow]:
    """Return the rows of those of these articles (ids) that have other marks than before.

    Those that wait since an earlier time are included. An article that can be in no story any more
    gets a row without marks, which `finish_marks` deletes. `texts` keeps what was read, and `fresh`
    the new marks.
    """
    stored: dict[int, tuple[date, int, bool]] = {}
    for part in in_slices(list(articles)):
        rows = StoryMarks.objects.filter(pk__in=part)
        fields = ("pk", "day", "fingerprint", "is_waiting")
        for pk, day, fingerprint, is_waiting in rows.values_list(*fields):
            stored[pk] = (day, fingerprint, is_waiting)
    fresh = fresh if fresh is not None else FreshMarks()
    made: list[MarkRow] = []
    for row in _read(articles):
        before = stored.pop(row.pk, None)
        if before and before[1:] == (row.fingerprint, False):
            continue
        article = texts.add(_story_article(row))
        marks = marks_of(article.text)
        article.text.release()
        fresh.add(MarkedArticle(row.pk, row.day.toordinal(), article.outlet, marks))
        made.append((row.pk, row.day.isoformat(), marks.as_bytes(), row.fingerprint))
    for pk, (day, *_rest) in stored.items():
        fresh.add(MarkedArticle(pk, day.toordinal(), (None, ""), Marks()))
        made.append((pk, day.isoformat(), Marks().as_bytes(), NO_STORY))
    return made


def store_marks(rows: Collection[MarkRow]) -> None:
    """Replace the marks of articles that changed. They wait until `finish_marks` is called."""
    for part in in_slices([pk for pk, *_rest in rows]):
        StoryMarks.objects.filter(article__in=part).delete()
    fields = ("article", "day", "marks", "fingerprint", "is_waiting")
    insert_rows(StoryMarks, fields, [(*row, True) for row in rows])


def finish_marks(articles: Collection[int]) -> None:
    """Note that these articles (ids) do not wait any more, because they were compared."""
    for part in in_slices(list(articles)):
        rows = StoryMarks.objects.filter(article__in=part, is_waiting=True)
        rows.filter(fingerprint=NO_STORY).delete()
        rows.update(is_waiting=False)
