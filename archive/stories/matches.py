"""Compares articles that are likely to tell one story, and stores what each of them finds.

An article finds, in every other outlet, the article that tells its story best; two articles match
if each finds the other. So a new article can change what others find, but only those with which it
was compared.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from archive.database.bulk import in_slices, insert_rows
from archive.models import StoryMatch
from archive.stories.marks import StoryArticle, Texts
from archive.stories.window import Likely, Window
from ingest.stories.bounds import possible_elsewhere, possible_in_outlet
from ingest.stories.likeness import Likeness, LikenessKind, likeness


class Found(NamedTuple):
    """What an article (id) finds: another article (id), and how alike they are."""

    article: int
    other: int
    kind: str
    measure: float


class Findings(NamedTuple):
    """What a comparison found: the ids of its articles, of all that it compared, and the rows.

    `found` has what each article of `compared` finds.
    """

    articles: list[int]
    compared: set[int]
    found: list[Found]


class Comparison:
    """The comparison of some articles with all that are likely to tell their stories.

    `articles` are ids; those that are not in the window find nothing.
    """

    def __init__(self, articles: Collection[int], window: Window, texts: Texts) -> None:
        self.articles = list(articles)
        self.window = window
        self.texts = texts
        self._likely: dict[int, set[int]] = {}
        self._needed: set[int] = set()
        self._known: dict[tuple[int, int], Likeness | None] = {}

    def run(self) -> Findings:
        """Compare the articles, and those that they could replace as the best of their outlet."""
        self._look_up(self.articles)
        rivals = {
            other
            for pk in self.articles
            for other in self._likely[pk]
            if (alike := self._compare(pk, other)) and alike.kind != LikenessKind.NEAR
        }
        self._look_up(sorted(rivals.difference(self.articles)))
        compared = {*self.articles, *rivals}
        found = [found for pk in sorted(compared) for found in self._found_by(pk)]
        self.texts.release({pk for pair in self._known for pk in pair})
        return Findings(self.articles, compared, found)

    def _look_up(self, articles: Collection[int]) -> None:
        likely = {pk: self.window.likely(pk) for pk in articles}
        # All texts of the comparison must stay in memory until it ends.
        for pk, others in likely.items():
            if others.in_outlet or others.elsewhere:
                self._needed.add(pk)
                self._needed.update(others.in_outlet)
                self._needed.update(others.elsewhere)
        self.texts.load(self._needed)
        for pk, others in likely.items():
            self._likely[pk] = self._possible(pk, others)

    def _possible(self, pk: int, likely: Likely) -> set[int]:
        """Return the likely articles without those that certainly tell another story."""
        known = self.texts.bounds
        one = known.get(pk)
        if not one:
            return set()
        same, others = likely
        return {
            *possible_in_outlet(one, zip(same, map(known.get, same), strict=True)),
            *possible_elsewhere(one, zip(others, map(known.get, others), strict=True)),
        }

    def _found_by(self, pk: int) -> list[Found]:
        found: list[Found] = []
        best: dict[object, list[tuple[float, int, int, Likeness]]] = defaultdict(list)
        for other in self._likely[pk]:
            alike = self._compare(pk, other)
            if alike is None:
                continue
            if alike.kind == LikenessKind.NEAR:
                found.append(Found(pk, other, alike.kind, alike.measure))
                continue
            article = self._article(other)
            best[article.outlet].append((-alike.measure, article.order, other, alike))
        for likely in best.values():
            _measure, _order, other, alike = min(likely)
            found.append(Found(pk, other, alike.kind, alike.measure))
        return found

    def _compare(self, pk: int, other: int) -> Likeness | None:
        key = (min(pk, other), max(pk, other))
        if key not in self._known:
            self._known[key] = _likeness(*map(self.texts.get, key))
        return self._known[key]

    def _article(self, pk: int) -> StoryArticle:
        article = self.texts.get(pk)
        assert article, "it was compared"
        return article


def _likeness(one: StoryArticle | None, other: StoryArticle | None) -> Likeness | None:
    if one is None or other is None:
        return None
    return likeness(
        one.text,
        other.text,
        days=abs((one.day - other.day).days),
        is_same_outlet=one.outlet == other.outlet,
    )


def partners_of(articles: Collection[int]) -> set[int]:
    """Return the ids of the articles that find one of these (ids), or are found by one."""
    partners: set[int] = set()
    for part in in_slices(list(articles)):
        for column, other in (("article", "other"), ("other", "article")):
            rows = StoryMatch.objects.filter(**{f"{column}__in": part}).order_by()
            partners.update(rows.values_list(f"{other}_id", flat=True))
    return partners


def store_found(findings: Findings) -> set[int]:
    """Store what articles find; return the ids of the articles of matches that are new or gone.

    The rows of all articles that were compared are replaced. Near-equal texts find each other, so
    these rows are stored for both; of articles that were only compared as rivals they stay.
    """
    own = set(findings.articles)
    wanted: dict[tuple[int, int], Found] = {}
    for found in findings.found:
        is_near = found.kind == LikenessKind.NEAR
        if found.article in own or not is_near:
            wanted[found.article, found.other] = found
        if found.article in own and is_near:
            back = Found(found.other, found.article, found.kind, found.measure)
            wanted[back.article, back.other] = back
    stored: dict[tuple[int, int], Found] = {}
    ids: dict[tuple[int, int], int] = {}
    fields = ("pk", "article_id", "other_id", "kind", "measure")
    for part in in_slices(list(findings.compared)):
        for rows in (
            StoryMatch.objects.filter(article__in=part),
            StoryMatch.objects.filter(other__in=part),
        ):
            for pk, *values in rows.order_by().values_list(*fields):
                row = Found(*values)
                key = row.article, row.other
                if key in wanted or _is_replaced(row, own, findings.compared):
                    stored[key], ids[key] = row, pk
    gone = [ids[key] for key, row in stored.items() if wanted.get(key) != row]
    new = [row for key, row in wanted.items() if stored.get(key) != row]
    for slice_ in in_slices(gone):
        StoryMatch.objects.filter(pk__in=slice_).delete()
    insert_rows(StoryMatch, ("article", "other", "kind", "measure"), new)
    changed = {key for key, row in stored.items() if wanted.get(key) != row}
    changed |= {key for key, row in wanted.items() if stored.get(key) != row}
    return {pk for key in changed for pk in key}


def _is_replaced(row: Found, own: Collection[int], compared: Collection[int]) -> bool:
    if row.kind == LikenessKind.NEAR:
        return row.article in own or row.other in own
    return row.article in compared
