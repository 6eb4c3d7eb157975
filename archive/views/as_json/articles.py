"""Articles in lists as JSON: the front page, similar articles, a story, the log of changes."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from archive.api import articles as api
from archive.display.labels import Labels
from archive.models import article_url
from archive.models.addresses import address_of
from archive.records import COLUMNS, ArticleRecord, article_records
from archive.search import SearchResults, Snippet
from archive.search.values import VersionMatch
from archive.views.as_json.common import counts, link, saved, spans
from archive.views.as_json.page_values import Addresses, PageValues
from archive.views.parts.article_rows import ROWS, first_words
from archive.views.parts.article_versions import Saved
from archive.views.parts.told_in import Telling, also_told


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

    Takes a few database queries, and more `with_stories`.
    """
    records = article_records(ids, addresses.host, labels, with_text=False)
    has_snippets = bool(results and results.snippets)
    leads = {} if has_snippets else {row[0]: first_words(row[8]) for row in ROWS.rows(ids)}
    also = also_told(ids) if with_stories else {}
    return [
        _listed_article(
            addresses,
            record,
            leads.get(record.id, ""),
            results,
            [telling(addresses, each) for each in also.get(record.id, ())],
            list((missing or {}).get(record.id, ())),
        )
        for record in records
    ]


def record_values(record: ArticleRecord) -> dict[str, Any]:
    """Return the values of a record without its text, by name."""
    return {column.name: getattr(record, column.name) for column in COLUMNS if column.is_usual}


def _listed_article(
    addresses: Addresses,
    record: ArticleRecord,
    lead: str,
    results: SearchResults | None,
    also: list[api.Telling],
    missing: list[str],
) -> api.ListedArticle:
    pk = record.id
    version = results.versions.get(pk) if results else None
    return api.ListedArticle(
        **record_values(record),
        page_url=addresses.page(article_url(pk, record.title)),
        json_url=addresses.page(f"{address_of('articles')}{pk}.json"),
        title_marks=spans(results.titles.get(pk, ())) if results else [],
        lead=lead,
        snippets=[_snippet(each) for each in results.snippets.get(pk, ())] if results else [],
        matching_version=_version(addresses, pk, version) if version else None,
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
