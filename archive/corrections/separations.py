"""Gives extracts to articles as staff decided: texts that an import joined by mistake are separate.

A decision of the kind `separate` says of one or more extracts of an article that they are another
article. It has two corrections for each of these extracts (`Correction.Kind.SEPARATED`): one for
the article that the extract leaves, and one for the article that it gets. The *home* of an extract
is the article of its last such correction that is not undone; without one, it is the article that
the import chose.

An article that was made by a decision has no extracts any more if the decision is undone. Such an
article is *empty*: it keeps its address, which redirects to the article that shows its text now.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import permutations
from typing import NamedTuple

from django.db.models import Q

from archive.corrections.errors import CorrectionError
from archive.database.bulk import in_slices
from archive.matching.known_item_writer import KnownItemWriter
from archive.matching.lookup_keys import LookupKeys
from archive.matching.source_resolver import SourceResolver
from archive.models import Article, Correction, Decision, Extract

SEPARATED = Correction.Kind.SEPARATED
ELSEWHERE = "The text of this article is shown with another article."
"""The reason for which an empty article is withdrawn."""


class ExtractName(NamedTuple):
    """The values that identify an extract in every archive: its file, and its position there."""

    sha256: str
    position: int

    @classmethod
    def of(cls, key: str) -> "ExtractName":
        """Return the name that the `key` of a correction contains. Raises ValueError."""
        sha256, _, position = key.partition(":")
        if len(sha256) != 64 or not (position.isascii() and position.isdigit()):
            raise ValueError(f"“{key}” does not name an article of a saved file")
        return cls(sha256, int(position))

    @property
    def key(self) -> str:
        """Return the name as text, for the column `key` of a correction."""
        return f"{self.sha256}:{self.position}"


def separated_keys(decision: Decision) -> list[str]:
    """Return the keys of the extracts that a decision separated; most decisions have none."""
    if decision.kind != Decision.Kind.SEPARATE:
        return []
    rows = decision.corrections.filter(kind=SEPARATED).order_by()
    return sorted(set(rows.values_list("key", flat=True)))


def names_of(extracts: Collection[int]) -> dict[int, ExtractName]:
    """Return a dict from the id of each of these extracts to its name, in the order of the ids."""
    rows = Extract.objects.filter(pk__in=extracts).order_by("pk")
    fields = ("pk", "capture__sha256", "position")
    return {pk: ExtractName(sha256, position) for pk, sha256, position in rows.values_list(*fields)}


def find_named(name: ExtractName) -> Extract | None:
    """Return the extract with this name; None if this archive does not have it."""
    rows = Extract.objects.filter(capture__sha256=name.sha256, position=name.position)
    return rows.select_related("article").first()


def received() -> Q:
    """Return the condition for corrections that say which article an extract gets."""
    return Q(kind=SEPARATED) & ~Q(corrected_value="")


@dataclass(slots=True)
class _Placing:
    """What the decisions say about one extract.

    `base` is the id of the article that the import chose, and `home` the id of the article that the
    extract belongs to now.
    """

    base: int
    home: int


def _placings(keys: Collection[str]) -> dict[str, _Placing]:
    placings: dict[str, _Placing] = {}
    rows = Correction.objects.filter(received(), key__in=keys).order_by("pk")
    fields = ("key", "article_id", "parsed_value", "decision__undone_at")
    for key, article, base, undone_at in rows.values_list(*fields):
        placing = placings.setdefault(key, _Placing(base, base))
        if undone_at is None:
            placing.home = article
    return placings


def base_of(extract: Extract, key: str) -> int:
    """Return the id of the article that the import chose for an extract; `key` names the extract.

    The result is the same for all decisions about the extract, undone or not.
    """
    placing = _placings([key]).get(key)
    return placing.base if placing else extract.article_id


def place(keys: Collection[str]) -> set[int]:
    """Give the extracts with these keys to the articles that staff decided.

    Return the ids of the articles that lose or get an extract. Afterwards the caller must rebuild
    these articles. Known items that mean one of these articles are linked again.

    Raises CorrectionError if an article would lose its last extract although no decision made it,
    if the text of an article was corrected on an extract that it would lose, or if an extract would
    leave a withdrawn article, because its text would then be public.
    """
    placings = _placings(keys)
    moved: dict[int, tuple[Extract, int]] = {}
    for key, extract in _extracts_named(placings).items():
        home = placings[key].home
        if extract.article_id != home:
            moved[extract.pk] = extract, home
    if not moved:
        return set()
    changed = {pk for extract, home in moved.values() for pk in (extract.article_id, home)}
    locked = Article.objects.select_for_update().filter(pk__in=changed).order_by("pk")
    articles = {article.pk: article for article in locked}
    left = {extract.article_id for extract, _home in moved.values()}
    for pk in sorted(left):
        _refuse(articles[pk], moved)
    for home in sorted({home for _extract, home in moved.values()}):
        ids = [extract.pk for extract, target in moved.values() if target == home]
        for part in in_slices(ids):
            Extract.objects.filter(pk__in=part).update(article=home)
    for pk in sorted(left):
        if not (Extract.objects.filter(article=pk).exists() or is_made_by_decision(pk)):
            raise CorrectionError(
                {"": f"Article {pk} would have no text left. At least one text must stay."}
            )
    _relink_items([extract for extract, _home in moved.values()], changed)
    return changed


def _extracts_named(keys: Iterable[str]) -> dict[str, Extract]:
    """Return a dict from each of these keys to its extract; missing extracts are left out."""
    wanted = {ExtractName.of(key): key for key in keys}
    extracts: dict[str, Extract] = {}
    for part in in_slices(sorted({name.sha256 for name in wanted})):
        rows = Extract.objects.filter(capture__sha256__in=part).select_related("capture")
        for extract in rows.defer("capture__text").order_by("pk"):
            key = wanted.get(ExtractName(extract.capture.sha256, extract.position))
            if key is not None:
                extracts[key] = extract
    return extracts


def _refuse(article: Article, moved: Mapping[int, object]) -> None:
    """Raise CorrectionError if extracts cannot leave an article; `moved` has all that leave."""
    standing = Correction.objects.standing().filter(article=article)
    withdrawal = standing.filter(kind=Correction.Kind.WITHDRAWN).last()
    if withdrawal and withdrawal.corrected_value:
        raise CorrectionError(
            {"": f"Article {article.pk} is withdrawn. Restore it first, or its text gets public."}
        )
    if article.shown_extract_id not in moved:
        return
    is_pinned = standing.filter(kind=Correction.Kind.FIELD, key="body").exists()
    texts = article.extracts.order_by().values_list("pk", flat=True)
    if is_pinned and any(pk not in moved for pk in texts):
        raise CorrectionError(
            {
                "": (
                    f"The text of article {article.pk} was corrected on this saved file. Separate"
                    " the other files instead, or undo the correction of the text first."
                )
            }
        )


def _relink_items(extracts: Sequence[Extract], articles: Collection[int]) -> None:
    sources = SourceResolver()
    lookups = [LookupKeys.of_extract(extract, sources) for extract in extracts]
    KnownItemWriter(sources).relink(lookups, articles)


# Articles that were made by decisions


def is_made_by_decision(article: int) -> bool:
    """Return True if a decision made an article (by id), and not an import."""
    rows = Correction.objects.filter(received(), article=article)
    bases = list(rows.values_list("parsed_value", flat=True))
    return bool(bases) and article not in bases


def emptied(articles: Collection[int]) -> dict[int, datetime]:
    """Return a dict from the ids of empty articles to the moment when they became empty.

    `articles` are ids; those that have extracts are left out, and those that no decision made.
    """
    rows = Correction.objects.filter(received(), article__in=articles)
    rows = rows.exclude(article__in=Extract.objects.filter(article__in=articles).values("article"))
    moments: dict[int, datetime] = {}
    for correction in rows.select_related("decision").order_by("pk"):
        decision = correction.decision
        assert correction.article_id is not None
        moments[correction.article_id] = decision.undone_at or decision.made_at
    return moments


def stand_in(article: int) -> int:
    """Return the id of the article that shows the text of an article (by id).

    For an article that is not empty, it is this article.
    """
    if Extract.objects.filter(article=article).exists():
        return article
    first = Correction.objects.filter(received(), article=article).order_by("pk").first()
    extract = find_named(ExtractName.of(first.key)) if first else None
    return extract.article_id if extract else article


def refuse_empty(article: Article) -> None:
    """Raise CorrectionError if an article is empty: there is nothing that staff could correct."""
    if article.withdrawn_reason == ELSEWHERE and emptied([article.pk]):
        raise CorrectionError({"": f"{ELSEWHERE[:-1]}, {stand_in(article.pk)}. Correct that one."})


# Articles that must stay apart


class ApartPair(NamedTuple):
    """Two articles (ids) that a decision (id) keeps apart."""

    decision: int
    one: int
    other: int


def apart_pairs(articles: Collection[int]) -> set[ApartPair]:
    """Return the pairs of articles that staff separated, with at least one of these (by id).

    Each pair is in the result twice, in both orders.
    """
    standing = Correction.objects.standing().filter(kind=SEPARATED)
    decisions = set(standing.filter(article__in=articles).values_list("decision", flat=True))
    if not decisions:
        return set()
    first: dict[tuple[int, str], int] = {}
    gained: list[tuple[int, str, int]] = []
    fields = ("decision_id", "key", "article_id", "corrected_value")
    rows = standing.filter(decision__in=decisions).values_list(*fields)
    for decision, key, article, value in rows:
        if article is None:
            continue
        if value:
            gained.append((decision, key, article))
        else:
            first[decision, key] = stand_in(article)
    # The articles that one decision took from one article are apart from each other, too.
    together: dict[tuple[int, int], set[int]] = defaultdict(set)
    for decision, key, article in gained:
        if (decision, key) in first:
            left = first[decision, key]
            together[decision, left] |= {left, article}
    return {
        ApartPair(decision, one, other)
        for (decision, _first), group in together.items()
        for one, other in permutations(group, 2)
        if one in articles or other in articles
    }


def apart_from(articles: Collection[int]) -> dict[int, set[int]]:
    """Return a dict from article id to the ids of the articles that staff separated from it.

    Articles of `articles` (ids) from which nothing was separated are left out.
    """
    apart: dict[int, set[int]] = defaultdict(set)
    for pair in apart_pairs(articles):
        apart[pair.one].add(pair.other)
    return {pk: apart[pk] for pk in articles if pk in apart}


def separated_articles() -> set[int]:
    """Return the ids of all articles about which a decision to separate texts is not undone."""
    standing = Correction.objects.standing().filter(kind=SEPARATED).order_by()
    return {pk for pk in standing.values_list("article", flat=True) if pk is not None}


class Followers:
    """Adds new copies of a separated text to the decision that separated it.

    If an import gives a new extract to an article that a decision made, the extract is added to the
    decision. So if the decision is undone, the extract goes with the others to the article from
    which they were separated; and it comes back if the decision is redone.
    """

    def __init__(self, articles: Collection[int]) -> None:
        rows = Correction.objects.filter(received(), article__in=articles).order_by("pk")
        fields = ("article_id", "decision_id", "parsed_value", "corrected_value")
        self._standing: dict[int, tuple[int, int, str]] = {}
        self._undone: set[int] = set()
        for article, *rest, undone_at in rows.values_list(*fields, "decision__undone_at"):
            if undone_at is None:
                self._standing[article] = (rest[0], rest[1], rest[2])
            else:
                self._undone.add(article)

    def present(self, article: int) -> int:
        """Return the article that now stands for an article (by id) that the import chose.

        It is another one if a decision was undone after the import chose the article.
        """
        return stand_in(article) if article in self._undone - self._standing.keys() else article

    def add(self, extracts: Iterable[Extract]) -> None:
        """Add new extracts to the decisions that made their articles."""
        new = [row for row in extracts if row.article_id in self._standing]
        names = names_of([row.pk for row in new]) if new else {}
        corrections = []
        for row in new:
            decision, base, lead = self._standing[row.article_id]
            if base != row.article_id:
                corrections.append(
                    Correction(
                        decision_id=decision,
                        article_id=row.article_id,
                        kind=SEPARATED,
                        key=names[row.pk].key,
                        parsed_value=base,
                        corrected_value=lead,
                    )
                )
        Correction.objects.bulk_create(corrections)
