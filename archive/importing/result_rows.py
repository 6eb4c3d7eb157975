"""Results of a parse as rows: the columns of a Capture, and the values that an Article shows."""

from datetime import date
from typing import Any

from archive.corrections.shown_extract import parsed_value
from archive.importing.source_resolver import SourceRef
from archive.models import Article, Extract
from ingest.parse import PARSER_VERSION
from ingest.partial_date import PartialDate
from ingest.pipeline import FileError, FileResult


def capture_columns(result: FileResult, error: FileError | None) -> dict[str, Any]:
    """Return the columns of a Capture that depend on the parse."""
    parsed = result.parsed
    return {
        "size": result.size,
        "encoding": result.encoding[:20],
        "extractor": result.extractor[:40],
        "text": result.text,
        "overrides": result.overrides.as_json(),
        "layout": parsed.layout[:40] if parsed else "",
        "saved_not_before": saved_not_before(result),
        "evidence": parsed.evidence if parsed else {},
        "problems": parsed.problems if parsed else [],
        "rejection": error.reason[:60] if error else "",
        "rejection_message": error.message if error else "",
        "parser_version": PARSER_VERSION,
    }


def saved_not_before(result: FileResult) -> date | None:
    """Return the first day on which the file can have been saved, when its text shows one."""
    return result.parsed.saved_not_before if result.parsed else None


def set_parsed_values(article: Article, extract: Extract, source: SourceRef | None) -> None:
    """Set the values of an article from the extract it shows, unsaved.

    Problems and corrections have to follow.
    """
    article.shown_extract = extract
    article.source_id = source.pk if source else None
    article.title = parsed_value(extract, "title")
    article.body = extract.body
    article.published_on, article.published_precision = PartialDate.parse(
        parsed_value(extract, "published")
    ).columns
    article.is_date_doubtful = extract.is_date_doubtful
    article.dateline_place = parsed_value(extract, "dateline_place")
    article.dateline_on = PartialDate.parse(parsed_value(extract, "dateline_on")).columns[0]
    article.agency = parsed_value(extract, "agency")
    article.language = parsed_value(extract, "language")
    article.original_url = parsed_value(extract, "original_url")
    article.word_count = len(extract.body.split())
