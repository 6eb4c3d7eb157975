"""Count how many articles have each value of a facet; every number is exact.

facet_counts.py  counts for the matching articles
totals_cache.py  counts for the whole archive, updated with each commit
aggregations.py  the requests to tantivy and its answers
threads.py       counting in threads while the page is made
"""
