"""Help with a search that finds nothing, or little.

advice.py        puts the help together: suggestions, shorter searches, articles with most words
typed_parts.py   the words and parts of a typed search, with their places in the text
vocabulary.py    the words of the index, and which of them are like a typed word
romanisation.py  one key for the spellings of a name: Gaeseong, Kaesŏng, Kaesong
other_names.py   the other names of a source or entity: Peking is Beijing
changes.py       the searches that could be meant, in the order of how little they differ
most_words.py    the articles that have most of the words of a search
small_words.py   words of questions that say nothing about the subject

Nothing here changes what a search finds. Every suggested search is run with the same filters, so
its count is that of the list behind its link.
"""
