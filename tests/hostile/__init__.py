"""Tests with hostile files, addresses, headers and searches: invented to break Dateline.

Each kind has a generator, which makes the same sequence for the same seed on every
machine. `make hostile` tries any number of them.

Files. Each stage must take a time that is proportional to the size of the file.

vocabulary.py   the words and marks ("-0-") that the program recognises in files
recipes.py      recipes for files of any size, which repeat these words and marks
stages.py       the stages of reading a file, with their times and memory
archive_stages.py  the stages of storing, indexing and showing a file, with their times
growth.py       the comparison of a small and a large file
file_report.py  the report of `make hostile` about files

Requests. Each must get one of the documented answers, which is right, safe and small.

odd_text.py     odd characters, markup, numbers and dates
hostile_request.py  a request, and the ways to encode odd texts in its address
site_map.py     the URL patterns of the site, and its parameters with valid values
page_forms.py   reads the forms of a page
addresses.py    makes hostile addresses
searches.py     makes hostile searches
visits.py       sends addresses and searches to the site in this process, and checks the answers
list_counts.py  follows the links of a list, to check its numbers
header_values.py  names and values for hostile headers
headers.py      makes requests with hostile headers
raw_server.py   sends these to a real server, and checks its answers and the answers to others

amount.py       how many requests the tests try
__main__.py     tries any number of all kinds (`make hostile N=1000`)
"""
