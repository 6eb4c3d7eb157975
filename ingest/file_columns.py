"""A parsed file as values for the columns of a Capture and its Extracts.

A worker process can make these values, because they need no database. Only the key of an extract
(`extract_key`) is made by the importer, because the key contains the slug of a source in the
database.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from ingest.partial_date import PartialDate
from ingest.rules import BODY_RULE, STAND_IN
from ingest.same_article import article_key, first_words, link_key, opening_of
from ingest.values import Evidence, FoundMentions, ListedItem, ParsedArticle, ParsedFile, Problem

LINK_LENGTH = 2000
_LENGTHS = {"dateline_place": 200, "agency": 200, "language": 8}
_SCHEMES = frozenset({"http", "https"})
_KEPT_IN_LINKS = (  # reserved by RFC 3986; "%" because the link may be percent-encoded already
    "/#%[]=:;$&()+,!?*@'~"
)
_WHOLE_DAY = len("2025-04-17")


class ArticleColumns(NamedTuple):
    """One article of a file as values for the columns of an Extract, except the key.

    `columns` has the values of the columns that the parser decides. `source` is the name of the
    source as the file spells it. `published` is the partial date as ISO text ("2025-04"). `title`
    is "" if the page has no headline. `key_name` is used as title in the key. It is the title. For
    a page without a headline, it is "" if the date is complete, otherwise the first words of the
    body (`first_words`). `opening` has the first letters of the body (`opening_of`).
    """

    position: int
    columns: dict[str, Any]
    mentions: FoundMentions
    source: str
    published: str
    title: str
    key_name: str
    opening: str


class FileColumns(NamedTuple):
    """A parsed file as values for database columns.

    `items` are the items of the list "More From" on the page. `saved_not_before` is the first day
    on which the file can have been saved, and `saved_not_after` the last one; None if nothing in
    the file shows this day. `evidence` has their evidence as JSON.
    """

    layout: str
    saved_not_before: date | None
    evidence: dict[str, Any]
    problems: list[dict[str, Any]]
    articles: tuple[ArticleColumns, ...]
    items: tuple[ListedItem, ...]
    saved_not_after: date | None = None


def file_columns(parsed: ParsedFile, mentions: tuple[FoundMentions, ...]) -> FileColumns:
    """Return a parsed file as column values.

    `mentions` has one value for each article of the file, in the same order.
    """
    first, last = parsed.saved_not_before, parsed.saved_not_after
    bounds = {"saved_not_before": first, "saved_not_after": last}
    return FileColumns(
        parsed.layout,
        PartialDate.parse(str(first.value)).first_day if first else None,
        {name: bound.as_json() for name, bound in bounds.items() if bound},
        [problem.as_json() for problem in parsed.problems],
        tuple(
            _article(article, article_mentions)
            for article, article_mentions in zip(parsed.articles, mentions, strict=True)
        ),
        parsed.items,
        PartialDate.parse(str(last.value)).first_day if last else None,
    )


def extract_key(article: ArticleColumns, slug: str) -> str:
    """Return the key of a parsed article (see `ingest.same_article.article_key`).

    `slug` is the slug of the article's source, or "" if the page does not name its source.
    """
    return article_key(slug, article.published, article.key_name)


def _article(article: ParsedArticle, mentions: FoundMentions) -> ArticleColumns:
    published, title, body = (
        field_value(article.fields, "published"),
        headline(article.fields),
        article.body,
    )
    # If there is neither a title nor a complete date, many articles of a source would have the same
    # key. So in this case the key contains the first words of the body.
    key_name = title if title or len(published) == _WHOLE_DAY else first_words(body)
    return ArticleColumns(
        article.position,
        _extract_columns(article, body),
        mentions,
        field_value(article.fields, "source"),
        published,
        title,
        key_name,
        opening_of(body),
    )


def field_value(fields: Mapping[str, Evidence], name: str) -> str:
    """Return the value of a parsed field as text; "" if the article does not have the field."""
    evidence = fields.get(name)
    return "" if evidence is None or evidence.value is None else str(evidence.value)


def headline(fields: Mapping[str, Evidence]) -> str:
    """Return the title of an article; "" if the page has no headline."""
    evidence = fields.get("title")
    return "" if evidence is None or evidence.rule == STAND_IN else field_value(fields, "title")


def _extract_columns(article: ParsedArticle, body: str) -> dict[str, Any]:
    """Return a dict of those columns of an Extract that the parser decides, with their values."""
    url = field_value(article.fields, "original_url")
    problems = [problem.as_json() for problem in (*article.problems, *_link_problems(url, article))]
    return {
        "start": article.span[0],
        "end": article.span[1],
        "fields": _fields(article, url),
        "witnesses": {name: evidence.as_json() for name, evidence in article.witnesses.items()},
        "is_date_doubtful": article.is_date_doubtful,
        "body": body,
        "link_key": link_key(url),
        "problems": problems,
    }


def _fields(article: ParsedArticle, url: str) -> dict[str, Any]:
    """Return an article's fields as JSON.

    `url` is the link to the original page, as the saved file contains it. In the result, this link
    is percent-encoded, or "" if Dateline's pages cannot use it (`usable_link`). Fields that are
    longer than _LENGTHS allows are cut.
    """
    fields = {name: evidence.as_json() for name, evidence in article.fields.items()}
    for name, length in _LENGTHS.items():
        if len(value := field_value(article.fields, name)) > length:
            fields[name]["value"] = value[:length]
    if url:
        fields["original_url"]["value"] = usable_link(url)
    return fields | {"body": _body(article)}


def _body(article: ParsedArticle) -> dict[str, Any]:
    spans = [list(span) for paragraph in article.paragraphs for span in paragraph.spans]
    counts = [len(paragraph.spans) for paragraph in article.paragraphs]
    return {"rule": BODY_RULE, "spans": spans, "confidence": 1.0, "paragraphs": counts}


def _link_problems(url: str, article: ParsedArticle) -> list[Problem]:
    if not url or usable_link(url):
        return []
    shown = url if len(url) <= 80 else f"{url[:77]}…"
    message = (
        f"The original link “{shown}” ({len(url)} characters) is left out: an http or https address"
        f" of at most {LINK_LENGTH} characters was expected."
    )
    spans = article.fields["original_url"].spans
    return [Problem("link-unusable", message, words=url, spans=spans)]


def usable_link(url: str) -> str:
    """Return a link percent-encoded, so that Dateline's pages can use it; "" if it is not usable.

    A link is usable if it is an http or https address of at most 2,000 characters.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    link = quote(url.strip(), safe=_KEPT_IN_LINKS)
    is_usable = (
        parts.scheme.casefold() in _SCHEMES and parts.netloc and not any(map(str.isspace, link))
    )
    return link if is_usable and len(link) <= LINK_LENGTH else ""
