"""The public pages: views make finished values, which the templates only print.

public_page.py     what all pages share: layout, GET only, ETag and 304, 405, 410, 503
article_list.py    the list of articles: search, filters, counts, pages
concordance.py     the list with every match on a line of its own
facet_page.py      all values of one facet
article.py         an article
similar.py         the articles that are most similar to one article
evidence.py        how each field of an article is known
capture.py         a saved file as text
source.py          the sources, and the page of one source
places.py          the places by province
entity_lists.py    organisations or people, A to Z or by count
entity.py          the page of a place, organisation or person
wanted.py          articles that saved pages list and that are not in the archive
search_help.py     how to search, with examples that are run
feeds.py           the newest articles for feed readers
home.py            the front page and the page about the archive
health.py          healthz and robots.txt
errors.py          400, 404 and 413
parts/             parts of these pages, made by modules without a page of their own
"""
