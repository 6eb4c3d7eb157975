"""Define the fields of the index, and split text into words.

schema.py        the fields, and the version number of the format
analyzers.py     splits text into words, normalizes and stems them
common_grams.py  pairs of frequent words, indexed as words of their own so that phrases stay fast
"""
