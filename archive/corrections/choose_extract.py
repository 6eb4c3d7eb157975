"""Choose the extract that an article shows: the most complete one, then the latest.

An article whose text is corrected keeps the extract that it had at that time.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from archive.models import Article, Extract
from ingest.identity import letters_of
from ingest.rules import STAND_IN


def extracts_of(article_ids: Collection[int]) -> dict[int, list[Extract]]:
    """Return the extracts of each article, oldest first, with their captures. Takes one query."""
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
    """Return the one of these extracts that the article should show; None if there are none."""
    if is_pinned and article.shown_extract_id:
        return next(extract for extract in extracts if extract.pk == article.shown_extract_id)
    return max(
        extracts,
        key=lambda extract: completeness(extract, extract.capture.saved_not_before, extract.pk),
        default=None,
    )


def completeness(
    extract: Extract, saved_not_before: date | None, order: int
) -> tuple[int, int, date, int]:
    """Return the rank of an extract; the extract with the highest rank is shown.

    It consists of the number of known values among title, date and source (a title made of the
    first words does not count), the number of letters and digits in the body, the first possible
    day of saving, and `order`, which is higher for extracts that were stored later.
    """
    known = sum(1 for name in ("title", "published", "source") if parsed_value(extract, name))
    known -= extract.fields.get("title", {}).get("rule") == STAND_IN
    return known, len(letters_of(extract.body)), saved_not_before or date.min, order


def parsed_value(extract: Extract, name: str) -> str:
    """Return a stored field of an extract as text; "" if the parser did not find it."""
    value = extract.fields.get(name, {}).get("value")
    return "" if value is None else str(value)
