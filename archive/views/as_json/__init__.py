"""Make the JSON of a page from the values that its template would print.

So an answer for a program has the same numbers, notes and errors as the page. The types of the
answers are in archive/api/.

page_values.py  what all answers are made from: the context of a page, and whole addresses
common.py       links, counts, marked texts, sources and entities
errors.py       why there is no answer
articles.py     articles in lists: the front page, similar articles, stories, changes
article_list.py  a list of articles with its facets and advice; a concordance
one_article.py  an article with its mentions; its evidence
versions.py     versions of an article, comparisons, saved files
entities.py     places, organisations, people and sources
known_items.py  wanted and other known items; completeness
makers.py       the function that makes the JSON of each template
"""
