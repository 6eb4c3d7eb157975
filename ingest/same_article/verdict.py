"""Decides whether two texts are the same article, from their words and links."""

from dataclasses import dataclass
from enum import Enum

from ingest.same_article.common_part import (
    DIFFERENT,
    LEAST_TO_BE_POSSIBLE,
    LEAST_TO_BE_SAME,
    SAME,
    is_hopeless,
    is_scattered,
    most_share,
    share_of,
)
from ingest.same_article.links import Link
from ingest.same_article.own_words import has_own_words

REWRITTEN = 0.5
"""The containment from which two texts with the same link, source, title and day are one article.

A site rewrites a text rarely so much that less than half of it remains. Two press reviews of a day
that share the address of a list have less in common.
"""

# Two texts at different addresses of one site are copies only if the shorter has this share of the
# longer one's letters, and at least this containment.
_AS_LONG, _EQUAL = 0.95, 0.97


class Verdict(Enum):
    """The relation between a newly read article and a candidate.

    SAME: they are the same article. POSSIBLY: a person should decide. LINK_ONLY: they share only
    the link, and a person should decide. OTHER: they are different articles.
    """

    SAME = "same"
    POSSIBLY = "possibly"
    LINK_ONLY = "link-only"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text that is compared with another: its body, and its letters (`letters_of`)."""

    body: str
    letters: str


def judge(
    a: ComparedText, b: ComparedText, *, link: Link, is_same_name: bool
) -> tuple[Verdict, float]:
    """Return the verdict on a newly read text and a candidate, and their containment (0.0 to 1.0).

    `is_same_name` is true if the two texts have the same source and title, and near dates
    (`are_dates_near`). Two texts are copies of each other if the containment is at least SAME and
    the shorter text has no words that the longer one does not have (`has_own_words`). For two texts
    with different addresses of one site, this is not enough: their letters must be almost equal.
    The verdict is the first in this list whose condition is true:

    - SAME if the texts are copies of each other
    - SAME if link and name are the same and the containment is at least REWRITTEN, because a site
      can rewrite a text
    - LINK_ONLY if only the link is the same: many articles probably share this link
    - POSSIBLY if the name is the same and the containment is at least DIFFERENT
    - OTHER in all other cases

    If the link is not the same and a quick test shows that the verdict is OTHER, the containment is
    not measured, and 0.0 is returned as containment.
    """
    shorter, longer = sorted((a, b), key=lambda text: (len(text.letters), text.letters))
    least = LEAST_TO_BE_POSSIBLE if is_same_name else LEAST_TO_BE_SAME
    if link is not Link.SAME and (
        is_hopeless(shorter.letters, longer.letters, least)
        or most_share(shorter.letters, longer.letters) < DIFFERENT
    ):
        return Verdict.OTHER, 0.0
    share = share_of(shorter.letters, longer.letters)
    if _is_copy(shorter, longer, share, link):
        return Verdict.SAME, share
    if link is Link.SAME:
        is_rewritten = is_same_name and share >= REWRITTEN
        return (Verdict.SAME if is_rewritten else Verdict.LINK_ONLY), share
    return (Verdict.POSSIBLY if is_same_name and share >= DIFFERENT else Verdict.OTHER), share


def _is_copy(shorter: ComparedText, longer: ComparedText, share: float, link: Link) -> bool:
    """Return True if two texts are copies of each other (see `judge`)."""
    if shorter.letters == longer.letters:
        return True
    if link is Link.OTHER:
        is_as_long = len(shorter.letters) >= _AS_LONG * len(longer.letters)
        is_contained = is_as_long and share >= _EQUAL
    else:
        is_contained = share >= SAME and not is_scattered(shorter.letters, longer.letters)
    return is_contained and not has_own_words(shorter.body, longer.body, longer.letters)
