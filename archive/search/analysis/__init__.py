"""Define the fields of the index, and cut texts into words.

schema.py           the fields of the index, and the version number of this format
words.py            cuts texts into words in normal form, and tells where each word is
word_forms.py       the key of a word, which all forms and spellings of the word have
spellings.py        British and American spellings of one word
irregular_forms.py  words for which the rules of word_forms.py are wrong
compounds.py        words that are written in one word or in two: wellbeing, well-being
variants.py         the ways in which the words of a search can be written, also in one word or two
common_grams.py     pairs of frequent words, which are indexed as single words to find phrases fast
"""
