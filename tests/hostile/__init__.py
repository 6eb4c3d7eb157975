"""Tests with hostile files: files that are invented to make a stage of Dateline slow.

Each stage must take a time that is proportional to the size of the file.

vocabulary.py   the words and marks ("-0-") that the program recognises in files
recipes.py      recipes for files of any size, which repeat these words and marks
stages.py       the stages of reading a file, with their times and memory
archive_stages.py  the stages of storing, indexing and showing a file, with their times
growth.py       the comparison of a small and a large file
__main__.py     tries any number of random recipes (`make hostile N=1000`)
"""
