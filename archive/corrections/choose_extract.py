"""Chooses the extract that an article shows.

An article shows its most complete extract. If several extracts are equally complete, it shows the
one that was saved last. An article with a corrected text is an exception: it keeps the extract that
it showed when the text was corrected.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from archive.database.bulk import in_slices
from archive.models import Article, Extract
from ingest.rules import STAND_IN
from ingest.same_article import letters_of

_IDS_PER_QUERY = 500


class SavedFile(NamedTuple):
    """The first and the last day on which a file can have been saved, and its SHA-256."""

    not_before: date | None
    not_after: date | None
    sha256: str

    @classmethod
    def of(cls, extract: Extract) -> "SavedFile":
        """Return the SavedFile of a stored extract, whose capture should be loaded."""
        capture = extract.capture
        return cls(capture.saved_not_before, capture.saved_not_after, capture.sha256)


def extracts_of(
    article_ids: Collection[int], only: Collection[int] | None = None
) -> dict[int, list[Extract]]:
    """Return a dict from article id to the extracts of the article, oldest first.

    If `only` is given, the dict contains only the extracts with these ids. Takes one database
    query, or several if `only` has more than 500 ids. The captures of the extracts are also loaded,
    without their texts.
    """
    extracts: dict[int, list[Extract]] = defaultdict(list)
    if only is not None and len(only) > _IDS_PER_QUERY:
        for part in in_slices(sorted(only), _IDS_PER_QUERY):
            for pk, some in extracts_of(article_ids, part).items():
                extracts[pk] += some
        return extracts
    rows = Extract.objects.filter(article__in=article_ids).select_related("capture")
    if only is not None:
        rows = rows.filter(pk__in=only)
    for extract in rows.defer("capture__text", "capture__problems", "capture__evidence").order_by(
        "pk"
    ):
        extracts[extract.article_id].append(extract)
    return extracts


def extracts_with_problems(article_id: int) -> list[Extract]:
    """Return the extracts of an article that have problems, oldest first, without their texts."""
    rows = Extract.objects.filter(article=article_id).exclude(problems=[])
    return list(rows.only("article_id", "problems").order_by("pk"))


def extract_to_show(
    article: Article, extracts: Sequence[Extract], *, is_pinned: bool
) -> Extract | None:
    """Return the extract that the article should show; None if there are no extracts.

    `is_pinned` must be True if the article has a corrected text. Then the result is the extract
    that the article shows now, if it is in `extracts`.
    """
    if is_pinned and article.shown_extract_id:
        for extract in extracts:
            if extract.pk == article.shown_extract_id:
                return extract
    return max(
        extracts,
        key=lambda extract: completeness(extract, SavedFile.of(extract)),
        default=None,
    )


def completeness(extract: Extract, saved: SavedFile) -> tuple[int, int, date, date, str, int]:
    """Return the rank of an extract; the extract with the highest rank is shown.

    The rank does not depend on the order in which files are imported on a day. It consists of these
    values, which are compared in this order:

    1. how many of title, date and source are known. A title that the parser made of the first words
       of the text is not counted
    2. the number of letters and digits in the body
    3. the first day on which the file can have been saved
    4. the last day on which it can have been saved, often that of its import
    5. the SHA-256 of the file and the position in it, so that no two ranks are equal
    """
    known = sum(1 for name in ("title", "published", "source") if parsed_value(extract, name))
    known -= extract.fields.get("title", {}).get("rule") == STAND_IN
    days = (saved.not_before or date.min, saved.not_after or date.min)
    return known, len(letters_of(extract.body)), *days, saved.sha256, extract.position


def parsed_value(extract: Extract, name: str) -> str:
    """Return the value of a field in an extract as text; "" if the parser did not find it."""
    value = extract.fields.get(name, {}).get("value")
    return "" if value is None else str(value)
