"""Where in a text the matches are.

matches.py      the positions of the words that were searched for
snippets.py     short extracts around the matches, and titles with the matches marked
concordance.py  every match on a line of its own, with the words before and after it
"""
