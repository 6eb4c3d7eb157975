"""Finds the sources and articles that saved files name.

lookup_keys.py        the keys by which the article of a text is found
source_resolver.py    finds the Source for the name of a source in a file
known_item_links.py   chooses the article that a known item means
known_item_writer.py  stores the articles that saved pages list, and links them to our articles
"""
