"""Where else a story was told: the other articles of a story, and how they differ."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language_info

from archive.models import Article, StoryMatch, StoryMember, article_url
from ingest.partial_date import PartialDate

_SHORTENED = 0.8  # a near-equal text with a smaller share of the words was shortened


@dataclass(frozen=True, slots=True)
class Telling:
    """One article of a story.

    `source` is the name of its source. `how` says in words how it differs from the article with
    which it is compared: "shortened", "in Spanish"; "" if it hardly differs. `measure` is the
    number of `ingest.stories.likeness`, None if the two were not found to match directly.
    """

    pk: int
    title: str
    url: str
    language: str
    source: str
    date: str
    iso_date: str
    words: int
    how: str
    kind: str
    measure: float | None

    @property
    def is_near(self) -> bool:
        return self.kind == StoryMatch.Kind.NEAR

    @property
    def per_cent(self) -> str:
        return f"{self.measure:.0%}" if self.measure is not None else ""


def tellings(story: int, compared: int | None = None) -> list[Telling]:
    """Return the articles of a story, the earliest first.

    Each is compared with the article `compared` (id), or with the earliest. Takes two queries.
    """
    rows = Article.objects.public().filter(story_member__story=story).select_related("source")
    articles = sorted(rows.defer("body", "problems"), key=_order)
    if not articles:
        return []
    base = next((article.pk for article in articles if article.pk == compared), articles[0].pk)
    return _compared(articles, base, _matches([base]))


def also_told(articles: Collection[int]) -> dict[int, list[Telling]]:
    """Return for each of these articles (ids) the other articles of its story, the earliest first.

    Articles that are in no story are left out. Takes one database query, and two more if there are
    stories.
    """
    own = StoryMember.objects.filter(article__in=articles).order_by().values("story")
    in_stories = StoryMember.objects.filter(story__in=own).order_by()
    story_of = dict(in_stories.values_list("article_id", "story"))
    if not story_of:
        return {}
    members: dict[int, list[Article]] = defaultdict(list)
    rows = Article.objects.public().filter(pk__in=story_of).select_related("source")
    for article in rows.defer("body", "problems"):
        members[story_of[article.pk]].append(article)
    matches = _matches([pk for pk in articles if pk in story_of])
    found = {}
    for pk in articles:
        rows_of_story = sorted(members[story_of[pk]], key=_order) if pk in story_of else []
        told = _compared(rows_of_story, pk, matches)
        if others := [telling for telling in told if telling.pk != pk]:
            found[pk] = others
    return found


def _order(article: Article) -> tuple[date, int]:
    return article.published_on or date.max, article.pk


Matches = dict[int, dict[int, tuple[str, float]]]
"""A dict from article id to what it finds: the other article, its kind and its measure."""


def _matches(articles: Collection[int]) -> Matches:
    matches: Matches = {pk: {} for pk in articles}
    rows = StoryMatch.objects.filter(article__in=articles).order_by()
    for pk, other, kind, measure in rows.values_list("article_id", "other_id", "kind", "measure"):
        matches[pk][other] = kind, measure
    return matches


def _compared(articles: Sequence[Article], compared: int, matches: Matches) -> list[Telling]:
    """Return the articles as tellings; each is compared with the article `compared` (id)."""
    base = next((article for article in articles if article.pk == compared), None)
    if base is None:
        return []
    return [_telling(article, base, matches[compared]) for article in articles]


def _telling(article: Article, base: Article, matches: dict[int, tuple[str, float]]) -> Telling:
    kind, measure = matches.get(article.pk, ("", None))
    published = PartialDate.of(article.published_on, article.published_precision)
    return Telling(
        pk=article.pk,
        title=article.title,
        url=article_url(article.pk, article.title),
        language="" if article.language == "en" else article.language,
        source=article.source.name if article.source else "Unknown source",
        date=published.label,
        iso_date=published.iso,
        words=article.word_count,
        how=", ".join(_differences(article, base, kind)),
        kind=kind,
        measure=measure,
    )


def _differences(article: Article, base: Article, kind: str) -> Iterable[str]:
    if article.language != base.language:
        yield f"in {name_language(article.language)}" if article.language else "another language"
    elif kind == StoryMatch.Kind.REWORDED:
        yield "in other words"
    if kind == StoryMatch.Kind.NEAR and base.word_count:
        share = article.word_count / base.word_count
        if share < _SHORTENED:
            yield "shortened"
        elif share > 1 / _SHORTENED:
            yield "longer"


def name_language(code: str) -> str:
    """Return the English name of a language, or its code if Django has no name for it."""
    try:
        # Django has names for Chinese in either script, but not for plain "zh".
        return "Chinese" if code == "zh" else str(get_language_info(code)["name"])
    except KeyError:
        return code
