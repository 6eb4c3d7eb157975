"""Build the index and keep it up to date.

generations.py    index folders, and which of them is in use
segment_files.py  the files that tantivy writes: which belong to the index, which are damaged
files.py          locks between processes, and atomic writes of small files
errors.py         the errors that damaged or missing index files raise
documents.py      rows of the database → documents of the index
catch_up.py       applies to the index what changed in the database
rebuild.py        builds a new index while the old one is still in use
follower.py       the thread that catches up, in each web worker and in an import
reader.py         opens the latest commit for searching
status.py         what state the index is in
"""
