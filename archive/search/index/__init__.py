"""Building the index and keeping it up to date.

generations.py  index folders, the pointer to the one in use, locks
documents.py    rows of the database → documents of the index
catching_up.py  applies what changed in the database; tells the state of the index
rebuilding.py   builds a new index while the old one is still in use
follower.py     the thread that catches up, in each web worker and in an import
"""
