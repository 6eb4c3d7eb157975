"""Put the matching articles in order.

result_page.py  one page of article ids, in order, also far from the start of the list
neighbours.py   the position of an article in a list, and the articles before and after it
similar.py      articles that share most of an article's words
"""
