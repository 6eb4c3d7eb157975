"""`parse_file PATH`: what the parser makes of one file, as JSON. Writes nothing and needs no
database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from ingest.errors import Rejection
from ingest.mentions import Gazetteer, find_mentions
from ingest.parse import PARSER_VERSION, parse
from ingest.read import read_file
from ingest.values import FoundMentions, ListedItem, ParsedArticle, ParsedFile, SavedFile
from ingest.walk import shown_path


class Command(BaseCommand):
    help = "Print what the parser makes of one saved file, as JSON. Nothing is stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--layout", help="the layout of a bare text, which carries no mark of its own"
        )
        parser.add_argument("--source", help="the source of a bare text")

    def handle(
        self, *args: Any, path: Path, layout: str | None, source: str | None, **options: Any
    ) -> None:
        try:
            file = read_file(path)
            parsed = parse(file, layout=layout, source=source)
        except Rejection as rejection:
            self._print(
                {
                    "path": shown_path(str(path)),
                    "rejected": rejection.reason,
                    "message": rejection.message,
                }
            )
            raise SystemExit(1) from None
        self._print(file_as_json(file, parsed, Gazetteer.from_files()))

    def _print(self, value: dict[str, Any]) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=2)
        self.stdout.write(text.encode("utf-8", "backslashreplace").decode())


def file_as_json(file: SavedFile, parsed: ParsedFile, gazetteer: Gazetteer) -> dict[str, Any]:
    """The whole parse of a file as plain JSON values."""
    return {
        "path": file.path,
        "sha256": file.sha256,
        "encoding": file.encoding,
        "extractor": file.extractor,
        "layout": parsed.layout,
        "parser_version": PARSER_VERSION,
        "saved_not_before": parsed.saved_not_before.as_json() if parsed.saved_not_before else None,
        "articles": [_article(article, gazetteer) for article in parsed.articles],
        "items": [_item(item) for item in parsed.items],
        "problems": [problem.as_json() for problem in parsed.problems],
    }


def _article(article: ParsedArticle, gazetteer: Gazetteer) -> dict[str, Any]:
    found: FoundMentions = find_mentions(
        str(article.fields["title"].value), article.body, gazetteer
    )
    return {
        "position": article.position,
        "span": list(article.span),
        "fields": {name: evidence.as_json() for name, evidence in article.fields.items()},
        "witnesses": {name: evidence.as_json() for name, evidence in article.witnesses.items()},
        "is_date_doubtful": article.is_date_doubtful,
        "paragraphs": [
            {"text": paragraph.text, "spans": [list(span) for span in paragraph.spans]}
            for paragraph in article.paragraphs
        ],
        "mentions": [
            {
                "entity": mention.entity or None,
                "name": mention.name or None,
                "site": mention.site or None,
                "is_implied": mention.is_implied,
                "kind": mention.kind,
                "field": mention.field,
                "span": [mention.start, mention.end],
                "text": mention.text,
                "rule": mention.rule,
                "confidence": mention.confidence,
            }
            for mention in found.mentions
        ],
        "problems": [problem.as_json() for problem in (*article.problems, *found.problems)],
    }


def _item(item: ListedItem) -> dict[str, Any]:
    return {
        "position": item.position,
        "source": item.source,
        "title": item.title,
        "lead": item.lead,
        "published": item.published.isoformat() if item.published else None,
        "span": list(item.span),
    }
