"""Dates as saved pages write them, and the choice among the witnesses of one article's date.

Where the forms were seen: docs/layouts.md. A Juche year is 1911 years behind (Juche 112 is 2023).
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from ingest.values import Evidence, Problem, Span

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH_NUMBER = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
LONG_DATE = rf"{MONTH} ?\d{{1,2}}, ?\d{{4}}"
DOTTED_DATE = r"(?:Juche ?\d{1,3}|\d{4})\. ?\d{1,2}\. ?\d{1,2}\.?"
_JUCHE = 1911
_FAR_APART = 3  # days; DESIGN section 3, rule 3
_FORMS = (
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T.*)?"),
    re.compile(
        r"(?:(?P<juche>Juche) ?)?(?P<year>\d{1,4})\. ?(?P<month>\d{1,2})\. ?(?P<day>\d{1,2})\.?"
    ),
    re.compile(rf"(?P<name>{MONTH}) ?(?P<day>\d{{1,2}}), ?(?P<year>\d{{4}})"),
    re.compile(rf"(?P<name>{MONTH}) ?(?P<day>\d{{1,2}}), ?Juche ?\d{{1,3}} ?\((?P<year>\d{{4}})\)"),
)
_PARTIAL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?")
_MIDDLE = {len("2025"): "-07-02", len("2025-04"): "-15", len("2025-04-17"): ""}
_DAY_OF_YEAR = (
    re.compile(rf"(?P<name>{MONTH}) ?(?P<day>\d{{1,2}})"),
    re.compile(r"(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日일]"),
)

# The witnesses of an article's date, the most trusted first (DESIGN section 3, rule 3; a data set's
# header counts as the `Date:` line, a stamp in the headline as the sign-off, whose form it has).
ORDER = ("date_line", "header", "sign_off", "title_stamp", "page_date", "dateline")


@lru_cache(
    maxsize=4_000
)  # a page names the same few days again and again, and so do its neighbours
def read_date(text: str) -> date | None:
    """The day that a full date names, in any form a saved page uses; None for anything else and for
    31 February.

    The form tells which is which: 14/09/2025 has the day first, 2025.09.14. and 2025-09-14 the
    year."""
    for form in _FORMS:
        found = form.fullmatch(text.strip())
        if found:
            parts = found.groupdict()
            year = int(parts["year"]) + (_JUCHE if parts.get("juche") else 0)
            month = (
                _MONTH_NUMBER[parts["name"][:3].casefold()]
                if parts.get("name")
                else int(parts["month"])
            )
            return _day(year, month, int(parts["day"]))
    return None


def read_partial_date(text: str) -> str | None:
    """An ISO date cut to what is known: "2025-04-17", "2025-04", "2025"; None for what is none."""
    day = read_date(text)
    if day:
        return day.isoformat()
    found = _PARTIAL.fullmatch(text.strip())
    if not found or not _day(int(found["year"]), int(found["month"] or 1), 1):
        return None
    return f"{found['year']}-{int(found['month']):02}" if found["month"] else found["year"]


@lru_cache(maxsize=4_000)
def date_near(day_of_year: str, witness: str) -> str | None:
    """The ISO day that "April 17" (or 4月17日, 4월 17일) means, its year chosen to lie nearest to
    another date.

    That date can be partial: of a month its middle counts, and a year is the year.
    """
    known = read_partial_date(witness)
    for form in _DAY_OF_YEAR:
        found = form.fullmatch(day_of_year.strip())
        if found and known:
            parts = found.groupdict()
            month = (
                _MONTH_NUMBER[parts["name"][:3].casefold()]
                if parts.get("name")
                else int(parts["month"])
            )
            near = date.fromisoformat(known + _MIDDLE[len(known)])
            years = (near.year, near.year - 1, near.year + 1)
            days = [day for year in years if (day := _day(year, month, int(parts["day"])))]
            return min(days, key=lambda day: abs(day - near)).isoformat() if days else None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2999 else None
    except ValueError:
        return None


def choose(
    witnesses: Mapping[str, Evidence], day_without_year: Span | None = None
) -> tuple[Evidence | None, bool, tuple[Problem, ...]]:
    """The witness that dates the article, whether that is doubtful, and what a person should look
    at.

    The first in `ORDER` holds; where it tells only a month or year, the first that tells a day
    within it does. One that lies more than three days from it makes the date doubtful."""
    ranked = [(name, witnesses[name]) for name in ORDER if name in witnesses]
    if not ranked:
        spans = (day_without_year,) if day_without_year else ()
        message = "The text contains no year, so the date is unknown."
        if day_without_year:
            message = "The dateline gives a day, but the text contains no year: date unknown."
        return None, False, (Problem("date-unknown", message, "published", spans=spans),)
    first = ranked[0][1].value
    name, chosen = max(ranked, key=lambda one: one[1].value.startswith(first) and len(one[1].value))
    apart = [
        (other, found)
        for other, found in ranked
        if _days_apart(chosen.value, found.value) > _FAR_APART
    ]
    problems = tuple(
        Problem(
            "dates-disagree",
            f"The {name.replace('_', ' ')} says {chosen.value}, the {other.replace('_', ' ')}"
            f" {found.value}: more than {_FAR_APART} days apart. The {name.replace('_', ' ')} was"
            " taken.",
            "published",
            spans=(*chosen.spans, *found.spans),
            candidates=(chosen.value, found.value),
        )
        for other, found in apart
    )
    return chosen, bool(apart), problems


def _days_apart(a: str, b: str) -> int:
    """Days between two partial dates; 0 where one only names the other's month or year."""
    known = min(len(a), len(b))
    if known < len("2025-01-01"):
        return 0 if a[:known] == b[:known] else 366
    return abs((date.fromisoformat(a) - date.fromisoformat(b)).days)
