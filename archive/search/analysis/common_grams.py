"""Pairs of frequent words, which are indexed as single words so that phrases are found fast.

To find the phrase "took place in", an index compares the positions of these words in every article
that has all three words. Most articles have them, so this is slow. Therefore the index also
contains each pair of frequent words that are next to each other, as one word: "took place" ->
"took_place". Then a phrase of two frequent words is one such word, and a longer phrase is a phrase
of a few such words. A phrase that contains a rarer word is found fast without pairs, because fewer
articles have this word. HathiTrust's full-text search uses the same method (CommonGrams).

A word is frequent if at least a tenth of 525 articles of state media contain it. If you change the
list of words, raise the version number of the format (`schema.FORMAT`).
"""

from collections.abc import Sequence
from itertools import pairwise

from tantivy import Query, Schema

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
then there they this those through thus time to took two un under units up various vice victory
visited war was way we well were when which while who whole will with work workers working world
would wpk year US
"""
FREQUENT = frozenset(_WORDS.split())
_FREQUENT = {word: word for word in FREQUENT}
# This word replaces each pair that is not indexed, so that the positions of the indexed pairs are
# right. The analyzer "pairs" in schema.py then removes this word.
PLACEHOLDER = "_"


def common_pairs(words: Sequence[str]) -> str:
    """Return the pairs of neighbouring words of a text (in normal form), separated by spaces.

    PLACEHOLDER replaces each pair in which a word is not frequent: "in the new hall" ->
    "in_the the_new _".
    """
    frequent = list(map(_FREQUENT.get, words))
    return " ".join(
        [
            f"{first}{PLACEHOLDER}{second}" if first and second else PLACEHOLDER
            for first, second in pairwise(frequent)
        ]
    )


def common_pairs_query(schema: Schema, field: str, run: Sequence[str]) -> Query | None:
    """Return a query for a phrase (the words in `run`) that uses the pairs of frequent words.

    `field` is the index field with the pairs. Returns None if `run` has fewer than two words, or a
    word that is not frequent.
    """
    pairs = pairs_of_phrase(run)
    if not pairs:
        return None
    if len(pairs) == 1:
        return Query.term_query(schema, field, pairs[0][1])
    return Query.phrase_query(schema, field, list(pairs))


def pairs_of_phrase(run: Sequence[str]) -> list[tuple[int, str]]:
    """Return the indexed pairs by which a phrase is found, each with its index in the phrase.

    `run` has the words of the phrase. The result is empty if `run` has fewer than two words, or a
    word that is not frequent.
    """
    if len(run) < 2 or not FREQUENT.issuperset(run):
        return []
    last = len(run) - 2
    starts = sorted({*range(0, last, 2), last})  # so that each word is in a pair
    return [(start, f"{run[start]}{PLACEHOLDER}{run[start + 1]}") for start in starts]
