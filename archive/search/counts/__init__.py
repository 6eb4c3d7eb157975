"""Count how many articles have each value of a facet; every number is exact.

facet_counts.py    counts for the articles that match a search
filtered_counts.py counts under several sets of filters, for words that are slow to find
segment_counts.py  makes the counts of fields with very many values exact
story_counts.py    counts stories instead of articles
totals_cache.py    counts for the whole archive, updated after each commit of the index
tantivy_counts.py  requests for counts to tantivy, and conversion of its answers
threads.py         runs counting in threads while the page is made
"""
