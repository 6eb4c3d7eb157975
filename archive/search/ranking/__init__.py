"""Sort the articles that match a search, by relevance or date.

page_hits.py      finds the article ids of one page, even if the page is far from the start
continued_list.py  finds the next articles for a program that has read those before them
list_position.py  finds the position of an article in a list, and the articles before and after it
similar.py        finds articles that share the characteristic words of an article
"""
