"""Decides whether an article begins with a lead: the words that a list of articles shows."""

import re
from functools import lru_cache

from ingest.same_article.common_part import (
    LEAST_TO_BE_SAME,
    SAME,
    is_hopeless,
    letters_of,
    share_of,
)

OPENING = 700
"""Characters at the beginning of a body that are compared with a lead. No lead is longer."""

_LEAD_LETTERS = 24  # letters; a shorter lead does not show to which article it belongs
_FIRST_LOOKS = 24  # runs of a lead that are searched in a quick test
_DATELINE = re.compile(r"^.{2,80}?\((?:KCNA|Yonhap|조선중앙통신)\)\s*(?:[-–—―]+|:)?\s*", re.DOTALL)


def without_dateline(lead: str) -> str:
    """Return the beginning of an article without its dateline ("Pyongyang, May 1 (KCNA) -- ")."""
    return _DATELINE.sub("", lead.strip(), count=1)


def opening_of(body: str) -> str:
    """Return the letters and digits of the first 700 characters of a body, without its dateline."""
    return letters_of(without_dateline(body[:OPENING]))


# The cache helps, because an item is compared with each imported article of its day.
@lru_cache(maxsize=4_000)
def _lead_letters(lead: str) -> str:
    return letters_of(without_dateline(lead))


def does_lead_fit(lead: str, opening: str) -> bool | None:
    """Return True if an article begins with the words of `lead`; None if `lead` is too short.

    `lead` is the beginning of an article, as a list of articles shows it. `opening` is the result
    of `opening_of` for the body of the article. It is enough if the opening contains 80 % of the
    lead, because sites cut leads after about 130 characters, sometimes inside a word.
    """
    wanted = _lead_letters(lead)
    if len(wanted) < _LEAD_LETTERS:
        return None
    start = opening[: len(wanted) + 60]
    if start.startswith(wanted):
        return True
    if is_hopeless(wanted, start, LEAST_TO_BE_SAME, _FIRST_LOOKS):
        return False
    return share_of(wanted, start) >= SAME
