"""The lists of articles and known items: addresses with filters, counts and links.

The facets are declared in archive/search/facets.py. This package reads the values of
facets from addresses, and lists them with their counts.

parameters.py      the URL parameters: accepted values, and their effect on the search
read_parameters.py  reads the parameters of one address, and says what is wrong with them
article_filter.py  ArticleFilter: the list at one address: its search, its results and its links
value_filter.py    ValueFilter: the filter of the page with all values of one facet
counted_filter.py  CountedFilter: the filter of pages that describe a list, but do not list it
over_time_filter.py  the filter of the page that shows a list over time
trend_lines.py     the lists that are compared over time, read from an address
trend_counts.py    the numbers of these lists, period by period
periods_counted.py  the articles of a list by period, and what the archive has of these periods
measure_filter.py  MeasureFilter: the filter of a page that measures the articles of a list
wording_filter.py  the filters of the pages of keywords, collocates and formulae
list_links.py      the links to the same list in another order or view, and its filters as chips
sentence.py        the sentence that describes a list
address.py         the filter as an address, and the links that change one facet of it
cooccurrence_filter.py  the filters of the pages that show who is named together
date_range.py      the dates "from" and "to" above a list
counted_list.py    the counts of a list, and the lines of its facets before links are added to them
value_kinds.py     a class for each kind of facet values: it reads the values from addresses
facet_blocks.py    the facets beside a list: label, count and links of each value
facet_values.py    all values of one facet, for the page of the facet
known_item_filter.py  the URL parameters of the lists of known items
known_item_counts.py  counts known items, and finds the items of one page
"""
