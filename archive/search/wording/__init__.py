"""Measure the wording of the articles of a list: keywords, collocates and formulae.

sample.py      which articles are read, evenly spread over the list, and their words
counted.py     counts articles exactly, for a text that is added to the search of a list
keywords.py    words that more, or fewer, of these articles have than the rest of the archive
collocates.py  words that stand near the words of the search
formulae.py    sequences of words that recur in several articles
repeated.py    finds the sequences of words that recur in texts

Words are found in a sample of the articles, because reading takes long. Numbers of articles are
those of the index, so each of them equals the list that it links to. docs/methods.md defines the
measures.
"""

from archive.search.wording.collocates import Collocate, Collocates, find_collocates
from archive.search.wording.formulae import Formula, Formulae, find_formulae
from archive.search.wording.keywords import Keyword, Keywords, find_keywords
from archive.search.wording.repeated import LONGEST, SHORTEST

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Collocate",
    "Collocates",
    "Formula",
    "Formulae",
    "Keyword",
    "Keywords",
    "find_collocates",
    "find_formulae",
    "find_keywords",
]
