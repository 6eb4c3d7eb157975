"""Reads what an import made: articles, rejections and problems. Django must be set up."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from archive.models import Article, Capture, Extract, FileReport, ImportRun, JoinedExtract, SeenPath
from tests.corpus.found_texts import ArchiveArticle

_ROW = re.compile(r"(?P<path>.*), row (?P<row>\d+)(?: \([^()]*\))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file or row that was not imported: its path, its row (0: a whole file) and the reason."""

    path: str
    row: int
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A text that the import took for a copy: where it is, and the article with its title."""

    place: str
    article: int
    title: str
    how: str
    share: float


def articles() -> list[ArchiveArticle]:
    """Return all articles, as readers see them."""
    columns = ("pk", "title", "body", "published_on", "original_url")
    return [
        ArchiveArticle(pk, title, body, day.isoformat() if day else "", link)
        for pk, title, body, day, link in Article.objects.order_by("pk")
        .values_list(*columns)
        .iterator()
    ]


def rejections() -> list[Rejected]:
    """Return the rejected and failed files and rows of all runs."""
    found = []
    for path, reason, message in FileReport.objects.values_list("path", "reason", "message"):
        row = _ROW.fullmatch(path)
        place = (row["path"], int(row["row"])) if row else (path, 0)
        found.append(Rejected(*place, reason, message))
    return found


def joined() -> list[Joined]:
    """Return the texts that the import took for copies of other articles."""
    rows = JoinedExtract.objects.order_by("pk").select_related("article", "extract")
    return [
        Joined(_place_of(row.extract), row.article_id, row.article.title, row.how, row.share)
        for row in rows
    ]


def _place_of(extract: Extract) -> str:
    seen = SeenPath.objects.filter(capture_id=extract.capture_id).first()
    return seen.file_name if seen else f"capture {extract.capture_id}"


def counts() -> dict[str, Any]:
    """Return how many articles there are, in all and by source, language, layout and problem."""
    problems: Counter[str] = Counter()
    for model in (Article, Capture):
        for codes in model.objects.exclude(problems=[]).values_list("problems", flat=True):
            problems.update({problem["code"] for problem in codes})
    outcomes: Counter[str] = Counter()
    for run in ImportRun.objects.all():
        for name in ("created", "updated", "unchanged", "rejected", "failed", "joined"):
            outcomes[name] += getattr(run, f"{name}_count") or 0
    undated = Article.objects.filter(published_on=None)
    return {
        "outcomes": dict(outcomes),
        "articles": Article.objects.count(),
        "undated": undated.count(),
        "undated_examples": [str(article) for article in undated.order_by("pk")[:20]],
        "doubtful_dates": Article.objects.filter(is_date_doubtful=True).count(),
        "unknown_source": Article.objects.filter(source=None).count(),
        "sources": _by("source__name"),
        "languages": _by("language"),
        "layouts": _layouts(),
        "problems": dict(problems.most_common()),
    }


def _by(column: str) -> dict[str, int]:
    rows = Article.objects.order_by().values_list(column).annotate(count=Count("pk"))
    return {name or "unknown": count for name, count in sorted(rows, key=lambda row: -row[1])}


def _layouts() -> dict[str, int]:
    rows = Capture.objects.order_by().values_list("layout").annotate(count=Count("pk"))
    return {name or "none": count for name, count in sorted(rows, key=lambda row: -row[1])}
