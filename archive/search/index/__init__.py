"""Build the index, keep it up to date, and open it for searches.

generations.py    manages the folders of index generations; searches use one of them
segment_files.py  finds files of an index that are missing, damaged or left over
files.py          locks between processes, and atomic writes of small files
errors.py         errors about index files
documents.py      makes documents of the index from rows of the database
catch_up.py       applies changes of the database to the index
rebuild.py        builds a new generation while the old generation is still in use
follower.py       the threads that catch up: in each web worker, and during an import
open_index.py     opens the latest commit of the index for searches
status.py         checks the state of the index
"""
