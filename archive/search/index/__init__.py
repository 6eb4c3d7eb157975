"""Build the index and keep it up to date.

generations.py    index folders, and which of them is in use
segment_files.py  finds the files of an index that are missing, damaged or left over
files.py          locks between processes, and atomic writes of small files
errors.py         the errors for damaged or missing index files
documents.py      makes documents of the index from rows of the database
catch_up.py       applies changes of the database to the index
rebuild.py        builds a new index while the old one is still in use
follower.py       the thread that catches up, in each web worker and in an import
reader.py         opens the latest commit for searching
status.py         checks the state of the index
"""
