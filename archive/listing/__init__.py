"""The list of articles: from the query string of an address to filters, counts and links.

parameters.py    the URL parameters: what each may hold, what it means, its words on the page
filters.py       ArticleFilter: reads the parameters of one address, asks the index, describes the
list in words
facets.py        the facets beside a list: label, count and links of each value
facet_values.py  all values of one facet, on its own page
"""
