"""Which extract an article shows: the most complete, then the latest. A corrected text pins the one
beneath it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from archive.models import Article, Extract
from ingest.identity import letters_of
from ingest.rules import STAND_IN


def extracts_of(article_ids: Collection[int]) -> dict[int, list[Extract]]:
    """The extracts of each article, oldest first, with the bounds of their captures. One query."""
    extracts: dict[int, list[Extract]] = defaultdict(list)
    rows = Extract.objects.filter(article__in=article_ids).select_related("capture")
    for extract in rows.defer("capture__text", "capture__problems", "capture__evidence").order_by(
        "pk"
    ):
        extracts[extract.article_id].append(extract)
    return extracts


def extract_to_show(
    article: Article, extracts: Sequence[Extract], *, is_pinned: bool
) -> Extract | None:
    """Of the extracts of an article the one to show; None when it has none."""
    if is_pinned and article.shown_extract_id:
        return next(each for each in extracts if each.pk == article.shown_extract_id)
    return max(
        extracts,
        key=lambda each: completeness(each, each.capture.saved_not_before, each.pk),
        default=None,
    )


def completeness(
    extract: Extract, saved_not_before: date | None, order: int
) -> tuple[int, int, date, int]:
    """How good an extract is to show; the highest is shown.

    First how many of title, date and source were read (a title made of the first words is none),
    then the letters and digits of the body, then the latest day of saving, then the latest stored
    (`order`)."""
    known = sum(1 for name in ("title", "published", "source") if parsed_value(extract, name))
    known -= extract.fields.get("title", {}).get("rule") == STAND_IN
    return known, len(letters_of(extract.body)), saved_not_before or date.min, order


def parsed_value(extract: Extract, name: str) -> str:
    """A stored field of an extract as text, "" when it was not read."""
    value = extract.fields.get(name, {}).get("value")
    return "" if value is None else str(value)
