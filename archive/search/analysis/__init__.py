"""Define the fields of the index, and split text into words.

schema.py        the fields of the index, and the version number of this format
analyzers.py     splits text into words, and normalizes and stems the words
common_grams.py  pairs of frequent words, which are indexed as single words to find phrases fast
"""
