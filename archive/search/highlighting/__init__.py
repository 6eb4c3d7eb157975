"""Find and show the matches in a text.

matches.py      finds the positions of the matches
snippets.py     short extracts around the matches, and titles with the matches marked
concordance.py  every match on a line of its own, with the words before and after it

Code outside `archive.search` imports these names from here.
"""

from archive.search.highlighting.concordance import (
    CONCORDANCE_ARTICLES,
    MAX_OCCURRENCES,
    Concordance,
    MatchLine,
    Occurrence,
    join_adjacent,
    line_around,
    make_concordance,
    match_anchor,
)
from archive.search.highlighting.matches import Match, MatchFinder

__all__ = [
    "CONCORDANCE_ARTICLES",
    "MAX_OCCURRENCES",
    "Concordance",
    "Match",
    "MatchFinder",
    "MatchLine",
    "Occurrence",
    "join_adjacent",
    "line_around",
    "make_concordance",
    "match_anchor",
]
