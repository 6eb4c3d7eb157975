"""The result of `parse_file`: a saved file with its articles, their evidence and their mentions."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.parse import PARSER_VERSION
from ingest.values import FoundMentions, ListedItem, ParsedArticle, ParsedFile, Problem, SavedFile


@dataclass(frozen=True, slots=True)
class ParseResult:
    """A saved file with its parsed articles. `str()` returns a result as JSON text.

    `mentions` has one value for each article of `parsed.articles`, in the same order.
    """

    file: SavedFile
    parsed: ParsedFile
    mentions: tuple[FoundMentions, ...]

    @property
    def articles(self) -> Iterator[tuple[ParsedArticle, FoundMentions]]:
        """The articles of the file, each in a pair with its mentions."""
        return zip(self.parsed.articles, self.mentions, strict=True)

    @property
    def problems(self) -> list[Problem]:
        """All problems: of the file, of its articles, and of the names in them."""
        problems = list(self.parsed.problems)
        for article, found_mentions in self.articles:
            problems += (*article.problems, *found_mentions.problems)
        return problems

    def as_json(self) -> dict[str, Any]:
        """Return the whole result as dicts, lists and values that `json.dumps` can write."""
        first, last = self.parsed.saved_not_before, self.parsed.saved_not_after
        return {
            "path": self.file.path,
            "sha256": self.file.sha256,
            "encoding": self.file.encoding,
            "extractor": self.file.extractor,
            "layout": self.parsed.layout,
            "parser_version": PARSER_VERSION,
            "saved_not_before": first.as_json() if first else None,
            "saved_not_after": last.as_json() if last else None,
            "articles": [
                _article(article, found_mentions) for article, found_mentions in self.articles
            ],
            "items": [_item(item) for item in self.parsed.items],
            "problems": [problem.as_json() for problem in self.parsed.problems],
        }

    def __str__(self) -> str:
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=2)
        return text.encode("utf-8", "backslashreplace").decode()


def _article(article: ParsedArticle, found_mentions: FoundMentions) -> dict[str, Any]:
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
            for mention in found_mentions.mentions
        ],
        "problems": [
            problem.as_json() for problem in (*article.problems, *found_mentions.problems)
        ],
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
