"""The rows of lists of known items: what is known of an article, and which saved files list it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from django.db.models import Count, Max, Min, QuerySet

from archive.display.safe_text import count_of
from archive.models import Article, KnownItem, Sighting, Source, article_url
from archive.models.addresses import address_of
from archive.models.known_item import State
from ingest.partial_date import PartialDate
from ingest.same_article import letters_of

SIMILAR_TITLE = "its title differs slightly"
OTHER_TITLE = "it now has another headline"
WITHDRAWN = "withdrawn"
STATES = {
    State.WANTED: "Not in the archive",
    State.IN_ARCHIVE: "In the archive",
    State.AMBIGUOUS: "Several articles of the archive match, so none is linked",
}


class Seen(NamedTuple):
    """How often an item is listed in saved files that readers can see.

    `files` is the number of files. The first of them was saved on `first_not_after` or earlier, the
    last one on `last_not_before` or later; None if it is not known. `url` is the address of the
    place in the first imported file, "" if there is no file.
    """

    files: int = 0
    first_not_after: date | None = None
    last_not_before: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class KnownItemRow:
    """A known item with the values that a saved file gives for the article.

    `title` has the title, or the first words of the article if the file has no title for it. `lead`
    has the first words if the file has both a title and first words; otherwise `lead` is "". `url`
    is the address of the item's page. `state` says in words if the archive has the article. If it
    has and the article is public, `article_url` is its address, and `note` says how its title
    differs, if it does. For a withdrawn article, `note` is WITHDRAWN.
    """

    pk: int
    title: str
    lead: str
    source: str
    date: str
    iso_date: str
    url: str
    state: str
    is_wanted: bool
    article_url: str
    note: str
    seen: Seen

    @property
    def seen_in(self) -> str:
        """In how many saved files the item is listed: "4 saved files"; "" if there are none."""
        return count_of(self.seen.files, "saved file") if self.seen.files else ""


def rows_of(items: Sequence[KnownItem]) -> list[KnownItemRow]:
    """Return a row for each of these known items, in the same order.

    Takes up to four database queries.
    """
    names = dict(Source.objects.values_list("pk", "name"))
    seen = _seen([item.pk for item in items])
    articles = Article.objects.public().only("title")
    held = articles.in_bulk([item.article_id for item in items if item.article_id])
    return [_row(item, names, seen.get(item.pk, Seen()), held) for item in items]


def _row(
    item: KnownItem, names: dict[int, str], seen: Seen, held: dict[int, Article]
) -> KnownItemRow:
    published = PartialDate.of(item.published_on)
    article = held.get(item.article_id or 0)
    note = WITHDRAWN if item.article_id else ""
    if article:
        note = title_note(item.title, article.title, item.is_title_similar)
    return KnownItemRow(
        pk=item.pk,
        title=item.title or lead_of(item.lead),
        lead=lead_of(item.lead) if item.title else "",
        source=names.get(cast(int, item.source_id), "Unknown source"),
        date=published.label,
        iso_date=published.iso,
        url=address_of("known-item", item.pk),
        state=STATES[State(item.state)],
        is_wanted=item.state == State.WANTED,
        article_url=article_url(article.pk, article.title) if article else "",
        note=note,
        seen=seen,
    )


def title_note(listed: str, title: str, is_similar: bool) -> str:
    """Return how the title of an article differs from the one in a list; "" if it does not.

    `is_similar` is true if the article was found by its similar title.
    """
    if not listed or letters_of(listed) == letters_of(title):
        return ""
    return SIMILAR_TITLE if is_similar else OTHER_TITLE


def lead_of(lead: str) -> str:
    """Return the first words of a known item, with an ellipsis if they end inside a sentence."""
    is_whole = not lead or lead.endswith((".", "!", "?", "…", '"', "”"))
    return lead if is_whole else f"{lead}…"


def public_sightings() -> QuerySet[Sighting]:
    """Return the sightings in saved files that readers can see: one of their articles is public."""
    return Sighting.objects.filter(capture__extracts__article__withdrawn_at__isnull=True).order_by()


def _seen(items: Sequence[int]) -> dict[int, Seen]:
    """Return where these known items (ids) are listed. Takes two database queries."""
    found = {
        item: (first, Seen(*rest))
        for item, first, *rest in public_sightings()
        .filter(known_item__in=items)
        .values_list("known_item")
        .annotate(
            Min("pk"),
            Count("capture", distinct=True),
            Min("capture__saved_not_after"),
            Max("capture__saved_not_before"),
        )
    }
    firsts = Sighting.objects.select_related("capture").defer("capture__text")
    urls = {
        sighting.pk: url_of_listing(sighting)
        for sighting in firsts.filter(pk__in=[first for first, _seen in found.values()])
    }
    return {item: seen._replace(url=urls[first]) for item, (first, seen) in found.items()}


def url_of_listing(sighting: Sighting) -> str:
    """Return the address of the place where a saved file lists an item, on the file's page."""
    return f"{sighting.capture.get_absolute_url()}#{anchor_of_listing(sighting.position)}"


def anchor_of_listing(position: int) -> str:
    """Return the HTML id of an item that a saved file lists; the first item has `position` 0."""
    return f"listed-{position}"
