"""The public pages: views make finished values, which the templates only print.

public_page.py     what all pages share: layout, GET only, ETag and 304, 405, 410, 503
article_list.py    the list of articles: search, filters, counts, pages
article_rows.py    one row of a list of articles
page_links.py      links to the other pages of a list
see_also.py        pages of known names that a search contains
relaxations.py     what an empty list would show without one of its filters
concordance.py     the list with every match on a line of its own
facet_page.py      all values of one facet
article.py         an article
article_mentions.py  the names in an article: links in its text, and the list beside it
similar.py         the articles most like one
list_context.py    the list from which a reader opened an article
evidence.py        how each field of an article is known
capture.py         a saved file as text
source.py          the sources, and the page of one
places.py          the places by province
entity_lists.py    organisations or people, A to Z or by count
entity.py          the page of a place, organisation or person
spellings.py       the spellings of an entity
cooccurrence.py    what is named in the same articles as an entity
wanted.py          articles that saved pages list and nobody has saved
search_help.py     how to search, with examples that run
feeds.py           the newest articles for feed readers
home.py            the front page and the page about the archive
health.py          healthz and robots.txt
errors.py          400, 404 and 413
counts.py          numbers with the link to exactly that many articles
saved_dates.py     when a file was saved, in words
"""
