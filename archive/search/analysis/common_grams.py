"""Pairs of frequent words, as words of their own: what makes phrases of frequent words quick.

To find "took place in" an index compares the places of three words in every article that has all
three, which is most of them. So where two frequent words follow each other, the index holds the
pair, too, and such a phrase is looked up as one pair ("of the") or as a phrase of few of them. A
phrase with any other word is quick by itself.

The frequent words are those in a tenth or more of 525 articles of state media. Another list is
another format of the index (`schema.FORMAT`)."""

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
# Stands where a pair is not kept, so that the others keep their places; the index leaves it out
PLACEHOLDER = "_"


def common_pairs(text: str) -> str:
    """The pairs of a text in its order, as words with a space between."""
    kept = [word if word in FREQUENT else "" for word in exact_words(text)]
    return " ".join(
        [
            f"{first}{PLACEHOLDER}{second}" if first and second else PLACEHOLDER
            for first, second in pairwise(kept)
        ]
    )


def common_pairs_query(schema: Schema, field: str, run: Sequence[str]) -> Query | None:
    """What finds words next to each other by their pairs; None for a run that has other words than
    frequent ones."""
    if len(run) < 2 or not FREQUENT.issuperset(run):
        return None
    last = len(run) - 2
    places = sorted({*range(0, last, 2), last})  # every word stands in one of these
    pairs = [(place, f"{run[place]}{PLACEHOLDER}{run[place + 1]}") for place in places]
    if len(pairs) == 1:
        return Query.term_query(schema, field, pairs[0][1])
    return Query.phrase_query(schema, field, list(pairs))
