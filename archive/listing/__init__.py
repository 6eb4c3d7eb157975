"""The list of articles: from the query string of an address to filters, counts and links.

The facets are declared in archive/search/facets.py; this package says what to do with each kind of
their values.

parameters.py    the URL parameters: the values they accept, and what each does to the search
filters.py       ArticleFilter: the parameters of one address, the search, and what it shows
sentence.py      the sentence that describes a list
address.py       the filter as an address, and the links that change one facet of it
counted_list.py  a counted list, and the lines of its facets before they have links
value_kinds.py   the kinds of values (sources, places, periods …): how they are read and listed
facets.py        the blocks beside a list: label, count and links of each value
facet_values.py  all values of one facet, on its own page
"""
