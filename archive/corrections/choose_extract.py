"""Chooses the extract that an article shows.

An article shows its most complete extract; if several extracts are equally complete, the latest of
them. An article with a corrected text is an exception: it keeps the extract that it showed when the
text was corrected.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from archive.models import Article, Extract
from ingest.rules import STAND_IN
from ingest.same_article import letters_of


def extracts_of(article_ids: Collection[int]) -> dict[int, list[Extract]]:
    """Return a dict from article id to the extracts of the article, oldest first.

    Takes one database query, which also loads the captures of the extracts without their texts.
    """
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
    """Return the extract that the article should show; None if there are no extracts.

    `is_pinned` must be True if the article has a corrected text. Then the result is the extract
    that the article shows now.
    """
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

    The rank consists of four values, which are compared in this order:

    1. how many of title, date and source are known. A title that the parser made of the first words
       of the text is not counted
    2. the number of letters and digits in the body
    3. `saved_not_before`, the first day on which the saved file can have been saved
    4. `order`, which must be higher for an extract that was stored later
    """
    known = sum(1 for name in ("title", "published", "source") if parsed_value(extract, name))
    known -= extract.fields.get("title", {}).get("rule") == STAND_IN
    return known, len(letters_of(extract.body)), saved_not_before or date.min, order


def parsed_value(extract: Extract, name: str) -> str:
    """Return the value of a field in an extract as text; "" if the parser did not find it."""
    value = extract.fields.get(name, {}).get("value")
    return "" if value is None else str(value)
