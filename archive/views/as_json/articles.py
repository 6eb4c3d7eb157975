"""Articles in lists as JSON: the front page, similar articles, a story, the log of changes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from archive.api import articles as api
from archive.api.values import Source
from archive.display.labels import Labels, current_labels
from archive.models import Entity, article_url
from archive.models.addresses import address_of
from archive.search import SearchResults, Snippet
from archive.search.values import VersionMatch
from archive.views.as_json.common import counts, entity, link, saved, source, spans
from archive.views.as_json.page_values import Addresses, PageValues
from archive.views.parts.article_rows import ROWS, ROWS_WITHOUT_LEAD, first_words, places_of
from archive.views.parts.article_versions import Saved
from archive.views.parts.told_in import Telling, also_told
from ingest.partial_date import PartialDate


def listed_articles(
    addresses: Addresses,
    ids: Sequence[int],
    results: SearchResults | None = None,
    labels: Labels | None = None,
    *,
    with_stories: bool = False,
    missing: Mapping[int, tuple[str, ...]] | None = None,
) -> list[api.ListedArticle]:
    """Return the articles with these ids, in the order of `ids`; `rows_for` is the same for pages.

    Takes two database queries for every twenty articles, and more `with_stories`.
    """
    query = ROWS_WITHOUT_LEAD if results and results.snippets else ROWS
    rows = {row[0]: row for row in query.rows(ids)}
    labels = labels or current_labels()
    places = places_of(list(rows), labels)
    also = also_told(list(rows)) if with_stories else {}
    sources = {
        pk: source(addresses, labels.sources.get(pk)) for pk in {r[6] for r in rows.values()}
    }
    make_place = _cached(partial(entity, addresses, Entity.Kind.PLACE))
    return [
        _listed_article(
            addresses,
            rows[pk],
            sources,
            [make_place(place.slug, place.name) for place in places.get(pk, ())],
            results,
            [telling(addresses, each) for each in also.get(pk, ())],
            list((missing or {}).get(pk, ())),
        )
        for pk in ids
        if pk in rows
    ]


def _cached(make: Any) -> Any:
    """Return a function that makes each value once: many articles name the same places."""
    made: dict[tuple[str, ...], Any] = {}

    def get(*key: str) -> Any:
        if key not in made:
            made[key] = make(*key)
        return made[key]

    return get


def _listed_article(
    addresses: Addresses,
    row: tuple[Any, ...],
    sources: Mapping[int, Source | None],
    places: list[Any],
    results: SearchResults | None,
    also: list[api.Telling],
    missing: list[str],
) -> api.ListedArticle:
    pk, title, language, published_on, precision, is_doubtful, source_id, is_corrected, lead = row
    version = results.versions.get(pk) if results else None
    return api.ListedArticle(
        id=pk,
        url=addresses.page(article_url(pk, title)),
        json_url=addresses.page(f"{address_of('articles')}{pk}.json"),
        title=title,
        title_marks=spans(results.titles.get(pk, ())) if results else [],
        source=sources[source_id],
        date=PartialDate.of(published_on, precision).iso,
        is_date_doubtful=is_doubtful,
        language=language,
        places=places,
        is_corrected=is_corrected,
        lead=first_words(lead),
        snippets=[_snippet(each) for each in results.snippets.get(pk, ())] if results else [],
        version=_version(addresses, pk, version) if version else None,
        also_told=also,
        missing_words=missing,
    )


def _snippet(snippet: Snippet) -> api.Snippet:
    return api.Snippet(
        text=snippet.text,
        marks=spans(snippet.pieces),
        is_cut_before=snippet.is_cut_before,
        is_cut_after=snippet.is_cut_after,
    )


def _version(addresses: Addresses, article: int, match: VersionMatch) -> api.MatchingVersion:
    address = address_of("version", article, match.sha256[:12])
    return api.MatchingVersion(
        url=addresses.page(address),
        json_url=addresses.json(address),
        saved=saved(Saved(match.saved_not_before, match.saved_not_after)),
        has_all=bool(match.snippets),
    )


def telling(addresses: Addresses, told: Telling) -> api.Telling:
    """Return another article of the same story."""
    return api.Telling(**_telling(addresses, told))


def _telling(addresses: Addresses, told: Telling) -> dict[str, Any]:
    return {
        "id": told.pk,
        "url": addresses.page(told.url),
        "json_url": addresses.json(told.url),
        "title": told.title,
        "source_name": told.source,
        "date": told.iso_date,
        "language": told.language,
        "word_count": told.words,
        "how": told.how,
        "likeness": told.measure,
    }


def front_page(page: PageValues) -> api.FrontPage:
    """Return the front page."""
    make = partial(counts, page.addresses)
    return api.FrontPage(
        url=page.url,
        json_url=page.json_url,
        total=page["total"],
        file_count=page["file_count"],
        wanted_count=page["wanted_count"],
        first_date=page["first"],
        latest_date=page["latest"],
        articles=listed_articles(page.addresses, page["ids"]),
        sources=make(page["sources"]),
        places=make(page["places"]),
        organisations=make(page["organisations"]),
        people=make(page["people"]),
        unknown_source=page["unknown_source"],
        description_url=page.addresses.page(address_of("openapi")),
    )


def similar(page: PageValues) -> api.SimilarArticles:
    """Return the articles that are similar to one article."""
    article = page["article"]
    return api.SimilarArticles(
        article=link(page.addresses, article.title, article.get_absolute_url()),
        url=page.url,
        json_url=page.json_url,
        articles=listed_articles(page.addresses, page["ids"]),
    )


def story(page: PageValues) -> api.Story:
    """Return a story with its articles."""
    return api.Story(
        id=page["story"],
        url=page.url,
        json_url=page.json_url,
        title=page["first"].title,
        sources=page["sources"],
        articles=[
            api.StoryArticle(
                **_telling(page.addresses, row.telling),
                compare_url=page.addresses.page(row.compare_url),
            )
            for row in page["rows"]
        ],
    )


def changes(page: PageValues) -> api.Changes:
    """Return a page of the log of changes."""
    addresses = page.addresses
    return api.Changes(
        url=page.url,
        json_url=page.json_url,
        feed_url=addresses.page(page.feed),
        total=page["total"],
        changes=[
            api.Change(
                title=row.title,
                url=addresses.page(row.url),
                json_url=addresses.json(row.url),
                language=row.language,
                source_name=row.source,
                date=row.iso_date,
                difference=row.difference,
                saved=row.saved,
                shown_saved=row.shown,
                compare_url=addresses.page(row.compare_url),
            )
            for row in page["rows"]
        ],
        next=page.next,
    )
