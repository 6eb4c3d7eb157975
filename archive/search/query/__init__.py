"""From what a reader types to queries of the index.

parser.py        what a reader types → a tree
query_tree.py    the tree: words, phrases, fields, and how they are joined
name_lookup.py   which sources, places, people and organisations a typed name can mean
compiler.py      the tree and the chosen filters → tantivy queries
text_queries.py  words, phrases, prefixes and words near each other → tantivy queries of one field
hints.py         suggestions when nothing was found
"""
