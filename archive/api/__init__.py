"""The pages as JSON: typed values, the addresses of their JSON, cursors, and their description.

The types are also the source of the OpenAPI description, so it cannot differ from what is sent.
archive/views/as_json/ makes the values from what the pages show. docs/api.md is for readers.

formats.py      which format a request asks for, the address of the JSON of a page, and its headers
values.py       values that many answers have: addresses, marked texts, counts, errors
records.py      the record of an article, as in files
articles.py     articles in lists: lists, facets, concordances, stories, the front page
one_article.py  one article: its mentions, evidence, versions, comparisons and saved files
entities.py     places, organisations, people, sources and the front page
known_items.py  wanted and other known items, and how complete the archive is
cursors.py      a place in a list of articles as a text for addresses
list_filter.py  the parameters that only the JSON of a list has: cursor and page_size
description.py  the OpenAPI description of all addresses
"""
