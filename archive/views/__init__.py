"""The public pages: views make finished values, which the templates only print.

public_page.py     what all pages share: layout, HTTP methods, ETags, and the 405, 410 and 503 pages
article_list.py    the list of articles: search, filters, counts, pages
article_files.py   the list of articles, or its concordance, as a file
concordance.py     the list with every match on a line of its own
facet_page.py      all values of one facet
over_time.py       a list over time, as shares of what the archive has; also as CSV
trends.py          up to six lists over time on one chart; also as CSV
chart_files.py     the charts over time as SVG and PNG
value_files.py     the values of a facet, and the lists of names, as CSV
article.py         an article
cite.py            how to cite an article, version or passage; citation files and unAPI
cite_list.py       how to cite and follow a list of articles, and the archive
keywords.py        the words that distinguish the articles of a list from the rest
collocates.py      the words that stand near the words of a search
formulae.py        sequences of words that recur in the articles of a list
together.py        the names in a list, compared with the rest of the archive
grid.py            provinces, counties, organisations or people of a list by month
network.py         the names of a list and the ties between them, also as GraphML
similar.py         the articles that are most similar to one article
evidence.py        the evidence of each field of an article
versions.py        the versions of an article, the text of one version, and the timemap
compare.py         two versions or articles, word by word
story.py           the articles that tell one story, in the order of their appearance
changes.py         the log of versions that differ from what is shown, and its feed
capture.py         a saved file as text
source.py          the sources, and the page of one source
places.py          the places by province
entity_lists.py    organisations or people, A to Z or by count
entity.py          the page of a place, organisation or person
wanted.py          articles that saved pages list and that are not in the archive; also as CSV
known_item.py      one article that saved pages list
coverage.py        the days from which the archive has articles, and the days without any
completeness.py    how many of the listed articles the archive has, by source and month
api.py             how programs read the pages as JSON, and the OpenAPI description
search_help.py     how to search, with examples and the number of results of each example
data_dictionary.py  what files can be taken away, and what their columns mean
many_searches.py   many searches at once, with counts for each of them
feeds.py           the newest articles for feed readers
home.py            the front page and the page about the archive
for_robots.py      robots.txt, sitemaps, and the description of the search for browsers
health.py          the state of the server, for machines
errors.py          the 400, 404 and 413 pages, and the 503 page about a full or read-only disk
as_json/           the JSON of these pages, made from the values for their templates
parts/             parts of these pages, made by modules without a page of their own
"""
