"""The public pages. Each view makes finished values; its template only sets them.

page.py       what every page has in common: reading only, ETag and 304, the frame around the content, 405 and 503
listing.py    the list of articles: search, filters, counts, pages (paging.py)
see_also.py   names that were typed as words
ways_out.py   what an empty list would hold without one of its filters
concordance.py  the list as lines, the match in the middle of each
facet.py      every value of one facet, for the articles of a filter
articles.py   an article
naming.py     the names in its text, and what it names beside it
similar.py    the articles most like one
trail.py      where in a list an article stands, when its address carries the filter along
evidence.py   how each of its fields is known
captures.py   the saved file as text
sources.py    the outlets, and one of them
places.py     the places by province
entity_lists.py  the names of one kind, A to Z or by count
entities.py   one place, organisation or person: spellings.py, companions.py (what stands in the same articles)
wanted.py     what is known and not held
search_help.py  how to search, by examples that run
home.py       the front page, about
service.py    healthz, robots.txt
errors.py     400, 404, 410
pattern.py    in development: every component with long, empty and odd content
rows.py       one line of a list of articles
counts.py     numbers with the link that gives exactly that many
saving.py     when a file was saved, in words
"""
