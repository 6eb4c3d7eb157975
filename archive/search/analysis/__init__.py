"""The fields of the index, and how text is split into words.

schema.py        the fields, and the version number of the format
analyzers.py     how text is split into words, normalized and stemmed
common_grams.py  pairs of frequent words, indexed as words of their own so that phrases stay fast
"""
