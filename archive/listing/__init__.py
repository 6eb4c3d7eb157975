"""Read the filters of an address, and make the list of articles with its counts and links.

The facets are declared in archive/search/facets.py. This package reads, counts and lists their
values.

parameters.py    the URL parameters: accepted values, and their effect on the search
filters.py       ArticleFilter: the parameters of one address, its search and its results
sentence.py      the sentence that describes a list
address.py       the filter as an address, and the links that change one facet of it
counted_list.py  a list with its counts, and the lines of its facets before links are added
value_kinds.py   the kinds of values (sources, places, periods …): reading and listing them
facet_blocks.py  the blocks beside a list: label, count and links of each value
facet_values.py  all values of one facet, on its own page
"""
