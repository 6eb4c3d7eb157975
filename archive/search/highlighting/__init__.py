"""Find the matches of a search in texts, and make values that show these matches.

patterns.py         what must be found in a text, for each part of a search
matches.py          finds the positions of the matches in a text
quick_matches.py    finds matches in most English texts without cutting the text into words
snippets.py         makes snippets of a text around the matches, and titles with marked matches
concordance.py      makes a line for each match, with the words before and after the match
marked_texts.py     the titles, snippets and versions of one page, with marked matches
version_matches.py  finds matches in the versions that articles do not show

Code outside `archive.search` uses only the names in `__all__` below, and imports them from this
package.
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
    occurrences_in,
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
    "occurrences_in",
]
