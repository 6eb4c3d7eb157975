"""One line of a list of articles, as every list shows it: title, date, outlet, places, passages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Substr
from django.urls import reverse

from archive.labels import Labels, current_labels
from archive.models import Article, Entity, Mention
from archive.search import Passage
from archive.text import iso_partial, partial_date

LEAD_CHARACTERS = 320
PLACES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as a row names it."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A finished row. `passages` come from the search; without them the row shows the article's first words."""

    title: str
    url: str
    language: str
    date: str
    iso_date: str
    is_date_doubtful: bool
    source: str
    places: tuple[PlaceName, ...]
    more_places: int
    lead: str
    passages: tuple[Passage, ...]
    is_corrected: bool


def rows_for(
    ids: Sequence[int], passages: Mapping[int, Sequence[Passage]] | None = None, labels: Labels | None = None
) -> list[ArticleRow]:
    """The rows of these articles in this order, in two queries. Withdrawn and unknown ids are left out.

    `labels` are the names of places, where the caller has them already.
    """
    articles = (
        Article.objects.public()
        .filter(pk__in=ids)
        .select_related("source")
        .defer("body", "problems")
        .annotate(lead=Substr("body", 1, LEAD_CHARACTERS))
    )
    found = {article.pk: article for article in articles}
    places = places_of(found, labels or current_labels())
    return [
        _row(found[pk], found[pk].lead, places.get(pk, []), (passages or {}).get(pk, ())) for pk in ids if pk in found
    ]


def places_of(ids: Iterable[int], labels: Labels) -> dict[int, list[PlaceName]]:
    """The places that each article names, once each, in the order of the text. One query."""
    mentions = (
        Mention.objects.shown()
        .filter(article__in=list(ids), entity__kind=Entity.Kind.PLACE)
        .order_by("article", "-field", F("start").asc(nulls_last=True), "pk")
        .values_list("article_id", "entity_id")
    )
    names = labels.places
    found: dict[int, dict[int, None]] = {}
    for article_id, place_id in mentions:
        # A merged place has no label: it is another spelling of one that has.
        if place_id in names:
            found.setdefault(article_id, {})[place_id] = None
    return {
        pk: [PlaceName(names[place].name, reverse(Entity.Kind.PLACE, args=[names[place].slug])) for place in places]
        for pk, places in found.items()
    }


def _row(article: Article, lead: str, places: Sequence[PlaceName], passages: Sequence[Passage]) -> ArticleRow:
    return ArticleRow(
        title=article.title,
        url=article.get_absolute_url(),
        language=article.language,
        date=partial_date(article.published_on, article.published_precision),
        iso_date=iso_partial(article.published_on, article.published_precision),
        is_date_doubtful=article.is_date_doubtful,
        source=article.source.name if article.source else "Unknown source",
        places=tuple(places[:PLACES_SHOWN]),
        more_places=max(0, len(places) - PLACES_SHOWN),
        lead=" ".join(lead.split()),
        passages=tuple(passages),
        is_corrected=article.is_corrected,
    )
