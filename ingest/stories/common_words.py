"""How many articles have a word, a name or a number: rare ones say more about a story.

`ingest/data/common_words.csv` has the words, names and numbers that at least two in a thousand
articles have. They were counted in 36,058 articles of kcna.co.jp from 1997 to 2018, in English and
Spanish. The counts never change with an archive, so that two articles are as alike in every one.
"""

import csv
from functools import cache
from importlib.resources import files
from math import log

ARTICLES = 36_058
"""The number of articles in which the words were counted."""

_FEWEST = 72  # articles; rarer words are not in the file, and weigh as much as one of these

WORD, NAME, NUMBER = "word", "name", "number"


@cache
def rarities(kind: str) -> dict[str, float]:
    """Return how rare each common word is: 0 if every article has it, more for rarer ones.

    `kind` is WORD, NAME or NUMBER; the words are in the form of `story_text.folded`. All other
    words are at least as rare as RAREST.
    """
    text = files("ingest.data").joinpath("common_words.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    return {word: log(ARTICLES / int(count)) for of, word, count in rows if of == kind}


RAREST = log(ARTICLES / _FEWEST)
"""How rare a word is that is not in the file: 6.2."""
