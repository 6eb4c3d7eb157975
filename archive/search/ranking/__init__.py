"""Which articles come first.

result_page.py  one page of article ids, in order, however deep it is
neighbours.py   the position of an article in a list, and the articles before and after it
similar.py      articles that share most of an article's words
"""
