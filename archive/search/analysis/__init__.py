"""The fields of the index, and how text becomes words.

schema.py        the fields, and the version number of the format
analyzers.py     how text is cut into words, folded and stemmed
common_grams.py  pairs of frequent words, indexed as words of their own so that phrases stay fast
"""
