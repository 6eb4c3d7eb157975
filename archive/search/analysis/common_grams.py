"""Pairs of frequent words, indexed as words of their own, so that phrases stay fast.

To find "took place in", an index compares the positions of these words in every article that has
all three, and most articles have them. So if two frequent words are next to each other, the index
also has the pair as one word. Then a phrase of frequent words is a single pair ("of the") or a
phrase of a few pairs. A phrase with a rarer word is fast without pairs. HathiTrust's full-text
search uses the same method (CommonGrams).

The frequent words are those that occur in at least a tenth of 525 articles of state media. If you
change the list, raise the version number of the format (`schema.FORMAT`).
"""

from collections.abc import Sequence
from itertools import pairwise

from tantivy import Query, Schema

from archive.search.analysis.analyzers import exact_words

_WORDS = """
a about affairs after against agricultural all also an and anniversary any are area areas army as at
august be been being between building built but by can care central ceremony chairman city committee
comrade congratulatory construction cooperation countries country county day defence democratic
development different dprk efforts era even expressed farm field first following for forces foreign
from further future general good great guidance had has have he held high his history houses
hwanghae idea il important in including international into is it its jong juche kim korea korean
leadership leading led life living made major make making many meeting members military minister
modern more moving national new no north not occasion of officials on one only organizations other
our out over party patriotic people phyongan place policy political power present president
production prosperity province provincial public put pyongyang received regional relations republic
respected revolution revolutionary s said secretary security self sent set should so socialist south
speeches spirit state stressed strong struggle successes such sung than thanks that the their them
then there they this those through thus time to took two u un under units up various vice victory
visited war was way we well were when which while who whole will with work workers working world
would wpk year
"""
FREQUENT = frozenset(_WORDS.split())
# A pair that is not indexed is replaced by this word, so that the positions of the other pairs stay
# right. The index itself drops it.
PLACEHOLDER = "_"


def common_pairs(text: str) -> str:
    """Return the pairs of a text in order, separated by spaces, with PLACEHOLDER for the others."""
    frequent = [word if word in FREQUENT else "" for word in exact_words(text)]
    return " ".join(
        [
            f"{first}{PLACEHOLDER}{second}" if first and second else PLACEHOLDER
            for first, second in pairwise(frequent)
        ]
    )


def common_pairs_query(schema: Schema, field: str, run: Sequence[str]) -> Query | None:
    """Return a query by pairs for these words (`run`) next to each other.

    Returns None if there are fewer than two words, or if a word is not frequent.
    """
    if len(run) < 2 or not FREQUENT.issuperset(run):
        return None
    last = len(run) - 2
    starts = sorted({*range(0, last, 2), last})  # these pairs cover every word
    pairs = [(start, f"{run[start]}{PLACEHOLDER}{run[start + 1]}") for start in starts]
    if len(pairs) == 1:
        return Query.term_query(schema, field, pairs[0][1])
    return Query.phrase_query(schema, field, list(pairs))
