"""Write filters as texts in the query language of tantivy, which requests for counts can contain.

The texts have only names of fields and numbers, so nothing in them must be escaped.
"""

from collections.abc import Iterable, Sequence

from archive.search.periods import Period, days_of_any_year, parts_of
from archive.search.query.compiler import MAX_LOOKED_UP, date_bucket

EVERYTHING = "*"


def value_text(field: str, value: int) -> str:
    """Return the filter for articles that have this value in a field: "place:17"."""
    return f"{field}:{value}"


def values_text(field: str, values: Sequence[int]) -> str:
    """Return the filter for articles that have one of `values`, which must be in ascending order.

    If there are more than MAX_LOOKED_UP values, they must be successive numbers.
    """
    if len(values) > MAX_LOOKED_UP:
        return f"{field}:[{values[0]} TO {values[-1]}]"
    return f"{field}: IN [{' '.join(map(str, values))}]"


def period_text(period: Period | None) -> str:
    """Return the filter that finds the same articles as `compiler.period_query`."""
    field, value = date_bucket(period)
    if field:
        return value_text(field, value)
    assert period is not None
    if period.day_of_any_year:
        return f"day: IN [{' '.join(map(str, days_of_any_year(period)))}]"
    return any_text([values_text(*part) for part in parts_of(period).items() if part[1]])


def added_text(article_id: int) -> str:
    """Return the filter for articles that were added after the one with this id."""
    return f"id:[{article_id + 1} TO *]"


def any_text(texts: Sequence[str]) -> str:
    """Return the filter for articles that match at least one of these filters."""
    return f"({' OR '.join(texts)})"


def all_text(texts: Iterable[str], excluded: Iterable[str] = ()) -> str:
    """Return the filter for articles that match all of these filters and none of the excluded.

    tantivy refuses a filter that only excludes articles, so the filter for everything is added.
    """
    parts = [f"+{text}" for text in (EVERYTHING, *texts)]
    return f"({' '.join([*parts, *(f'-{text}' for text in excluded)])})"


def exactly_one_text(texts: Sequence[str]) -> str:
    """Return the filter for articles that match one of these filters and none of the others."""
    return any_text(
        [all_text([text], [other for other in texts if other != text]) for text in texts]
    )
