"""Parsed values as columns: what an Extract holds, and what an Article shows of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.encoding import iri_to_uri

from archive.corrections.extracts import parsed_value
from archive.corrections.fields import split_partial
from archive.models import Article, Extract
from ingest.documents import Evidence, ParsedArticle, Problem
from ingest.identity import article_key, first_words, link_key
from ingest.journey import Reading, Trouble
from ingest.parse import PARSER_VERSION
from ingest.rules import STAND_IN
from ingest.store.outlets import Outlet

LINK_LENGTH = 2000
_LENGTHS = {"dateline_place": 200, "agency": 200, "language": 8}
_SCHEMES = frozenset({"http", "https"})


def capture_columns(reading: Reading, trouble: Trouble | None) -> dict[str, Any]:
    """The columns of a Capture that reading decides."""
    parsed = reading.parsed
    bound = parsed.saved_not_before if parsed else None
    return {
        "size": reading.size,
        "encoding": reading.encoding[:20],
        "extractor": reading.extractor[:40],
        "text": reading.text,
        "said": reading.said.as_json(),
        "layout": parsed.layout[:40] if parsed else "",
        "saved_not_before": saved_not_before(reading),
        "evidence": {"saved_not_before": bound.as_json()} if bound else {},
        "problems": [problem.as_json() for problem in parsed.problems] if parsed else [],
        "rejection": trouble.reason[:60] if trouble else "",
        "rejection_message": trouble.message if trouble else "",
        "parser_version": PARSER_VERSION,
    }


def saved_not_before(reading: Reading) -> date | None:
    """The first day on which the file can have been saved, when its text tells one."""
    bound = reading.parsed.saved_not_before if reading.parsed else None
    return split_partial(str(bound.value))[0] if bound else None


def field_value(fields: Mapping[str, Evidence], name: str) -> str:
    """A parsed field as text, "" when it was not read."""
    evidence = fields.get(name)
    return "" if evidence is None or evidence.value is None else str(evidence.value)


def headline(fields: Mapping[str, Evidence]) -> str:
    """The title, "" where the layout gives none and the first words of the text stand in for it."""
    evidence = fields.get("title")
    return "" if evidence is None or evidence.rule == STAND_IN else field_value(fields, "title")


def extract_key(article: ParsedArticle, outlet: Outlet | None) -> str:
    """The key of a parsed article (ingest.identity.article_key). Without a title and a whole date its first words
    name it."""
    slug = outlet.slug if outlet else ""
    published = field_value(article.fields, "published")
    name = headline(article.fields)
    if not name and len(published) < len("2025-04-17"):
        name = first_words(article.body)
    return article_key(slug, published, name)


def extract_columns(article: ParsedArticle, outlet: Outlet | None) -> dict[str, Any]:
    """The columns of an Extract that the parser decides, with its problems as JSON."""
    url = field_value(article.fields, "original_url")
    problems = [problem.as_json() for problem in (*article.problems, *_link_problems(url, article))]
    return {
        "start": article.span[0],
        "end": article.span[1],
        "fields": _fields(article, url),
        "witnesses": {name: evidence.as_json() for name, evidence in article.witnesses.items()},
        "is_date_doubtful": article.is_date_doubtful,
        "body": article.body,
        "key": extract_key(article, outlet),
        "link_key": link_key(url),
        "problems": problems,
    }


def _fields(article: ParsedArticle, url: str) -> dict[str, Any]:
    """The fields as JSON, in the form in which columns take them: the link percent-encoded (or left out), short
    texts cut to what fits."""
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
    return {"rule": "paragraphs", "spans": spans, "confidence": 1.0, "paragraphs": counts}


def _link_problems(url: str, article: ParsedArticle) -> list[Problem]:
    if not url or usable_link(url):
        return []
    shown = url if len(url) <= 80 else f"{url[:77]}…"
    message = (
        f"The original link “{shown}” ({len(url)} characters) is left out: an http or https address of at most"
        f" {LINK_LENGTH} characters was expected."
    )
    return [Problem("link-unusable", message, article.fields["original_url"].spans)]


def usable_link(url: str) -> str:
    """The link as it can stand in a page: http or https, percent-encoded. "" for anything else, or when too long."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    link = iri_to_uri(url.strip()) or ""
    is_usable = parts.scheme.casefold() in _SCHEMES and parts.netloc and not any(map(str.isspace, link))
    return link if is_usable and len(link) <= LINK_LENGTH else ""


def lay_parsed(article: Article, extract: Extract, outlet: Outlet | None) -> None:
    """Set an article's values from the extract it shows. Unsaved; problems and corrections come after it."""
    article.shown_extract = extract
    article.source_id = outlet.pk if outlet else None
    article.title = parsed_value(extract, "title")
    article.body = extract.body
    article.published_on, article.published_precision = split_partial(parsed_value(extract, "published"))
    article.is_date_doubtful = extract.is_date_doubtful
    article.dateline_place = parsed_value(extract, "dateline_place")
    article.dateline_on = split_partial(parsed_value(extract, "dateline_on"))[0]
    article.agency = parsed_value(extract, "agency")
    article.language = parsed_value(extract, "language")
    article.original_url = parsed_value(extract, "original_url")
    article.word_count = len(extract.body.split())
